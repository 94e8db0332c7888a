"""The element tree of a page, made ready for trafilatura: what it would drop or run together."""

# ruff: noqa: D102  # the methods of `Element` are lxml's

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from index.sources.cleaning.boilerplate import is_reference
from index.sources.cleaning.words import count_words, ends_sentence
from index.text.normalize import normalize_line

INLINE = frozenset("a abbr b cite code em font i mark q small span strong sub sup u".split())
_UNSEEN = frozenset("br iframe img script style".split())
_BOXES = ("article", "div", "section", "span", "td")
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption")
_PARAGRAPH = 15  # words; as in cleaning, a run of this length is running text


class Element(Protocol):
    """The part of lxml's elements that is used here; lxml has no types."""

    tag: object
    text: str | None
    tail: str | None
    attrib: dict[str, str]

    def __iter__(self) -> Iterator["Element"]: ...
    def __len__(self) -> int: ...
    def iter(self, *tags: str) -> Iterator["Element"]: ...
    def iterdescendants(self, *tags: str) -> Iterator["Element"]: ...
    def iterancestors(self, *tags: str) -> Iterator["Element"]: ...
    def insert(self, index: int, element: "Element") -> None: ...
    def append(self, element: "Element") -> None: ...
    def addnext(self, element: "Element") -> None: ...
    def addprevious(self, element: "Element") -> None: ...
    def makeelement(self, tag: str) -> "Element": ...
    def getprevious(self) -> "Element | None": ...
    def getparent(self) -> "Element | None": ...
    def get(self, key: str, default: str = "") -> str: ...
    def drop_tree(self) -> None: ...
    def text_content(self) -> str: ...
    def xpath(self, path: str) -> Sequence[str]: ...


def prepare(tree: Element) -> None:
    """Change a page's tree so that trafilatura finds the article whole and nothing else in it."""
    _open_layout_tables(tree)
    _keep_leads(tree)
    _wrap_loose_text(tree)


def paragraphs(tree: Element) -> Iterator[str]:
    """The text of each element that has no other blocks in it, one line each."""
    for element in tree.iter():
        whole = all(child.tag in INLINE | _UNSEEN for child in element)
        if whole and isinstance(element.tag, str) and element.tag not in INLINE | _UNSEEN:
            yield text_of(element)


def text_of(element: Element) -> str:
    """The text of an element as one line."""
    return normalize_line(element.text_content())


def drop_references(tree: Element) -> None:
    """Drop links to other articles from within paragraphs: <b>Baca juga: <a>…</a></b>."""
    for link in list(tree.iter("a")):
        holder = link
        while (parent := holder.getparent()) is not None and _is_all_of(holder, parent):
            holder = parent
        if is_reference(text_of(holder)):
            holder.drop_tree()
        else:
            _drop_labelled(link)


def _is_all_of(child: Element, parent: Element) -> bool:
    """Whether an inline element has no other child, and no text behind this one."""
    return parent.tag in INLINE and len(parent) == 1 and not (child.tail or "").strip()


def _drop_labelled(link: Element) -> None:
    """Drop a link with the words right before it in its paragraph, if these are "Baca juga:"."""
    before = link.getprevious()
    parent = link.getparent()
    if parent is None:
        return
    text = (before.tail if before is not None else parent.text) or ""
    label = re.split(r"(?<=[.!?…\"”])\s+|\n", text.rstrip())[-1]
    if not label.rstrip().endswith(":") or not is_reference(normalize_line(label)):
        return
    kept = text.rstrip()[: -len(label)]
    if before is not None:
        before.tail = kept
    else:
        parent.text = kept
    link.drop_tree()


def _open_layout_tables(tree: Element) -> None:
    """Make plain boxes of tables that lay out a page: they hold tables, or an article in a cell."""
    tables = list(tree.iter("table"))
    layout = [table for table in tables if _is_layout(table)]
    for table in layout:
        own = [part for part in table.iter(*_TABLE) if part is table or _table_of(part) is table]
        for part in own:
            part.tag = "div"
            part.attrib.clear()


def _table_of(part: Element) -> Element | None:
    parent = part.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _is_layout(table: Element) -> bool:
    if next(table.iterdescendants("table"), None) is not None:
        return True
    return any(
        len(list(cell.iter("br", "p"))) >= 2 and count_words(cell.text_content()) > 4 * _PARAGRAPH
        for cell in table.iter("td")
    )


def _keep_leads(tree: Element) -> None:
    """Rename boxes of running text called “teaser”: trafilatura drops them, and some hold a lead.

    A teaser of another article is a link, or has one for its headline.
    """
    for box in tree.iter("div", "p", "section", "span"):
        names = f"{box.attrib.get('class', '')} {box.attrib.get('id', '')}".lower()
        if "teaser" in names and _is_running_text(box):
            box.attrib.pop("class", None)
            box.attrib.pop("id", None)


def _is_running_text(box: Element) -> bool:
    text = text_of(box)
    linked = sum(count_words(text_of(link)) for link in box.iter("a"))
    inside_link = _inside(box, "a")
    return (
        count_words(text) >= _PARAGRAPH
        and ends_sentence(text)
        and 4 * linked < count_words(text)
        and not inside_link
        and next(box.iterdescendants("h1", "h2", "h3", "h4"), None) is None
    )


def _inside(element: Element, tag: str) -> bool:
    parent = element.getparent()
    while parent is not None:
        if parent.tag == tag:
            return True
        parent = parent.getparent()
    return False


def _wrap_loose_text(tree: Element) -> None:
    """Make paragraphs of text that has no element of its own beside blocks.

    trafilatura drops such text, and on older Indonesian pages it is the first paragraph.
    """
    for box in list(tree.iter(*_BOXES)):
        children = list(box)
        if all(child.tag in INLINE | _UNSEEN for child in children):
            continue
        run: Element | None = None
        if (box.text or "").strip():
            run = box.makeelement("p")
            run.text, box.text = box.text, None
            box.insert(0, run)
        for child in children:
            run = _into_run(child, run)


def _into_run(child: Element, run: Element | None) -> Element | None:
    """Add an inline child to the open paragraph, or open one with the text after a block."""
    if child.tag in INLINE:
        if run is None:
            run = child.makeelement("p")
            child.addprevious(run)
        run.append(child)
        return run
    if not (child.tail or "").strip():
        return None
    run = child.makeelement("p")
    run.text, child.tail = child.tail, None
    child.addnext(run)
    return run
