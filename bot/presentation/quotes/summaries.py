"""Summaries by a language model, as plain text: marked as such, with the numbers of the quotes."""

from bot.answers.summaries.records import Summary
from bot.presentation.i18n import Messages


def summary_lines(summary: Summary | None, messages: Messages) -> list[str]:
    """A heading that says who wrote it, and a line a sentence; [] without a summary."""
    if summary is None:
        return []
    sentences = [
        f"{one.text} {''.join(f'[{number}]' for number in one.quotes)}" for one in summary.sentences
    ]
    return [messages.text("summary_heading"), *sentences]
