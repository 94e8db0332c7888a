"""Summaries by a language model, as plain text: marked as such, with the numbers of the quotes."""

from bot.answers.summaries.records import Summary
from bot.presentation.i18n import Messages

_WHY_NOT = {"no_answer": "summary_no_answer", "unverified": "summary_unverified"}


def why_no_summary(status: str | None) -> str:
    """The key of a text on why there is none, after how it went; None if none was allowed."""
    if status is None:
        return "summary_never"
    return _WHY_NOT.get(status, "summary_failed")


def summary_lines(summary: Summary | None, messages: Messages) -> list[str]:
    """A heading that says who wrote it, and a line a sentence; [] without a summary."""
    if summary is None:
        return []
    sentences = [
        f"{one.text} {''.join(f'[{number}]' for number in one.quotes)}" for one in summary.sentences
    ]
    return [messages.text("summary_heading"), *sentences]
