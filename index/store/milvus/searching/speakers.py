"""The speakers and statements of a snapshot in Milvus."""

from collections.abc import Collection, Iterator, Sequence

import numpy as np

from index.attribution.mentions import Speaker
from index.store.milvus.memory import Memory
from index.store.milvus.parts import whole_record
from index.store.milvus.schema import Collections
from index.store.milvus.server import MilvusServer, Row
from index.store.snapshot.speakers.speaker_queries import NumberedSpeaker, SpokenSentence, Subject
from index.store.snapshot.speakers.spoken_rows import SpokenSentences
from index.store.vectors.base import Rows

_SPEAKER = ["number", "name", "role", "institution"]
Said = tuple[int, int]


class MilvusSpeakers:
    """The part of `contents.SnapshotTables` on speakers.

    A passage has the numbers of all its speakers in `speakers`, to be found by, and in its record
    `said` and `meant`: pairs of a sentence and its speaker, or the officeholder who is meant.
    """

    def __init__(self, server: MilvusServer, names: Collections, memory: Memory) -> None:
        self._server = server
        self._names = names
        self._subjects = memory.subjects
        self._passage_count = len(memory.arrays.articles)

    def statements_in(self, rows: Collection[int]) -> Iterator[SpokenSentence]:
        """All statements in these passages."""
        return self._sentences(rows, "said")

    def officeholders_meant_in(self, rows: Collection[int]) -> Iterator[SpokenSentence]:
        """The statements in them that mean an officeholder, with that person as the speaker."""
        return self._sentences(rows, "meant")

    def speakers_matching(self, words: Sequence[str], *, limit: int) -> Iterator[NumberedSpeaker]:
        """At most `limit` speakers with any of these folded words, the best first."""
        found = self._server.nearest(
            self._names.speakers,
            " ".join(words),
            over="bm25",
            limit=limit,
            where="",
            give=_SPEAKER,
        )
        for _, row in found:
            yield NumberedSpeaker(row["number"], _speaker(row))

    def passages_spoken_by(self, speakers: Collection[int]) -> Rows:
        """The rows (n,), in order, of passages with words by these speakers, or meaning them."""
        return np.array(sorted(row["row"] for row in self._spoken(speakers)), dtype=np.int64)

    def sentences_spoken_by(self, speakers: Collection[int]) -> SpokenSentences:
        """Every statement by these speakers, or meaning them."""
        asked = set(speakers)
        found: list[tuple[int, int, int, int]] = []
        for row in self._spoken(speakers, "record"):
            record = whole_record(row["record"])
            said = dict[int, int](map(tuple, record["said"]))
            # Of several who may be meant, the one with the highest number.
            meant = {place: who for place, who in sorted(record["meant"]) if who in asked}
            places = sorted({place for place, who in said.items() if who in asked} | {*meant})
            found += [(row["row"], one, said[one], meant.get(one, 0)) for one in places]
        return SpokenSentences(*np.array(found, dtype=np.int64).reshape(-1, 4).T)

    def speakers_numbered(self, numbers: Collection[int]) -> dict[int, Speaker]:
        """The speakers with these numbers."""
        found = self._server.rows_with(self._names.speakers, "number", numbers, _SPEAKER)
        return {row["number"]: _speaker(row) for row in found}

    def subjects(self) -> list[Subject]:
        """What can be asked: people who speak in most articles first, then the newest articles."""
        return self._subjects

    def _spoken(self, speakers: Collection[int], *give: str) -> Iterator[Row]:
        if not speakers:
            return iter(())
        where = f"array_contains_any(speakers, {list(speakers)})"
        found = self._server.all_rows(self._names.passages, "row", where, give)
        # What is beyond the last row is of a later state of the collection.
        return (row for row in found if row["row"] < self._passage_count)

    def _sentences(self, rows: Collection[int], which: str) -> Iterator[SpokenSentence]:
        give = ["row", "record"]
        found = self._server.rows_with(self._names.passages, "row", sorted(rows), give)
        spoken: dict[int, list[Said]] = {
            row["row"]: whole_record(row["record"])[which] for row in found
        }
        known = self.speakers_numbered({who for pairs in spoken.values() for _, who in pairs})
        for row in sorted(spoken):
            for place, who in spoken[row]:
                yield SpokenSentence(row, place, who, known[who])


def _speaker(row: Row) -> Speaker:
    return Speaker(name=row["name"], role=row["role"], institution=row["institution"])
