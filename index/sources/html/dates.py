"""The dates of a saved page: its metadata, the line under its headline, `<time>`.

What tells when the page was changed counts for nothing, nor does what stands beside the article.
"""

import copy
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from index.sources.publication import DateEvidence
from index.text import article_dates
from index.text.normalize import normalize_line

_PUBLISHED = ("article:published_time", "datepublished")
_CHANGED = re.compile(r"modif|updat|revis|perbarui", re.IGNORECASE)
_ARTICLE_TYPE = re.compile(r"Article|Report|BlogPosting|LiveBlog", re.IGNORECASE)
# What stands beside an article, by its tag or by the words in its class or id.
_BESIDE_TAGS = frozenset(("aside", "nav", "footer", "form"))
_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:related|relat|terkait|side-?bar|widget|popul[ae]r|terpopuler|trending|recommend"
    r"\w*|rekomendasi|latest|terkini|terbaru|also|more|comments?|komentar|most|headlines?-list"
    r"|breaking|ticker|footer|nav|menu)(?:$|[\s_-])",
    re.IGNORECASE,
)
_MARKS = ("property", "name", "itemprop", "class")
# The line with the date stands among the first elements below the headline, before running text.
_NEAR = 60
_PARAGRAPH = 15
_LINE = 25
_BYLINE = 10


class _Element(Protocol):
    """The part of lxml's elements that is used here; lxml has no types."""

    tag: object

    def iter(self, *tags: str) -> Iterator["_Element"]: ...
    def iterancestors(self, *tags: str) -> Iterator["_Element"]: ...
    def get(self, key: str, default: str = "") -> str: ...
    def drop_tree(self) -> None: ...
    def text_content(self) -> str: ...
    def xpath(self, path: str) -> Sequence[Any]: ...


def dates_of_page(tree: _Element) -> DateEvidence:
    """The dates that a page gives for its article; `tree` stays as it is."""
    header = list(_below_headline(tree))
    stated = _in_metadata(tree) or _in_structured_data(tree)
    timed = next((value for one in header if (value := _datetime(one))), "")
    printed = _printed([line for one in header if (line := _own_line(one))])
    found = bool(stated or timed or article_dates.to_iso(printed))
    return DateEvidence(
        stated=stated or timed,
        printed=printed,
        implied=() if found else (_estimated(tree),),
    )


def _in_metadata(tree: _Element) -> str:
    """What metadata call the time of publication, under any of the names that htmldate knows."""
    from htmldate.core import DATE_ATTRIBUTES

    found: dict[str, str] = {}
    for element in tree.xpath("//*[@content or @datetime][@property or @itemprop or @name]"):
        name = (
            element.get("property") or element.get("itemprop") or element.get("name") or ""
        ).lower()
        value = element.get("content") or element.get("datetime") or ""
        if name in DATE_ATTRIBUTES and article_dates.to_iso(value) and not _is_beside(element):
            found.setdefault(name, value)
    best = (found[name] for name in _PUBLISHED if name in found)
    return next(best, "") or next(iter(found.values()), "")


def _in_structured_data(tree: _Element) -> str:
    """The `datePublished` of the page's article in JSON-LD (schema.org)."""
    for script in tree.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for record in _records(data):
            value = record.get("datePublished")
            if isinstance(value, str) and _ARTICLE_TYPE.search(str(record.get("@type"))):
                return value
    return ""


def _records(data: object) -> Iterator[dict[str, Any]]:
    """The objects of JSON-LD, not those inside lists of other articles."""
    for one in data if isinstance(data, list) else [data]:
        if isinstance(one, dict):
            yield one
            yield from _records(one.get("@graph"))
            yield from _records(one.get("mainEntity"))


def _below_headline(tree: _Element) -> Iterator[_Element]:
    """The short elements around the headline, up to the first paragraph of running text."""
    headings = [one for one in tree.iter("h1") if not _is_beside(one)]
    if not headings:
        return
    headline = max(headings, key=_count_words)
    for element in headline.xpath("preceding-sibling::*"):
        if _is_line(element):
            yield element
    for element in headline.xpath(f"following::*[position() <= {_NEAR}]"):
        if _is_line(element) and not _is_beside(element):
            yield element
        elif _is_paragraph(element):
            return


def _is_line(element: _Element) -> bool:
    """Whether an element may be the line with the date, or have it in it."""
    return element.tag not in ("script", "style") and 0 < _count_words(element) <= _LINE


def _own_line(element: _Element) -> str:
    """An element's text; "" if a date in it is an inner element's, of a change or in a sentence."""
    own, whole = " ".join(element.xpath("text()")), normalize_line(element.text_content())
    if _CHANGED.search(_marks(element)) or (_is_dated(whole) and not _is_dated(own)):
        return ""
    label = str(element.xpath("string(preceding-sibling::node()[normalize-space()][1])"))
    if _CHANGED.search(label) and not _is_dated(label):
        return ""
    before = article_dates.text_before_date(whole)
    return "" if whole.endswith((".", ".”", '."')) or len(before.split()) > _BYLINE else whole


def _is_dated(text: str) -> bool:
    return article_dates.text_before_date(text) != text


def _marks(element: _Element) -> str:
    return " ".join(element.get(name, "") for name in _MARKS)


def _is_paragraph(element: _Element) -> bool:
    """Whether an element is running text and no box with other elements in it."""
    return _count_words(element) >= _PARAGRAPH and not element.xpath(".//div|.//p|.//time|.//li")


def _count_words(element: _Element) -> int:
    return len(element.text_content().split()) if isinstance(element.tag, str) else 0


def _printed(lines: Sequence[str]) -> str:
    """The first line with a date, without what it says of changes; else one like “2 jam lalu”."""
    dated = filter(None, map(article_dates.publication_part, lines))
    return next(dated, "") or next(filter(article_dates.is_relative, lines), "")


def _datetime(element: _Element) -> str:
    value = element.get("datetime", "") if element.tag == "time" else ""
    return "" if _CHANGED.search(_marks(element)) else value


def _is_beside(element: _Element) -> bool:
    """Whether an element stands beside the article: in a list of others, a menu, a footer."""
    for one in (element, *element.iterancestors()):
        if one.tag in ("body", "html", "article", "main"):
            return False
        if one.tag in _BESIDE_TAGS or _BESIDE.search(f"{one.get('class', '')} {one.get('id', '')}"):
            return True
    return False


def _estimated(tree: _Element) -> str:
    """The day that htmldate finds on the page without what stands beside and what was changed."""
    from htmldate import find_date

    page = copy.deepcopy(tree)
    for element in list(page.iter("meta", "time", "script", *_BESIDE_TAGS)):
        inside = element.tag in ("meta", "time") and not _is_beside(element)
        if not inside or _CHANGED.search(_marks(element)):
            element.drop_tree()
    found = find_date(page, original_date=True, extensive_search=False)
    return found or ""
