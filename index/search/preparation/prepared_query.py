"""A query prepared once for a snapshot, to be searched with any filters.

Its words are looked up in the snapshot's vocabulary, misspelt ones corrected and English ones
translated; it is embedded at most once, when a search first needs the vector.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.entities.matcher import EntityIndex
from index.entities.speaker_match import SpeakerQuery
from index.models.embedder import Embedder, Vector
from index.query.parse import ParsedQuery
from index.query.question_parts import question_parts
from index.search.preparation.name_terms import archive_names
from index.search.preparation.side_task import SideTask
from index.search.preparation.term_weights import TermWeights
from index.search.preparation.wording import Wording, replace_words, word_query
from index.search.ranking.candidates import ArticleFilter, Rows, newest_titled
from index.search.speakers.speaker_scores import retrieve_spoken
from index.search.tuning import Tuning
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import WORD, fold, spaced_words, terms, words
from index.text.sentence_features import QueryTerms, expected_answer_type, term_number
from index.text.translation import synonyms

# What stands before a number that is a part of a name: “SATRIA-” of “SATRIA-2”.
_NUMBERED = re.compile(r"\w+[-–]\Z")


class AskedName(NamedTuple):
    """A word of a question that is a name or a number, its range, its place in the query's terms.

    The range of a number after a hyphen is that of the whole: “SATRIA-2”.
    """

    word: str
    start: int
    end: int
    column: int


@dataclass(frozen=True, kw_only=True)
class PreparedQuery:
    """A query in the words of a snapshot. Not to be shared between threads.

    `language` is the one it was asked in, "id", "en" or "" if nothing tells. `terms` are all its
    terms, `topic_terms` those that do not name the speaker; of these, `names` are names with a
    capital and numbers, and `crosslingual_terms` also words with a translation: what a text in
    another language can hold. `other_words` are synonyms and other names of each term, `expansions`
    other names of what is asked for; `other_names` are, by the terms of each name in the query, its
    other names. `corrections` are words that were replaced (as asked, as searched).
    """

    parsed: ParsedQuery
    snapshot: OpenSnapshot
    tuning: Tuning
    language: str
    terms: TermWeights
    topic_terms: TermWeights
    names: TermWeights
    crosslingual_terms: TermWeights
    other_words: Mapping[str, Sequence[str]]
    expansions: Sequence[str]
    other_names: Mapping[tuple[str, ...], Sequence[str]]
    speaker: SpeakerQuery | None
    corrections: tuple[tuple[str, str], ...]
    embed: Callable[[], Vector]

    @cached_property
    def vector(self) -> Vector:
        """The embedding of the query, misspelt words corrected (dimension,)."""
        return self.embed()

    @cached_property
    def spoken(self) -> Rows | None:
        """Rows of passages by the speaker asked for, nearest first; None if nobody is."""
        if self.speaker is None:
            return None
        return retrieve_spoken(self.speaker, self.vector, self.snapshot, self.tuning)

    def newest(self, within: ArticleFilter, tuning: Tuning) -> Rows:
        """Rows of the newest articles that are titled by the topic, whatever else they say."""
        limit = tuning.latest_candidates
        return newest_titled(self.topic_terms, self.snapshot, within=within, limit=limit)

    @property
    def least_agreement(self) -> float:
        """From which agreement words are by the speaker asked for; a described one is looser."""
        definite = self.speaker is None or self.speaker.definite
        return self.tuning.same_speaker if definite else self.tuning.similar_speaker

    @cached_property
    def words(self) -> list[str]:
        """The words to search for in order, folded."""
        return words(self.parsed.content)

    @cached_property
    def spaced_names(self) -> Mapping[tuple[str, ...], Sequence[str]]:
        """`other_names` as folded words between single spaces."""
        return {own: [*map(spaced_words, names)] for own, names in self.other_names.items()}

    @cached_property
    def name_terms(self) -> frozenset[str]:
        """The topic terms that are names or numbers, also those typed without a capital."""
        others = self.topic_terms.weights.keys() - self.names.weights.keys()
        return archive_names(self.snapshot, others).union(self.names.weights)

    @cached_property
    def name_columns(self) -> NDArray[np.bool_]:
        """Which of `query_terms` (terms,) are names or numbers."""
        return self.query_terms.among(self.name_terms)

    @cached_property
    def asked_names(self) -> list[AskedName]:
        """The names and numbers as they stand in the question, misspelt ones too."""
        terms, corrected = self.query_terms, dict(self.corrections)
        column_of = dict(zip(terms.numbers.tolist(), terms.columns.tolist(), strict=True))
        found = []
        for match in WORD.finditer(self.parsed.text):
            term = fold(match[0])
            column = column_of.get(term_number(corrected.get(term, term)))
            if column is not None and self.name_columns[column]:
                before = self.parsed.text[: match.start()] if match[0][0].isdigit() else ""
                start = (_NUMBERED.search(before) or match).start()
                found.append(AskedName(match[0], start, match.end(), column))
        return found

    @cached_property
    def number_columns(self) -> NDArray[np.bool_]:
        """Which of `query_terms` (terms,) are numbers, or names with a digit."""
        names = self.name_terms
        return self.query_terms.among(name for name in names if any(map(str.isdigit, name)))

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The two parts of a question that asks two things, else ()."""
        return question_parts(self.parsed.whole_question, self.name_terms.__contains__)

    @cached_property
    def query_terms(self) -> QueryTerms:
        """The topic terms, ready to be looked for in sentences."""
        return QueryTerms.of(
            self.topic_terms.weights,
            expected_answer_type(self.parsed.search_text),
            names=self.other_words,
            crosslingual=self.name_terms.union(self.crosslingual_terms.weights),
        )


def prepare_query(
    query: ParsedQuery,
    snapshot: OpenSnapshot,
    *,
    embedder: Embedder,
    entities: EntityIndex,
    tuning: Tuning,
    side_task: SideTask,
) -> PreparedQuery:
    """Prepare a query to be searched in a snapshot.

    It is embedded as it was typed while its words are looked up, and anew if one is misspelt. In
    17,891 articles a question took 15.3 ms so (p50, 120 questions), 17.2 ms with all in turn.
    """
    embed = side_task.start(partial(embedder.embed_query, query.search_text))
    wording = word_query(query, snapshot, tuning)
    name = query.filters.speaker
    about = _topic_terms(name, wording)
    names = {wording.meant.get(word, word) for word in wording.names}
    translated = {wording.meant[word] for word in wording.translated}
    text, content = (
        replace_words(part, wording.corrections) for part in (query.search_text, query.content)
    )
    return PreparedQuery(
        parsed=query,
        snapshot=snapshot,
        tuning=tuning,
        language=wording.language,
        terms=wording.terms,
        topic_terms=about,
        names=about.only(names),
        crosslingual_terms=about.only(names | translated),
        other_words=_other_words(about, entities, tuning),
        expansions=entities.expand(content) if tuning.expands_names else (),
        other_names=_other_names(content, entities) if tuning.expands_names else {},
        speaker=entities.parse_speaker(replace_words(name, wording.corrections)) if name else None,
        corrections=wording.corrections,
        embed=embed if text == query.search_text else partial(embedder.embed_query, text),
    )


def _topic_terms(speaker: str, wording: Wording) -> TermWeights:
    """The terms that do not name the speaker; all of them if there are no others."""
    who = {wording.meant.get(word, word) for word in terms(speaker)}
    about = wording.terms.only(term for term in wording.terms.weights if term not in who)
    return about if about.weights else wording.terms


def _other_words(
    weights: TermWeights, entities: EntityIndex, tuning: Tuning
) -> dict[str, list[str]]:
    """Single words that mean the same as each term: other names, then translations or synonyms."""
    others: dict[str, list[str]] = {}
    for term in weights.weights:
        names = entities.expand(term) if tuning.expands_names else ()
        alike = synonyms(term) if tuning.expands_synonyms else ()
        others[term] = [name for name in names if " " not in name]
        others[term] += weights.others.get(term) or alike
    return others


def _other_names(text: str, entities: EntityIndex) -> dict[tuple[str, ...], list[str]]:
    mentioned = {text[found.start : found.end] for found in entities.find_mentions(text)}
    return {tuple(terms(name)): others for name in mentioned if (others := entities.expand(name))}
