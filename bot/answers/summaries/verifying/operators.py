"""Whether a sentence keeps what its quotes deny, doubt, plan, limit: polarity and modality.

A clause is laid beside those of the quotes that share most of its words. What turns these round
must not be lost, and nothing that turns round may come in.
"""

import re
from collections.abc import Sequence
from typing import Final, TypeAlias

from bot.answers.summaries.verifying.evidence import Evidence, alike, clauses
from bot.answers.summaries.verifying.figures import read_figures
from bot.answers.summaries.verifying.operator_words import AMONG, OPERATORS, OPPOSITES, Operator
from index.quotes.checking.tokens import CARRIES_NEGATION, quote_tokens
from index.text.analysis import stem, terms, words
from index.text.sentences import sentences

Aligned: TypeAlias = tuple[str, Sequence[str]]
"""A clause of a sentence, and the clauses of its quotes that are most like it."""

_NEGATED_WITHIN: Final = 4
# They hold for one clause: another “akan” in the sentence does not make up for them.
_OF_CLAUSES: Final = frozenset(("negation", "plan", "duty"))
# They hold for all clauses of their sentence: “…, kecuali di Zona III”, “jika aman, …”.
_OF_SENTENCES: Final = frozenset(("condition", "exception"))


def changed_claim(text: str, evidence: Evidence) -> str:
    """What a sentence claims otherwise than its quotes, in a word; "" if nothing is found."""
    aligned = [(clause, _nearest(clause, evidence)) for clause in clauses(text)]
    for operator in OPERATORS:
        found = bool(operator.pattern.search(text))
        theirs = any(operator.pattern.search(quote) for quote in evidence.quotes)
        if found and not theirs and operator.add:
            return f"{operator.name} added"
        if theirs and operator.lose and _loses(operator, text, aligned, evidence):
            return f"{operator.name} lost"
    return (
        _turned_round(text, evidence)
        or _opposite(text, evidence)
        or _of_all(text, aligned)
        or _asserted(aligned)
    )


def _nearest(clause: str, evidence: Evidence) -> Sequence[str]:
    """The clauses of the quotes that share most words of meaning with one; () if none shares any.

    Who speaks does not count: that stands beside all clauses alike.
    """
    speakers = {word for one in evidence.sources for word in words(one.speaker)}
    own = [word for word in terms(clause) if word not in speakers]
    shared = [(alike(own, terms(other)), other) for other in evidence.clauses]
    most = max((count for count, _ in shared), default=0)
    return [other for count, other in shared if most and count == most]


def _loses(operator: Operator, text: str, aligned: Sequence[Aligned], evidence: Evidence) -> bool:
    """Whether a sentence tells of clauses with the operator and is without it."""
    if operator.name in _OF_CLAUSES:
        return _loses_in_clause(operator, aligned)
    if operator.pattern.search(text):
        return False
    if operator.name in _OF_SENTENCES:
        whole = (quote[start:end] for quote in evidence.quotes for start, end in sentences(quote))
        told = {other for _, nearest in aligned for other in nearest}
        parts = [one for one in whole if operator.pattern.search(one)]
        return any(other in one for other in told for one in parts)
    return any(operator.pattern.search(other) for _, nearest in aligned for other in nearest)


def _loses_in_clause(operator: Operator, aligned: Sequence[Aligned]) -> bool:
    """Whether a clause of the quotes has it, and none of those of the sentence that tell it."""
    kept = {
        other for clause, nearest in aligned if operator.pattern.search(clause) for other in nearest
    }
    return any(
        operator.pattern.search(other) and other not in kept
        for _, nearest in aligned
        for other in nearest
    )


def _of_all(text: str, aligned: Sequence[Aligned]) -> str:
    """What the quotes say of some (“dua di antaranya”), said without their number."""
    figures = read_figures(text)[1]
    for _, nearest in aligned:
        for other in nearest:
            theirs = read_figures(other)[1] if AMONG.search(other) else []
            if theirs and not any(one.value == its.value for one in figures for its in theirs):
                return "said of some, not of all"
    return ""


def _turned_round(text: str, evidence: Evidence) -> str:
    """Words that are negated in the sentence and nowhere in the quotes, or the other way round."""
    negated, plain = _by_polarity([text])
    their_negated, their_plain = _by_polarity(evidence.quotes)
    if lost := (plain & their_negated) - their_plain - negated:
        return f"negation of {min(lost)} lost"
    if added := (negated & their_plain) - their_negated:
        return f"negation of {min(added)} added"
    return ""


def _by_polarity(texts: Sequence[str]) -> tuple[set[str], set[str]]:
    """Stems that follow a negation at once, but for words that carry it on, and all others."""
    negated: set[str] = set()
    plain: set[str] = set()
    for text in texts:
        reach = 0
        for token in quote_tokens(text):
            if token.is_negation:
                reach = _NEGATED_WITHIN
                continue
            (negated if reach else plain).add(stem(token.word))
            # The first word with a meaning of its own ends it.
            reach = reach - 1 if reach and token.word in CARRIES_NEGATION else 0
    return negated, plain


def _opposite(text: str, evidence: Evidence) -> str:
    said = " ".join(evidence.texts)
    for one, other in OPPOSITES:
        for mine, against in ((one, other), (other, one)):
            has = mine.search(text)
            if has and not mine.search(said) and against.search(said):
                return f"opposite: {has[0]}"
    return ""


def _asserted(aligned: Sequence[Aligned]) -> str:
    """A statement of what the quotes only ask."""
    asks = any(
        nearest and all(re.search(r"\?[\"”’)]*$", other) for other in nearest)
        for _, nearest in aligned
    )
    return "asked, not said" if asks else ""
