"""Coreference in one article: whom short names and bare offices stand for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from index.attribution.capitalization import Capitalization
from index.attribution.lexicon import reporting_words
from index.attribution.mentions import Mention, Speaker, is_same_office, is_unique_office
from index.attribution.phrases.mention_finding import MentionSpan, find_mentions
from index.attribution.phrases.role_split import words_of
from index.attribution.tokens import WORD, Token
from index.text.language import language_of

_Words = tuple[str, ...]
# A longer run of capitalised words is a headline or a list, not a name.
_LONGEST_NAME = 5
# A word in more names than this distinguishes nobody; both limits keep hostile texts cheap.
_NAMES_OF_A_WORD = 20
_OFFICES = 200
# A shorter word may by chance be made of the beginnings of somebody else's names.
_SHORTEST_BLEND = 6
_BEFORE_SUBJECT = reporting_words.CONNECTORS | reporting_words.CLOSES_FRONT


class SpeakerResolver:
    """Resolves the mentions of one article to speakers; sentences go by their number in it."""

    def __init__(self, text: str, sentences: Sequence[Sequence[Token]]) -> None:
        self._text = text
        self._sentences = sentences
        self._capitals = Capitalization(sentences)
        self._found: list[list[MentionSpan]] = [
            list(self._read_mentions(tokens)) for tokens in sentences
        ]
        everything = [found.mention for sentence in self._found for found in sentence]
        self._capitals.add_mentions(everything)
        self._names: dict[_Words, tuple[Token, ...]] = {}
        self._by_word: defaultdict[str, list[_Words]] = defaultdict(list)
        self._by_letter: defaultdict[str, list[_Words]] = defaultdict(list)
        self._offices: defaultdict[_Words, list[Mention]] = defaultdict(list)
        self._aliases: dict[str, _Words] = {}
        for mention in everything:
            self._add(self._capitals.correct_boundary(mention))

    def resolve(self, mention: Mention) -> Speaker | None:
        """Whom a mention with a name, office or institution stands for; None if in doubt."""
        mention = self._capitals.correct_boundary(mention)
        if mention.name:
            return self._resolve_name(mention)
        if mention.role:
            return self._resolve_office(mention)
        return self._speaker((), mention)

    def is_confirmed(self, mention: Mention) -> bool:
        """Whether a mention that begins its sentence is a name, not just capitalised there."""
        if len(mention.name) != 1 or mention.role or mention.institution:
            return True
        word = mention.name[0].word
        if word in self._capitals.capitalized_inside:
            return True
        return word not in self._capitals.lower_case and not reporting_words.NOMINAL.fullmatch(word)

    def names_in(self, number: int) -> set[str]:
        """The names in a sentence that may be people's, each in its fullest form."""
        mentions = (self._capitals.correct_boundary(found.mention) for found in self._found[number])
        named = (m for m in mentions if m.name and (len(m.name) > 1 or self._resolve_person(m)))
        return {self._resolve_name(mention).name for mention in named}

    def actors_in(self, number: int) -> set[Speaker]:
        """The people who are a subject of the sentence."""
        tokens = self._sentences[number]
        acting = (found for found in self._found[number] if _is_subject(tokens, found))
        people = (self._resolve_person(found.mention) for found in acting)
        return {person for person in people if person}

    # ── Collecting ──────────────────────────────────────────────────────────────────────────────
    def _read_mentions(self, tokens: Sequence[Token]) -> Iterable[MentionSpan]:
        for found in find_mentions(tokens):
            if found.start:
                yield found
            else:
                yield found._replace(mention=self._capitals.strip_opener(found.mention))

    def _add(self, mention: Mention) -> None:
        """Keep a name with its words, offices and aliases."""
        words = words_of(mention.name)
        if not words or len(words) > _LONGEST_NAME:
            return
        if words not in self._names:
            self._names[words] = mention.name
            if len(words) > 1 and len(self._by_letter[words[0][0]]) < _NAMES_OF_A_WORD:
                self._by_letter[words[0][0]].append(words)
            for word in words:
                if len(self._by_word[word]) < _NAMES_OF_A_WORD:
                    self._by_word[word].append(words)
        if mention.role:
            self._offices[words].append(mention)
        for alias in mention.aliases:
            self._aliases.setdefault(alias, words)

    def _is_person(self, words: _Words) -> bool:
        """Whether a name has an office or speaks; without, it may be a firm's or a film's."""
        return words in self._offices or not self._capitals.speaking.isdisjoint(words)

    # ── Looking up ──────────────────────────────────────────────────────────────────────────────
    def _resolve_person(self, mention: Mention) -> Speaker | None:
        """Whom a mention stands for if it is known to be a person's."""
        mention = self._capitals.correct_boundary(mention)
        known = mention.name and (mention.role or self._is_person(words_of(mention.name)))
        return self._resolve_name(mention) if known else None

    def _resolve_name(self, mention: Mention) -> Speaker:
        words = words_of(mention.name)
        full = self._fullest_name(mention)
        if full is None:
            return self._speaker(mention.name, self._best_office(self._offices[words], mention))
        whole = set(full)
        near = (name for word in full for name in self._by_word[word])
        known = dict.fromkeys(name for name in near if set(name) <= whole)
        offices = [office for name in known for office in self._offices_of(name, full)]
        return self._speaker(self._names[full], self._best_office(offices, mention))

    def _offices_of(self, name: _Words, full: _Words) -> list[Mention]:
        """The offices given with a name where it stands for the person of the name `full`."""
        offices = self._offices.get(name, [])[:_OFFICES]
        if name == full or all(len(self._by_word[word]) < 3 for word in name):
            return offices
        return [office for office in offices if self._fullest_name(office) == full]

    def _fullest_name(self, mention: Mention) -> _Words | None:
        """The longest name of the article that has all words of this one; None if several do."""
        words = words_of(mention.name)
        if len(words) == 1:
            words = self._aliases.get(words[0]) or self._find_blend(words[0]) or words
        wanted = set(words)
        fuller = [name for name in self._by_word.get(words[0], ()) if wanted <= set(name)]
        persons = [name for name in fuller if self._is_person(name)]
        if any(len(name) > 1 for name in persons):
            fuller = persons
        fullest = [name for name in fuller if not any(set(name) < set(o) for o in fuller)]
        if len(fullest) > 1:
            fullest = self._disambiguate(fullest, words, mention)
        if len(fullest) != 1:
            return None
        bare = len(words) == 1 and fullest[0] not in self._offices
        return None if bare and self._capitals.begins_several_names(words[0]) else fullest[0]

    def _find_blend(self, word: str) -> _Words | None:
        """The one name this word is blended from: “Jokowi” from Joko Widodo."""
        if len(word) < _SHORTEST_BLEND or len(self._by_word.get(word, ())) > 1:
            return None
        names = self._by_letter.get(word[0], ())
        blended = [name for name in names if name in self._offices and _is_blend(word, name)]
        return blended[0] if len(blended) == 1 else None

    def _disambiguate(self, names: list[_Words], words: _Words, mention: Mention) -> list[_Words]:
        """Those of several names that `words` can be short for.

        They are told apart by the office given with them, then by the part of a name that the
        language keeps: Indonesian news calls Budi Santoso “Budi”, English news “Santoso”.
        """
        if mention.role:
            held = [name for name in names if self._holds(name, mention)]
            names = held or names
        short = slice(-len(words), None) if self._keeps_last_names else slice(len(words))
        names = [name for name in names if name[short] == words] or names
        return names if len(names) == 1 else [name for name in names if name in self._offices]

    def _holds(self, name: _Words, mention: Mention) -> bool:
        return any(is_same_office(mention, office) for office in self._offices.get(name, ())[:3])

    @cached_property
    def _keeps_last_names(self) -> bool:
        return language_of(self._text) == "en"

    def _best_office(self, offices: Sequence[Mention], mention: Mention) -> Mention:
        """The fullest of these offices."""
        return max((*offices[:_OFFICES], mention), key=_fullness)

    def _resolve_office(self, mention: Mention) -> Speaker | None:
        if not (is_unique_office(mention) or mention.definite):
            return self._speaker((), mention)
        offices = [office for given in self._offices.values() for office in given[:3]][:_OFFICES]
        holders = {
            self._resolve_name(replace(office, definite=False))
            for office in offices
            if is_same_office(mention, office)
        }
        if len(holders) == 1:
            return holders.pop()
        return None if holders or mention.definite else self._speaker((), mention)

    def _speaker(self, name: tuple[Token, ...], office: Mention) -> Speaker:
        return Speaker(
            name=self._text_of(name),
            role=self._text_of(office.role),
            institution=self._text_of(office.institution),
        )

    def _text_of(self, tokens: tuple[Token, ...]) -> str:
        return self._text[tokens[0].start : tokens[-1].end] if tokens else ""


def _is_blend(short: str, words: _Words) -> bool:
    """Whether `short` is made of the beginnings of all the words."""
    if not words or not short:
        return not words and not short
    heads = (n for n in range(1, len(words[0]) + 1) if short.startswith(words[0][:n]))
    return any(_is_blend(short[n:], words[1:]) for n in heads)


def _is_subject(tokens: Sequence[Token], found: MentionSpan) -> bool:
    """Whether a mention stands where a subject does: at a beginning, before a verb."""
    before = tokens[found.start - 1] if found.start else None
    begins = found.start < 2 or (
        before is not None and (before.kind == "," or before.word in _BEFORE_SUBJECT)
    )
    after = tokens[found.end] if found.end < len(tokens) else None
    return begins and after is not None and (after.kind in (WORD, ",", "("))


def _fullness(mention: Mention) -> int:
    """How much an office says of its holder; one that one person holds at a time comes first."""
    if not mention.role:
        return 0
    words = len({token.start for token in (*mention.role, *mention.institution)})
    return words + 100 * is_unique_office(mention)
