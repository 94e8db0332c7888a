"""Marks of HTML and Markdown in texts that should be plain: made what they print as."""

import html
import re

# With the final semicolon only: “&copy=1” is part of an address.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_BLOCKS = (
    "address|article|aside|blockquote|body|br|center|dd|div|dl|dt|figcaption|figure|footer|form"
    "|h[1-6]|head|header|hr|html|iframe|img|li|main|nav|ol|p|pre|script|section|style|table|tbody"
    "|td|tfoot|th|thead|title|tr|ul|video"
)
_INLINE = (
    "a|abbr|b|big|cite|code|del|em|font|i|ins|kbd|label|mark|q|s|small|span|strike|strong|sub|sup"
    "|tt|u|amp-[a-z-]+"
)
_TAG = re.compile(
    rf"</?(?:{_BLOCKS}|{_INLINE})(?:\s[^<>]*)?/?>|<!--.*?-->", re.IGNORECASE | re.DOTALL
)
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCKS})(?:\s[^<>]*)?/?>", re.IGNORECASE)
# In HTML a line break within a sentence is a space.
_WRAPPED = re.compile(r"(?<=[^\s.!?…\"”’>:;])[ \t]*\r?\n[ \t]*(?=[^\s<])")
_NOT_TEXT = ("script", "style", "iframe", "head", "noscript")

# Markdown: pairs only, never inside a word (“K***li**” hides letters). A single “*” stays: people
# write so themselves, and what they wrote is quoted.
_STRONG = re.compile(r"(?<![\w*])(\*\*|__)(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*])")
_IMAGE = re.compile(r"!\[[^\]\n]*\]\([^()\s]+(?:\s+\"[^\"]*\")?\)")
_LINK = re.compile(r"\[([^\]\n]+)\]\((?:https?://|/|mailto:)[^()\s]*(?:\s+\"[^\"]*\")?\)")
_HEADING = re.compile(r"(?m)^#{1,6}[ \t]+(\S.*?)[ \t#]*$")
_QUOTED = re.compile(r"(?m)^>[ \t]+(?=\S)")


def plain_text(text: str) -> str:
    """A text without tags, entities and Markdown marks; the ends of blocks are line breaks.

    A text that has none is returned as it is. Entities that were escaped twice are read, too.
    """
    text = _without_tags(text)
    for _ in range(2):
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return _without_marks(_without_tags(text))


def plain_value(value: str) -> str:
    """A title or a name without tags and entities, as one line; an address with its real signs."""
    return " ".join(plain_text(value).split()) if "<" in value or "&" in value else value


def _without_tags(text: str) -> str:
    if not _TAG.search(text):
        return text
    # lxml is imported where it is needed: most archives have no tags.
    from lxml import html as lxml_html

    if _BLOCK_TAG.search(text):
        text = _WRAPPED.sub(" ", text)
    broken = _BLOCK_TAG.sub(lambda match: f"\n{match[0]}\n", text)
    try:
        tree = lxml_html.fragment_fromstring(broken, create_parent="div")
    except (ValueError, AssertionError):  # nothing but a comment, or characters XML forbids
        return _TAG.sub("", text)
    for element in list(tree.iter(*_NOT_TEXT)):
        element.drop_tree()
    return str(tree.text_content())


def _without_marks(text: str) -> str:
    if not any(mark in text for mark in ("*", "__", "](", "#", ">")):
        return text
    text = _LINK.sub(r"\1", _IMAGE.sub("", text))
    return _QUOTED.sub("", _HEADING.sub(r"\1", _STRONG.sub(r"\2", text)))
