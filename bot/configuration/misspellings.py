"""Names that are nearly those of settings: a setting that is misspelt would count for nothing."""

import difflib
from collections.abc import Collection, Iterator

# Share of equal letters (difflib): ACESS has .91, TELEGRAM_TOKEN .88, and TELEGRAM_API_ID, which
# Telegram's own server reads, .84 of TELEGRAM_API_URL.
_LIKENESS = 0.85


def likely_name(typed: str, known: Collection[str]) -> str:
    """The name of `known` that was probably meant, "" if `typed` is one or is like none.

    Nearly the same letters (TELEGRAM_BOT_TOKN, telegram_bot_token), or some of its words
    (BOT_TOKEN).
    """
    if typed in known:
        return ""
    close = difflib.get_close_matches(typed.upper(), known, n=1, cutoff=_LIKENESS)
    words = set(typed.upper().split("_"))
    parts = [one for one in known if len(words) > 1 and words < set(one.split("_"))]
    return next(iter(close or parts), "")


def misspelt(names: Collection[str], known: Collection[str], *, given_in: str) -> Iterator[str]:
    """A line on each of `names` that is nearly one of `known` which is not given itself."""
    for name in names:
        if (meant := likely_name(name, known)) and meant not in names:
            yield f"{name}: {given_in} has it, but there is no such setting; did you mean {meant}?"
