"""What is replied to what people write, in any front-end."""

import datetime
from dataclasses import replace

import pytest

from bot.answers.types import Answer, AskedBy, Interpretation, Question
from bot.services.conversation import (
    Conversation,
    KeptAnswer,
    NoAnswer,
    Reply,
    Utterance,
    clean_text,
)
from index.errors import SnapshotUnusable
from index.records import Outcome
from tests.support.stand_in import StandIn

ME = AskedBy(kind="private", person="me", place="here")


class Search:
    """The stand-in without threads."""

    def __init__(self, answers: StandIn) -> None:
        self._answers = answers
        self.error: Exception | None = None

    async def answer(self, question: Question, *, limit: int = 10) -> Answer:
        if self.error:
            raise self.error
        return self._answers.answer(question, limit=limit)


class Memory:
    """Keeps all answers, numbered."""

    def __init__(self) -> None:
        self.kept: list[tuple[Answer, AskedBy]] = []

    async def keep(self, answer: Answer, asked_by: AskedBy, *, instead_of: str = "") -> str:
        self.kept.append((answer, asked_by))
        return str(len(self.kept))

    async def find(self, answer_id: str) -> Answer | None:
        return self.kept[int(answer_id) - 1][0] if answer_id.isdecimal() else None


@pytest.fixture
def answers() -> StandIn:
    return StandIn()


@pytest.fixture
def search(answers: StandIn) -> Search:
    return Search(answers)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def conversation(search: Search, memory: Memory) -> Conversation:
    return Conversation(search, memory, today=lambda: datetime.date(2019, 11, 1))


def said(text: str, **more: str) -> Utterance:
    return Utterance(text=text, language="id", asked_by=ME, **more)


def answered(reply: Reply) -> Answer:
    assert isinstance(reply, KeptAnswer)
    return reply.answer


async def test_an_answer_is_kept_with_who_asked_it(
    conversation: Conversation, memory: Memory
) -> None:
    reply = await conversation.reply(said("internet desa"))
    answer = answered(reply)
    assert reply == KeptAnswer(answer_id="1", answer=answer)
    assert answer.question == Question(text="internet desa", language="id")
    assert memory.kept == [(answer, ME)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("terima kasih", "thanked"), ("halo", "greeted"), ("👍", "no_words"), ("", "no_words")],
)
async def test_small_talk_is_not_searched(
    conversation: Conversation, answers: StandIn, memory: Memory, text: str, reason: str
) -> None:
    assert await conversation.reply(said(text)) == NoAnswer(reason=reason)  # type: ignore[arg-type]
    assert (answers.asked, memory.kept) == ([], [])


async def test_explicit_question_is_always_searched(
    conversation: Conversation, answers: StandIn
) -> None:
    await conversation.answer(said("terima kasih"))
    assert [question.text for question in answers.asked] == ["terima kasih"]


async def test_a_reply_takes_the_question_before_as_its_context(
    conversation: Conversation,
) -> None:
    first = answered(await conversation.reply(said("internet desa")))
    second = answered(await conversation.reply(said("harga beras", replies_to="1")))
    gone = answered(await conversation.reply(said("harga beras", replies_to="x")))
    assert second.question.context == first.interpretation
    assert gone.question.context is None


@pytest.mark.parametrize(
    ("text", "follows_up"),
    [
        ("kapan?", True),
        ("bagaimana tanggapan DPR?", True),
        ("kalau Kominfo?", True),
        ("berapa korbannya?", True),
        ("gempa Ambon", False),
        ("apa itu 5G?", False),
        ("apa kata Jokowi soal ibu kota baru?", False),
    ],
)
async def test_the_answer_before_is_the_context_only_of_what_leans_on_it(
    conversation: Conversation, text: str, follows_up: bool
) -> None:
    first = answered(await conversation.reply(said("internet desa")))
    second = answered(await conversation.reply(said(text, follows="1")))
    context: Interpretation | None = first.interpretation if follows_up else None
    assert second.question.context == context


async def test_a_search_that_fails_is_a_reason(
    conversation: Conversation, search: Search, memory: Memory
) -> None:
    search.error = TimeoutError()
    assert await conversation.reply(said("internet")) == NoAnswer(reason="slow")
    search.error = SnapshotUnusable("it is damaged")
    assert await conversation.reply(said("internet")) == NoAnswer(
        reason="unavailable", detail="it is damaged"
    )
    assert memory.kept == []


def test_texts_are_normalised() -> None:
    assert clean_text("cafe\u0301 \ud83d  desa\nkota ") == "caf\u00e9 desa kota"
    assert clean_text("kata " * 1000) == ("kata " * 819).strip()


async def test_a_question_that_finds_more_alone_is_taken_for_no_follow_up(
    conversation: Conversation, answers: StandIn
) -> None:
    """The stand-in finds the same words in a context only if told so."""
    await conversation.reply(said("internet desa"))
    answers.outcomes["apa kata Veronica Koman?"] = Outcome.NOTHING
    reply = await conversation.reply(said("apa kata Veronica Koman?", follows="1"))
    assert answered(reply).outcome is Outcome.NOTHING
    contexts = [question.context is not None for question in answers.asked]
    assert contexts == [False, True, False]


class FindsAlone(Search):
    """Finds an answer only to questions without a context."""

    async def answer(self, question: Question, *, limit: int = 10) -> Answer:
        made = await super().answer(question, limit=limit)
        return made if question.context is None else replace(made, outcome=Outcome.RELATED)


async def test_the_better_of_both_answers_is_given(answers: StandIn, memory: Memory) -> None:
    conversation = Conversation(FindsAlone(answers), memory)
    await conversation.reply(said("internet desa"))
    alone = answered(await conversation.reply(said("kapan?", follows="1")))
    assert (alone.outcome, alone.question.context) == (Outcome.ANSWER, None)
    # Who replies to an answer gives the context.
    reply = answered(await conversation.reply(said("kapan?", replies_to="1")))
    assert reply.outcome is Outcome.RELATED
