"""Words that an article itself says nobody spoke: forged, doctored, or under a stolen name.

Fact checks quote what they refute: “…,” kata Anies dalam tangkapan layar itu. Such a sentence is
nobody's statement. Three places can say so: the sentence itself, one that tells of the forgery and
names whose words it pretends to be, and the title. What such a person says to deny it, and
everything after that, is theirs.
"""

from collections.abc import Iterable, Sequence, Set
from itertools import takewhile

from index.attribution.coreference import SpeakerResolver
from index.attribution.lexicon import forgery_words, reporting_words
from index.attribution.mentions import Mention, Speaker, is_same_office, is_unique_office
from index.attribution.phrases.mention_finding import find_mentions
from index.attribution.tokens import QUOTE, Token, tokenize_sentence
from index.attribution.verb_subjects import is_place

# In tokens: how far from its preposition a medium is named, and how far the words about it go.
_MEDIUM_REACH, _PHRASE = 5, 9
# In tokens: how far from its medium a word for forgery stands.
_NEAR = 6
# In tokens: a name that a forgery pretends to quote stands this near to what carries it.
_NAME_REACH = 16
# In sentences: how long doubtful words go on where no sentence says that they are forged.
_DOUBT = 2
_SAYING = reporting_words.SAYING | reporting_words.SAYING_IF_MARKED


class Forgeries:
    """What an article says of forged words; sentences go by their number in it.

    `sentences` are their tokens, `title` is that of the article.
    """

    def __init__(
        self, sentences: Sequence[Sequence[Token]], resolver: SpeakerResolver, title: str
    ) -> None:
        self._sentences = sentences
        self._title = tokenize_sentence(title, 0, len(title), ())
        # The media of which the article says that they are forged.
        self._media = {
            word for tokens in (self._title, *sentences) for word in forged_media(tokens)
        }
        self._labelled = _is_labelled(title, refuted=bool(self._media))
        if self._labelled:
            self._media |= forgery_words.MEDIA
        self._refuted_by_title = self._labelled or bool(forged_media(self._title))
        # Whose words are forged, and from which sentence on.
        self._pretended = [
            (number, person)
            for number, tokens in enumerate(sentences)
            for person in self._pretended_in(tokens, resolver)
        ]
        self._denied: set[Speaker] = set()

    def forges(self, number: int, speaker: Speaker, sentence: str) -> bool:
        """Whether the sentence only pretends to have words of the speaker."""
        tokens = self._sentences[number]
        if is_forged(tokens, self._media):
            return True
        if speaker in self._denied:
            return False
        if not self._is_pretended(number, speaker):
            return False
        if forgery_words.REJECTING.search(sentence):
            self._denied.add(speaker)
            return False
        return True

    def _is_pretended(self, number: int, speaker: Speaker) -> bool:
        if self._refuted_by_title and self._is_in_title(speaker):
            return True
        return any(
            _may_be_same(person, speaker)
            and start <= number
            and (self._media or number - start <= _DOUBT)
            for start, person in self._pretended
        )

    def _pretended_in(
        self, tokens: Sequence[Token], resolver: SpeakerResolver
    ) -> Iterable[Speaker]:
        """The people whose words a sentence says are going round in some medium."""
        start = _forgery_start(tokens, self._media)
        if start < 0:
            return
        stop = _name_stop(tokens, start)
        for found in find_mentions(tokens):
            behind = start <= found.start < stop or start == found.end
            if behind and not is_place(found.mention):
                person = resolver.resolve(found.mention)
                if person:
                    yield person

    def _is_in_title(self, speaker: Speaker) -> bool:
        """Whether the title names the speaker as somebody whose words are forged."""
        media = forgery_words.MEDIA | forgery_words.FORGED
        words = [token.word for token in self._title]
        first = 0 if self._labelled else next((i for i, w in enumerate(words) if w in media), -1)
        uses = any(w in forgery_words.USING_A_NAME for w in words) and first >= 0
        places = [i for i in range(len(words)) if self._names(i, speaker)]
        if not places or first < 0:
            return False
        if self._speaks_up(places[-1]):
            return False
        return uses or places[0] > first or self._labelled

    def _speaks_up(self, at: int) -> bool:
        """Whether the title goes on with what the person named at word `at` says of the forgery."""
        after = [token.word for token in self._title[at + 1 : at + 4]]
        if ":" in after:
            return True
        verb = after[0] if after else ""
        if self._labelled:
            return "bantah" in verb
        return forgery_words.TITLE_SPEAKS.fullmatch(verb) is not None

    def _names(self, at: int, speaker: Speaker) -> bool:
        """Whether word `at` of the title belongs to the speaker's name or is their office."""
        token = self._title[at]
        if token.word in speaker.name.lower().split():
            return len(token.word) > 2
        role = speaker.role
        office = tuple(tokenize_sentence(role, 0, len(role), ())) if role else ()
        held = Mention(role=office)
        asked = Mention(role=(token,))
        return bool(office) and is_unique_office(held) and is_same_office(asked, held)


def _is_labelled(title: str, *, refuted: bool) -> bool:
    doubting = refuted and forgery_words.DOUBTING_LABEL.match(title)
    return bool(doubting or forgery_words.LABEL.match(title))


def forged_media(tokens: Sequence[Token]) -> set[str]:
    """The media that the words outside quotations say are forged: pesan, video, screenshot."""
    found: set[str] = set()
    for at, token in enumerate(tokens):
        if _says_forged(tokens, at):
            near = tokens[max(0, at - _NEAR) : at + _NEAR + 1]
            found |= {token.word} | ({t.word for t in near} & forgery_words.MEDIA)
    return found


def _says_forged(tokens: Sequence[Token], at: int) -> bool:
    word = tokens[at].word
    if word in forgery_words.USING_A_NAME:
        return any(token.word in forgery_words.MEDIA for token in tokens)
    if word not in forgery_words.FORGED_IF_MEDIUM:
        return word in forgery_words.FORGED
    before = [token.word for token in tokens[max(0, at - _PHRASE) : at]]
    if before and before[-1] in forgery_words.COPULAS:
        return not forgery_words.MEDIA.isdisjoint(before)
    return bool(before) and word not in forgery_words.WRONG and before[-1] in forgery_words.MEDIA


def is_forged(tokens: Sequence[Token], media: Set[str]) -> bool:
    """Whether the sentence itself says that its words are forged.

    Of the `media` it is known, so that “dalam video itu” suffices.
    """
    quoted = any(token.kind == QUOTE for token in tokens)
    reported = False
    for at, token in enumerate(tokens):
        if token.word in forgery_words.SEEMING:
            if any(t.word in forgery_words.SEEMING_VERBS for t in tokens[at + 1 : at + 3]):
                return True
        # What follows “mengatakan” is what somebody says of the medium.
        elif token.word in forgery_words.IN_A_MEDIUM and (quoted or not reported):
            phrase = _medium_phrase(tokens, at)
            if phrase and _tells_forgery(phrase, media):
                return True
        reported = reported or token.word in _SAYING
    return False


def _medium_phrase(tokens: Sequence[Token], at: int) -> Sequence[Token]:
    """The words after a preposition up to the next mark, if they begin with a medium; else none."""
    words = list(takewhile(_goes_on, tokens[at + 1 : at + 1 + _PHRASE]))
    for token in words[:_MEDIUM_REACH]:
        if token.word in forgery_words.MEDIA or token.word in forgery_words.DOUBTFUL:
            return words
        if token.word not in forgery_words.BEFORE_MEDIUM:
            break
    return ()


def _goes_on(token: Token) -> bool:
    return token.kind not in (QUOTE, ",", ".", ":", ";")


def _tells_forgery(phrase: Sequence[Token], media: Set[str]) -> bool:
    words = {token.word for token in phrase}
    if words & forgery_words.DOUBTFUL or forged_media(phrase):
        return True
    return bool(words & media) and bool(words & forgery_words.MENTIONED)


def _forgery_start(tokens: Sequence[Token], media: Set[str]) -> int:
    """Where a sentence begins to tell whose words are forged; -1 if it does not."""
    words = [token.word for token in tokens]
    for at, word in enumerate(words):
        if word in forgery_words.USING_A_NAME and _says_forged(tokens, at):
            return at
    here = forged_media(tokens) & forgery_words.MEDIA
    if not forgery_words.SPREADING.isdisjoint(words):
        here |= media | forgery_words.DOUBTFUL
    return next((at for at, word in enumerate(words) if word in here), -1)


def _name_stop(tokens: Sequence[Token], start: int) -> int:
    """Where the names end that a forgery pretends to quote, which begin after `start`."""
    opens = tokens[0].word in forgery_words.IN_A_MEDIUM
    for at in range(start + 1, min(len(tokens), start + _NAME_REACH)):
        word = tokens[at].word
        told = forgery_words.PASSIVE.fullmatch(word) and not forgery_words.QUOTING.fullmatch(word)
        ends = tokens[at].kind == QUOTE or (tokens[at].kind == "," and not opens)
        if ends or word in forgery_words.TOPICS or told:
            return at
    return start + _NAME_REACH


def _may_be_same(person: Speaker, speaker: Speaker) -> bool:
    if person.name and speaker.name:
        one, other = ({*name.lower().split()} for name in (person.name, speaker.name))
        return one <= other or other <= one
    if person.role and speaker.role:
        return person.role in speaker.role or speaker.role in person.role
    return person == speaker
