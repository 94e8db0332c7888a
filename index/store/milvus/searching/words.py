"""The words of a snapshot in Milvus."""

import datetime
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from index.store.milvus.schema import APART, Collections
from index.store.milvus.searching.bm25 import Phrase, Statistics, bm25
from index.store.milvus.searching.expressions import restricted, with_any
from index.store.milvus.server import MOST_ROWS, MilvusServer, Row
from index.store.snapshot.engines.selection import EVERYTHING, Selection, day_moments
from index.store.vectors.base import Rows
from index.text.analysis import words

# So many times as many passages are scored anew as are asked for.
_AGAIN = 2
# Newest passages are looked for in the last days, then in all time: the server does not sort.
_WINDOWS = (30, 365)


class MilvusWords:
    """`contents.PassageWords` over the server's full-text search."""

    def __init__(
        self,
        server: MilvusServer,
        names: Collections,
        statistics: Statistics,
        newest: datetime.date | None,
    ) -> None:
        """`newest` is the day of the newest article, None if none has a date."""
        self._server = server
        self._names = names
        self._statistics = statistics
        self._newest = newest

    def bm25_scores(
        self, phrases: Iterable[str], *, limit: int, within: Selection = EVERYTHING
    ) -> dict[int, float]:
        """BM25 by row of the `limit` best passages with any of these words or phrases."""
        wanted = _analysed(phrases)
        if not wanted or limit < 1:
            return {}
        found: dict[int, str] = {}
        single = [phrase for phrase in wanted if len(phrase) == 1]
        several = [phrase for phrase in wanted if len(phrase) > 1]
        for group, where in ((single, ""), (several, with_any("words", several))):
            if group:
                found |= self._ranked(group, where, within, limit * _AGAIN)
        frequencies = self.count_passages({word for phrase in wanted for word in phrase})
        scores = {row: self._score(text, wanted, frequencies) for row, text in found.items()}
        best = sorted(scores, key=lambda row: (-scores[row], row))[:limit]
        return {row: scores[row] for row in best}

    def _ranked(
        self, phrases: Sequence[Phrase], where: str, within: Selection, limit: int
    ) -> dict[int, str]:
        """The analysed words of the passages that the server ranks first, by row."""
        found = self._server.nearest(
            self._names.passages,
            " ".join(dict.fromkeys(word for phrase in phrases for word in phrase)),
            over="bm25",
            limit=limit,
            where=restricted(where, within),
            give=["row", "words"],
        )
        return {row["row"]: row["words"] for _, row in found if self._is_own(row)}

    def _score(self, text: str, wanted: Sequence[Phrase], frequencies: dict[str, int]) -> float:
        held = text.split()
        length = len(held) - (APART in held)
        return bm25(held, length, wanted, frequencies, self._statistics)

    def newest(
        self, groups: Sequence[Sequence[str]], *, limit: int, within: Selection = EVERYTHING
    ) -> Rows:
        """The passages (n,) with a word of every group, and one in the title, newest first."""
        wanted = [group for each in groups if (group := _analysed(each))]
        if not wanted or limit < 1:
            return np.empty(0, np.int64)
        titled = with_any("title", [phrase for group in wanted for phrase in group])
        where = " and ".join([titled, *(with_any("words", group) for group in wanted)])
        found: list[Row] = []
        for window in self._windows():
            found = self._found(f"{where}{window}", within, ["published"])
            if len(found) >= limit:
                break
        found.sort(key=lambda row: (-row["published"], row["row"]))
        return np.array([row["row"] for row in found[:limit]], dtype=np.int64)

    def _windows(self) -> Iterator[str]:
        if self._newest:
            for days in _WINDOWS:
                first, _ = day_moments(self._newest - datetime.timedelta(days=days), None)
                yield f" and published >= {first}"
        yield ""

    def first_with(self, word: str, *, limit: int) -> list[int]:
        """The first rows, at most `limit`, whose passage or title has a folded word."""
        where = with_any("words", [(word,)])
        found = self._server.rows(self._names.passages, where, ["row"], limit=limit)
        return sorted(row["row"] for row in found if self._is_own(row))

    def count_passages(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each of these folded words stands; those in none are left out."""
        wanted, give = list(dict.fromkeys(words)), ["word", "passages"]
        found = {
            row["word"]: int(row["passages"])
            for row in self._server.rows_with(self._names.words, "word", wanted, give)
        }
        return {word: found[word] for word in wanted if word in found}

    def count_phrases(self, phrases: Iterable[str]) -> list[int]:
        """In how many passages each of these phrases stands."""
        wanted = [tuple(words(phrase)) for phrase in phrases]
        single = self.count_passages(phrase[0] for phrase in wanted if len(phrase) == 1)
        several = [phrase for phrase in wanted if len(phrase) > 1]
        counts = self._counted(dict.fromkeys(several))
        return [
            counts[one] if len(one) > 1 else single.get(one[0], 0) if one else 0 for one in wanted
        ]

    def _counted(self, phrases: dict[Phrase, None]) -> dict[Phrase, int]:
        """All passages with one of the phrases are asked for at once; each phrase if too many."""
        where = with_any("words", phrases)
        give = ["row", "words"]
        found = self._server.rows(self._names.passages, where, give) if where else []
        if len(found) < MOST_ROWS:
            texts = [row["words"] for row in found if self._is_own(row)]
            return {one: sum(f" {' '.join(one)} " in text for text in texts) for one in phrases}
        counted = self._server.count
        return {one: counted(self._names.passages, with_any("words", [one])) for one in phrases}

    def count_titles(self, phrase: str) -> int:
        """How many articles have a title with this phrase."""
        where = with_any("title", [tuple(words(phrase))])
        if not where:
            return 0
        return self._server.count(self._names.passages, f"{where} and position == 0")

    def _found(self, where: str, within: Selection, give: Sequence[str]) -> list[Row]:
        found = self._server.rows(self._names.passages, restricted(where, within), ["row", *give])
        return list(filter(self._is_own, found))

    def _is_own(self, row: Row) -> bool:
        """Whether a row is of this state of the collection, not of a later one."""
        return bool(row["row"] < self._statistics.passages)


def _analysed(phrases: Iterable[str]) -> list[Phrase]:
    found = (tuple(words(phrase)) for phrase in phrases)
    return [phrase for phrase in dict.fromkeys(found) if phrase]
