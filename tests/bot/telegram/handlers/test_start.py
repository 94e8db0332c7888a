"""/start: a greeting with questions to tap, and the links that lead into the private chat."""

import pytest

from bot.answers.types import Question
from tests.support.bot_api.server import FakeBotAPI, Sent
from tests.support.running import Running
from tests.support.stand_in import StandIn, article, hit

SAMPLES = {
    "id": [
        "Apa kata Sari soal Palapa Ring?",
        "Ada apa dengan related?",
        "Apa kata Sari soal 5G?",
        "Apa kata Sari soal PSE?",
    ],
    "en": [
        "What did Sari say about Palapa Ring?",
        "What happened with related?",
        "What did Sari say about 5G?",
        "What did Sari say about PSE?",
    ],
}


def since(answers: StandIn, number: int) -> list[str]:
    return [question.text for question in answers.asked[number:]]


@pytest.mark.parametrize("language", ["id", "en"])
async def test_greeting(tg: FakeBotAPI, running: Running, language: str) -> None:
    async with running():
        tg.say("/start", user=tg.add_person(72, language_code=language))
        greeting = await tg.sent()
    assert list(greeting.buttons) == SAMPLES[language]
    paragraphs = greeting.text.split("\n\n")
    assert len(paragraphs) == 4
    assert (
        paragraphs[1:]
        == {
            "id": [
                "Arsip: 17.891 artikel, Mar–Okt 2019",
                "Tulis saja pertanyaannya, atau mulai dari salah satu ini:",
                "Bantuan: /help · Language: /language",
            ],
            "en": [
                "Archive: 17,891 articles, Mar–Oct 2019",
                "Just write your question, or start with one of these:",
                "Help: /help · Bahasa: /language",
            ],
        }[language]
    )


async def test_sample_questions_are_asked_by_a_tap_and_once(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/start")
        greeting = await tg.sent()
        asked = len(answers.asked)
        for _ in range(3):
            tg.press(greeting, SAMPLES["id"][2])
        reply = await tg.sent()
        await tg.called("answerCallbackQuery", times=3)
        tg.press(greeting, SAMPLES["id"][0])
        other = await tg.sent()
    assert since(answers, asked) == [SAMPLES["id"][2], SAMPLES["id"][0]]
    # Nobody wrote the question, so it stands above its answer.
    assert [one.text.splitlines()[0] for one in (reply, other)] == since(answers, asked)
    assert (greeting.edits, tg.unread()) == (0, [])


async def test_sample_questions_work_after_a_restart_with_another_archive(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/start")
        greeting = await tg.sent()
    answers.named = "20260202-def"
    answers.suggestions = lambda: ()  # type: ignore[method-assign]
    async with running():
        tg.press(greeting, SAMPLES["id"][3])
        reply = await tg.sent()
        tg.say("/start")
        without = await tg.sent()
    assert reply.text.splitlines()[0] == SAMPLES["id"][3]
    assert (without.buttons, len(without.text.split("\n\n"))) == ({}, 3)


async def test_pages_of_a_tapped_question_keep_it_on_top(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/start")
        tg.press(await tg.sent(), SAMPLES["id"][0])
        reply = await tg.sent()
        for edits, button in enumerate(("Lainnya ▸", "Terbaru dulu"), 1):
            tg.press(reply, button)
            await tg.until(lambda edits=edits: reply.edits == edits)
            assert reply.text.splitlines()[0] == SAMPLES["id"][0]


async def test_archive_that_is_slow_does_not_keep_people_waiting(
    tg: FakeBotAPI, running: Running, answers: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.services.async_archive.SAMPLES_WITHIN", 0.05)
    answers.suggestions = lambda: answers.gate.wait(30) and ()  # type: ignore[assignment,method-assign]
    async with running():
        tg.say("/start")
        greeting = await tg.sent()
        assert greeting.buttons == {}
        answers.gate.set()


async def opened(tg: FakeBotAPI, payload: str) -> Sent:
    tg.say(f"/start {payload}")
    return await tg.sent()


async def test_link_opens_an_answer_of_a_group(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/ask internet desa", chat=tg.group)
        in_group = await tg.sent()
    async with running():
        link = in_group.buttons["Buka di chat pribadi"]
        assert link.startswith("https://t.me/arsip_bot?start=a_")
        answer = await opened(tg, link.partition("start=")[2])
        assert answer.text.splitlines()[0] == "internet desa"
        assert list(answer.buttons)[:3] == ["Lainnya ▸", "Terbaru dulu", "📖 1"]
        # It can be asked further, here and not there.
        tg.say("kalau kota?", reply_to=answer)
        await tg.sent()
    assert [question.text for question in answers.asked] == ["internet desa", "kalau kota?"]
    context = answers.asked[1].context
    assert context is not None
    assert context.query.topic == "internet desa"


async def test_link_opens_an_article(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        page = await opened(tg, f"r_{article(2).reference}")
    lines = page.text.splitlines()
    assert lines[:2] == ["Desa terhubung internet, bagian 2", "VIVA · 16 Oktober 2019 · Redaksi"]
    assert lines[-1] == "Halaman 1 dari 3"
    assert page.links == ["https://berita.example/arsip/2"]
    assert list(page.buttons) == ["Halaman berikutnya ▸"]


async def test_links_to_what_is_gone_say_so(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        texts = [(await opened(tg, payload)).text for payload in ("a_gone", "a_", "r_gone", "r_")]
    assert texts == [
        *["Jawaban itu sudah tidak tersimpan. Tulis lagi pertanyaannya, ya."] * 2,
        *["Artikel ini sudah tidak ada di arsip."] * 2,
    ]


async def test_title_without_address_leads_into_the_chat(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    first = hit(1)
    local = hit(1, article=type(first.article)(id=first.article.id, title="Tanpa alamat"))
    answers.hits = (local,)
    async with running():
        tg.say("internet desa", chat=None)
        reply = await tg.sent()
    assert reply.links == [f"https://t.me/arsip_bot?start=r_{first.article.reference}"]
    assert answers.asked == [Question(text="internet desa", language="id")]
