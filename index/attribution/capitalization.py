"""What an article itself tells about its capital words: who speaks, what is a place or a firm."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.attribution import office_words, reporting_words
from index.attribution.mentions import Mention
from index.attribution.role_split import words_of
from index.attribution.tokens import ACRONYM, NAME, Token

_SAYING = reporting_words.SAYING | reporting_words.SAYING_IF_MARKED


class Evidence:
    """How one article uses its capital words.

    `speaking`: words with a reporting verb beside them ("kata Budi"). `inside`: words that have
    their capital within a sentence too. `small`: words without one. `short_forms`: of
    institutions, as given in brackets.
    """

    def __init__(self, sentences: Iterable[Sequence[Token]]) -> None:
        self.speaking: set[str] = set()
        self.inside: set[str] = set()
        self.small: set[str] = set()
        self.short_forms: set[str] = set()
        # What follows each word, "" for no other name; words of institutions in an office.
        self._followers: defaultdict[str, set[str]] = defaultdict(set)
        self._official: set[str] = set()
        self._bare: set[tuple[str, ...]] = set()
        for tokens in sentences:
            self._read(tokens)

    def learn(self, mentions: Iterable[Mention]) -> None:
        """Takes in what the article's mentions tell of each other."""
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
                self.small.add(token.word)
                continue
            before = tokens[index - 1].word if index else ""
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            named = after is not None and after.kind in (NAME, ACRONYM)
            self._followers[token.word].add(after.word if after and named else "")
            if index:
                self.inside.add(token.word)
            says = before in reporting_words.AFTER_QUOTE or before in reporting_words.ACCORDING
            says = says or (after is not None and after.word in _SAYING)
            if says:
                self.speaking.add(token.word)

    def is_varied(self, word: str) -> bool:
        """Whether several names begin with the word, as with a firm and its products."""
        return len(self._followers[word] - {""}) > 1

    def without_opener(self, mention: Mention) -> Mention:
        """A bare name at a sentence's beginning, without a word that is no part of it.

        “Gombalan Budi”: the first word has a capital only there.
        """
        doubtful = len(mention.name) > 1 and not mention.role
        if doubtful and mention.name[0].word not in self.inside:
            return replace(mention, name=mention.name[1:])
        return mention

    def recut(self, mention: Mention) -> Mention:
        """The mention with leading words of its name given to the institution they are part of.

        “Bupati Karanganyar Juliyatmono”: the article itself tells a place or firm from a first
        name, by the short form that it lets speak and by what else stands alone.
        """
        cut = self._official_words(mention)
        if not cut:
            return mention
        institution = (*mention.institution, *mention.name[:cut])
        return replace(mention, name=mention.name[cut:], institution=institution)

    def _official_words(self, mention: Mention) -> int:
        words = words_of(mention.name)
        if not words or (words[0] in self.short_forms and not mention.apart):
            return min(1, len(words))
        if mention.apart or not mention.role or mention.role[0].start > mention.name[0].start:
            return 0
        if len(words) == 1:
            return int(words[0] in self._official)
        return 0 if words[0] in self.speaking else self._place_or_firm(mention, words)

    def _place_or_firm(self, mention: Mention, words: tuple[str, ...]) -> int:
        spoken = next((i for i, word in enumerate(words) if word in self.speaking), 0)
        office = mention.institution or mention.role
        if office[-1].word in office_words.TERRITORIAL:
            return spoken or 1
        if len(words) > 2 and words[1:] in self._bare:
            return 1
        alone = (i for i in range(spoken, 0, -1) if self._followers[words[i - 1]] - {words[i]})
        return next(alone, 0)
