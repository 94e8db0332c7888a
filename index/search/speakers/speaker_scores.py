"""How surely the sentences of a snapshot are by the speaker that a question asks for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.attribution.mentions import Speaker
from index.entities.speaker_match import MOST
from index.models.embedder import Vector
from index.search.speakers.relatives import RelativeLike, relatives_in
from index.search.tuning import Tuning
from index.store.snapshot.open_snapshot import OpenSnapshot


class SpeakerLike(RelativeLike, Protocol):
    """The speaker asked for, as `entities.speaker_match.SpeakerQuery` prepares it."""

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words by which such speakers can be searched."""
        ...

    def match(self, *, name: str, role: str, institution: str) -> float:
        """How surely a speaker is the one asked for, 0–1."""
        ...


@dataclass(frozen=True, slots=True)
class SpeakerScore:
    """The speaker of one statement, and how surely it is the one asked for, 0–1."""

    speaker: Speaker
    agreement: float


@dataclass(frozen=True, slots=True)
class SpeakerScores:
    """The statements of some passages: by row, then by number of the sentence."""

    by_row: Mapping[int, Mapping[int, SpeakerScore]] = field(default_factory=dict)

    def of(self, row: int, sentence: int) -> SpeakerScore | None:
        """The speaker of a sentence, None if unknown."""
        return self.by_row.get(row, {}).get(sentence)

    def agreements(self, rows: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.float64]:
        """The agreement of each sentence of these rows, one row after the other (sentences,).

        `counts` (rows,) are the numbers of sentences. Sentences without a speaker have 0.
        """
        agreements = np.zeros(int(counts.sum()))
        for row, start in zip(rows.tolist(), np.cumsum([0, *counts]).tolist(), strict=False):
            for sentence, score in self.by_row.get(row, {}).items():
                agreements[start + sentence] = score.agreement
        return agreements


def score_speakers(
    rows: NDArray[np.int64], snapshot: OpenSnapshot, asked: SpeakerLike | None
) -> SpeakerScores:
    """Score the statements in the passages of these rows; all 0 if nobody is asked for."""
    by_row: dict[int, dict[int, SpeakerScore]] = {}
    scores: dict[int, SpeakerScore] = {}
    for row, sentence, number, speaker in snapshot.tables.statements_in(rows.tolist()):
        if number not in scores:
            scores[number] = SpeakerScore(speaker, _agreement(speaker, asked) if asked else 0.0)
        by_row.setdefault(row, {})[sentence] = scores[number]
    if asked:
        _add_officeholders(by_row, asked, snapshot)
    if asked and asked.relation:
        _add_relatives(by_row, asked, snapshot)
    return SpeakerScores(by_row)


def _add_officeholders(
    by_row: dict[int, dict[int, SpeakerScore]], asked: SpeakerLike, snapshot: OpenSnapshot
) -> None:
    """Raise the agreement of statements by an office or a part of a name alone.

    It is that of the person who is meant by it on the day of the article, if that is higher.
    """
    agreements: dict[int, float] = {}
    for row, sentence, number, holder in snapshot.tables.officeholders_meant_in(by_row):
        if number not in agreements:
            agreements[number] = _agreement(holder, asked)
        score = by_row[row][sentence]
        if agreements[number] > score.agreement:
            by_row[row][sentence] = SpeakerScore(score.speaker, agreements[number])


def _add_relatives(
    by_row: dict[int, dict[int, SpeakerScore]], asked: SpeakerLike, snapshot: OpenSnapshot
) -> None:
    """Raise the agreement of statements by people whom their article introduces as the relative."""
    for number in sorted({int(snapshot.articles[row]) for row in by_row}):
        rows = [row for row in by_row if snapshot.articles[row] == number]
        names = {score.speaker.name for row in rows for score in by_row[row].values()} - {""}
        relatives = relatives_in(number, names, asked, snapshot)
        for row in rows:
            for sentence, score in by_row[row].items():
                if score.speaker.name in relatives:
                    agreement = max(score.agreement, MOST)
                    by_row[row][sentence] = SpeakerScore(score.speaker, agreement)


def _agreement(speaker: Speaker, asked: SpeakerLike) -> float:
    return asked.match(name=speaker.name, role=speaker.role, institution=speaker.institution)


def matching_speakers(
    asked: SpeakerLike, snapshot: OpenSnapshot, tuning: Tuning, *, least: float | None = None
) -> dict[int, Speaker]:
    """The speakers of a snapshot who are the one asked for, by number.

    Surely, unless another `least` agreement is given.
    """
    if not asked.words:
        return {}
    limit = tuning.compared_speakers
    return {
        number: speaker
        for number, speaker in snapshot.tables.speakers_matching(asked.words, limit=limit)
        if _agreement(speaker, asked) >= (tuning.same_speaker if least is None else least)
    }


def retrieve_spoken(
    asked: SpeakerLike, vector: Vector, snapshot: OpenSnapshot, tuning: Tuning
) -> NDArray[np.int64]:
    """Rows of passages with statements by the speaker asked for, nearest to the question first."""
    speakers = list(matching_speakers(asked, snapshot, tuning))
    rows = snapshot.tables.passages_spoken_by(speakers)
    if snapshot.hidden:
        rows = rows[~np.isin(snapshot.articles[rows], snapshot.hidden)]
    cosines = snapshot.vectors.cosines(vector, rows)
    return rows[np.argsort(-cosines, kind="stable")[: tuning.spoken_candidates]]
