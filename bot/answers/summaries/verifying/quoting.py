"""Words in quotation marks, and whose words a sentence says they are."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from bot.answers.summaries.verifying.evidence import Evidence
from index.attribution.lexicon import reporting_words
from index.text.analysis import words

_SAME_MARKS: Final = str.maketrans(
    {**dict.fromkeys("“”„‟«»＂〝〞「」『』", '"'), **dict.fromkeys("‘’‚‛‹›`´′＇", "'")}
)
_DOUBLE: Final = re.compile(r'"([^"]*)"')
_SINGLE: Final = re.compile(r"(?<!\w)'(?=\S)([^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*)(?<=\S)'(?!\w)")
_NAMED: Final = r"[A-Z][\w.'’-]*"
_RUN: Final = rf"{_NAMED}(?:\s+(?:(?:bin|binti|of|dan|and|the|RI)\s+)?{_NAMED})*"
_ROLE: Final = r"(?:[a-z][\w-]*\s+){0,3}"
_VERBS: Final = "|".join(
    sorted(
        map(
            re.escape,
            reporting_words.SAYING
            | reporting_words.SAYING_IF_MARKED
            | reporting_words.SAID
            | {"menambahkan", "say", "according"},
        ),
        key=len,
        reverse=True,
    )
)
_AFTER: Final = "|".join(
    sorted(
        map(re.escape, reporting_words.AFTER_QUOTE | {"menurut", "according to", "by"}),
        key=len,
        reverse=True,
    )
)
_ADVERBS: Final = rf"(?:(?:{'|'.join(map(re.escape, sorted(reporting_words.ADVERBS)))})\s+){{0,2}}"
_BEFORE_VERB: Final = re.compile(
    rf"(?P<who>{_RUN})(?:,[^,]{{1,60}},)?\s+(?:\([^)]*\)\s+)?{_ADVERBS}(?i:{_VERBS})\b"
)
_BEHIND_VERB: Final = re.compile(
    rf"(?:\b(?i:{_AFTER})|(?<=[,\"”] )(?i:said|says|added|told))\s+{_ROLE}(?P<who>{_RUN})"
)
_SUBJECT: Final = re.compile(
    rf"(?:^|,\s*)(?P<who>[A-Za-z][\w-]*(?:\s+[\w-]+){{0,3}}?)\s+{_ADVERBS}(?i:{_VERBS})\b"
)


def unquoted_words(text: str, evidence: Evidence) -> str:
    """Words in quotation marks that no quote has exactly so; "" if all are verbatim."""
    marked = _plain(text)
    if marked.count('"') % 2:
        return "quotation mark without its other"
    rest = _DOUBLE.sub(" ", marked)
    for inside in (*_DOUBLE.findall(marked), *_SINGLE.findall(rest)):
        said = inside.strip().rstrip(".,")
        if not said or not any(said in _plain(quote) for quote in evidence.quotes):
            return f"not verbatim: {inside}"
    return ""


def wrong_speaker(text: str, evidence: Evidence) -> str:
    """Who a sentence says has spoken, though its quotes are nobody's or somebody else's words."""
    allowed = {word for one in evidence.sources for word in words(one.speaker)}
    for one in evidence.sources:
        # Who is named within the quote may have spoken, too.
        allowed |= {word for who in _speakers(one.quote) for word in words(who)}
    for who in _speakers(text):
        named = [word for word in words(who) if word in evidence.words]
        if named and allowed.isdisjoint(named):
            return f"speaker {who}"
    for match in _SUBJECT.finditer(text):
        if not any(_can_speak(word, evidence) for word in words(match["who"])):
            return f"speaker {match['who']}"
    return ""


def _can_speak(word: str, evidence: Evidence) -> bool:
    pronoun = reporting_words.PRONOUNS | reporting_words.PLURAL_PRONOUNS
    return word in pronoun or evidence.means(word)


def _speakers(text: str) -> Iterator[str]:
    for pattern in (_BEFORE_VERB, _BEHIND_VERB):
        for match in pattern.finditer(text):
            yield match["who"]


def _plain(text: str) -> str:
    """The text in NFC with one kind of marks and of spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_SAME_MARKS).split())
