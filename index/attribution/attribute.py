"""Quote attribution: which sentences of an article report somebody's words, and whose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from index.attribution.clauses import Clause, find_clauses
from index.attribution.coreference import SpeakerResolver
from index.attribution.forgery import Forgeries
from index.attribution.lexicon.office_words import GENERIC
from index.attribution.mentions import Mention, Speaker, Statement
from index.attribution.tokens import QUOTE, Token, tokenize_sentence
from index.text.quotations import Quotation, quotations
from index.text.sentences import sentences as split_sentences

# Fewer words in quotation marks are a title or a turn of phrase, not speech.
_SPOKEN_WORDS = 3


@dataclass(slots=True)
class _Sentence:
    start: int
    end: int
    tokens: list[Token]
    # Indices of the article's quotations that overlap the sentence, one for each QUOTE token.
    quoted: range
    clauses: list[Clause] = field(default_factory=list)


def attribute_statements(text: str, *, title: str = "") -> list[Statement]:
    """The sentences of an article that report somebody's words, each with its speaker.

    They are in order, do not overlap, and each is one of `index.text.sentences.sentences(text)`.
    Sentences whose speaker is in doubt are left out, and those that the article or its title says
    are forged.
    """
    sentences = _read_sentences(text, quotations(text))
    if not any(sentence.clauses for sentence in sentences):
        return []
    return _Attributor(text, sentences, title).statements()


def forged_statements(text: str, *, title: str = "") -> list[Statement]:
    """The sentences that `attribute_statements` leaves out because the article refutes them.

    `speaker` is who is said to have spoken. In order, not overlapping.
    """
    sentences = _read_sentences(text, quotations(text))
    return _Attributor(text, sentences, title).forged()


def _read_sentences(text: str, quoted: Sequence[Quotation]) -> list[_Sentence]:
    found: list[_Sentence] = []
    first = 0
    for start, end in split_sentences(text):
        while first < len(quoted) and quoted[first].end <= start:
            first += 1
        last = first
        while last < len(quoted) and quoted[last].start < end:
            last += 1
        words = tokenize_sentence(text, start, end, quoted[first:last])
        found.append(_Sentence(start, end, words, range(first, last), list(find_clauses(words))))
    return found


class _Attributor:
    """One pass through an article that keeps track of who spoke last.

    `_last` is None while nobody has spoken, or where it is no longer certain who did.
    """

    def __init__(self, text: str, sentences: Sequence[_Sentence], title: str) -> None:
        self._text = text
        self._sentences = sentences
        tokens = [sentence.tokens for sentence in sentences]
        self._resolver = SpeakerResolver(text, tokens)
        self._forgeries = Forgeries(tokens, self._resolver, title)
        self._last: Speaker | None = None
        self._nobody_spoke = True
        # Until somebody speaks: the names in each sentence, and the people who act in any.
        self._named: list[set[str]] = []
        self._acting: set[Speaker] = set()
        self._owners = self._find_quotation_owners()

    def statements(self) -> list[Statement]:
        return [statement for statement, forged in self._reported() if not forged]

    def forged(self) -> list[Statement]:
        return [statement for statement, forged in self._reported() if forged]

    def _reported(self) -> Iterator[tuple[Statement, bool]]:
        """What anybody is said to have said, and whether it is forged; to be read once."""
        for number, sentence in enumerate(self._sentences):
            speaker = self._find_speaker(number, sentence)
            words = self._text[sentence.start : sentence.end]
            if speaker is None or not self._has_words(sentence):
                continue
            statement = Statement(
                start=sentence.start,
                end=sentence.end,
                speaker=speaker,
                direct=self._is_direct(sentence),
            )
            yield statement, self._forgeries.forges(number, speaker, words)

    def _find_quotation_owners(self) -> dict[int, Clause]:
        """For each quotation, by its index, the clause that attributes it."""
        owners: dict[int, Clause] = {}
        for sentence in self._sentences:
            places = [i for i, token in enumerate(sentence.tokens) if token.kind == QUOTE]
            for clause in sentence.clauses:
                if clause.quote >= 0:
                    number = sentence.quoted[places.index(clause.quote)]
                    known = owners.setdefault(number, clause)
                    # A clause after the quotation outranks one before it, which may be about
                    # the quotation before.
                    if known is not clause and clause.after_quote:
                        owners[number] = clause
        return owners

    def _find_speaker(self, number: int, sentence: _Sentence) -> Speaker | None:
        """Who says the sentence, None if nobody does or it is in doubt who."""
        saying = [clause for clause in sentence.clauses if clause.reports]
        known = [self._owners[quote] for quote in sentence.quoted if quote in self._owners]
        relevant = list(dict.fromkeys((*saying, *known)))
        if relevant:
            return self._agreed_speaker(sentence, relevant)
        naming = [clause for clause in sentence.clauses if not clause.reports]
        if naming:
            self._last = self._resolve(naming[0]) if len(naming) == 1 else None
            return None
        if self._is_only_quoted(sentence):
            goes_on = self._is_direct(sentence) and not self._begins_in_lower_case(sentence)
            return self._last if goes_on else None
        self._read_narrative(number)
        return None

    def _agreed_speaker(self, sentence: _Sentence, relevant: Sequence[Clause]) -> Speaker | None:
        """The one speaker these clauses name, None if they name several."""
        speakers: list[Speaker | None] = []
        for clause in relevant:
            named = speakers[-1] if speakers else None
            again = clause.speaker is not None and clause.speaker.pronoun
            speakers.append(named if named and again else self._resolve(clause))
        distinct = {speakers[0]} if _first_governs(sentence, relevant) else set(speakers)
        self._last = distinct.pop() if len(distinct) == 1 else None
        self._nobody_spoke = False
        return self._last

    def _resolve(self, clause: Clause) -> Speaker | None:
        mention = clause.speaker
        if mention is None:
            return None
        if mention.pronoun:
            meant = self._first_speaker() if self._nobody_spoke and not self._last else self._last
            # “Dia” is no institution.
            return None if meant and mention.definite and not (meant.name or meant.role) else meant
        if clause.opens_sentence and not self._resolver.is_confirmed(mention):
            return None
        if mention.definite and mention.role:
            return self._resolve_definite(mention)
        return self._resolver.resolve(mention)

    def _first_speaker(self) -> Speaker | None:
        """Who is meant by “ujarnya” where nobody has spoken yet.

        The only person named so far, or the only one named in the sentence before, if they act.
        """
        for names in (set().union(*self._named), set().union(*self._named[-1:])):
            people = [person for person in self._acting if person.name in names]
            if len(people) == 1 == len(names):
                return people[0]
        return None

    def _resolve_definite(self, mention: Mention) -> Speaker | None:
        """Who “pria itu”, “sang menteri” means: the holder of the role or the last speaker."""
        holder = self._resolver.resolve(mention)
        if holder or self._last is None or mention.name:
            return holder
        head = mention.role[0].word
        fits = head in GENERIC or not self._last.role or head in self._last.role.lower().split()
        return self._last if fits else None

    def _read_narrative(self, number: int) -> None:
        """Forget the last speaker where somebody else becomes the subject."""
        subjects = self._resolver.actors_in(number)
        if self._nobody_spoke:
            self._named.append(self._resolver.names_in(number))
            self._acting |= subjects
        if subjects - {self._last}:
            self._last = None

    def _is_only_quoted(self, sentence: _Sentence) -> bool:
        """Whether the sentence holds quotations and the marks around them, nothing else."""
        return bool(sentence.quoted) and not any(
            token.kind not in (QUOTE, ".", ",", "-", "–", '"', "”") for token in sentence.tokens
        )

    def _has_words(self, sentence: _Sentence) -> bool:
        """Whether it has words of the speaker, not only a quotation's end and its clause."""
        parts = [self._text[t.start : t.end] for t in sentence.tokens if t.kind == QUOTE]
        if any(clause.quote >= 0 and clause.after_quote for clause in sentence.clauses):
            return any(map(str.isalnum, "".join(parts)))
        return any(map(str.isalnum, self._text[sentence.start : sentence.end]))

    def _begins_in_lower_case(self, sentence: _Sentence) -> bool:
        """Whether it begins amid a sentence, as between two halves of a quotation torn apart."""
        text = self._text[sentence.start : sentence.end]
        return next((letter.islower() for letter in text if letter.isalnum()), True)

    def _is_direct(self, sentence: _Sentence) -> bool:
        """Whether the sentence quotes speech, and not only a title or a turn of phrase."""
        for token in sentence.tokens:
            if token.kind == QUOTE:
                quoted = self._text[token.start : token.end].strip("\"“”„«»'`‘’ \n")
                spoken = len(quoted.split(None, _SPOKEN_WORDS)) >= _SPOKEN_WORDS
                if spoken or quoted[-1:] in (",", ".", "?", "!"):
                    return True
        return False


def _first_governs(sentence: _Sentence, relevant: Sequence[Clause]) -> bool:
    """Whether the first clause reports the others: “Budi mengatakan, Sari menyebut hal itu”."""
    first = relevant[0]
    return (
        first.opens_sentence
        and not sentence.quoted
        and not any(clause.after_quote for clause in relevant)
    )
