"""Pages of one article: those of a long one are joined, and nothing is dropped in silence."""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from index.records import Article
from index.sources.cleaning.headlines import same_headline
from index.sources.raw import Notice
from index.sources.sidecars import SUFFIXES
from index.store.archive.staging import Staging

# Most lines of the shorter text that two pages of one article may have in common: a dateline or a
# note of the editors, repeated on each.
_COMMON = 0.2
_PAGE = re.compile(r"\W*(?:(?:halaman|hal|page|bagian|part)\W*\d+|\(\d+\))\W*$", re.IGNORECASE)

Reader = Callable[[Path], Iterable[object]]


@dataclass(frozen=True, slots=True)
class Staged:
    """What to stage for a file's article, None if nothing, and what to tell, "" if nothing."""

    article: Article | None
    notice: str = ""


@dataclass(slots=True)
class ArticleFiles:
    """Which files of one article each gave which article in this build.

    Only paths are kept: with `read`, a file is read again when another has the same article.
    """

    read: Reader
    _files: dict[str, list[Path]] = field(default_factory=dict)

    def add(self, article: Article, file: Path) -> Staged:
        """The article, joined with what earlier files have of it.

        Files of records are left alone: there the last of one id counts, as is documented.
        """
        if not file.name.lower().endswith(SUFFIXES):
            return Staged(article)
        earlier = self._files.setdefault(article.id, [])
        known = [(path, one) for path in earlier if (one := self._article(path, article.id))]
        earlier.append(file)
        return _combined(known, file, article) if known else Staged(article)

    def _article(self, file: Path, article_id: str) -> Article | None:
        found = (one for one in self.read(file) if isinstance(one, Article))
        return next((one for one in found if one.id == article_id), None)


def join_parts(staging: Staging) -> Iterator[Notice]:
    """Make one article of those whose addresses say that they are its parts (“?page=2”).

    Each must have the title of the first; a Notice tells which were joined.
    """
    for series in staging.series():
        first = series[0]
        parts = list(
            itertools.takewhile(lambda one: _same_title(first.article, one.article), series)  # noqa: B023  # used at once
        )
        if len(parts) > 1:
            articles = [part.article for part in parts]
            staging.join(parts, title=_plain_title(articles[0]), text=_text_of_all(articles))
            reason = f"joined with {len(parts) - 1} further pages: {_named(first.article)}"
            yield Notice(first.origin, None, reason)


def _combined(known: Sequence[tuple[Path, Article]], file: Path, article: Article) -> Staged:
    names = ", ".join(path.name for path, _ in known)
    lines = {line for _, one in known for line in one.text.split("\n")}
    own = article.text.split("\n")
    common = sum(line in lines for line in own)
    if common == len(own):
        return Staged(None, f"left out: {names} has the same article ({_named(article)}) in full")
    if not all(_same_title(one, article) for _, one in known):
        return Staged(
            article,
            f"{names} has another article of the same address or id ({_named(article)}); "
            "only this one counts",
        )
    if common > _COMMON * min(len(lines), len(own)):
        return Staged(
            article, f"{names} has another version of {_named(article)}; only this one counts"
        )
    return Staged(
        _joined([*known, (file, article)]), f"joined with {names}: pages of {_named(article)}"
    )


def _joined(pages: Sequence[tuple[Path, Article]]) -> Article:
    """One article of its pages, in the order of their names; lines that are repeated stand once."""
    ordered = [article for _, article in sorted(pages, key=lambda page: _natural(page[0]))]
    return replace(ordered[0], title=_plain_title(ordered[0]), text=_text_of_all(ordered))


def _text_of_all(pages: Sequence[Article]) -> str:
    lines = dict.fromkeys(line for article in pages for line in article.text.split("\n"))
    return "\n".join(lines)


def _plain_title(article: Article) -> str:
    return _PAGE.sub("", article.title) or article.title


def _same_title(one: Article, other: Article) -> bool:
    titles = [_plain_title(one), _plain_title(other)]
    return not all(titles) or same_headline(*titles)


def _named(article: Article) -> str:
    return article.url or article.id


def _natural(path: Path) -> list[tuple[int, str]]:
    """A key that sorts page2 before page10."""
    parts = re.split(r"(\d+)", str(path))
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]
