"""The outcome of a quote check as a message: what the archive holds, word by word."""

from collections.abc import Sequence
from typing import Final

from bot.presentation import layout
from bot.presentation.html import as_html, escape_foreign, fits, render_hit
from bot.presentation.i18n import Messages
from index.quotes.checking.outcomes import QuoteCheck, QuoteEvidence, QuoteOutcome
from index.records import Coverage, Hit

_QUOTATION_LIMIT, _NAME_LIMIT, _WORDS_LIMIT = 200, 60, 80
_DIFFERENCES = 6
_KEYS: Final = {
    QuoteOutcome.SAID: "check_said",
    QuoteOutcome.SAID_DIFFERENTLY: "check_differently",
    QuoteOutcome.SAID_BY_OTHER: "check_by_other",
    QuoteOutcome.DENIED: "check_denied",
    QuoteOutcome.NOT_FOUND: "nothing",
}


def render_checks(
    checks: Sequence[QuoteCheck], coverage: Coverage, messages: Messages, *, bot_name: str = ""
) -> str:
    """All checked quotations as one message that Telegram takes, with as much evidence as fits.

    With `bot_name`, articles without a URL link to their text in the private chat with the bot.
    """
    for evidence in (3, 2, 1, 0):
        parts = [_check(one, messages, evidence, bot_name) for one in checks]
        html = "\n\n".join([*parts, *_ending(checks, coverage, messages)])
        if fits(html):
            return html
    return as_html(messages.text("error", error_id="check"))


def _check(check: QuoteCheck, messages: Messages, evidence: int, bot_name: str) -> str:
    quotation = layout.shorten(check.quotation, _QUOTATION_LIMIT)
    lines = [f"<b>“{escape_foreign(quotation)}”</b>", as_html(outcome_text(check, messages))]
    lines += [escape_foreign(line) for line in _difference_lines(check.differences, messages)]
    shown = [_evidence(one, messages, bot_name) for one in check.evidence[:evidence]]
    return "\n\n".join(["\n".join(lines), *shown])


def outcome_text(check: QuoteCheck, messages: Messages) -> str:
    """What the outcome says, in one sentence of plain text."""
    key = _KEYS[check.outcome]
    name = layout.shorten(check.speaker_asked, _NAME_LIMIT)
    if check.outcome is QuoteOutcome.SAID:
        if not check.evidence[0].speaker:
            key = "check_said_unclear"
        elif check.differences:
            key = "check_said_small"
    elif check.outcome is QuoteOutcome.SAID_DIFFERENTLY and name:
        return messages.text("check_differently_by", name=name)
    elif check.outcome is QuoteOutcome.SAID_BY_OTHER:
        unclear = not check.evidence[0].speaker
        return messages.text("check_by_nobody" if unclear else "check_by_other", name=name)
    return messages.text(key)


def _difference_lines(differences: Sequence[tuple[str, str]], messages: Messages) -> list[str]:
    lines = []
    for asked, archived in differences[:_DIFFERENCES]:
        key = "check_changed" if asked and archived else "check_added" if asked else "check_omitted"
        values = {
            "asked": layout.shorten(asked, _WORDS_LIMIT),
            "archived": layout.shorten(archived, _WORDS_LIMIT),
        }
        lines.append(f"• {messages.text(key, **values)}")
    return lines


def _evidence(one: QuoteEvidence, messages: Messages, bot_name: str) -> str:
    return render_hit(as_hit(one), messages, bot_name=bot_name)


def as_hit(evidence: QuoteEvidence, rank: int = 1) -> Hit:
    """Evidence in the form in which hits are shown and taken along."""
    return Hit(
        rank=rank,
        score=1.0,
        article=evidence.article,
        passage=evidence.passage,
        quote=evidence.quote,
        speaker=evidence.speaker,
        also=evidence.also,
    )


def _ending(checks: Sequence[QuoteCheck], coverage: Coverage, messages: Messages) -> list[str]:
    """What was searched where something was not found, else what the archive holds."""
    if any(check.outcome is QuoteOutcome.NOT_FOUND for check in checks):
        held = messages.text("nothing_searched", held=layout.coverage_text(coverage, messages))
        return [escape_foreign(held), as_html(messages.text("check_caution"))]
    return [as_html(layout.archive_line(coverage, messages))]
