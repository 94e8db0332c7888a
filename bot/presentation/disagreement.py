"""The first line of an answer whose sources disagree: the values, latest first."""

import datetime

from bot.answers.types import Answer
from bot.presentation.i18n import Messages, short_date
from bot.presentation.layout import SOURCE_LIMIT, shorten
from index.search.quantities.disagreement import DifferingValue

_VALUES_SHOWN = 4
_VALUE_LIMIT = 40


def disagreement_line(answer: Answer, messages: Messages) -> str:
    """That the sources disagree and how; "" where they do not.

    "Sumber menyebut angka yang berbeda, terbaru dulu: 33 orang (30 Sep 2019, VIVA) · 16 …"
    """
    if answer.disagreement is None:
        return ""
    values = answer.disagreement.values
    days = [value.published[:10] for value in values]
    shown = [
        _value(value, messages, with_time=days.count(day) > 1)
        for value, day in zip(values[:_VALUES_SHOWN], days, strict=False)
    ]
    more = ["…"] if len(values) > _VALUES_SHOWN else []
    key = "disagree_date" if answer.disagreement.kind == "date" else "disagree_number"
    return messages.text(key, values=" · ".join([*shown, *more]))


def _value(value: DifferingValue, messages: Messages, *, with_time: bool) -> str:
    """One value: "33 orang (30 Sep 2019, VIVA)", with its time where another has the same day."""
    moment = datetime.datetime.fromisoformat(value.published)
    timed = with_time and "T" in value.published
    about = [
        short_date(moment.date(), messages.language) + (f" {moment:%H:%M}" if timed else ""),
        *([shorten(value.source, SOURCE_LIMIT)] if value.source else []),
        *([messages.text("disagree_corrected")] if value.corrected else []),
    ]
    return f"{shorten(value.value, _VALUE_LIMIT)} ({', '.join(about)})"
