"""The questions that the confidence is fitted on, by set, and what counts as a right excerpt."""

from dataclasses import dataclass
from pathlib import Path

from bot.answers.evaluation import MOST_CHARACTERS
from bot.answers.labelled_questions import NEAR, LabelledQuestion
from bot.answers.overlap import holds
from index.records import Hit
from scripts.dev.calibrating.cases import Kind
from scripts.dev.reader.articles import read_held_out
from scripts.dev.sets import SETS, archive_folder

# Articles in a part (None: all), and how many parts of that size are drawn.
Parts = tuple[tuple[int | None, int], ...]
PARTS: Parts = ((30, 2), (300, 1), (None, 1))
WHOLE: Parts = ((None, 1),)
HELD_OUT = "held_out"
NAMES = ("gold", "gold2", "plain", "sample", "facqa", "facqa_half", HELD_OUT)
# Sets on other subjects.
STRANGERS = ("idk_mrc", "squad_en")


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationSet:
    """Questions with the folder of their archive below data/eval.

    `one_article`: what answers a question, or does not, is known of its own article only.
    """

    name: str
    folder: str
    questions: tuple[LabelledQuestion, ...]
    parts: Parts = PARTS
    one_article: bool = False


def read_set(name: str, shared: Path) -> CalibrationSet:
    """The set with this name, without the questions that are kept for measuring."""
    if name == HELD_OUT:
        questions = tuple(held_out_questions(shared / "train"))
        return CalibrationSet(name=name, folder="gold_full", questions=questions, one_article=True)
    return CalibrationSet(
        name=name,
        folder=archive_folder(name),
        questions=tuple(each for each in SETS[name].read(shared) if each.half != "measure"),
        parts=WHOLE if name == "sample" else PARTS,
    )


def read_strangers(shared: Path) -> list[LabelledQuestion]:
    """Questions that have no business in any of the archives."""
    return [question for name in STRANGERS for question in SETS[name].read(shared)]


def held_out_questions(folder: Path) -> list[LabelledQuestion]:
    """The questions on the articles of the training data that no reader has learnt from."""
    return [
        LabelledQuestion(
            id=f"held-{article.id}-{number}",
            question=question.text,
            kind=question.kind,
            answerable=bool(question.answering),
            miss="" if question.answering else NEAR,
            relevant=frozenset([article.id] if question.answering else []),
            tempting=frozenset([] if question.answering else [article.id]),
            quotes=tuple(article.sentences[place] for place in question.answering),
        )
        for article in read_held_out(folder)
        for number, question in enumerate(article.questions)
    ]


def group_of(question: LabelledQuestion) -> str:
    """The first article that the question is about, else the question itself."""
    return min(question.relevant | question.tempting, default=question.id)


def is_relevant(question: LabelledQuestion, hit: Hit) -> bool:
    """Whether the hit's story answers the question."""
    return not question.relevant.isdisjoint(_story(hit))


def is_answered(question: LabelledQuestion, hit: Hit) -> bool:
    """Whether the hit's excerpt answers the question.

    It does if it holds an accepted sentence; where those are not known, if it is of a relevant
    story and holds the gold quote or an expected answer.
    """
    shown = hit.quote[:MOST_CHARACTERS]
    if question.quotes:
        return holds(shown, question.quotes)
    answered = any(answer.lower() in shown.lower() for answer in question.answers)
    return is_relevant(question, hit) and (answered or holds(shown, [question.quote]))


def is_known(
    given: CalibrationSet, question: LabelledQuestion, hit: Hit, kind: Kind, *, whole: bool
) -> bool:
    """Whether it is known if the hit answers.

    Where a set knows of one article only, another may answer its near misses, and in the whole
    archive its other questions. Where the gold quote is the only
    marked sentence, other relevant articles may answer in other words.
    """
    if given.one_article and (kind is Kind.NEAR or (whole and kind is not Kind.FAR)):
        return not (question.relevant | question.tempting).isdisjoint(_story(hit))
    if question.quote_article and is_relevant(question, hit):
        return question.quote_article in _story(hit) or is_answered(question, hit)
    return True


def _story(hit: Hit) -> set[str]:
    return {article.id for article in (hit.article, *hit.also)}
