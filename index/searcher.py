"""A question → the passages of the archive that may answer it, best first.

Two stages: a hundred candidates each by the passages' vectors and by the full-text index, and what
those said whose words are asked for; the best of them scored again with what their sentences hold.
"""

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from index.aliases import Aliases, AskedSpeaker
from index.candidates import Allowed, Candidates, Rows, allowed, gather
from index.confidence import Evidence
from index.embedding import Embedder, Vector
from index.fusion import Scored, best_per_story, blend, fuse, refine
from index.glossary import indonesian
from index.hits import cited
from index.information import Information, information
from index.keywords import fold, terms
from index.languages import language_of
from index.live import OpenSnapshot
from index.looking import HEARD, Looked, look_into
from index.matching import Kind, Wanted, kind_wanted
from index.records import Hit
from index.spelling import corrected
from index.understanding import Filter, Understood
from index.voices import SAME, Voices, spoken_rows, voices_in

# Candidates whose sentences are looked at.
LOOKED_INTO = 50
# “The latest” is looked for among hits whose score is at least this share of the best.
LATEST_AMONG = 0.85
# Stories that may all be on the subject of a question; how near others come by chance is told by
# those behind them.
NEAREST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Hits, best first, one a story, and the evidence for each.

    `corrections` are words that were searched as another (as asked, as searched). `heard` tells for
    each hit that its quote is by who is asked for; where nobody in particular is, all are.
    """

    hits: tuple[Hit, ...]
    evidence: tuple[Evidence, ...]
    corrections: tuple[tuple[str, str], ...] = ()
    heard: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Query:
    """A question made ready for one snapshot."""

    understood: Understood
    vector: Vector
    asked: Information
    about: Information
    named: Information
    reached: Information
    kind: Kind
    names: Mapping[str, Sequence[str]]
    expansions: list[str]
    speaker: AskedSpeaker | None
    spoken: Rows | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What was found and looked into, stories ranked."""

    looked: Looked
    voices: Voices
    ranked: list[Scored]


class Searcher:
    """Searches whatever snapshot it is given; safe to share between threads."""

    def __init__(self, embedder: Embedder, aliases: Aliases | None = None) -> None:
        self._embedder = embedder
        self._table = aliases or Aliases.shipped()
        self._learned: tuple[Path, Aliases] = (Path(), self._table)

    def search(
        self,
        question: Understood,
        snapshot: OpenSnapshot,
        *,
        limit: int = 10,
        without: Collection[str] = (),
    ) -> Found:
        """At most `limit` hits; articles whose id is in `without` are treated as not there."""
        query, corrections = self._query(question, snapshot, self._aliases(snapshot))
        within = allowed(
            snapshot, period=question.period, sources=question.sources, without=without
        )
        seen = self._look(query, snapshot, within)
        if seen is None:
            return Found(hits=(), evidence=(), corrections=corrections)
        hits = cited(seen.ranked[:limit], seen.looked, seen.voices, snapshot)
        around = seen
        if Filter.PERIOD in question.filters or Filter.SOURCES in question.filters:
            # How far a hit stands above others is told by all there are.
            beyond = allowed(snapshot, period=None, sources=(), without=without)
            around = self._look(query, snapshot, beyond) or seen
        languages = [language for _, language in hits]
        return Found(
            hits=tuple(hit for hit, _ in hits),
            evidence=_evidence(query, seen, around, languages, snapshot),
            corrections=corrections,
            heard=tuple(_is_heard(query, seen, scored) for scored in seen.ranked[:limit]),
        )

    def _look(self, query: _Query, snapshot: OpenSnapshot, within: Allowed) -> _Seen | None:
        """Find and rank what is allowed; None if that is nothing."""
        candidates = self._candidates(query, snapshot, within)
        if not len(candidates.rows):
            return None
        best = candidates.take(_order(candidates, query.asked.total)[:LOOKED_INTO])
        voices = voices_in(best.rows, snapshot, query.speaker)

        about, proper = query.about.weights, query.reached.weights
        looked = look_into(
            best.rows,
            query.vector,
            Wanted.of(about, query.kind, names=query.names, proper=proper),
            snapshot,
            scale=self._embedder.scale,
            voices=voices,
            said=query.understood.request.said,
        )
        ranked = _rank(best, looked, query, snapshot)
        return _Seen(looked=looked, voices=voices, ranked=ranked)

    def _aliases(self, snapshot: OpenSnapshot) -> Aliases:
        """The table of names with what this snapshot's articles explain themselves."""
        path, aliases = self._learned
        if path != snapshot.path:
            aliases = self._table.learned(snapshot.explained)
            self._learned = (snapshot.path, aliases)
        return aliases

    def _query(
        self, question: Understood, snapshot: OpenSnapshot, aliases: Aliases
    ) -> tuple[_Query, tuple[tuple[str, str], ...]]:
        """The question with its misspelt words put right, and which these are."""
        english = language_of(question.text) == "en"
        words = terms(question.content)
        translated = (
            {word: found for word in words if (found := indonesian(word))} if english else {}
        )
        asked = information(words, snapshot, others=translated)
        names = _names(question.content)
        # An English word is no misspelt Indonesian one, but a name is a name.
        doubtful = names if english else asked.weights.keys()
        corrections = tuple(
            (term, other)
            for term in asked.unknown
            if term in doubtful and (other := corrected(snapshot.db, term))
        )
        search, right = question.formal, dict(corrections)
        for wrong, other in corrections:
            search = re.sub(rf"\b{re.escape(wrong)}\b", other, search, flags=re.IGNORECASE)
        if corrections:
            meant = [right.get(term, term) for term in asked.weights]
            asked = information(meant, snapshot, others=translated)
        request = question.request
        speaker = aliases.asked(request.speaker) if request.speaker else None
        who = set(terms(request.speaker))
        about = asked.of(term for term in asked.weights if term not in who) if who else asked
        about = about if about.weights else asked
        vector = self._embedder.embed_query(search)
        return (
            _Query(
                understood=question,
                vector=vector,
                asked=asked,
                about=about,
                named=about.of({*names, *(right.get(name, name) for name in names)}),
                kind=kind_wanted(question.formal),
                names=_other_names(about, aliases),
                reached=about.of({*names, *(right.get(name, name) for name in names), *translated}),
                expansions=aliases.expansions(question.content),
                speaker=speaker,
                spoken=spoken_rows(speaker, vector, snapshot) if speaker else None,
            ),
            corrections,
        )

    def _candidates(self, query: _Query, snapshot: OpenSnapshot, within: Allowed) -> Candidates:
        return gather(
            query.vector,
            query.asked,
            snapshot,
            allowed=within,
            scale=self._embedder.scale,
            aliases=query.expansions,
            spoken=query.spoken,
        )


def _other_names(about: Information, aliases: Aliases) -> dict[str, list[str]]:
    """For each term what else it is called in one word: known names, and in another language."""
    names = {
        term: [name for name in aliases.expansions(term) if " " not in name]
        for term in about.weights
    }
    return {term: [*found, *about.others.get(term, ())] for term, found in names.items()}


def _names(text: str) -> set[str]:
    """Words that mean the same in any language, folded: names, told by a capital, and numbers."""
    first, *others = re.findall(r"\w+", text) or [""]
    found = {fold(word) for word in others if word[0].isupper() or any(map(str.isdigit, word))}
    return found | ({fold(first)} if any(map(str.isdigit, first)) or first.isupper() else set())


def _order(candidates: Candidates, information: float) -> "np.typing.NDArray[np.int64]":
    """Places of the candidates, the most promising first; equal ones by row."""
    scores = fuse(candidates.similarities, candidates.bm25, information=information)
    return np.lexsort((candidates.rows, -scores))


def _rank(best: Candidates, looked: Looked, query: _Query, snapshot: OpenSnapshot) -> list[Scored]:
    """Each story's best passage, best first, or among the best the latest first."""
    similarities = blend(best.similarities, looked.nearest)
    scores = refine(
        fuse(similarities, best.bm25, information=query.asked.total),
        covered=looked.covered,
        sentence_covered=looked.sentence_covered,
        kind=looked.kind,
        agreement=looked.agreement if query.speaker else None,
    )
    columns = (
        np.arange(len(scores)),
        best.rows,
        snapshot.stories[best.articles],
        scores,
        similarities,
    )
    ranked = best_per_story(map(Scored, *(column.tolist() for column in columns)))
    if not query.understood.latest:
        return ranked
    enough = [one for one in ranked if one.score >= LATEST_AMONG * ranked[0].score]
    days = snapshot.days[snapshot.articles[[one.row for one in enough]]].tolist()
    newest = sorted(zip(enough, days, strict=True), key=lambda pair: -pair[1])
    return [one for one, _ in newest] + ranked[len(enough) :]


def _around(similarities: Sequence[float]) -> tuple[float, float]:
    """The mean similarity of the ten nearest but the first, and of those behind them.

    Of few the first stands for itself, and the farther half for those behind.
    """
    ordered = sorted(similarities, reverse=True)
    near = ordered[1:NEAREST] or ordered
    far = ordered[min(NEAREST, len(ordered) // 2) :]
    return sum(near) / len(near), sum(far) / len(far)


def _heard(query: _Query, seen: _Seen, scored: Scored) -> float:
    """1 if the one asked for says the quote, -1 if not, 0 if nobody in particular is asked for."""
    if query.speaker is None:
        return 0.0
    return 1.0 if seen.looked.agreement[scored.place] >= SAME else -1.0


def _is_heard(query: _Query, seen: _Seen, scored: Scored) -> bool:
    """Whether a passage's quote is by who is asked for; a mere description need only fit."""
    if query.speaker is None:
        return True
    enough = SAME if query.speaker.definite else HEARD
    return bool(seen.looked.agreement[scored.place] >= enough)


def _evidence(
    query: _Query,
    seen: _Seen,
    around: _Seen,
    languages: Sequence[str],
    snapshot: OpenSnapshot,
) -> tuple[Evidence, ...]:
    """For each hit, whose article is in the language at its place in `languages`.

    `around` is what was found without filters.
    """
    near, far = _around([scored.similarity for scored in around.ranked])
    own = language_of(query.understood.text)

    def of(scored: Scored, language: str) -> Evidence:
        foreign = len({own, language} - {""}) > 1
        nameless = foreign and not query.named.weights
        looked, place = seen.looked, scored.place
        covered, in_sentence = looked.covered[place], looked.sentence_covered[place]
        if foreign:
            covered = looked.proper_covered[place]
            in_sentence = looked.sentence_proper_covered[place]
        return Evidence(
            similarity=scored.similarity,
            margin=scored.similarity - near,
            height=scored.similarity - far,
            size=math.log10(snapshot.manifest.passages),
            foreign=float(foreign),
            nameless=float(nameless),
            covered=float(covered),
            known=(query.reached if foreign else query.about).known,
            sentence_covered=float(in_sentence),
            heard=_heard(query, seen, scored),
        )

    return tuple(map(of, seen.ranked, languages))
