"""The reader of Telegram's HTML that other tests rely on."""

import pytest

from tests.support.bot_api.telegram_html import CannotParse, parse, plain


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<p>x</p>", 'Unsupported start tag "p" at byte offset 0'),
        ("é<br>", 'Unsupported start tag "br" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("<span>x</span>", 'Unsupported start tag "span" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
    ],
)
def test_invalid_html_is_refused(html: str, problem: str) -> None:
    with pytest.raises(CannotParse) as refusal:
        parse(html)
    assert str(refusal.value) == problem


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("&lt;&gt;&amp;&quot;&#39;&#x27;", "<>&\"''"),
        ("&nbsp;&mdash;&apos;", "&nbsp;&mdash;&apos;"),
        ("AT&T & co", "AT&T & co"),
        ("  a\x00b\t<b> </b> ", "a b"),
        ("<b></b>x", "x"),
    ],
)
def test_text_without_its_markup(html: str, text: str) -> None:
    assert parse(html)[0] == text


def test_entities_in_utf16_units() -> None:
    html = (
        '😀 <b>tebal <a href="https://a.example/?x=1&amp;y=2">tautan</a></b>'
        "<blockquote expandable>kutipan</blockquote>"
    )
    assert parse(html) == (
        "😀 tebal tautankutipan",
        [
            {"type": "bold", "offset": 3, "length": 12},
            {
                "type": "text_link",
                "url": "https://a.example/?x=1&y=2",
                "offset": 9,
                "length": 6,
            },
            {"type": "expandable_blockquote", "offset": 15, "length": 7},
        ],
    )


def test_link_to_nowhere_loses_its_entity_only() -> None:
    assert parse('<a href="javascript:x">a</a>') == ("a", [])


def test_entities_that_telegram_finds_itself() -> None:
    found = plain("/ask@arsip_bot @nama dan/atau #tag detik.com $BBCA a@b.example 1.000")[1]
    assert [entity["type"] for entity in found] == [
        "bot_command",
        "mention",
        "hashtag",
        "url",
        "cashtag",
    ]
