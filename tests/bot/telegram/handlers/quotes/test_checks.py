"""/check, and messages that ask for a check by themselves."""

from index.errors import SnapshotUnusable
from index.quotes.checking.claims import Claim
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn

PROMPT = (
    "Kutipan mana yang mau dicek? Balas pesan ini dengan kutipannya, dan siapa yang katanya"
    " mengucapkannya."
)


async def test_check_shows_the_outcome_with_its_evidence(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/cek Jokowi bilang “internet masuk desa tahun ini”")
        answer = await tg.sent()
    assert answers.checked == [Claim(quotation="internet masuk desa tahun ini", speaker="Jokowi")]
    assert answer.text.splitlines()[:6] == [
        "“internet masuk desa tahun ini”",
        "✅ Ada di arsip, kata demi kata.",
        "",
        "Desa terhubung internet, bagian 1",
        "VIVA · 16 Oktober 2019",
        "“Sebagian besar warga desa itu kini mengakses internet lewat telepon genggam.”"
        " — Kepala dinas",
    ]


async def test_what_is_not_found_says_what_was_searched(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say("/check nothing of the kind was ever said")
        answer = await tg.sent()
    assert answer.text.splitlines() == [
        "“nothing of the kind was ever said”",
        "Tidak ketemu di arsip ini.",
        "",
        "Sudah dicari di 17.891 artikel dari VIVA, Kompas, Tempo, dan 2 lainnya, Mar–Okt 2019.",
        "",
        "Tidak ketemu di arsip ini bukan berarti tidak pernah diucapkan.",
    ]


async def test_as_a_reply_the_message_is_checked_and_own_words_name_the_speaker(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        post = tg.say("“Kami tidak akan mundur selangkah pun.”", chat=tg.group)
        tg.say("/cek Moeldoko", chat=tg.group, reply_to=post)
        await tg.sent()
    assert answers.checked == [
        Claim(quotation="Kami tidak akan mundur selangkah pun.", speaker="Moeldoko")
    ]


async def test_a_question_whether_somebody_said_it_needs_no_command(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("benarkah Jokowi bilang “internet masuk desa tahun ini”?")
        answer = await tg.sent()
        tg.say("apa kata Jokowi soal internet")
        await tg.sent()
    assert answer.text.startswith("“internet masuk desa tahun ini”\n✅")
    assert [asked.text for asked in answers.asked] == ["apa kata Jokowi soal internet"]


async def test_without_words_the_reply_to_a_prompt_is_checked(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    async with running():
        tg.say("/cek")
        prompt = await tg.sent()
        tg.say("kata Wiranto, internet segera pulih", reply_to=prompt)
        await tg.sent()
    assert prompt.text == PROMPT
    assert answers.checked == [Claim(quotation="internet segera pulih", speaker="Wiranto")]


async def test_an_archive_that_cannot_be_searched_says_so(
    tg: FakeBotAPI, running: Running, answers: StandIn
) -> None:
    answers.error = SnapshotUnusable("gone")
    async with running():
        tg.say("/cek “internet masuk desa tahun ini”")
        answer = await tg.sent()
    assert answer.text == "Maaf, arsipnya sedang tidak bisa dibuka. Coba lagi nanti, ya."
