"""What an article or a person writes stays words, wherever the bot shows it; the token nowhere."""

import io
from dataclasses import replace

import pytest

from bot import logs
from bot.configuration.settings import Settings
from tests.support.bot_api.methods import Sent
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import Running
from tests.support.stand_in import StandIn, article, hit

HOSTILE = (
    "<b>Tebal</b> & <a href='tg://user?id=1'>semua</a>: @semua_warga /hapusdata #tagar, "
    "cek evil.example </blockquote><script>"
)


@pytest.fixture
def hostile(answers: StandIn) -> StandIn:
    """An archive whose articles try everything."""
    cited = replace(
        hit(1).article,
        title=HOSTILE,
        source="Koran <i>@koran</i>",
        author="<u>@penulis</u>",
        url="javascript:alert(1)",
    )
    answers.hits = (hit(1, article=cited, passage=HOSTILE, quote=HOSTILE, speaker="<s>@juru</s>"),)
    whole = replace(article(1), title=HOSTILE, text=HOSTILE, source="@koran", url="tg://resolve")
    answers.articles = {cited.reference: replace(whole, id=cited.id)}
    return answers


@pytest.fixture
def log(settings: Settings) -> io.StringIO:
    stream = io.StringIO()
    logs.configure("DEBUG", secrets=[settings.telegram_bot_token], stream=stream)
    return stream


def live(message: Sent) -> list[tuple[str, str]]:
    """What in a message would act on people or lead somewhere: kind, and its words or address."""
    acts = {"mention", "text_mention", "bot_command", "hashtag", "cashtag", "url", "text_link"}
    return [
        (entity["type"], entity.get("url", ""))
        for entity in message.entities
        if entity["type"] in acts
    ]


def harmless(message: Sent) -> bool:
    """Whether it shows the hostile words as words and leads to the bot itself at most."""
    shown = message.text.replace("\u2060", "")
    return "<b>Tebal</b>" in shown and all(
        kind == "text_link" and url.startswith("https://t.me/arsip_bot?start=")
        for kind, url in live(message)
    )


async def test_an_article_cannot_act_in_chats(
    tg: FakeBotAPI, running: Running, hostile: StandIn
) -> None:
    reference = hostile.hits[0].article.reference
    async with running():
        tg.say("internet desa")
        private = await tg.sent()
        tg.say("/ask internet desa", chat=tg.supergroup)
        group = await tg.sent()
        tg.say("related desa")
        related = await tg.sent()
        tg.say(f"/start r_{reference}")
        read = await tg.sent()
    assert [harmless(one) for one in (private, group, related, read)] == [True] * 4


async def test_an_article_cannot_act_where_the_bot_is_no_member(
    tg: FakeBotAPI, running: Running, hostile: StandIn
) -> None:
    async with running():
        tg.elsewhere.summon("@arsip_bot internet desa")
        guest = await tg.elsewhere.posted()
        offered = await tg.elsewhere.search("internet desa")
        posted = tg.elsewhere.choose(offered, 0)
    assert (harmless(guest), harmless(posted)) == (True, True)


async def test_a_question_cannot_act_where_it_is_shown(tg: FakeBotAPI, running: Running) -> None:
    async with running():
        tg.say(HOSTILE)
        answer = await tg.sent()
        tg.press(answer, "👍")
        await tg.called("answerCallbackQuery")
        tg.elsewhere.summon(f"@arsip_bot {HOSTILE}")
        post = await tg.elsewhere.posted()
        (address,) = post.buttons.values()
        tg.say("/start " + address.removeprefix("https://t.me/arsip_bot?start="))
        shown = await tg.sent()
    assert "<b>Tebal</b>" in shown.text.replace("\u2060", "")
    assert {kind for kind, _ in live(shown)} == {"text_link"}


async def test_the_token_is_in_no_file_and_no_log(
    tg: FakeBotAPI, running: Running, answers: StandIn, settings: Settings, log: io.StringIO
) -> None:
    async with running():
        tg.say("internet desa")
        await tg.sent()
        answers.error = RuntimeError(f"broken at {tg.url}/bot{tg.token}/sendMessage")
        tg.say("internet desa", chat=tg.private)
        said = await tg.sent()
        tg.fail_next("sendMessage", 500, "Internal Server Error", times=2)
        tg.say("internet desa")
        await tg.called("sendMessage", times=4)
    files = {
        path.name: path.read_bytes() for path in settings.data_dir.rglob("*") if path.is_file()
    }
    assert "bot.db" in files
    assert [name for name, content in files.items() if tg.token.encode() in content] == []
    assert tg.token not in said.text
    assert "broken at" in log.getvalue()
    assert tg.token not in log.getvalue()
