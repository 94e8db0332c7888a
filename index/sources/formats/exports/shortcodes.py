"""The content of a WordPress post as HTML: blocks, shortcodes, paragraphs without tags."""

import re

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_BLOCK = (
    "address|article|aside|blockquote|dd|details|div|dl|dt|fieldset|figcaption|figure|footer|form"
    "|h[1-6]|header|hr|li|main|nav|ol|p|pre|script|section|style|table|tbody|td|tfoot|th|thead|tr|ul"
)
_HAS_BLOCK = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
_PREFORMATTED = re.compile(r"<(pre|script|style|textarea)\b", re.IGNORECASE)
# An address that is all of its line is shown as what it leads to: a film, a post elsewhere.
_EMBEDDED = re.compile(r"(?m)^[ \t]*https?://\S+[ \t]*$")
# [[name]] is printed as [name].
_ESCAPED = re.compile(r"\[(\[[\w-]+(?:\s[^\[\]]*)?\])\]")
# What these hold is a picture, a film, code or a form, and its caption.
_MEDIA = (
    r"caption|wp_caption|gallery|playlist|audio|video|embed|youtube|vimeo|tweet|twitter|instagram"
    r"|facebook|tiktok|soundcloud|googlemaps?|code|sourcecode|contact-form(?:-7)?|ads?|adsense"
)
_ENCLOSED_MEDIA = re.compile(
    rf"\[({_MEDIA})(?:\s[^\]]*)?(?<!/)\](?:(?!\[\1[\s\]]).)*?\[/\1\]", re.DOTALL | re.IGNORECASE
)
# A shortcode is told from words in brackets (“[sic]”, “[Jokowi]”) by its end, its attributes, its
# name, or because it is closed further down.
_CLOSING = re.compile(r"\[/([\w-]+)\]")
_CERTAIN = re.compile(
    rf"\[(?:{_MEDIA})(?:\s[^\]]*)?\]"
    r"|\[[A-Za-z][\w-]*\s+[\w-]+\s*=\s*[^\]]*\]"
    r"|\[[A-Za-z][\w-]*(?:\s[^\]]*)?/\]"
    r"|\[[a-z]+(?:[_-][a-z\d]+)+(?:\s[^\]]*)?\]",
    re.IGNORECASE,
)


def post_html(content: str) -> str:
    """The HTML of a post's content, without block comments and shortcodes, in paragraphs."""
    blocks = "<!-- wp:" in content
    content = _EMBEDDED.sub("", _without_shortcodes(_COMMENT.sub("\n\n", content)))
    return content if blocks or _PREFORMATTED.search(content) else _in_paragraphs(content)


def _without_shortcodes(text: str) -> str:
    if "[" not in text:
        return text
    # What is escaped is no shortcode; it is kept aside as \0.
    escaped = _ESCAPED.findall(text)
    text = _CERTAIN.sub("", _ENCLOSED_MEDIA.sub("", _ESCAPED.sub("\0", text)))
    for name in set(_CLOSING.findall(text)):
        text = re.sub(rf"\[/?{re.escape(name)}(?:\s[^\]]*)?\]", "", text)
    for one in escaped:
        text = text.replace("\0", one, 1)
    return text


def _in_paragraphs(text: str) -> str:
    """Text with blank lines between its paragraphs as HTML; line breaks within them stay.

    After WordPress' `wpautop`, which does this to every post without blocks.
    """
    if re.search(r"<p\b", text, re.IGNORECASE):
        return text
    parts = re.split(r"\n\s*\n", text.replace("\r\n", "\n"))
    return "\n".join(map(_paragraph, filter(str.strip, parts)))


def _paragraph(part: str) -> str:
    return part if _HAS_BLOCK.search(part) else f"<p>{part.strip().replace(chr(10), '<br/>')}</p>"
