"""Whether the numbers and dates of a sentence stand in its quotes."""

import re
from typing import Final

from bot.answers.summaries.verifying.days import Day
from bot.answers.summaries.verifying.evidence import Evidence, meanings
from bot.answers.summaries.verifying.figures import Figure, read_figures

_ARTICLES_OF_ONE: Final = re.compile(
    r"\b(?:seorang|sebuah|seekor|salah satu|suatu|satu|one|an?|tunggal|single)\b", re.IGNORECASE
)


def unfounded_figure(text: str, evidence: Evidence) -> str:
    """Why a number or date of a sentence stands in none of its quotes; "" if all do."""
    days, figures = read_figures(text)
    known = [read_figures(quote) for quote in evidence.quotes]
    their_days = [day for found, _ in known for day in found]
    theirs = [figure for _, found in known for figure in found]
    for day in days:
        if not any(day.is_part_of(other) for other in their_days):
            return f"date {day}"
    ones = any(_ARTICLES_OF_ONE.search(quote) for quote in evidence.quotes)
    for figure in figures:
        if figure.value == 1 and figure.kind == "cardinal" and not figure.rough and ones:
            continue
        if not (_is_year(figure, their_days) or any(map(figure.is_same, theirs))):
            return (
                f"number {_written(figure)} ({figure.kind}{figure.rough and ', ' + figure.rough})"
            )
        if _counts_something_else(figure, theirs):
            return f"number {_written(figure)} counts something else"
    return ""


def _is_year(figure: Figure, days: list[Day]) -> bool:
    return figure.kind == "cardinal" and any(figure.value == day.year for day in days if day.year)


def _counts_something_else(figure: Figure, theirs: list[Figure]) -> bool:
    """Whether a word beside the number stands in the quotes only beside others of its kind."""
    own = frozenset().union(*(one.beside for one in theirs if one.value == figure.value))
    others = [one for one in theirs if one.value != figure.value]
    if not own or not figure.beside:
        return False
    own_meanings = frozenset().union(*map(meanings, own))
    foreign = frozenset().union(*(meanings(word) for one in others for word in one.beside))
    return any(
        own_meanings.isdisjoint(meanings(word)) and not foreign.isdisjoint(meanings(word))
        for word in figure.beside
    )


def _written(figure: Figure) -> str:
    return figure.value if isinstance(figure.value, str) else f"{figure.value:f}"
