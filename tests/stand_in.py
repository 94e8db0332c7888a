"""An archive made up for tests: the same question always gets the same answer."""

import threading
import time
from dataclasses import replace

from bot.answering import Answer, Question
from index.confidence import Outcome
from index.records import Citation, Coverage, Hit

COVERAGE = Coverage(
    articles=17_891,
    passages=91_204,
    outlets=("VIVA", "Kompas", "Tempo", "Antara", "Detik"),
    first="2019-03-01",
    last="2019-10-31",
)

SENTENCE = "Sebagian besar warga desa itu kini mengakses internet lewat telepon genggam."
PASSAGE = (
    "Jaringan serat optik mencapai kecamatan itu tahun lalu. "
    f"{SENTENCE} Kantor desa menyediakan titik layanan gratis di balai warga."
)


def hit(rank: int, **changes: object) -> Hit:
    """A hit with everything known, different for each rank."""
    made = Hit(
        rank=rank,
        score=1 - rank / 100,
        article=Citation(
            id=f"a{rank}",
            url=f"https://berita.example/arsip/{rank}",
            title=f"Desa terhubung internet, bagian {rank}",
            source="VIVA",
            published="2019-10-16",
            author="Redaksi",
        ),
        passage=PASSAGE,
        quote=SENTENCE,
        speaker="Kepala dinas",
    )
    return replace(made, **changes)


def answer(
    text: str = "internet desa",
    *,
    language: str = "id",
    outcome: Outcome = Outcome.ANSWER,
    hits: tuple[Hit, ...] | None = None,
    coverage: Coverage = COVERAGE,
) -> Answer:
    """An answer with seven hits unless told otherwise."""
    made = tuple(hit(rank) for rank in range(1, 8)) if hits is None else hits
    return Answer(
        question=Question(text=text, language=language),
        outcome=outcome,
        confidence=0.8,
        hits=() if outcome is Outcome.NOTHING else made,
        coverage=coverage,
        snapshot="20260101-abc",
        elapsed_ms=4.2,
    )


class StandIn:
    """Answers by the first word: "nothing", "related", "slow", "hang" (until `gate`), or an answer.

    Raises `error` instead when there is one.
    """

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.hanging = threading.Event()
        self.gate = threading.Event()
        self.error: Exception | None = None

    def answer(self, question: Question, *, limit: int = 10) -> Answer:
        self.asked.append(question)
        if self.error:
            raise self.error
        word = question.text.split()[0]
        if word == "slow":
            time.sleep(0.2)
        if word == "hang":
            self.hanging.set()
            self.gate.wait(30)
        outcome = {"nothing": Outcome.NOTHING, "related": Outcome.RELATED}.get(word, Outcome.ANSWER)
        made = answer(question.text, language=question.language, outcome=outcome)
        return replace(made, hits=made.hits[:limit])

    def coverage(self) -> Coverage:
        return COVERAGE
