import datetime
import json

from sqlite_utils import Database

from bot.answers.types import AskedBy
from bot.storage.answers import AnswerStore
from bot.storage.codec import answer_to_json
from index.records import Outcome
from tests.support.stand_in import answer

ASKED_BY = AskedBy(kind="group", person="somebody", place="somewhere")


def test_stored_answer_is_found() -> None:
    sent = AnswerStore(Database(memory=True))
    kept = [answer(outcome=outcome) for outcome in Outcome]
    ids = [sent.keep(one, ASKED_BY) for one in kept]
    assert [sent.find(answer_id) for answer_id in ids] == kept
    assert sent.find("unknown") is None
    # "m:" + id + ":" + page has to stay within Telegram's 64 bytes.
    assert {len(answer_id) for answer_id in ids} == {12}


def test_words_of_old_answers_are_deleted() -> None:
    db = Database(memory=True)
    sent = AnswerStore(db)
    old, young = sent.keep(answer(), ASKED_BY), sent.keep(answer(), ASKED_BY)
    sent.record_message(old, "somewhere", 2, 1)
    sent.record_message(young, "somewhere", 4, 3)
    now = datetime.datetime.now(datetime.UTC)
    for answer_id, days in ((old, 31), (young, 29)):
        sent_at = (now - datetime.timedelta(days=days)).isoformat()
        db.table("answers").update(answer_id, {"sent_at": sent_at})
    sent.forget_before(now - datetime.timedelta(days=30))
    assert (sent.find(old), sent.find(young)) == (None, answer())
    assert [sent.shown_in("somewhere", number) for number in (2, 4)] == ["", young]
    kept = db.table("answers").get(old)
    assert (kept["question"], kept["answer"], kept["outcome"], kept["person"]) == (
        None,
        None,
        "answer",
        "somebody",
    )


def test_person_is_forgotten_wherever_they_asked() -> None:
    db = Database(memory=True)
    sent = AnswerStore(db)
    own = AskedBy(kind="private", person="somebody", place="somebody")
    others = AskedBy(kind="group", person="another", place="somewhere")
    ids = [sent.keep(answer(), asked_by) for asked_by in (own, ASKED_BY, others)]
    for number, (answer_id, place) in enumerate(
        zip(ids, ("somebody", "somewhere", "somewhere"), strict=True), 1
    ):
        sent.record_message(answer_id, place, number, 0)
    # Another's answer, opened by a link in the person's private chat.
    sent.record_message(ids[2], "somebody", 4, 0)
    sent.forget_person("somebody")
    assert [sent.find(answer_id) for answer_id in ids] == [None, None, answer()]
    places = [(row["place"], row["message_id"]) for row in db.table("answer_messages").rows]
    assert (places, db.table("answers").count) == ([("somewhere", 3)], 1)


def test_messages_of_answers() -> None:
    sent = AnswerStore(Database(memory=True))
    sent.record_message("one", "here", 10, 9)
    sent.record_message("two", "there", 10, 9)
    assert [sent.shown_in(place, 10) for place in ("here", "there", "nowhere")] == [
        "one",
        "two",
        "",
    ]
    # The question was edited, and its answer with it.
    sent.record_message("three", "here", 10, 9)
    assert (sent.shown_in("here", 10), sent.reply_to("here", 9)) == ("three", 10)
    assert sent.reply_to("here", 10) is None
    # A button asked for it, and no message.
    sent.record_message("four", "here", 12, 0)
    assert [sent.asked_in("here", number) for number in (10, 12, 13)] == [9, 0, None]


def test_answer_of_another_version_counts_as_gone() -> None:
    db = Database(memory=True)
    sent = AnswerStore(db)
    answer_id = sent.keep(answer(), ASKED_BY)
    record = json.loads(answer_to_json(answer())) | {"a field": "nobody knows"}
    db.table("answers").update(answer_id, {"answer": json.dumps(record)})
    assert sent.find(answer_id) is None
