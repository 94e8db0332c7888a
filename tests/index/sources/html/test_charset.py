import pytest

from index.sources.html.charset import charset_of, decode_page

TEXT = "“Café” – kata dia"
UTF8 = TEXT.encode()
CP1252 = TEXT.encode("cp1252")


@pytest.mark.parametrize(
    ("content", "charset", "text"),
    [
        (UTF8, "utf-8", TEXT),
        (UTF8, "", TEXT),
        (CP1252, "windows-1252", TEXT),
        (CP1252, "", TEXT),
        # What is called ISO-8859-1 has the quotation marks of windows-1252.
        (CP1252, "ISO-8859-1", TEXT),
        # The header counts before the page.
        ('<meta charset="utf-8">шум'.encode("cp1251"), "cp1251", '<meta charset="utf-8">шум'),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">頭'.encode("gbk"),
            "",
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">頭',
        ),
        ('<meta charset="euc-kr">한국'.encode("euc-kr"), "", '<meta charset="euc-kr">한국'),
        (
            "<?xml version='1.0' encoding='iso-8859-2'?>ł".encode("iso-8859-2"),
            "",
            "<?xml version='1.0' encoding='iso-8859-2'?>ł",
        ),
        # A charset that the bytes do not have, or that is none.
        (CP1252, "utf-8", TEXT),
        (UTF8, "hex", TEXT),
        (UTF8, "x-unknown", TEXT),
        (b'<meta charset="utf-16">caf\xc3\xa9', "", '<meta charset="utf-16">café'),
        (b"<!-- <meta charset=cp1251> -->caf\xe9", "", "<!-- <meta charset=cp1251> -->café"),
        # A server that calls everything by one name.
        (UTF8, "ISO-8859-1", TEXT),
        # One stray byte spoils no page.
        (UTF8 + b" \xe9", "utf-8", TEXT + " é"),
        (b"\xef\xbb\xbf" + UTF8, "cp1251", TEXT),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "", TEXT),
    ],
)
def test_the_charset_is_found_as_browsers_find_it(content: bytes, charset: str, text: str) -> None:
    assert decode_page(content, charset) == text


@pytest.mark.parametrize(
    ("content_type", "charset"),
    [
        ("text/html; charset=UTF-8", "UTF-8"),
        ("text/html;Charset = 'windows-1252' ; x=y", "windows-1252"),
        ("text/html", ""),
        ("", ""),
    ],
)
def test_the_charset_of_a_content_type(content_type: str, charset: str) -> None:
    assert charset_of(content_type) == charset
