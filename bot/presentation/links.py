"""Links to articles, to the sentence itself where the URL allows it, and to the bot."""

import re
from urllib.parse import quote

from index.text.urls import http_url

# Telegram shows the whole URL before it opens a link, so it has to stay readable.
_LONGEST_WITH_FRAGMENT = 500
_LONGEST = 1000
_WORDS = 4
# Links that were sent go on working: never give a prefix another meaning.
ANSWER_PREFIX = "a_"
ARTICLE_PREFIX = "r_"
_OPENS_ANSWER = re.compile(rf"[?&]start={ANSWER_PREFIX}([\w-]{{1,32}})$")


def web_address(url: str) -> str:
    """`url` if it is an http(s) URL that can be linked to, else ""."""
    if len(url) > _LONGEST or re.search(r"[\s\x00-\x1f\x7f]", url):
        return ""
    return http_url(url)


def link_to_quote(url: str, quoted: str) -> str:
    """`web_address(url)` with a text fragment that makes a browser scroll to a quote.

    Text fragments: https://wicg.github.io/scroll-to-text-fragment/. Without one if the quote is
    empty, the link would become too long, or the URL has a fragment that the site itself reads.
    """
    address = web_address(url)
    directive = _directive(quoted)
    before, _, fragment = address.partition("#")
    # "#/page" and "#!page" are read by the site's own script, which knows no text fragments.
    if not address or not directive or fragment.startswith(("/", "!")) or ":~:" in fragment:
        return address
    linked = f"{before}#{fragment}:~:text={directive}"
    return linked if len(linked) < _LONGEST_WITH_FRAGMENT else address


def deep_link(bot_name: str, payload: str) -> str:
    """A URL that opens the private chat with the bot and sends it `/start payload`."""
    return f"https://t.me/{bot_name}?start={payload}"


def answer_payload(answer_id: str) -> str:
    """The payload of a deep link that opens a kept answer."""
    return f"{ANSWER_PREFIX}{answer_id}"


def article_payload(reference: str) -> str:
    """The payload of a deep link that opens an article to read."""
    return f"{ARTICLE_PREFIX}{reference}"


def answer_opened_by(url: str) -> str:
    """The id of the answer that a deep link opens, "" if it opens none."""
    found = _OPENS_ANSWER.search(url)
    return found[1] if found else ""


def _directive(quoted: str) -> str:
    """The text, or its first and last words: neither of the two may reach into a paragraph more."""
    paragraphs = [words for line in quoted.splitlines() if (words := line.split())]
    if not paragraphs:
        return ""
    first, last = paragraphs[0], paragraphs[-1]
    if first is last and len(first) <= 2 * _WORDS:
        return _encoded(first)
    return f"{_encoded(first[:_WORDS])},{_encoded(last[-_WORDS:])}"


def _encoded(words: list[str]) -> str:
    # A hyphen next to a comma has a meaning of its own in a text fragment.
    return quote(" ".join(words), safe="").replace("-", "%2D")
