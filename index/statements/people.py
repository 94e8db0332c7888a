"""Who is who in one article: short mentions and bare offices to the person they stand for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.statements import grammar
from index.statements.evidence import Evidence
from index.statements.offices import Mention, is_unique, same_office, words_of
from index.statements.phrases import Found, mentions
from index.statements.records import Speaker
from index.statements.tokens import WORD, Token

_Words = tuple[str, ...]
# A longer run of capitals is a headline or a list, not a name.
_LONGEST_NAME = 5
# A word in more names than this tells nobody apart; the limits keep hostile texts cheap.
_NAMES_OF_A_WORD = 20
_OFFICES = 200
_BEFORE_SUBJECT = grammar.CONNECTORS | grammar.CLOSES_FRONT


class People:
    """The people and institutions one article introduces; sentences are known by their number."""

    def __init__(self, text: str, sentences: Sequence[Sequence[Token]]) -> None:
        self._text = text
        self._sentences = sentences
        self._evidence = Evidence(sentences)
        self._found: list[list[Found]] = [list(self._mentions(tokens)) for tokens in sentences]
        everything = [found.mention for sentence in self._found for found in sentence]
        self._evidence.learn(everything)
        self._names: dict[_Words, tuple[Token, ...]] = {}
        self._by_word: defaultdict[str, list[_Words]] = defaultdict(list)
        self._offices: defaultdict[_Words, list[Mention]] = defaultdict(list)
        self._aliases: dict[str, _Words] = {}
        for mention in everything:
            self._add(self._evidence.recut(mention))

    def speaker(self, mention: Mention) -> Speaker | None:
        """Who a mention with a name, office or institution stands for; None if in doubt."""
        mention = self._evidence.recut(mention)
        if mention.name:
            return self._named(mention)
        if mention.role:
            return self._office_holder(mention)
        return self._speaker((), mention)

    def confirmed(self, mention: Mention) -> bool:
        """Whether a mention that begins its sentence is more than a word with a capital there."""
        if len(mention.name) != 1 or mention.role or mention.institution:
            return True
        word = mention.name[0].word
        if word in self._evidence.inside:
            return True
        return word not in self._evidence.small and not grammar.NOMINAL.fullmatch(word)

    def named(self, number: int) -> set[str]:
        """The names in a sentence that may be people's; each in its fullest form."""
        mentions = (self._evidence.recut(found.mention) for found in self._found[number])
        named = (m for m in mentions if m.name and (len(m.name) > 1 or self._person(m)))
        return {self._named(mention).name for mention in named}

    def subjects(self, number: int) -> set[Speaker]:
        """The people of a sentence who do something in it."""
        tokens = self._sentences[number]
        acting = (found for found in self._found[number] if _acts(tokens, found))
        people = (self._person(found.mention) for found in acting)
        return {person for person in people if person}

    # ── Collecting ──────────────────────────────────────────────────────────────────────────────
    def _mentions(self, tokens: Sequence[Token]) -> Iterable[Found]:
        for found in mentions(tokens):
            if found.start:
                yield found
            else:
                yield found._replace(mention=self._evidence.without_opener(found.mention))

    def _add(self, mention: Mention) -> None:
        words = words_of(mention.name)
        if not words or len(words) > _LONGEST_NAME:
            return
        if words not in self._names:
            self._names[words] = mention.name
            for word in words:
                if len(self._by_word[word]) < _NAMES_OF_A_WORD:
                    self._by_word[word].append(words)
        if mention.role:
            self._offices[words].append(mention)
        for alias in mention.aliases:
            self._aliases.setdefault(alias, words)

    def _is_person(self, words: _Words) -> bool:
        """Whether a name has an office or speaks; capitals alone may be a firm or a film."""
        return words in self._offices or not self._evidence.speaking.isdisjoint(words)

    # ── Looking up ──────────────────────────────────────────────────────────────────────────────
    def _person(self, mention: Mention) -> Speaker | None:
        mention = self._evidence.recut(mention)
        known = mention.name and (mention.role or self._is_person(words_of(mention.name)))
        return self._named(mention) if known else None

    def _named(self, mention: Mention) -> Speaker:
        words = words_of(mention.name)
        full = self._fullest(words)
        if full is None:
            return self._speaker(mention.name, self._best_office([words], mention))
        whole = set(full)
        known = {name for word in full for name in self._by_word[word] if set(name) <= whole}
        return self._speaker(self._names[full], self._best_office(known, mention))

    def _fullest(self, words: _Words) -> _Words | None:
        """The one name of the article that holds all of `words` and most besides."""
        if len(words) == 1:
            words = self._aliases.get(words[0], words)
        wanted = set(words)
        fuller = [name for name in self._by_word.get(words[0], ()) if wanted <= set(name)]
        persons = [name for name in fuller if self._is_person(name)]
        if any(len(name) > 1 for name in persons):
            fuller = persons
        fullest = [name for name in fuller if not any(set(name) < set(o) for o in fuller)]
        if len(fullest) > 1:
            fullest = [name for name in fullest if name in self._offices]
        if len(fullest) != 1:
            return None
        bare = len(words) == 1 and fullest[0] not in self._offices
        return None if bare and self._evidence.is_varied(words[0]) else fullest[0]

    def _best_office(self, names: Iterable[_Words], mention: Mention) -> Mention:
        """The fullest office given with any of the names."""
        given = (office for name in names for office in self._offices.get(name, ())[:_OFFICES])
        return max((*given, mention), key=_fullness)

    def _office_holder(self, mention: Mention) -> Speaker | None:
        if not (is_unique(mention) or mention.definite):
            return self._speaker((), mention)
        offices = [office for given in self._offices.values() for office in given[:3]][:_OFFICES]
        holders = {
            self._named(replace(office, definite=False))
            for office in offices
            if same_office(mention, office)
        }
        if len(holders) == 1:
            return holders.pop()
        return None if holders or mention.definite else self._speaker((), mention)

    def _speaker(self, name: tuple[Token, ...], office: Mention) -> Speaker:
        return Speaker(
            name=self._piece(name),
            role=self._piece(office.role),
            institution=self._piece(office.institution),
        )

    def _piece(self, tokens: tuple[Token, ...]) -> str:
        return self._text[tokens[0].start : tokens[-1].end] if tokens else ""


def _acts(tokens: Sequence[Token], found: Found) -> bool:
    """Whether a mention stands where a subject does: at a beginning, before a verb."""
    before = tokens[found.start - 1] if found.start else None
    begins = found.start < 2 or (
        before is not None and (before.kind == "," or before.word in _BEFORE_SUBJECT)
    )
    after = tokens[found.end] if found.end < len(tokens) else None
    return begins and after is not None and (after.kind in (WORD, ",", "("))


def _fullness(mention: Mention) -> int:
    """How much an office tells of its holder; one that is held alone comes first."""
    if not mention.role:
        return 0
    words = len({token.start for token in (*mention.role, *mention.institution)})
    return words + 100 * is_unique(mention)
