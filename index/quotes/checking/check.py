"""Did somebody say this? A claim and a snapshot → an outcome with its evidence."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from index.quotes.checking.candidates import find_candidates, prepare_claim
from index.quotes.checking.claims import Claim
from index.quotes.checking.comparison import Quotation
from index.quotes.checking.matches import Match, in_other_words, matches_in
from index.quotes.checking.outcomes import QuoteCheck, QuoteEvidence, QuoteOutcome
from index.quotes.checking.tokens import quote_tokens
from index.search.preparation.prepared_query import PreparedQuery
from index.search.searcher import Searcher
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import fold, words

# Evidence that is shown, and articles with the same words that are only named.
MOST_EVIDENCE, MOST_ALSO = 3, 5
# From which likeness words with a difference count as said by somebody else, or as denied.
_CLEARLY_ALIKE = 0.75
# Beyond this a quotation is cut: nobody quotes a page, and every word costs.
_MOST_WORDS = 150


class QuoteChecker:
    """Checks claims against snapshots; safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def check(self, claim: Claim, snapshot: OpenSnapshot) -> QuoteCheck:
        """What the archive holds of a claim, the best evidence first."""
        claim = replace(claim, quotation=" ".join(claim.quotation.split()[:_MOST_WORDS]))
        if not quote_tokens(claim.quotation):
            return QuoteCheck(
                quotation=claim.quotation,
                speaker_asked=claim.speaker,
                outcome=QuoteOutcome.NOT_FOUND,
            )
        prepared = prepare_claim(claim, self._searcher, snapshot)
        articles = find_candidates(prepared, self._searcher)
        quotation = Quotation(claim.quotation, _vocabulary(claim.quotation, snapshot))
        matches = [match for each in articles for match in matches_in(quotation, each, prepared)]
        outcome, chosen = _decide(matches, prepared)
        if outcome is QuoteOutcome.NOT_FOUND:
            chosen = in_other_words(articles, prepared)
            outcome = QuoteOutcome.SAID_DIFFERENTLY if chosen else outcome
        full_name = snapshot.entities(self._searcher.entities).in_full
        evidence = _evidence(chosen, full_name)
        return QuoteCheck(
            quotation=claim.quotation,
            speaker_asked=claim.speaker,
            outcome=outcome,
            differences=evidence[0].differences if evidence else (),
            evidence=evidence,
        )


def _vocabulary(text: str, snapshot: OpenSnapshot) -> Callable[[str], bool]:
    known = snapshot.words.count_passages({fold(word) for word in words(text)})
    return lambda word: word in known


# -- what they come to ----------------------------------------------------------------------


def _decide(matches: Sequence[Match], prepared: PreparedQuery) -> tuple[QuoteOutcome, list[Match]]:
    """The outcome by the words alone, and the matches that show it, the best first."""
    ordered = sorted(matches, key=lambda one: (one.same, one.likeness), reverse=True)
    by_asked = [one for one in ordered if one.agreement >= prepared.least_agreement]
    by_other = [one for one in ordered if one not in by_asked]
    unclear = [one for one in by_other if one.near_name]
    strict = [one for one in ordered if one.denied and one.likeness >= _CLEARLY_ALIKE]
    if strict and (strict[0].same or not any(one.same for one in by_asked)):
        return QuoteOutcome.DENIED, [*strict, *(one for one in by_asked if one.same)]
    for group in (by_asked, unclear):
        same = [one for one in group if one.same and not one.denied]
        if same:
            return QuoteOutcome.SAID, same
    elsewhere = [one for one in by_other if one.same]
    if elsewhere:
        return QuoteOutcome.SAID_BY_OTHER, [*elsewhere, *by_asked]
    differently = [*by_asked, *(one for one in unclear if one.likeness >= _CLEARLY_ALIKE)]
    if differently:
        return QuoteOutcome.SAID_DIFFERENTLY, differently
    alike = [one for one in by_other if one.likeness >= _CLEARLY_ALIKE]
    if alike:
        return QuoteOutcome.SAID_BY_OTHER, alike
    return QuoteOutcome.NOT_FOUND, []


# -- what is shown --------------------------------------------------------------------------


def _evidence(
    matches: Sequence[Match], full_name: Callable[[str], str]
) -> tuple[QuoteEvidence, ...]:
    """The first matches with different words; those with the same words are named beside them."""
    shown: dict[str, QuoteEvidence] = {}
    for match in matches:
        made = _shown(match, full_name)
        key = " ".join(words(made.quote))
        known = shown.get(key)
        if known is None and len(shown) < MOST_EVIDENCE:
            shown[key] = made
        elif known and len(known.also) < MOST_ALSO and known.article.id != made.article.id:
            shown[key] = replace(known, also=(*known.also, made.article))
    return tuple(shown.values())


def _shown(match: Match, full_name: Callable[[str], str]) -> QuoteEvidence:
    """The whole sentences of a match, with the passages around them."""
    article = match.spoken.article
    touched = match.spoken.sentences_in(match.start, match.end)
    start, end = article.spans[touched[0]][0], article.spans[touched[-1]][1]
    around = slice(*article.passage_around(start, end))
    speaker = match.speaker.speaker if match.speaker else None
    return QuoteEvidence(
        article=match.spoken.citation,
        quote=article.text[start:end],
        speaker=replace(speaker, name=full_name(speaker.name)).label if speaker else "",
        passage=article.text[around],
        differences=match.differences,
    )
