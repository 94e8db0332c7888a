"""Payloads of buttons: what is built is read again, and what was sent once stays as it is."""

import pytest

from bot.telegram.chat import callback_data
from bot.telegram.chat.callback_data import Payload

ANSWER = "aB3_-xYz0123"
REFERENCE = "0123456789abcdef"
SENT = [
    (callback_data.ANSWER_PAGE, (ANSWER, "2"), f"m:{ANSWER}:2"),
    (callback_data.NEWEST_FIRST, (ANSWER,), f"newest:{ANSWER}"),
    (callback_data.WITHOUT_FILTER, (ANSWER, "speaker"), f"without:{ANSWER}:speaker"),
    (callback_data.VERDICTS["good"], (ANSWER,), f"good:{ANSWER}"),
    (callback_data.VERDICTS["bad"], (ANSWER,), f"bad:{ANSWER}"),
    (callback_data.REASON, (ANSWER, "no_answer"), f"why:{ANSWER}:no_answer"),
    (callback_data.FOLLOW, (ANSWER,), f"follow:{ANSWER}"),
    (callback_data.UNFOLLOW, ("12",), "unfollow:12"),
    (callback_data.UNFOLLOW, (callback_data.ALL_FOLLOWS,), "unfollow:all"),
    (callback_data.UNFOLLOW_IN_LIST, (callback_data.ALL_FOLLOWS,), "unlist:all"),
    (callback_data.EVIDENCE, (ANSWER,), f"proof:{ANSWER}"),
    (callback_data.QUOTE_CARD, (ANSWER, "1"), f"card:{ANSWER}:1"),
    (callback_data.STATEMENTS_PAGE, (ANSWER, "3"), f"said:{ANSWER}:3"),
    (callback_data.STATEMENTS_FILTER, (ANSWER, "person2"), f"saidby:{ANSWER}:person2"),
    (callback_data.STATEMENTS_CHART, (ANSWER,), f"saidwhen:{ANSWER}"),
    (callback_data.STATEMENTS_EVIDENCE, (ANSWER,), f"saidproof:{ANSWER}"),
    (callback_data.OPEN_ARTICLE, (REFERENCE,), f"open:{REFERENCE}"),
    (callback_data.ARTICLE_PAGE, (REFERENCE, "0"), f"read:{REFERENCE}:0"),
    (callback_data.TIMELINE_PAGE, (ANSWER, "11"), f"timeline:{ANSWER}:11"),
    (callback_data.SAMPLE, ("3",), "sample:3"),
    (callback_data.LANGUAGE, ("en",), "l:en"),
    (callback_data.SETTING, ("language", "auto"), "set:language:auto"),
    (callback_data.SETTING, ("summary", "always"), "set:summary:always"),
    (callback_data.SUMMARY, ("asked",), "summary:asked"),
    (callback_data.SETTINGS_DONE, (), "set:done"),
    (callback_data.FORGET, ("yes",), "forget:yes"),
    (callback_data.ACCESS, ("no", "-1001234567890"), "access:no:-1001234567890"),
    (callback_data.HIDE, (REFERENCE,), f"hide:{REFERENCE}"),
    (callback_data.UNHIDE, (REFERENCE,), f"unhide:{REFERENCE}"),
    (callback_data.UNHIDE_IN_LIST, (REFERENCE, "20"), f"reveal:{REFERENCE}:20"),
    (callback_data.HIDDEN_PAGE, ("20",), "hidden:20"),
    (callback_data.EXPLAIN, (ANSWER,), f"explain:{ANSWER}"),
    (callback_data.USAGE, ("30",), "stats:30"),
    (callback_data.SOURCES_PAGE, ("20",), "sources:20"),
    (callback_data.UNANSWERED_PAGE, ("7", "10"), "gaps:7:10"),
    (callback_data.ROLLBACK, ("20260101-abc",), "rollback:20260101-abc"),
    (callback_data.NO_ROLLBACK, (), "rollback_not"),
]
KINDS = list(dict.fromkeys(kind for kind, _, _ in SENT))


@pytest.mark.parametrize(("kind", "values", "data"), SENT)
def test_payloads_are_what_was_always_sent(
    kind: Payload, values: tuple[str, ...], data: str
) -> None:
    assert (kind.data(*values), kind.values(data)) == (data, values)
    assert [other for other in KINDS if other.matches(data)] == [kind]


@pytest.mark.parametrize(
    "data", ["", "m:", f"m:{ANSWER}", f"m:{ANSWER}:x", "l:fr", "forget:maybe", "m:a b:1", None]
)
def test_anything_else_is_of_no_kind(data: object) -> None:
    assert [kind for kind in KINDS if kind.matches(data)] == []


def test_every_kind_is_here() -> None:
    made = [one for one in vars(callback_data).values() if isinstance(one, Payload)]
    assert set(KINDS) == {*made, *callback_data.VERDICTS.values()}


def test_the_longest_fit_into_64_bytes() -> None:
    longest = [
        callback_data.WITHOUT_FILTER.data("x" * 32, "y" * 16),
        callback_data.REASON.data("x" * 32, "no_answer"),
        callback_data.ACCESS.data("yes", "-" + "9" * 19),
        callback_data.ROLLBACK.data("x" * 50),
    ]
    assert [len(data) <= 64 for data in longest] == [True] * 4
