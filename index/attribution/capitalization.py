"""Persons, places and firms told apart by how an article itself uses its capitalised words."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.attribution.lexicon import office_words, reporting_words, title_words
from index.attribution.mentions import Mention
from index.attribution.phrases.role_split import words_of
from index.attribution.tokens import ACRONYM, NAME, Token

_SAYING = reporting_words.SAYING | reporting_words.SAYING_IF_MARKED


class Capitalization:
    """How one article uses its capitalised words; all sets hold words in lower case.

    `speaking`: words beside a reporting verb (“kata Budi”). `capitalized_inside`: words that have
    a capital within a sentence, not only at its beginning. `lower_case`: words that occur without
    a capital. `short_forms`: short forms of institutions, as given in brackets.
    """

    def __init__(self, sentences: Iterable[Sequence[Token]]) -> None:
        self.speaking: set[str] = set()
        self.capitalized_inside: set[str] = set()
        self.lower_case: set[str] = set()
        self.short_forms: set[str] = set()
        # The capitalised words that follow each word, "" where none does.
        self._followers: defaultdict[str, set[str]] = defaultdict(set)
        # Words of the institutions in offices, and names given without an office.
        self._official: set[str] = set()
        self._bare: set[tuple[str, ...]] = set()
        for tokens in sentences:
            self._read(tokens)

    def add_mentions(self, mentions: Iterable[Mention]) -> None:
        """Take in all mentions of the article; each shows what some words of the others are."""
        for mention in mentions:
            self._official.update(words_of(mention.institution))
            if not mention.name:
                self.short_forms.update(mention.aliases)
            elif not mention.role:
                self._bare.add(words_of(mention.name))
        self._official -= self.speaking

    def _read(self, tokens: Sequence[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.kind not in (NAME, ACRONYM):
                self.lower_case.add(token.word)
                continue
            before = tokens[index - 1].word if index else ""
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            named = after is not None and after.kind in (NAME, ACRONYM)
            self._followers[token.word].add(after.word if after and named else "")
            if index:
                self.capitalized_inside.add(token.word)
            says = before in reporting_words.AFTER_QUOTE or before in reporting_words.ACCORDING
            says = says or (after is not None and after.word in _SAYING)
            if says:
                self.speaking.add(token.word)

    def begins_several_names(self, word: str) -> bool:
        """Whether several names begin with the word, like those of a firm's products."""
        return len(self._followers[word] - {""}) > 1

    def strip_opener(self, mention: Mention) -> Mention:
        """The mention that begins a sentence, without a first word that is no part of its name.

        “Gombalan Budi”: the first word has a capital only there.
        """
        doubtful = len(mention.name) > 1 and not mention.role
        if doubtful and mention.name[0].word not in self.capitalized_inside:
            return replace(mention, name=mention.name[1:])
        return mention

    def correct_boundary(self, mention: Mention) -> Mention:
        """The mention, with leading words of its name moved to the institution they belong to.

        “Bupati Karanganyar Juliyatmono”: the article shows which word is a place or firm and
        which a first name, by the short name that speaks and by the words that also stand alone.
        """
        cut = self._official_words(mention)
        if not cut:
            return mention
        institution = (*mention.institution, *mention.name[:cut])
        return replace(mention, name=mention.name[cut:], institution=institution)

    def _official_words(self, mention: Mention) -> int:
        """How many leading words of the name belong to the institution."""
        words = words_of(mention.name)
        if words and words[0] in title_words.SHORT_NAMES:
            return 0
        if not words or (words[0] in self.short_forms and not mention.name_apart):
            return min(1, len(words))
        if mention.name_apart or not mention.role or mention.role[0].start > mention.name[0].start:
            return 0
        if len(words) == 1:
            return int(words[0] in self._official)
        return 0 if words[0] in self.speaking else self._place_or_firm(mention, words)

    def _place_or_firm(self, mention: Mention, words: tuple[str, ...]) -> int:
        """How many leading words of a name are a place or firm that the office is in."""
        spoken = next((i for i, word in enumerate(words) if word in self.speaking), 0)
        office = mention.institution or mention.role
        if office[-1].word in office_words.TERRITORIAL:
            return spoken or 1
        if len(words) > 2 and words[1:] in self._bare:
            return 1
        alone = (i for i in range(spoken, 0, -1) if self._followers[words[i - 1]] - {words[i]})
        return next(alone, 0)
