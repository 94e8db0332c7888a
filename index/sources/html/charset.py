"""The text of a page's bytes, in the order in which browsers look for its charset.

The HTTP header, the page's own `<meta>`, UTF-8 if it is that throughout, else windows-1252
(WHATWG Encoding, https://encoding.spec.whatwg.org). Libraries that guess from the letters take
windows-1252 for windows-1250, which turns accented letters into others.
"""

import codecs
import re

_BOMS = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Browsers look at the first 1,024 bytes; some pages have a long comment or a script above.
_HEAD = 8192
_META = re.compile(
    rb"""<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)""",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?-->", re.DOTALL)
# Labels that mean a larger charset than Python takes them for, after the WHATWG's table.
_LARGER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_UNICODE = ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32")

# Codecs of Python that no page is in, or none should be.
_NO_CHARSETS = ("utf-7", "idna", "punycode", "unicode-escape", "raw-unicode-escape")


def decode_page(content: bytes, charset: str = "") -> str:
    """The text of a page; `charset` is what the HTTP header calls it, "" if it does not.

    A charset that the bytes do not have is passed over. So is one of single bytes where the bytes
    are UTF-8 beyond ASCII, which no other text is by chance: some servers name one charset for
    whatever they send. What has no charset at all is read as UTF-8, and bytes that are not as
    windows-1252.
    """
    for bom, name in _BOMS.items():
        if content.startswith(bom):
            return content[len(bom) :].decode(name, errors="replace")
    if _is_utf8(content):
        declared = [name for name in _declared(content, charset) if not _is_single_byte(name)]
    else:
        declared = _declared(content, charset)
    for name in [*declared, "utf-8"]:
        try:
            return content.decode(name)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", errors=_AS_WINDOWS_1252)


def charset_of(content_type: str) -> str:
    """The charset in a Content-Type (“text/html; charset=utf-8”), "" if there is none."""
    found = re.search(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", content_type, re.IGNORECASE)
    return found[1] if found else ""


def _declared(content: bytes, charset: str) -> list[str]:
    """The charsets that the header and the page declare, as Python calls them."""
    head = _COMMENT.sub(b"", content[:_HEAD])
    inside = [(meta or xml).decode("ascii", "ignore") for meta, xml in _META.findall(head)]
    names = [_python_name(label) for label in (charset, *inside[:2])]
    # A page whose declaration can be read as ASCII is not in UTF-16.
    return [name for n, name in enumerate(names) if name and not (n and name in _UNICODE[1:])]


def _python_name(label: str) -> str:
    """What Python calls a charset, "" if it is no charset of texts."""
    try:
        found = codecs.lookup(label.strip())
        b"  ".decode(label.strip())
    except (LookupError, ValueError):
        return ""
    return "" if found.name in _NO_CHARSETS else _LARGER.get(found.name, found.name)


def _is_single_byte(name: str) -> bool:
    return name.startswith(("cp125", "iso8859", "cp874", "koi8", "mac"))


def _is_utf8(content: bytes) -> bool:
    """Whether bytes are UTF-8 and more than ASCII."""
    if content.isascii():
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", errors="replace"), error.end


_AS_WINDOWS_1252 = "tanya-arsip.windows-1252"
codecs.register_error(_AS_WINDOWS_1252, _as_windows_1252)
