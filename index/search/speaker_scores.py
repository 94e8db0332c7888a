"""Whose words are in which sentences: the speakers a question asks for, found in a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.attribution.mentions import Speaker
from index.models.embedder import Vector
from index.store import speaker_queries as queries
from index.store.snapshot_reader import OpenSnapshot

# Speakers of the archive that are compared with who is asked for, the most alike first. The most
# frequently asked institutions have some 200 in 17,891 articles.
SPEAKERS = 200
# Passages with statements by the one asked for that become candidates, the nearest first.
SPOKEN = 50
# From here on a speaker is who is asked for; below, only somebody alike.
SAME = 0.7


class Asked(Protocol):
    """Who is asked for; `entities.matcher` prepares it."""

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words by which such speakers can be searched."""
        ...

    def match(self, *, name: str, role: str, institution: str) -> float:
        """How surely a speaker is the one asked for, 0–1."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One statement's speaker, and how surely it is who is asked for, 0–1."""

    speaker: Speaker
    agreement: float


@dataclass(frozen=True, slots=True)
class Voices:
    """The statements of some passages: by row, by number of the sentence."""

    by_row: Mapping[int, Mapping[int, Voice]] = field(default_factory=dict)

    def of(self, row: int, sentence: int) -> Voice | None:
        """Who says a sentence, None if nobody is known to."""
        return self.by_row.get(row, {}).get(sentence)

    def agreements(self, rows: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """How surely each sentence of these rows, one after the other, is by who is asked for."""
        found = np.zeros(int(counts.sum()))
        for row, start in zip(rows.tolist(), np.cumsum([0, *counts]).tolist(), strict=False):
            for sentence, voice in self.by_row.get(row, {}).items():
                found[start + sentence] = voice.agreement
        return found


def voices_in(rows: NDArray[np.int64], snapshot: OpenSnapshot, asked: Asked | None) -> Voices:
    """The statements in the passages of these rows; without `asked` nobody agrees."""
    found: dict[int, dict[int, Voice]] = {}
    known: dict[int, Voice] = {}
    for row, sentence, number, speaker in queries.statements_in(snapshot.db, rows.tolist()):
        if number not in known:
            known[number] = _voice(speaker, asked)
        found.setdefault(row, {})[sentence] = known[number]
    if asked:
        _add_meant(found, asked, snapshot)
    return Voices(found)


def _add_meant(found: dict[int, dict[int, Voice]], asked: Asked, snapshot: OpenSnapshot) -> None:
    """Let statements agree as whoever is meant by the office or the name alone, at that time."""
    known: dict[int, float] = {}
    for row, sentence, number, holder in queries.officeholders_meant_in(snapshot.db, found):
        if number not in known:
            known[number] = _voice(holder, asked).agreement
        voice = found[row][sentence]
        if known[number] > voice.agreement:
            found[row][sentence] = Voice(voice.speaker, known[number])


def _voice(speaker: Speaker, asked: Asked | None) -> Voice:
    return Voice(speaker, 0.0 if asked is None else _agreement(speaker, asked))


def _agreement(speaker: Speaker, asked: Asked) -> float:
    return asked.match(name=speaker.name, role=speaker.role, institution=speaker.institution)


def spoken_rows(asked: Asked, vector: Vector, snapshot: OpenSnapshot) -> NDArray[np.int64]:
    """Rows of passages in which the one asked for speaks, nearest to the question first."""
    expression = " OR ".join(f'"{word}"' for word in asked.words)
    if not expression:
        return np.empty(0, np.int64)
    speakers = [
        number
        for number, speaker in queries.speakers_matching(snapshot.db, expression, limit=SPEAKERS)
        if _agreement(speaker, asked) >= SAME
    ]
    found = queries.passages_spoken_by(snapshot.db, speakers) - set(snapshot.hidden_rows.tolist())
    rows = np.array(sorted(found), dtype=np.int64)
    cosines = snapshot.vectors.cosines(vector, rows)
    return rows[np.argsort(-cosines, kind="stable")[:SPOKEN]]
