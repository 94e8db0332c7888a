"""A question made ready for one snapshot: what it is near to, its terms, whose words it wants."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from index.entities.matcher import EntityIndex
from index.entities.speaker_match import SpeakerQuery
from index.models.embedder import Embedder, Vector
from index.query.parse import ParsedQuery
from index.search.candidates import Rows
from index.search.speaker_scores import spoken_rows
from index.search.term_weights import Information, information
from index.store.snapshot_reader import OpenSnapshot
from index.store.spelling import correct_spelling
from index.text.analysis import fold, terms
from index.text.language import language_of_query
from index.text.sentence_features import AnswerType, expected_answer_type
from index.text.translation import synonyms, translations


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """A question in the words of the archive.

    `language` is the one it was asked in, "id", "en" or "" where nothing tells.
    `asked` are all its terms, `about` those that do not tell whose words are wanted; of these,
    `named` are names and numbers, and `reached` also words that were translated: what can be looked
    for in a text of another language. `names` are other words for a term, `expansions` other names
    of what is asked for; `spoken` the rows of what the one asked for says. `corrections` are words
    that were taken for another (as asked, as searched).
    """

    parsed: ParsedQuery
    language: str
    vector: Vector
    asked: Information
    about: Information
    named: Information
    reached: Information
    kind: AnswerType
    names: Mapping[str, Sequence[str]]
    expansions: Sequence[str]
    speaker: SpeakerQuery | None
    spoken: Rows | None
    corrections: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """The terms of a question, and for each word that was asked the term it became.

    `text` is what is embedded, misspelt words put right; `names` and `translated` are of the words
    that were asked; `expansions` as in Query.
    """

    text: str
    expansions: Sequence[str]
    language: str
    asked: Information
    meant: Mapping[str, str]
    names: frozenset[str]
    translated: frozenset[str]
    corrections: tuple[tuple[str, str], ...]


def query_of(
    query: ParsedQuery,
    found: Worded,
    snapshot: OpenSnapshot,
    *,
    embedder: Embedder,
    aliases: EntityIndex,
) -> Query:
    """`query`, as `worded` found it, for a search; the one embedding of it is done here."""
    vector = embedder.embed_query(found.text)
    named = query.filters.speaker
    speaker = aliases.parse_speaker(named) if named else None
    about = _about(named, found)
    names = {found.meant.get(name, name) for name in found.names}
    translated = {found.meant[word] for word in found.translated}
    return Query(
        parsed=query,
        language=found.language,
        vector=vector,
        asked=found.asked,
        about=about,
        named=about.of(names),
        reached=about.of(names | translated),
        kind=expected_answer_type(query.search_text),
        names=_other_names(about, aliases),
        expansions=found.expansions,
        speaker=speaker,
        spoken=spoken_rows(speaker, vector, snapshot) if speaker else None,
        corrections=found.corrections,
    )


def worded(query: ParsedQuery, snapshot: OpenSnapshot, aliases: EntityIndex) -> Worded:
    """The terms, misspelt ones put right and English ones as an Indonesian archive has them."""
    language = language_of_query(query.text)
    english = language == "en"
    words, names = terms(query.content), _names(query.content)
    translated = {word: translations(word) for word in words} if english else {}
    asked = information(words, snapshot, others=translated)
    # An English word is no misspelt Indonesian one, but a name is a name.
    doubtful = [word for word in asked.unknown if word in names or not english]
    found = ((word, correct_spelling(snapshot.db, word)) for word in doubtful)
    corrections = tuple((word, right) for word, right in found if right)
    # What the archive calls it counts; but Bill is not a “rancangan”.
    meant = {word: word if word in names else asked.usual(word) for word in words}
    meant |= corrections
    if any(word != term for word, term in meant.items()):
        others = {term: translated.get(word, ()) for word, term in meant.items()}
        asked = information(list(meant.values()), snapshot, others=others)
    if english:
        # What no article could hold says nothing about any.
        reachable = set(names) | {meant[word] for word, other in translated.items() if other}
        asked = asked.of(asked.weights.keys() - (set(asked.unknown) - reachable))
    return Worded(
        text=_corrected(query.search_text, corrections),
        expansions=aliases.expand(query.content),
        language=language,
        asked=asked,
        meant=meant,
        names=frozenset(names),
        translated=frozenset(word for word, other in translated.items() if other),
        corrections=corrections,
    )


def _corrected(text: str, corrections: Iterable[tuple[str, str]]) -> str:
    for wrong, right in corrections:
        text = re.sub(rf"\b{re.escape(wrong)}\b", right, text, flags=re.IGNORECASE)
    return text


def _about(speaker: str, found: Worded) -> Information:
    """The terms that do not tell who spoke; all of them if there are no others."""
    who = {found.meant.get(word, word) for word in terms(speaker)}
    about = found.asked.of(term for term in found.asked.weights if term not in who)
    return about if about.weights else found.asked


def _other_names(about: Information, aliases: EntityIndex) -> dict[str, list[str]]:
    """For each term what else it is called in one word: names, synonyms, words it translates."""
    names = {
        term: [name for name in aliases.expand(term) if " " not in name] for term in about.weights
    }
    return {
        term: [*found, *(about.others.get(term) or synonyms(term))] for term, found in names.items()
    }


def _names(text: str) -> set[str]:
    """Words that mean the same in any language, folded: names, told by a capital, and numbers."""
    first, *others = re.findall(r"\w+", text) or [""]
    found = {fold(word) for word in others if word[0].isupper() or any(map(str.isdigit, word))}
    return found | ({fold(first)} if any(map(str.isdigit, first)) or first.isupper() else set())
