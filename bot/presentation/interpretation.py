"""How a question was understood, in words: filters, corrections, what else was searched."""

from collections.abc import Sequence

from bot.answers.types import CONTEXT, Answer, Interpretation
from bot.presentation.i18n import Messages, date_range, join_list
from bot.presentation.layout import SOURCE_LIMIT, TITLE_LIMIT, article_count, shorten
from index.query.dates.ranges import DateRange
from index.query.filters import Filter
from index.records import Hit, Outcome
from index.search.routing import InputKind

_PROBLEMS_NAMED = 3


def interpretation_lines(answer: Answer, messages: Messages) -> list[str]:
    """How the question was understood, a line each; empty if its words say it all.

    The filters ("Dicari: pernyataan Kominfo · 20–30 Sep 2019 · VIVA · terbaru dulu"); operators
    that made no sense; what was sent instead of a question; filters that were given up; corrected
    spellings; which of two questions has nothing; how many articles have been withdrawn since.
    """
    interpretation = answer.interpretation
    return [
        *filter_lines(interpretation, messages),
        *_given(answer, messages),
        *deviation_lines(interpretation, messages),
        *_unanswered(answer, messages),
        *([withdrawn_line(answer, messages)] if answer.withdrawn and answer.hits else []),
    ]


def filter_lines(interpretation: Interpretation, messages: Messages) -> list[str]:
    """The filters that were understood and the operators that were not, a line each."""
    shown = " · ".join(filter_labels(interpretation, messages).values())
    lines = [messages.text("understood", filters=shown)] if shown else []
    if problems := interpretation.query.problems:
        wrong = [f"“{shorten(one, SOURCE_LIMIT)}”" for one in problems[:_PROBLEMS_NAMED]]
        lines.append(messages.text("unreadable", typed=join_list(wrong, messages.language)))
    return lines


def deviation_lines(interpretation: Interpretation, messages: Messages) -> list[str]:
    """Where the search departed from the question: filters given up, corrected spellings."""
    lines = []
    if interpretation.dropped:
        lines.append(messages.text("beyond_filters"))
    if interpretation.corrections:
        meant = [f"“{shorten(right, SOURCE_LIMIT)}”" for _, right in interpretation.corrections]
        lines.append(messages.text("corrected", words=join_list(meant, messages.language)))
    return lines


def part_heading(answer: Answer, hit: Hit, messages: Messages) -> str:
    """Which of the two questions of a message a hit is for; "" if there is one, or for both."""
    parts = answer.parts_of(hit)
    if len(parts) != 1:
        return ""
    asked = f"▸ {shorten(parts[0].question, TITLE_LIMIT)}?"
    if answer.outcome_of(hit) is answer.outcome:
        return asked
    return f"{asked} ({messages.text('part_closest')})"


def _unanswered(answer: Answer, messages: Messages) -> list[str]:
    """Which of the two questions of a message has nothing to show; where both have, that is all."""
    missing = [part for part in answer.parts if part.outcome is Outcome.NOTHING]
    if answer.outcome is Outcome.NOTHING:
        return []
    return [
        messages.text("part_missing", question=shorten(part.question, TITLE_LIMIT))
        for part in missing
    ]


def withdrawn_line(answer: Answer, messages: Messages) -> str:
    """How many articles of a stored answer have been withdrawn since."""
    key = "withdrawn" if answer.hits else "withdrawn_all"
    return messages.text(key, articles=article_count(answer.withdrawn, messages))


def filter_labels(interpretation: Interpretation, messages: Messages) -> dict[str, str]:
    """A label for each of `Interpretation.filters`."""
    applied = interpretation.query.filters
    speaker = shorten(applied.speaker, SOURCE_LIMIT)
    period = applied.period or DateRange(first=None, last=None)
    shown: dict[str, str] = {
        CONTEXT: messages.text("filter_context", topic=shorten(interpretation.added, SOURCE_LIMIT)),
        Filter.SPEAKER: messages.text("filter_speaker", name=speaker),
        Filter.PERIOD: date_range(period.first, period.last, messages.language),
        Filter.OUTLETS: _joined(applied.outlets),
        Filter.AUTHORS: messages.text("filter_author", name=_joined(applied.authors)),
        Filter.SECTIONS: messages.text("filter_section", name=_joined(applied.sections)),
        Filter.LATEST: messages.text("latest_first"),
    }
    return {name: shown[name] for name in interpretation.filters}


def _joined(names: Sequence[str]) -> str:
    return " · ".join(shorten(name, SOURCE_LIMIT) for name in names)


def _given(answer: Answer, messages: Messages) -> list[str]:
    """What was looked up instead of a question, if a text or a URL was sent."""
    kind, topic = answer.interpretation.input_kind, answer.interpretation.query.topic
    if kind is InputKind.TEXT and answer.outcome is Outcome.ANSWER:
        return [messages.text("given_text")]
    if kind is InputKind.URL:
        return [messages.text("given_address")]
    if kind is InputKind.UNKNOWN_URL:
        unknown = messages.text("given_unknown_address")
        words = messages.text("given_words", words=shorten(topic, TITLE_LIMIT)) if topic else ""
        return [f"{unknown} {words}".rstrip()]
    return []
