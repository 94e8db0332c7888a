"""The names of a sentence, told by their capitals, and whether its quotes have them."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from bot.answers.summaries.verifying.evidence import Evidence
from bot.answers.summaries.verifying.numerals import ORDINALS, UNITS, VAGUE
from index.attribution.lexicon import reporting_words
from index.text.analysis import stem, words
from index.text.article_dates import MONTH_NAMES, WEEKDAY_NAMES
from index.text.stopwords import STOP_WORDS, is_common
from index.text.translation import is_indonesian, translations

_TOKEN: Final = re.compile(r"\d+[A-Za-z]\w*|[^\W\d_][\w]*(?:[-'’][^\W_]\w*)*")
# “Rp5” is a number, which is verified by itself.
_AMOUNT: Final = re.compile(r"(?:Rp|US|USD|IDR)\d")
_OPENS: Final = re.compile(r"(?:^|[.?!:…]\s*|[“\"„«(]\s*)$")
_ENDING: Final = re.compile(r"(?:['’]s?|-?nya)$")
_PLAIN: Final = (
    frozenset(UNITS) | frozenset(ORDINALS) | frozenset(VAGUE) | MONTH_NAMES | WEEKDAY_NAMES
)
# English words that begin sentences, besides stop words and those that translate.
_OPENERS: Final = frozenset(
    "i both several many most some all every each another people officials residents authorities"
    " however although though meanwhile despite besides instead earlier later today yesterday"
    " these those nobody everyone almost nearly around roughly at least".split()
)


@dataclass(frozen=True, slots=True)
class _Word:
    written: str
    folded: str
    opens: bool
    start: int
    end: int

    def among(self, known: Container[str]) -> str:
        """The word, or the one without “-nya” or “'s”, if it is known; else ""."""
        bare = "".join(words(_ENDING.sub("", self.written)))
        return next((one for one in (self.folded, bare) if one in known), "")

    @property
    def shouts(self) -> bool:
        """Whether it is an acronym."""
        return len(self.written) > 1 and self.written.isupper()


def unfounded_name(text: str, evidence: Evidence) -> str:
    """The first name of a sentence that its quotes lack; "" if there is none.

    Names of several words have to stand there as they are: “Joko Anwar” is not in “Joko Widodo dan
    Anwar Ibrahim”. An office or institution may be translated, word by word.
    """
    for run in _runs(text):
        literal: list[str] = []
        for word in (*run, None):
            if word is not None and not _parts_run(word) and (there := word.among(evidence.words)):
                literal.append(there)
                continue
            if len(literal) > 1 and not _stands_together(literal, evidence):
                return f"name {' '.join(literal)}"
            literal = []
            if word is not None and not _is_known(word, evidence):
                return f"name {word.written}"
    return ""


def unknown_word(text: str, evidence: Evidence) -> str:
    """The first word of an Indonesian sentence that may be a name in small letters, or "".

    It is in none of the quotes, and not among the words that the news of a year uses.
    """
    for match in _TOKEN.finditer(text):
        word = match[0]
        folded = "".join(words(word))
        if not word.islower() or len(word) < 3 or folded in evidence.words or "-" in word:
            continue
        forms = (folded, _ENDING.sub("", folded))
        if not any(_is_common_form(form) or evidence.means(form) for form in forms):
            return f"unknown word {word}"
    return ""


def _runs(text: str) -> Iterator[list[_Word]]:
    """Capitalised words in a row, with nothing but spaces between them."""
    run: list[_Word] = []
    for match in _TOKEN.finditer(text):
        written = match[0]
        gap = text[run[-1].end : match.start()] if run else ""
        if not any(map(str.isupper, written)) or gap.strip():
            if run:
                yield run
            run = []
        if any(map(str.isupper, written)):
            opens = bool(_OPENS.search(text[: match.start()]))
            folded = "".join(words(written))
            run.append(_Word(written, folded, opens, match.start(), match.end()))
    if run:
        yield run


def _parts_run(word: _Word) -> bool:
    """Whether what stands before and behind a word need not be one name: offices, acronyms."""
    return word.shouts or _is_word(word.folded)


def _is_known(word: _Word, evidence: Evidence) -> bool:
    folded = word.folded
    if word.among(evidence.words) or folded in _PLAIN or _AMOUNT.match(word.written):
        return True
    if not word.shouts and folded in STOP_WORDS:
        return True
    if word.opens and any(map(_is_common_form, (folded, _ENDING.sub("", folded)))):
        return True
    # “Ministry” is no word of the quote, but “Kementerian” is.
    translated = bool(translations(folded)) or is_indonesian(folded)
    if translated and not word.shouts and evidence.means(folded):
        return True
    parts = words(word.written.replace("-", " "))
    return len(parts) > 1 and all(part in evidence.words for part in parts)


def _is_common_form(folded: str) -> bool:
    return _is_word(folded) or stem(folded) in _common_stems()


def _is_word(folded: str) -> bool:
    return (
        folded in STOP_WORDS
        or folded in _OPENERS
        or folded in _PLAIN
        or folded in reporting_words.OPENERS
        or is_common(folded)
        or bool(translations(folded))
    )


def _stands_together(run: list[str], evidence: Evidence) -> bool:
    spaced = f" {' '.join(run)} "
    return any(spaced in f" {' '.join(words(text))} " for text in evidence.texts)


@cache
def _common_stems() -> frozenset[str]:
    data = resources.files("index").joinpath("data", "common_words.txt")
    return frozenset(stem(word) for word in data.read_text(encoding="utf-8").split())
