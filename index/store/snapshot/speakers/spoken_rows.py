"""Where every speaker of a snapshot speaks, as arrays in files that are mapped into memory.

Somebody who is asked for often has tens of thousands of statements in a million passages: here they
lie side by side, where SQLite would fetch each from another page. Remade from an index of
`passages.db` whenever a snapshot is published.
"""

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.store.snapshot.article_arrays import (
    ArticleArrays,
    Numbers,
    batches,
    open_array,
    save_array,
    write_article_arrays,
)
from index.store.snapshot.speakers.speaker_queries import Meaning


class SpokenSentences(NamedTuple):
    """Statements (n,) in order of row and sentence, each once.

    `holders` has the number of the speaker who is meant by an office or a part of a name alone, 0
    if nobody is.
    """

    rows: Numbers
    sentences: Numbers
    speakers: Numbers
    holders: Numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenRows:
    """The statements of every speaker, one speaker after the other.

    Those of the speaker with number n are from `starts[n]` to `starts[n + 1]`: `rows` are those of
    their passages, `sentences` their places in these, in order. `articles` are the other arrays of
    the same snapshot.
    """

    starts: Numbers
    rows: Numbers
    sentences: NDArray[np.int32]
    articles: ArticleArrays

    @classmethod
    def open(cls, folder: Path, articles: ArticleArrays) -> Self:
        """The arrays in a snapshot's folder; SnapshotUnusable if one is missing or damaged."""
        return cls(
            starts=open_array(folder, "spoken_starts"),
            rows=open_array(folder, "spoken_rows"),
            sentences=open_array(folder, "spoken_sentences"),
            articles=articles,
        )

    def passages(self, speakers: Collection[int], meanings: Sequence[Meaning]) -> Numbers:
        """The rows (n,), in order, of passages with statements by these speakers.

        And with those that `meanings` ascribe to them.
        """
        own = [self.rows[self._of(number)] for number in speakers]
        meant = [self.rows[self._meant(one)] for one in meanings]
        return np.unique(np.concatenate([np.empty(0, np.int64), *own, *meant]))

    def statements(self, speakers: Collection[int], meanings: Sequence[Meaning]) -> SpokenSentences:
        """The statements by these speakers, and those that `meanings` ascribe to them."""
        own = [(self._of(number), number, 0) for number in speakers]
        meant = [(self._meant(one), one.speaker, one.holder) for one in meanings]
        chosen = [np.arange(where.start, where.stop) for where, _, _ in own]
        chosen += [where for where, _, _ in meant]
        counts = [len(places) for places in chosen]
        places = np.concatenate([np.empty(0, np.int64), *chosen])
        found = SpokenSentences(
            rows=self.rows[places],
            sentences=self.sentences[places].astype(np.int64),
            speakers=np.repeat(np.array([s for _, s, _ in (*own, *meant)], np.int64), counts),
            holders=np.repeat(np.array([h for _, _, h in (*own, *meant)], np.int64), counts),
        )
        return _each_once(found)

    def _of(self, speaker: int) -> slice:
        return slice(int(self.starts[speaker]), int(self.starts[speaker + 1]))

    def _meant(self, meaning: Meaning) -> Numbers:
        """The places of the statements that mean the holder of an office."""
        own = self._of(meaning.speaker)
        days = self.articles.days[self.articles.articles[self.rows[own]]]
        within: Numbers = np.flatnonzero((meaning.first <= days) & (days <= meaning.last))
        within += own.start
        return within


def write_arrays(db: sqlite3.Connection, folder: Path) -> SpokenRows:
    """Write all arrays of a snapshot's `passages.db` into its folder, and open them."""
    write_article_arrays(db, folder)
    _write_spoken(db, folder)
    return SpokenRows.open(folder, ArticleArrays.open(folder))


def _write_spoken(db: sqlite3.Connection, folder: Path) -> None:
    query = "SELECT speaker, passage, sentence FROM statements ORDER BY speaker, passage, sentence"
    found = np.concatenate([np.empty((0, 3), np.int64), *batches(db.execute(query))])
    (speakers,) = db.execute("SELECT coalesce(max(id) + 1, 0) FROM speakers").fetchone()
    counts = np.bincount(found[:, 0], minlength=speakers)
    save_array(folder, "spoken_starts", np.cumsum([0, *counts]))
    save_array(folder, "spoken_rows", found[:, 1])
    save_array(folder, "spoken_sentences", found[:, 2].astype(np.int32))


def _each_once(found: SpokenSentences) -> SpokenSentences:
    """Each sentence with the highest number of a holder who may be meant; it has one speaker."""
    order = np.lexsort((found.holders, found.sentences, found.rows))
    rows, sentences = found.rows[order], found.sentences[order]
    last = np.ones(len(order), np.bool_)
    last[:-1] = (rows[1:] != rows[:-1]) | (sentences[1:] != sentences[:-1])
    return SpokenSentences(*(column[order[last]] for column in found))
