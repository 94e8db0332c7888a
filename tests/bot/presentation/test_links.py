import pytest

from bot.presentation.links import (
    answer_opened_by,
    answer_payload,
    article_payload,
    deep_link,
    link_to_quote,
    web_address,
)

LONG = "Satu dua tiga empat lima enam tujuh delapan sembilan."


@pytest.mark.parametrize(
    ("url", "usable"),
    [
        ("https://a.example/x?b=c&d=e#f", True),
        ("HTTP://a.example", True),
        ("", False),
        ("javascript:alert(1)", False),
        ("ftp://a.example/x", False),
        ("https://", False),
        ("https:///x", False),
        ("https://a.example/a b", False),
        ("https://a.example/\nx", False),
        ("https://[broken/x", False),
        ("https://a.example/" + "x" * 1000, False),
    ],
)
def test_web_address(url: str, usable: bool) -> None:
    assert web_address(url) == (url if usable else "")


@pytest.mark.parametrize(
    ("url", "quoted", "link"),
    [
        ("https://a.example/x", "Dua kata", "https://a.example/x#:~:text=Dua%20kata"),
        (
            "https://a.example/x",
            LONG,
            "https://a.example/x#:~:text=Satu%20dua%20tiga%20empat,"
            "enam%20tujuh%20delapan%20sembilan.",
        ),
        (
            "https://a.example/x#atas",
            "Anak-anak, & “kita”",
            "https://a.example/x#atas:~:text=Anak%2Danak%2C%20%26%20%E2%80%9Ckita%E2%80%9D",
        ),
        (
            "https://a.example/x",
            "Kami siap.\nIni kalimat di paragraf berikutnya yang panjang.",
            "https://a.example/x#:~:text=Kami%20siap.,paragraf%20berikutnya%20yang%20panjang.",
        ),
        ("https://a.example/x", " \n ", "https://a.example/x"),
        ("https://a.example/#/artikel/7", "Kata", "https://a.example/#/artikel/7"),
        ("https://a.example/#!artikel", "Kata", "https://a.example/#!artikel"),
        ("https://a.example/#:~:text=lain", "Kata", "https://a.example/#:~:text=lain"),
        ("mailto:x@a.example", "Kata", ""),
    ],
)
def test_link_to_quote(url: str, quoted: str, link: str) -> None:
    assert link_to_quote(url, quoted) == link


def test_link_that_would_be_too_long_has_no_fragment() -> None:
    # "#:~:text=Kata" adds 13 characters; 500 is too long.
    fits, too_long = ("https://a.example/".ljust(length, "x") for length in (486, 487))
    assert len(link_to_quote(fits, "Kata")) == 499
    assert link_to_quote(too_long, "Kata") == too_long


def test_deep_links_are_what_was_always_sent():
    answer = deep_link("arsip_bot", answer_payload("aB3_-x"))
    article = deep_link("arsip_bot", article_payload("0123456789abcdef"))
    assert answer == "https://t.me/arsip_bot?start=a_aB3_-x"
    assert article == "https://t.me/arsip_bot?start=r_0123456789abcdef"
    assert [answer_opened_by(url) for url in (answer, article, "https://berita.example")] == [
        "aB3_-x",
        "",
        "",
    ]
