"""Which sentences of a draft may be shown: those that say no more than the quotes they rest on.

What the quotes say is checked, not whether it is true. Whatever is in doubt counts against a
sentence: one that is dropped costs little, as the quotes stand below it.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

from bot.answers.summaries.drafts import MOST_SENTENCES
from bot.answers.summaries.records import SummarySentence
from bot.answers.summaries.verifying.evidence import Evidence, Source
from bot.answers.summaries.verifying.figure_check import unfounded_figure
from bot.answers.summaries.verifying.names import unfounded_name, unknown_word
from bot.answers.summaries.verifying.operators import changed_claim
from bot.answers.summaries.verifying.quoting import unquoted_words, wrong_speaker
from bot.answers.summaries.verifying.roles import exchanged_roles
from bot.answers.summaries.verifying.support import unsupported
from index.text.language import language_of
from index.text.sentences import sentences as split_sentences

log = logging.getLogger(__name__)

LONGEST: Final = 350
"""Characters of a sentence, as of a quote."""
_FEWEST_WORDS: Final = 2
# Longer ones are no four sentences.
_LONGEST_DRAFTED: Final = 2000
_REFERS_BACK: Final = re.compile(
    r"(?:dia|ia|beliau|mereka|hal (?:itu|ini|tersebut)|itu|ini|keduanya|namun|tetapi|tapi"
    r"|selain itu|sementara itu|menurutnya|karena itu|oleh karena itu|akibatnya|he|she|it|they"
    r"|this|that|these|those|his|her|their|its|but|however|also|both|therefore)\b",
    re.IGNORECASE,
)
_MARKUP: Final = re.compile(r"[<>{}|\\*_`#@\[\]^~]|https?:|www\.", re.IGNORECASE)


def verified(
    drafted: Sequence[SummarySentence], sources: Sequence[Source], language: str
) -> tuple[SummarySentence, ...]:
    """The sentences that may be shown, at most four, in order.

    `language` is the one they have to be in. One that refers back goes with what it refers to.
    """
    kept: list[SummarySentence] = []
    before: SummarySentence | None = None
    for one in _one_by_one(drafted, sources)[:MOST_SENTENCES]:
        reason = objection(one, sources, language)
        if not reason and _REFERS_BACK.match(one.text.lstrip('“"')):
            apart = before is None or set(before.quotes).isdisjoint(one.quotes)
            reason = "refers to what is not shown" if apart else ""
        if reason:
            log.debug("A sentence was dropped (%s): %s", reason, one.text)
        before = None if reason else one
        kept += [] if reason else [one]
    return tuple(kept)


def objection(one: SummarySentence, sources: Sequence[Source], language: str) -> str:
    """Why a sentence may not be shown, in a few words; "" if nothing speaks against it."""
    cited = _cited(one, sources)
    if not cited:
        return "rests on a quote that is not there" if one.quotes else "rests on no quote"
    if reason := _form(one.text):
        return reason
    if _is_copied(one.text, cited):
        return ""
    if len(split_sentences(one.text)) > 1:
        return "several sentences"
    if language_of(one.text, default=language) != language:
        return "another language"
    return next(filter(None, _reasons(one.text, Evidence(cited), language)), "")


def clean(text: str) -> str:
    """A sentence in one line, in NFC."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def _one_by_one(
    drafted: Sequence[SummarySentence], sources: Sequence[Source]
) -> list[SummarySentence]:
    """The drafted sentences, where a model wrote several as one, each by itself.

    What is copied from a quote stays together.
    """
    found: list[SummarySentence] = []
    for one in drafted[:MOST_SENTENCES]:
        text = clean(one.text[:_LONGEST_DRAFTED])
        copied = _is_copied(text, _cited(one, sources))
        spans = [(0, len(text))] if copied else split_sentences(text)
        found += [SummarySentence(text[start:end], one.quotes) for start, end in spans]
    return found


def _cited(one: SummarySentence, sources: Sequence[Source]) -> tuple[Source, ...]:
    """The quotes that a sentence names, () if any of them is not there."""
    known = {source.number: source for source in sources}
    there = known.keys() >= set(one.quotes)
    return tuple(known[number] for number in one.quotes) if there else ()


def _is_copied(text: str, cited: Sequence[Source]) -> bool:
    """Whether it is one or more whole sentences of a quote, word for word."""
    for source in cited:
        quote = clean(source.quote)
        spans = split_sentences(quote)
        starts, ends = {start for start, _ in spans}, {end for _, end in spans}
        at = quote.find(text)
        if text and at in starts and at + len(text) in ends:
            # A mark without its other shows that the quotation goes on.
            return not unquoted_words(text, Evidence((source,)))
    return False


def _reasons(text: str, evidence: Evidence, language: str) -> Iterator[str]:
    yield unquoted_words(text, evidence)
    yield unfounded_figure(text, evidence)
    yield unfounded_name(text, evidence)
    if language == "id":
        yield unknown_word(text, evidence)
    yield wrong_speaker(text, evidence)
    yield changed_claim(text, evidence)
    yield exchanged_roles(text, evidence)
    yield unsupported(text, evidence, language)


def _form(text: str) -> str:
    """What is wrong with a sentence whatever its quotes say; "" if nothing is."""
    if len(text.split()) < _FEWEST_WORDS:
        return "no sentence"
    if len(text) > LONGEST:
        return "too long"
    if any(unicodedata.category(letter) in {"Cc", "Cf", "Co", "Cs", "Cn"} for letter in text):
        return "hidden characters"
    if any(letter.isalpha() and not _is_latin(letter) for letter in text):
        return "another script"
    if _MARKUP.search(text):
        return "markup or an address"
    return "a question" if text.endswith("?") else ""


def _is_latin(letter: str) -> bool:
    return "LATIN" in unicodedata.name(letter, "")
