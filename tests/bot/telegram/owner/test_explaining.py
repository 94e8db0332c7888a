"""The owner's button “Why this answer”, from a bot that really runs."""

import pytest

from tests.support.bot_api.server import FakeBotAPI, Json
from tests.support.running import Running

BUTTON = "🔍 Kenapa begini?"


@pytest.fixture
def owner(tg: FakeBotAPI) -> Json:
    return tg.add_person(900, language_code="id")


async def test_an_owner_sees_why(tg: FakeBotAPI, running: Running, owner: Json) -> None:
    async with running():
        tg.say("internet desa", user=owner)
        answer = await tg.sent()
        tg.press(answer, BUTTON, user=owner)
        told = await tg.sent()
    lines = told.text.splitlines()
    assert lines[0] == "Kenapa jawabannya begini"
    assert lines[1] == "terjawab · peluang 0,75, jawaban perlu 0,60"
    # One screen of a telephone.
    assert len(lines) <= 20


async def test_nobody_else_has_the_button(tg: FakeBotAPI, running: Running, owner: Json) -> None:
    async with running():
        tg.say("internet desa")
        private = await tg.sent()
        tg.say("/tanya internet desa", chat=tg.group, user=owner)
        group = await tg.sent()
    assert BUTTON not in private.buttons
    assert BUTTON not in group.buttons


async def test_old_answers_and_other_people(tg: FakeBotAPI, running: Running, owner: Json) -> None:
    async with running():
        tg.say("internet desa", user=owner)
        answer = await tg.sent()
        tg.press(answer, "explain:unknown", user=owner)
        tg.press(answer, answer.buttons[BUTTON])
        calls = await tg.called("answerCallbackQuery", times=2)
    old = "Tombol ini sudah lama. Kirim ulang pertanyaannya, ya."
    assert [call["text"] for call in calls] == [old, old]
