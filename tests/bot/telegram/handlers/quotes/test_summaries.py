"""/ringkas: answers with a summary by a language model, where there is one and it is wanted."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.llm_server import LanguageModelServer, completion, draft, late, refusing
from tests.support.running import Running
from tests.support.stand_in import SENTENCE, StandIn

HEADING = "🤖 Ringkasan ini ditulis mesin; cocokkan dengan kutipannya:"
GOOD = completion(draft((SENTENCE, [1, 2]), ("Presiden mundur kemarin.", [1])))


@pytest.fixture
def model() -> Iterator[LanguageModelServer]:
    with LanguageModelServer(GOOD) as server:
        yield server


@pytest.fixture
def settings(settings: Settings, model: LanguageModelServer) -> Settings:
    return replace(settings, llm_url=model.url, llm_model="small", llm_api_key=Secret("sk-1"))


def summary(message: Sent) -> list[str]:
    """The heading of a summary and its sentences, [] if the message has none."""
    lines = message.text.splitlines()
    if HEADING not in lines:
        return []
    start = lines.index(HEADING)
    return lines[start : lines.index("", start)]


async def test_only_when_it_is_asked_for(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    async with running():
        tg.say("internet desa")
        plain = await tg.sent()
        tg.say("/ringkas internet desa")
        summed_up = await tg.sent()
    assert summary(plain) == []
    assert summary(summed_up) == [HEADING, f"{SENTENCE} [1][2]"]
    assert summed_up.text.index(HEADING) < summed_up.text.index("1. Desa terhubung")
    assert len(model.requests) == 1
    assert [one["number"] for one in model.question["quotes"]] == [1, 2, 3]


async def test_it_stays_on_the_first_page_and_after_a_restart(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    async with running():
        tg.say("/summary internet desa")
        message = await tg.sent()
        tg.press(message, "Lainnya ▸")
        await tg.until(lambda: message.edits == 1)
        second = summary(message)
    async with running():
        tg.press(message, "◂ Sebelumnya")
        await tg.until(lambda: message.edits == 2)
    assert (second, summary(message)[1:]) == ([], [f"{SENTENCE} [1][2]"])
    assert len(model.requests) == 1


async def test_an_answer_given_before_is_summed_up_by_a_reply(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    # It may not move quotes that are on the screen already.
    model.behaviours = [completion(draft((SENTENCE, [2]), answering=[2]))]
    async with running():
        tg.say("internet desa")
        plain = await tg.sent()
        tg.say("/ringkas", reply_to=plain)
        assert (await tg.sent()).text == f"{HEADING}\n{SENTENCE} [2]"


async def test_a_person_may_want_it_always(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    async with running():
        tg.say("/ringkas")
        panel = await tg.sent()
        assert list(panel.buttons) == [
            "✓ ringkasan kalau diminta (/ringkas)",
            "ringkasan di setiap jawaban",
        ]
        tg.press(panel, "ringkasan di setiap jawaban")
        await tg.until(lambda: panel.edits == 1)
        assert "Sekarang setiap jawaban diberi ringkasan" in panel.text
        tg.say("internet desa")
        assert summary(await tg.sent()) == [HEADING, f"{SENTENCE} [1][2]"]


async def test_admins_of_a_group_decide(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    tg.world.admins.add((tg.group["id"], 71))
    async with running():
        tg.say("/settings", chat=tg.group)
        panel = await tg.sent()
        tg.press(panel, "ringkasan di setiap jawaban")
        await tg.until(lambda: panel.edits == 1)
        assert "Ringkasan: ringkasan di setiap jawaban" in panel.text
        tg.say("/tanya internet desa", chat=tg.group)
        assert summary(await tg.sent()) == [HEADING, f"{SENTENCE} [1][2]"]
        assert [one["number"] for one in model.question["quotes"]] == [1, 2]
        tg.press(panel, "tanpa ringkasan")
        await tg.until(lambda: panel.edits == 2)
        tg.say("/ringkas internet desa", chat=tg.group)
        refused = await tg.sent()
        assert refused.text.startswith("Ringkasan dimatikan di sini.\n\n")
        assert "1. Desa terhubung" in refused.text
        tg.say("/ringkas", chat=tg.group)
        assert "Di sini dimatikan." in (await tg.sent()).text
    assert len(model.requests) == 1


@pytest.mark.parametrize(
    ("behaviour", "notice"),
    [
        (refusing(500), "Ringkasan tidak sempat dibuat."),
        (
            completion(draft(("Presiden mundur kemarin.", [1]))),
            "Tanpa ringkasan: tulisan model bahasa tidak cocok dengan kutipannya.",
        ),
        (
            completion(draft(answering=[])),
            "Tanpa ringkasan: menurut model bahasa, kutipan ini tidak menjawab.",
        ),
    ],
)
async def test_without_a_summary_the_quotes_stand_alone(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer, behaviour, notice
) -> None:
    model.behaviours = [behaviour]
    async with running():
        tg.say("/ringkas internet desa")
        sent = await tg.sent()
    assert sent.text.startswith(f"{notice}\n\n")
    assert "1. Desa terhubung" in sent.text


async def test_others_do_not_wait_for_a_slow_model(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    model.behaviours = [late(1.5, GOOD)]
    other = tg.add_person(72, language_code="id")
    async with running():
        tg.say("/ringkas internet desa")
        begun = time.monotonic()
        tg.say("internet kota", user=other)
        assert summary(await tg.sent()) == []
        assert time.monotonic() - begun < 1.2
        assert summary(await tg.sent()) == [HEADING, f"{SENTENCE} [1][2]"]


async def test_help_and_menus_have_the_command(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/help")
        assert "/ringkas – Jawaban dengan ringkasan" in (await tg.sent()).text


async def test_without_a_model_there_is_no_such_command(
    tg: FakeBotAPI, running: Running, settings: Settings, answers: StandIn
) -> None:
    without = replace(settings, llm_url="", llm_model="", llm_api_key=Secret())
    async with running(settings=without):
        tg.say("/help")
        assert "/ringkas" not in (await tg.sent()).text
        tg.say("/ringkas internet desa")
        assert (await tg.sent()).text.startswith("Perintah itu tidak saya kenal")
    assert answers.asked == []


async def test_an_edited_question_gets_another_summary(
    tg: FakeBotAPI, running: Running, model: LanguageModelServer
) -> None:
    async with running():
        asked = tg.say("/ringkas internet desa")
        message = await tg.sent()
        tg.edit(asked, "/ringkas internet kota")
        await tg.until(lambda: message.edits == 1)
    assert summary(message) == [HEADING, f"{SENTENCE} [1][2]"]
    assert [one["messages"][1]["content"][14:27] for one in model.requests] == [
        "internet desa",
        "internet kota",
    ]
