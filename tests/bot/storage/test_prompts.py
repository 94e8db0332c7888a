"""Prompts are recognised by place and message id, and forgotten with everything else."""

import datetime

from sqlite_utils import Database

from bot.storage.prompts import PromptStore


def test_prompts_are_told_by_place_and_message() -> None:
    db = Database(memory=True)
    PromptStore(db).put("here", 12, "question")
    PromptStore(db).put("here", 13, "topic")
    again = PromptStore(db)
    assert [again.kind("here", number) for number in (12, 13, 14)] == ["question", "topic", None]
    assert again.kind("elsewhere", 12) is None


def test_prompts_go_with_the_person_and_with_time() -> None:
    store = PromptStore(Database(memory=True))
    store.put("me", 1, "question")
    store.put("group", 2, "topic")
    store.forget_person("me")
    assert [store.kind("me", 1), store.kind("group", 2)] == [None, "topic"]
    now = datetime.datetime.now(datetime.UTC)
    store.forget_before(now - datetime.timedelta(days=1))
    assert store.kind("group", 2) == "topic"
    store.forget_before(now + datetime.timedelta(seconds=1))
    assert store.kind("group", 2) is None
