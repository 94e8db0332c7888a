"""From reporting clauses to statements: which sentence is whose."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.attribution.clauses import Clause, clauses
from index.attribution.coreference import People
from index.attribution.mentions import Mention, Speaker, Statement
from index.attribution.office_words import GENERIC
from index.attribution.tokens import QUOTE, Token, tokens
from index.text.quotations import Quotation, quotations
from index.text.sentences import sentences

# Fewer words in quotation marks are a title or a turn of phrase.
_SPOKEN_WORDS = 3


@dataclass(slots=True)
class _Sentence:
    start: int
    end: int
    tokens: list[Token]
    # Numbers of the quotations that have a part in it, one for each QUOTE token.
    quoted: range
    clauses: list[Clause] = field(default_factory=list)


def attribute_statements(text: str) -> list[Statement]:
    """The sentences of an article in which somebody says something, with who says it.

    In order, not overlapping; each is one of `index.text.sentences.sentences(text)`. A sentence
    whose speaker is in doubt is left out.
    """
    quoted = quotations(text)
    read = _sentences(text, quoted)
    if not any(sentence.clauses for sentence in read):
        return []
    return list(_Attribution(text, read).statements())


def _sentences(text: str, quoted: Sequence[Quotation]) -> list[_Sentence]:
    found: list[_Sentence] = []
    first = 0
    for start, end in sentences(text):
        while first < len(quoted) and quoted[first].end <= start:
            first += 1
        last = first
        while last < len(quoted) and quoted[last].start < end:
            last += 1
        words = tokens(text, start, end, quoted[first:last])
        found.append(_Sentence(start, end, words, range(first, last), list(clauses(words))))
    return found


class _Attribution:
    """One pass through an article; knows who spoke last and whether that is still certain."""

    def __init__(self, text: str, read: Sequence[_Sentence]) -> None:
        self._text = text
        self._read = read
        self._people = People(text, [sentence.tokens for sentence in read])
        self._last: Speaker | None = None
        self._silent = True
        # Before anybody spoke: the names of each sentence, and the people who do something.
        self._named: list[set[str]] = []
        self._acting: set[Speaker] = set()
        self._owners = self._quotation_owners()

    def statements(self) -> list[Statement]:
        found: list[Statement] = []
        for number, sentence in enumerate(self._read):
            speaker = self._speaker(number, sentence)
            if speaker and self._has_words(sentence):
                found.append(
                    Statement(
                        start=sentence.start,
                        end=sentence.end,
                        speaker=speaker,
                        direct=self._is_direct(sentence),
                    )
                )
        return found

    def _quotation_owners(self) -> dict[int, Clause | None]:
        """The clause that tells whose a quotation is; None if several do."""
        owners: dict[int, Clause | None] = {}
        for sentence in self._read:
            places = [i for i, token in enumerate(sentence.tokens) if token.kind == QUOTE]
            for clause in sentence.clauses:
                if clause.quote >= 0:
                    number = sentence.quoted[places.index(clause.quote)]
                    known = owners.setdefault(number, clause)
                    # What follows a quotation names its speaker, what precedes may be older.
                    if known is not clause and known and clause.after:
                        owners[number] = clause
        return owners

    def _speaker(self, number: int, sentence: _Sentence) -> Speaker | None:
        saying = [clause for clause in sentence.clauses if clause.says]
        known = [self._owners[quote] for quote in sentence.quoted if quote in self._owners]
        relevant = list(dict.fromkeys((*saying, *known)))
        if relevant:
            return self._from_clauses(sentence, relevant)
        passive = [clause for clause in sentence.clauses if not clause.says]
        if passive:
            self._last = self._resolve(passive[0]) if len(passive) == 1 else None
            return None
        if self._is_only_quoted(sentence):
            goes_on = self._is_direct(sentence) and not self._begins_small(sentence)
            return self._last if goes_on else None
        self._narrative(number)
        return None

    def _from_clauses(
        self, sentence: _Sentence, relevant: Sequence[Clause | None]
    ) -> Speaker | None:
        speakers: list[Speaker | None] = []
        for clause in relevant:
            named = speakers[-1] if speakers else None
            again = clause is not None and clause.speaker is not None and clause.speaker.pronoun
            speakers.append(named if named and again else self._resolve(clause))
        distinct = {speakers[0]} if _main_first(sentence, relevant) else set(speakers)
        self._last = distinct.pop() if len(distinct) == 1 else None
        self._silent = False
        return self._last

    def _resolve(self, clause: Clause | None) -> Speaker | None:
        mention = clause.speaker if clause else None
        if clause is None or mention is None:
            return None
        if mention.pronoun:
            meant = self._first_speaker() if self._silent and not self._last else self._last
            # “Dia” is no institution.
            return None if meant and mention.definite and not (meant.name or meant.role) else meant
        if clause.first and not self._people.confirmed(mention):
            return None
        if mention.definite and mention.role:
            return self._known(mention)
        return self._people.speaker(mention)

    def _first_speaker(self) -> Speaker | None:
        """Who is meant by “ujarnya” before anybody spoke.

        The only person there is so far, or the subject and only person of the sentence before.
        """
        for names in (set().union(*self._named), set().union(*self._named[-1:])):
            people = [person for person in self._acting if person.name in names]
            if len(people) == 1 == len(names):
                return people[0]
        return None

    def _known(self, mention: Mention) -> Speaker | None:
        """Who is meant by “pria itu”, “sang menteri”: who has the role, or the last speaker."""
        holder = self._people.speaker(mention)
        if holder or self._last is None or mention.name:
            return holder
        head = mention.role[0].word
        fits = head in GENERIC or not self._last.role or head in self._last.role.lower().split()
        return self._last if fits else None

    def _narrative(self, number: int) -> None:
        """Forgets the last speaker when somebody else becomes the subject."""
        subjects = self._people.subjects(number)
        if self._silent:
            self._named.append(self._people.named(number))
            self._acting |= subjects
        if subjects - {self._last}:
            self._last = None

    def _is_only_quoted(self, sentence: _Sentence) -> bool:
        return bool(sentence.quoted) and not any(
            token.kind not in (QUOTE, ".", ",", "-", "–", '"', "”") for token in sentence.tokens
        )

    def _has_words(self, sentence: _Sentence) -> bool:
        """Whether the sentence holds more than the end of a quotation and its clause."""
        parts = [self._text[t.start : t.end] for t in sentence.tokens if t.kind == QUOTE]
        if any(clause.quote >= 0 and clause.after for clause in sentence.clauses):
            return any(map(str.isalnum, "".join(parts)))
        return any(map(str.isalnum, self._text[sentence.start : sentence.end]))

    def _begins_small(self, sentence: _Sentence) -> bool:
        """Whether it begins amid a sentence, as between two quotations that were torn apart."""
        text = self._text[sentence.start : sentence.end]
        return next((letter.islower() for letter in text if letter.isalnum()), True)

    def _is_direct(self, sentence: _Sentence) -> bool:
        """Whether the sentence has quoted words, and not only a title or a turn of phrase."""
        for token in sentence.tokens:
            if token.kind == QUOTE:
                quoted = self._text[token.start : token.end].strip("\"“”„«»'`‘’ \n")
                spoken = len(quoted.split(None, _SPOKEN_WORDS)) >= _SPOKEN_WORDS
                if spoken or quoted[-1:] in (",", ".", "?", "!"):
                    return True
        return False


def _main_first(sentence: _Sentence, relevant: Sequence[Clause | None]) -> bool:
    """Whether the first clause holds the others: “Budi mengatakan, Sari menyebut hal itu”."""
    first = relevant[0]
    return (
        first is not None
        and first.first
        and not sentence.quoted
        and not any(clause is None or clause.after for clause in relevant)
    )
