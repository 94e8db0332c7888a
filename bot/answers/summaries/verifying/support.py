"""How much of a sentence its quotes say: the share of its words that have one of their meaning."""

from typing import Final

from bot.answers.summaries.verifying.evidence import Evidence, clauses
from bot.answers.summaries.verifying.numerals import ORDINALS, UNITS, VAGUE, WORDS
from bot.answers.summaries.verifying.operator_words import OPERATORS
from index.attribution.lexicon import reporting_words
from index.text.analysis import words
from index.text.language import language_of
from index.text.stopwords import STOP_WORDS

# Set by judgement below what right sentences have: of the good ones in its tests, all have .8 or
# more in the language of the quote (36 cases) and .5 or more across languages (10).
# Nothing was fitted: of the bad ones, one alone is left to this rule (.2).
_SHARE: Final = {True: 0.6, False: 0.45}
_SHARE_OF_CLAUSE: Final = 0.3
_REPORTING: Final = (
    reporting_words.SAYING
    | reporting_words.SAYING_IF_MARKED
    | reporting_words.SAID
    | reporting_words.AFTER_QUOTE
)


def unsupported(text: str, evidence: Evidence, language: str) -> str:
    """Why a sentence says more than its quotes; "" if enough of its words stand there.

    `language` is the one it is in.
    Names and numbers do not count: they are verified by themselves and prove nothing more.
    """
    same = all(language_of(quote, default=language) == language for quote in evidence.quotes)
    known = [evidence.means(word) for word in _contents(text)]
    share = sum(known) / len(known) if known else 0.0
    if share < _SHARE[same]:
        return f"supported to {share:.2f}"
    for clause in clauses(text):
        known = [evidence.means(word) for word in _contents(clause)]
        if len(known) > 1 and sum(known) / len(known) < _SHARE_OF_CLAUSE:
            return f"clause without support: {clause}"
    return ""


def _contents(text: str) -> list[str]:
    """The words that say something, folded, each once; if there is none but names, these."""
    found = dict.fromkeys(
        folded
        for written in text.split()
        for folded in words(written)
        if not (folded in STOP_WORDS or folded in _REPORTING or _is_number(folded))
    )
    plain = [word for word in found if not _is_operator(word)]
    names = {
        folded
        for place, written in enumerate(text.split())
        if place and written.strip("\"“”'‘’(),.")[:1].isupper()
        for folded in words(written)
    }
    return [word for word in plain if word not in names] or plain


def _is_number(word: str) -> bool:
    return any(map(str.isdigit, word)) or word in _NUMBER_WORDS


_NUMBER_WORDS: Final = frozenset((*UNITS, *ORDINALS, *VAGUE, *WORDS))


def _is_operator(word: str) -> bool:
    return any(operator.pattern.fullmatch(word) for operator in OPERATORS)
