"""What version 0.1.0 wrote is read, is understood alike, and its buttons work."""

import itertools
import json
from collections.abc import AsyncIterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from bot.answers.answerer import Answerer
from bot.answers.archive_admin import LiveArchiveAdmin
from bot.configuration.settings import Settings
from bot.storage.access import AccessStore
from bot.storage.answers import AnswerStore
from bot.storage.chat_settings import ChatSettings, ChatSettingsStore
from bot.storage.codec import question_from_json
from bot.storage.feedback import FeedbackStore
from bot.storage.follows import FollowStore
from bot.storage.pseudonyms import Pseudonyms
from bot.storage.timelines import TimelineStore
from bot.storage.update_log import UpdateLog
from index.errors import Hint, SnapshotUnusable
from index.records import Citation, Hit
from tests.support.archives import built
from tests.support.bot_api.methods import Sent
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import loopback, serving, settings, tg
from tests.support.version_0_1_0 import (
    ARTICLES,
    EXPECTED,
    MESSAGES,
    answerer,
    flat_record,
    live_index,
    unpacked,
    word_embedder,
)

__all__ = ["loopback", "settings", "tg"]

OLD_BUTTON = "Tombol ini sudah lama. Kirim ulang pertanyaannya, ya."


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return unpacked(tmp_path)


def citation(article: Citation) -> dict[str, str]:
    names = ("id", "url", "title", "source", "published", "author")
    return {name: getattr(article, name) for name in names}


def shown(hit: Hit) -> dict[str, Any]:
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "article": citation(hit.article),
        "quote": hit.quote,
        "speaker": hit.speaker,
        "also": [citation(article) for article in hit.also],
    }


# That version quoted something else here; the article that answers is hidden.
HIDDEN_ANSWER = "kebocoran data Tokopedia"


def articles(hit: dict[str, Any]) -> tuple[Any, Any]:
    return hit["article"], hit["also"]


def assert_answers_alike(ask: Answerer) -> None:
    """Questions are understood alike, and the article that answered them comes first.

    Later versions rank, quote and trust what they find differently: what stands behind the first
    hit, quotes, confidences and outcomes may be others.
    """
    for one in EXPECTED["answers"]:
        text = one["question"]["text"]
        answer = ask.answer(question_from_json(one["question"]), limit=5)
        assert flat_record(answer.interpretation) == one["reading"], text
        if one["outcome"] == "answer" and text != HIDDEN_ANSWER:
            first = [articles(shown(hit)) for hit in answer.hits[:1]]
            assert first == [articles(one["hits"][0])], text
        assert [hit.quote in hit.passage for hit in answer.hits] == [True] * len(answer.hits), text


def test_snapshot_has_to_be_rebuilt(data: Path) -> None:
    with pytest.raises(SnapshotUnusable, match="has format 3, this version reads 5") as caught:
        live_index(data)
    assert caught.value.hint is Hint.REBUILD


def test_hidden_article_stays_hidden(data: Path) -> None:
    built(data, word_embedder(), ARTICLES)
    live = live_index(data)
    (entry,) = live.hidden.entries()
    assert entry.article.title.startswith("Kominfo memanggil Tokopedia")
    assert live.current().with_reference(entry.reference) is None


def test_rebuild_embeds_nothing_anew_and_answers_alike(data: Path) -> None:
    embedder = word_embedder()
    report = built(data, embedder, ARTICLES)
    assert (report.changes.unchanged, report.changes.new, report.changes.changed) == (9, 0, 0)
    assert (report.embedded, embedder.passages) == (0, [])
    live = live_index(data)
    assert live.current().path.name == report.snapshot
    assert_answers_alike(answerer(live))


# -- bot.db ---------------------------------------------------------------------------------


@pytest.fixture
def db(data: Path) -> Any:
    with closing(Database(data / "bot.db").conn) as connection:
        yield Database(connection)


def test_kept_answers_are_read(db: Database) -> None:
    store = AnswerStore(db)
    rows = {row["id"]: json.loads(row["answer"]) for row in db.table("answers").rows}
    assert len(rows) == 13
    for name, record in rows.items():
        answer = store.find(name)
        assert answer is not None
        assert answer.question == question_from_json(record["question"])
        assert (answer.outcome.value, answer.confidence) == (
            record["outcome"],
            record["confidence"],
        )
        assert [shown(hit) | {"passage": hit.passage} for hit in answer.hits] == [
            hit | {"score": round(hit["score"], 6)} for hit in record["hits"]
        ]
        assert flat_record(answer.interpretation) == record["reading"]


def test_messages_lead_to_their_answers(db: Database, data: Path) -> None:
    store, place = AnswerStore(db), Pseudonyms(data).hashed(71)
    first, follow_up = (one["message_id"] for one in MESSAGES[:2])
    before = store.find(store.shown_in(place, first))
    after = store.find(store.shown_in(place, follow_up))
    assert before
    assert after
    assert after.question.context == before.interpretation
    speaker = before.interpretation.query.filters.speaker
    assert (speaker, after.interpretation.added) == ("Rudiantara", "Tik Tok")


def test_kept_timeline_is_read(db: Database) -> None:
    timeline = TimelineStore(db).find(EXPECTED["timeline"])
    assert timeline
    assert [(one.article.source, one.also) for one in timeline.entries] == [("Hitekno.com", 1)]
    assert timeline.days == (("2018-07-03", 1), ("2018-07-04", 1))


def test_follows_feedback_and_choices_are_read(db: Database, data: Path) -> None:
    person, english, group = map(Pseudonyms(data).hashed, (71, 72, -500))
    follows = FollowStore(db)
    assert [one.question.text for one in follows.of_person(person)] == [
        "Apa kata Rudiantara soal Tik Tok?",
        "kenapa TikTok Shop ditutup?",
    ]
    assert [one.chat_id for one in follows.of_person(english)] == [72]
    assert len(follows.arrived_after("")) == 2
    verdicts = {FeedbackStore(db).verdict(row["id"], person) for row in db.table("answers").rows}
    assert verdicts == {None, "good", "bad"}
    users = ChatSettingsStore(db, hashed=Pseudonyms(data).hashed)
    assert users.settings(english).language == "en"
    assert users.settings(group) == ChatSettings(trigger="commands", hits=1)
    access = AccessStore(db)
    assert [access.state(chat) for chat in (71, 73, 74, 75)] == [
        "approved",
        "asked",
        "refused",
        None,
    ]


def test_updates_of_before_are_taken_up(db: Database) -> None:
    journal = UpdateLog(db)
    assert journal.remove_interrupted() == 1
    assert [one.update["update_id"] for one in journal.waiting(limit=9)] == [9001, 9003]


# -- buttons --------------------------------------------------------------------------------


def message(tg: FakeBotAPI, button: str) -> Sent:
    """The last message of that time with a button that begins so."""
    found = [one for one in MESSAGES if any(data.startswith(button) for data in payloads(one))]
    record = found[-1]
    sent = Sent(
        message_id=record["message_id"],
        chat=tg.world.chats[record["chat"]["id"]],
        text=record["text"],
        entities=record["entities"],
        reply_markup=record["reply_markup"],
        params={},
    )
    tg.world.sent[sent.chat["id"], sent.message_id] = sent
    return sent


def payloads(record: dict[str, Any]) -> list[str]:
    rows = record.get("reply_markup", {}).get("inline_keyboard", [])
    return [one["callback_data"] for row in rows for one in row if "callback_data" in one]


@pytest.fixture
async def old_bot(
    tg: FakeBotAPI, settings: Settings, data: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[None]:
    """The bot goes on with the folder of that version."""
    tg.add_person(72)
    tg.world.admins.add((-500, 71))
    # People wrote these long ago; nothing of them is to be answered here, or too old to be kept.
    with closing(Database(data / "bot.db").conn) as connection, connection:
        connection.execute("delete from journal")
    tg.left_to_do = lambda: 0
    # Updates with the ids of then would be taken for those, come once more.
    tg.world.ids = itertools.count(5_001)
    later = replace(settings, data_dir=data, keep_days=36_500)
    built(data, word_embedder(), ARTICLES)
    live = live_index(data)
    async with serving(later, answerer(live), LiveArchiveAdmin(live)):
        yield


@pytest.mark.usefixtures("old_bot")
@pytest.mark.parametrize(
    ("button", "toast"),
    [
        ("without:", ""),
        ("newest:", ""),
        ("m:", ""),
        ("good:", "Terima kasih, catatan ini membantu."),
        ("follow:", "Siap. Kalau ada artikel baru"),
        ("unfollow:", "Baik, tidak diikuti lagi."),
        ("unlist:", ""),
        ("set:hits:3", ""),
        ("forget:no", ""),
    ],
)
async def test_button_sent_before_works(tg: FakeBotAPI, button: str, toast: str) -> None:
    sent = message(tg, button)
    text, buttons = sent.text, dict(sent.buttons)
    payload = next(one for one in sent.buttons.values() if one.startswith(button))
    tg.press(sent, payload)
    await tg.called("answerCallbackQuery")
    await tg.until(lambda: (sent.text, sent.buttons) != (text, buttons))
    (answered,) = tg.params_of("answerCallbackQuery")
    assert str(answered.get("text", "")).startswith(toast)
    assert answered.get("text") != OLD_BUTTON


@pytest.mark.usefixtures("old_bot")
async def test_article_button_sent_before_works(tg: FakeBotAPI) -> None:
    sent = message(tg, "open:")
    tg.press(sent, next(one for one in sent.buttons.values() if one.startswith("open:")))
    opened = await tg.sent()
    assert "SATRIA-1" in opened.text


@pytest.mark.usefixtures("old_bot")
async def test_reply_to_a_message_of_before_goes_on_from_it(tg: FakeBotAPI) -> None:
    tg.say("kapan dibuka lagi?", reply_to=message(tg, "without:"))
    answer = await tg.sent()
    assert "lanjutan" in answer.text.splitlines()[0]
