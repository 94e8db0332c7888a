"""Where an article has the words of a claim, or their meaning, and who says them there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.attribution.attribute import forged_statements
from index.attribution.lexicon import forgery_words
from index.entities.speaker_match import FULL, MOST, NOT
from index.quotes.checking.candidates import SpokenArticle
from index.quotes.checking.comparison import Comparison, Quotation
from index.search.preparation.prepared_query import PreparedQuery
from index.search.speakers.speaker_scores import SpeakerScore
from index.text.analysis import spaced_words, stem, words

# From which likeness words are those of the claim, said with a difference.
_ALIKE = 0.6
# From which closeness a statement says the same in other words, among the words of whoever is named
# and among everybody's, where more statements compete. Measured on 20 paraphrases and 20 inventions
# about 17,891 articles, none of them of the kept half of scripts/dev/questions/quotations.jsonl:
# paraphrases have .59 to 1.3, 17 of 20 more than .69; of the inventions two are on what their
# speaker did speak about, the others have at most .58, among everybody's .76.
_PARAPHRASE, _ANYBODYS_PARAPHRASE = 0.66, 0.85
# The weight of the cosine beside the share of words: on many matters everything that somebody says
# is near in meaning, so the cosine alone tells little.
_COSINE_WEIGHT = 0.4
# In sentences: how near to a quotation of nobody a name stands that may be its speaker's.
_NEIGHBOURS = 2
_NEVER_SAID = re.compile(
    r"\b(?:tidak|tak|nggak|enggak|gak|belum)\s+pernah\s+(?:\w+\s+){0,2}?"
    r"(?:bilang|mengatakan|berkata|menyatakan|ngomong|menyebut|mengucapkan|menyampaikan|meminta)"
    r"|\b(?:mem|di)?bantah\w*|\bnever\s+said|\bdenie[sd]\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stretch of an article that is like the claim, in words or only in meaning.

    `agreement` is how surely it is by the speaker asked for, 1 if nobody is. `near_name`: nobody is
    known to say it, but the speaker asked for is named beside it.
    """

    spoken: SpokenArticle
    start: int
    end: int
    likeness: float
    same: bool
    speaker: SpeakerScore | None
    agreement: float
    near_name: bool = False
    denied: bool = False
    differences: tuple[tuple[str, str], ...] = field(default=())


def matches_in(
    quotation: Quotation, spoken: SpokenArticle, prepared: PreparedQuery
) -> Iterator[Match]:
    """The best place of an article for a quotation, if it is alike at all."""
    compared = [
        quotation.compare(spoken.article.text, tokens)
        for tokens in (spoken.quoted, spoken.tokens)
        if tokens
    ]
    found = [each for each in compared if each and each.likeness >= _ALIKE]
    if found:
        # The words alone, without who says them, count before the whole text.
        best = max(found, key=lambda each: (each.is_same, each.likeness))
        yield _match(best, spoken, prepared)


def _match(found: Comparison, spoken: SpokenArticle, prepared: PreparedQuery) -> Match:
    speakers = spoken.speakers_in(found.start, found.end)
    asked = prepared.speaker is not None
    speaker = max(speakers, key=lambda one: _agreement(one, prepared), default=None)
    agreement = _agreement(speaker, prepared) if speaker else float(not asked)
    near = asked and not speakers and _is_named_beside(found, spoken, prepared)
    return Match(
        spoken=spoken,
        start=found.start,
        end=found.end,
        likeness=found.likeness,
        same=found.is_same,
        speaker=speaker,
        agreement=agreement,
        near_name=near,
        denied=_is_denied(found, spoken),
        differences=tuple((one.asked, one.archived) for one in found.differences),
    )


def _agreement(score: SpeakerScore, prepared: PreparedQuery) -> float:
    """How surely the speaker of words is the one asked for, 1 if nobody is.

    An article may give only one of the names that are asked for: “Indro” for “Indro Warkop”.
    """
    if prepared.speaker is None:
        return FULL
    own, asked = set(words(score.speaker.name)), set(words(prepared.parsed.filters.speaker))
    return max(score.agreement, MOST if own and own <= asked else NOT)


def _is_named_beside(found: Comparison, spoken: SpokenArticle, prepared: PreparedQuery) -> bool:
    """Whether the speaker asked for is named or speaks beside a quotation of nobody."""
    touched = spoken.sentences_in(found.start, found.end)
    quoted = any(token.start == found.start for token in spoken.quoted)
    if not (touched and quoted) or prepared.speaker is None:
        return False
    first, last = touched[0] - _NEIGHBOURS, touched[-1] + _NEIGHBOURS
    beside = range(max(0, first), min(len(spoken.article.spans), last + 1))
    if any(
        spoken.spoken[n].agreement >= prepared.least_agreement for n in beside if n in spoken.spoken
    ):
        return True
    if any(n in spoken.spoken for n in beside):
        return False
    text = spaced_words(" ".join(spoken.article.sentences[n] for n in beside))
    names = prepared.speaker.relation_to or [tuple(words(prepared.parsed.filters.speaker))]
    return any(f" {name[-1]} " in text or f" {name[0]} " in text for name in names if name)


def _is_denied(found: Comparison, spoken: SpokenArticle) -> bool:
    """Whether the article says that nobody spoke these words, or the speaker says so."""
    touched = spoken.sentences_in(found.start, found.end)
    for number in touched:
        start, _ = spoken.article.spans[number]
        if _NEVER_SAID.search(spoken.article.text[start : found.start]):
            return True
    title = spoken.citation.title
    if any(number in spoken.spoken for number in touched):
        return False
    if forgery_words.LABEL.match(title):
        return True
    folded = spaced_words(f"{title} {spoken.article.text}")
    if not any(f" {word} " in folded for word in forgery_words.FORGED):
        return False
    forged = forged_statements(spoken.article.text, title=title)
    return any(one.start < found.end and found.start < one.end for one in forged)


def in_other_words(articles: Sequence[SpokenArticle], prepared: PreparedQuery) -> list[Match]:
    """Statements that say the same in other words, by the speaker asked for if one is."""
    least = _PARAPHRASE if prepared.speaker else _ANYBODYS_PARAPHRASE
    found = []
    for spoken in articles:
        for number, score in spoken.spoken.items():
            agreement = _agreement(score, prepared)
            if agreement < prepared.least_agreement:
                continue
            close = _closeness(spoken, number, prepared)
            if close >= least:
                start, end = spoken.article.spans[number]
                found.append(
                    Match(
                        spoken=spoken,
                        start=start,
                        end=end,
                        likeness=close,
                        same=False,
                        speaker=score,
                        agreement=agreement,
                    )
                )
    return sorted(found, key=lambda one: -one.likeness)


def _closeness(spoken: SpokenArticle, number: int, prepared: PreparedQuery) -> float:
    """How near a statement is to the claim: its cosine and the share of words that it has.

    The sentences right before and behind it count if they are by the same speaker.
    """
    weights, speaker = prepared.terms.weights, spoken.spoken[number].speaker
    around = [
        n
        for n in (number - 1, number, number + 1)
        if n in spoken.spoken and spoken.spoken[n].speaker == speaker
    ]
    held = {stem(word) for n in around for word in words(spoken.article.sentences[n])}
    covered = sum(
        weight
        for term, weight in weights.items()
        if any(stem(form) in held for form in (term, *prepared.other_words.get(term, ())))
    )
    share = covered / prepared.terms.total if weights else 0.0
    return _COSINE_WEIGHT * spoken.nearness[number] + share
