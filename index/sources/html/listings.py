"""Tells pages of one article from listings: by address, running text, and title."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from index.sources.cleaning.words import count_words, is_dense, is_running_text

# Words of a paragraph; the listings among the saved Indonesian pages have none.
_PARAGRAPH = 15
# Words of running text that make a text an article, though it has no word of a playful title.
_LONG = 150
# Short addresses have random letters: /i/dRwWqB, /a/OklJOk, /p/abCd.
_RANDOM = re.compile(r"[a-z][A-Z]|[A-Z]{2,}[a-z]")
_PAGING = frozenset("page hal halaman p date tgl tanggal sort start offset".split())


def why_no_article(url: str, title: str, text: str, *, declared: bool) -> str:
    """Why a page is no article; "" if it is one.

    A listing has the address of a section, or teasers instead of paragraphs, or a title of which
    its text says nothing. A page that is `declared` an article in JSON-LD needs running text only.
    """
    paragraphs = text.split("\n")
    if url and not declared and _is_section(url):
        return f"a listing page ({url}), not an article"
    if max(map(count_words, paragraphs)) < _PARAGRAPH and not (
        declared and count_words(text) >= 2 * _PARAGRAPH
    ):
        return "no running text in the page (a listing or a picture page)"
    body = [paragraph for paragraph in paragraphs if paragraph != title]
    if len(paragraphs) > 2 and not declared and not _is_long(body) and not _says_of(title, body):
        return "its text says nothing of its title (a listing page)"
    return ""


def _is_long(body: Sequence[str]) -> bool:
    """Whether a text is long and hardly anything but running text, which no listing is."""
    running = sum(count_words(line) for line in body if is_running_text(line))
    return running >= _LONG and running >= 0.8 * sum(map(count_words, body))


def _is_section(url: str) -> bool:
    """Whether an address has nothing that names one article: no number, no slug, no random id."""
    address = urlsplit(url)
    path = unquote(address.path)
    name = path.rstrip("/").rpartition("/")[2]
    named = re.search(r"\d|[^\x00-\x7f]", path) or re.search(r"[-._?]", name + address.query)
    given = any(
        key.lower() not in _PAGING and re.search(r"\d", value)
        for key, value in parse_qsl(address.query)
    )
    return not named and not given and not _RANDOM.search(name)


def _says_of(title: str, body: Sequence[str]) -> bool:
    """Whether a text has a word of the title, or the beginning of one that is inflected.

    In scripts without spaces between words, and in Korean, two letters in a row count as a word.
    """
    wanted = set(_stems(title))
    return not wanted or not wanted.isdisjoint(_stems(" ".join(body)))


def _stems(text: str) -> Iterator[str]:
    for word in re.findall(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0900-\u0dff])*", text.casefold()):
        if is_dense(word):
            yield from (word[at : at + 2] for at in range(len(word) - 1))
        elif len(word) >= 4:
            yield word[:4]
    yield from re.findall(r"\d{3,}", text)
