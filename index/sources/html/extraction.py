"""The text of a page: trafilatura's precise mode, with its standard mode as the floor.

On 28 saved pages of Indonesian outlets trafilatura 2.3.1 alone has a mean token F1 of .858 for the
article's text. Precise mode on a prepared tree and cleaning afterwards raise it to .931, but on
pages that are built in other ways precise mode may take the article for furniture. So both modes
are run, and the precise one has to keep the running text that the standard one found: .943, and no
page is more than .02 below trafilatura alone. Where precise mode has all running text that the page
shows, the other can find no more and is not run.
"""

import re
from collections.abc import Iterable, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass
from itertools import pairwise

from index.errors import InputUnusable
from index.sources.cleaning.words import FLOOR, is_running_text, running_words
from index.sources.html.structured_data import DeclaredArticle
from index.sources.html.tree import Element, drop_references, paragraphs, prepare
from index.text.normalize import normalize_line, normalized_lines

_STANDARD = (
    "read in trafilatura's standard mode: the precise one would leave {kept} of {all} words of "
    "its running text"
)
# JSON-LD's text is taken where it has this many times the words that the page shows.
_FULLER = 1.5
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractedPage:
    """What was found in a page: its text, one paragraph a line, and its metadata, "" if unknown.

    `notice` tells that the text was not found in the usual way, and why.
    """

    text: str
    title: str
    url: str
    site: str
    domain: str
    author: str
    notice: str


def extract(tree: Element, declared: DeclaredArticle | None) -> ExtractedPage:
    """The text and metadata of a page; raises InputUnusable if it has no text. Changes the tree."""
    try:
        return _extract(tree, declared)
    except (InputUnusable, ImportError):
        raise
    except Exception as error:  # whatever a parser of other people's pages may raise
        raise InputUnusable(
            f"the page could not be parsed ({type(error).__name__}: {error})"
        ) from error


def _extract(tree: Element, declared: DeclaredArticle | None) -> ExtractedPage:
    from trafilatura.metadata import extract_metadata

    about = extract_metadata(deepcopy(tree))
    drop_references(tree)
    unprepared = deepcopy(tree)
    prepare(tree)
    shown = list(paragraphs(tree))
    precise = lines_found(tree, precise=True)
    standard = precise if _has_all(precise, shown) else lines_found(unprepared, precise=False)
    body = [line for line in normalized_lines(declared.body) if line] if declared else []
    if _is_fuller(body, precise) and running_words(body) >= FLOOR * running_words(standard):
        lines, notice = body, ""
    else:
        lines, notice = _chosen(precise, standard)
    if not lines:
        raise InputUnusable("no article text in the page (a listing, a feed, or drawn by scripts)")
    return ExtractedPage(
        text="\n".join(lines),
        title=normalize_line(about.title or ""),
        url=about.url or "",
        site=normalize_line(about.sitename or ""),
        domain=about.hostname or "",
        author=normalize_line(about.author or ""),
        notice=notice,
    )


def lines_found(tree: Element, *, precise: bool) -> list[str]:
    """The paragraphs that trafilatura finds, none if it finds no text."""
    import trafilatura
    from trafilatura.settings import Document

    found = trafilatura.bare_extraction(
        tree, with_metadata=False, include_comments=False, favor_precision=precise
    )
    text = found.text if isinstance(found, Document) else ""
    return [line for line in normalized_lines(text or "") if line]


def _chosen(precise: list[str], standard: list[str]) -> tuple[list[str], str]:
    """The lines to take, and a notice if they are not those of precise mode."""
    kept, found = running_words(precise), running_words(standard)
    if kept >= FLOOR * found:
        return _completed(precise, standard), ""
    return standard, _STANDARD.format(kept=kept, all=found)


def _completed(precise: Sequence[str], standard: Sequence[str]) -> list[str]:
    """The lines of precise mode, with the paragraphs that it lost between and beside its own.

    A paragraph that lost its beginning or end is taken whole.
    """
    lines = _with_addresses(precise, standard)
    whole = "".join(map(_key, lines))
    places = _places(standard, lines)
    new = {n for n, line in enumerate(standard) if _key(line) not in whole}
    for n in new & places.keys():
        lines[places[n]] = standard[n]
    lost = {n for n in new - places.keys() if is_running_text(standard[n])}
    for n in sorted(_within(lost, new - lost - places.keys(), places.keys()), reverse=True):
        after = [place for known, place in places.items() if known < n]
        lines.insert(max(after) + 1 if after else min(places.values()), standard[n])
    return lines


def _within(lost: Set[int], other: Set[int], known: Set[int]) -> set[int]:
    """Those of the `lost` lines that stand between `known` ones, or beside without `other` between.

    Before the first and after the last known line, another article's text may stand.
    """
    if not known:
        return set()
    first, last = min(known), max(known)
    return {
        n for n in lost if first < n < last or not other & {*range(n, first), *range(last + 1, n)}
    }


def _places(standard: Sequence[str], lines: Sequence[str]) -> dict[int, int]:
    """Which paragraph of `standard` is which of `lines`, in order."""
    places: dict[int, int] = {}
    start = 0
    for n, line in enumerate(standard):
        at = _place(line, lines, start) if is_running_text(line) else -1
        if at >= 0:
            places[n], start = at, at + 1
    return places


def _with_addresses(precise: Sequence[str], standard: Sequence[str]) -> list[str]:
    """The lines with bare addresses back behind what they follow: precise mode drops all links."""
    lines = list(precise)
    for before, line in pairwise(standard):
        if _ADDRESS.fullmatch(line) and before in lines and line not in lines:
            lines.insert(lines.index(before) + 1, line)
    return lines


def _place(line: str, lines: Sequence[str], start: int) -> int:
    """Where a paragraph is among `lines`, at least half of it in one of them; -1 if it is not."""
    key = _key(line)
    for at in range(start, len(lines)):
        other = _key(lines[at])
        if is_running_text(lines[at]) and (
            key in other or (other in key and 2 * len(other) >= len(key))
        ):
            return at
    return -1


def _has_all(lines: Sequence[str], shown: Iterable[str]) -> bool:
    """Whether all running text and all addresses that a page shows are in lines of it.

    Then standard mode, half of the work, can find no more.
    """
    whole = "".join(map(_key, lines))
    telling = (line for line in shown if is_running_text(line) or _ADDRESS.fullmatch(line))
    return bool(lines) and all(_key(line) in whole for line in telling)


def _is_fuller(body: Sequence[str], lines: Sequence[str]) -> bool:
    """Whether a declared body has the running text of `lines` and much more."""
    if running_words(body) <= _FULLER * running_words(lines):
        return False
    whole = "".join(map(_key, body))
    shown = [line for line in lines if is_running_text(line)]
    return 2 * sum(_key(line) in whole for line in shown) >= len(shown)


def _key(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))
