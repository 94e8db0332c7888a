"""Hits: passages with their articles, quotes and speakers, and articles sorted by date."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import numpy as np

from index.confidence import Features
from index.records import Citation, Hit
from index.search.candidates import ArticleFilter, Rows
from index.search.scoring import Ranking, ScoredPassage
from index.search.tuning import Tuning
from index.store import snapshot_queries as queries
from index.store.snapshot_queries import CitedPassage
from index.store.snapshot_reader import OpenSnapshot
from index.text.sentence_features import AnswerType

# A quotation is shown whole up to this many sentences and characters.
MOST_SENTENCES, MOST_CHARACTERS = 3, 450


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedHits:
    """Hits, best first, one a story, with the features of each.

    `heard` says of each hit whether its quote is by the speaker asked for; true of all if nobody in
    particular is. `corrections` are words that were searched as another (as asked, as searched).
    """

    hits: tuple[Hit, ...] = ()
    features: tuple[Features, ...] = ()
    heard: tuple[bool, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()


def cite(
    ranking: Ranking, limit: int, snapshot: OpenSnapshot, *, full_name: Callable[[str], str]
) -> list[tuple[Hit, str]]:
    """The first `limit` passages of a ranking as hits, and the language of each article.

    `full_name` turns the name of a speaker into the one that is shown.
    """
    ranked = ranking.passages[:limit]
    passages = queries.cited_passages(snapshot.db, [scored.row for scored in ranked])
    hits = []
    for rank, (scored, passage) in enumerate(zip(ranked, passages, strict=True), 1):
        sentence = int(ranking.sentences.quote[scored.place])
        start, end = whole_quotation(passage.kinds, passage.sentences, sentence)
        said = ranking.speakers.of(scored.row, sentence)
        speaker = replace(said.speaker, name=full_name(said.speaker.name)).label if said else ""
        hit = Hit(
            rank=rank,
            score=scored.score,
            article=passage.article,
            passage=passage.text,
            quote=passage.text[start:end],
            speaker=speaker,
            also=_same_story(passage, snapshot),
        )
        hits.append((hit, passage.language))
    return hits


def whole_quotation(kinds: bytes, spans: Sequence[tuple[int, int]], number: int) -> tuple[int, int]:
    """The range of a sentence, with its neighbours if a quotation runs over them.

    `kinds` and `spans` are those of the passage. A quotation that is too long to be shown whole is
    shown from its beginning, or if the sentence is too far behind that, by the sentence alone.
    """
    first = last = number
    while first and kinds[first - 1] & AnswerType.QUOTE_CONTINUES:
        first -= 1
    while last + 1 < len(spans) and kinds[last] & AnswerType.QUOTE_CONTINUES:
        last += 1
    while last > number and not _fits(spans, first, last):
        last -= 1
    if not _fits(spans, first, last):
        first = number
    return spans[first][0], spans[last][1]


def _fits(spans: Sequence[tuple[int, int]], first: int, last: int) -> bool:
    return last - first < MOST_SENTENCES and spans[last][1] - spans[first][0] <= MOST_CHARACTERS


def article_hit(number: int, snapshot: OpenSnapshot) -> Hit:
    """The article with this number as a hit: its first passage, quoted with the first sentence."""
    passage = queries.first_passage(snapshot.db, number)
    start, end = passage.sentences[0]
    return Hit(
        rank=1,
        score=1.0,
        article=passage.article,
        passage=passage.text,
        quote=passage.text[start:end],
        also=_same_story(passage, snapshot),
    )


def list_articles(
    snapshot: OpenSnapshot, within: ArticleFilter, *, limit: int, latest: bool
) -> tuple[Hit, ...]:
    """Articles sorted by date, for queries without a topic (“latest news”, `source:viva`).

    At most `limit` of those that are allowed, one a story, each with its first sentence; the newest
    first, or the oldest. Those without a date are last.
    """
    numbers = np.arange(len(snapshot.days))
    if within.articles is not None:
        numbers = numbers[within.articles]
    days = snapshot.days[numbers]
    ordered = numbers[np.lexsort((-numbers, -days if latest else days, days == 0))]
    # The first article of each story.
    _, first = np.unique(snapshot.stories[ordered], return_index=True)
    chosen = islice(ordered[np.sort(first)].tolist(), limit)
    return tuple(article_hit(number, snapshot) for number in chosen)


def latest_first(
    ranked: list[ScoredPassage], newest: Rows, snapshot: OpenSnapshot, tuning: Tuning
) -> list[ScoredPassage]:
    """The passages on the topic, latest first, then the others; `ranked` is best first.

    On the topic are those nearly as good as the best, and less good ones of the articles of
    `newest`, which are titled by it.
    """
    titled = set(snapshot.stories[snapshot.articles[newest]].tolist())
    best = ranked[0].score

    def on_topic(one: ScoredPassage) -> bool:
        share = tuning.latest_titled_share if one.story in titled else tuning.latest_share
        return one.score >= share * best

    good = list(filter(on_topic, ranked))
    days = snapshot.days[snapshot.articles[[one.row for one in good]]].tolist()
    latest = sorted(zip(good, days, strict=True), key=lambda pair: -pair[1])
    return [one for one, _ in latest] + [one for one in ranked if not on_topic(one)]


def _same_story(passage: CitedPassage, snapshot: OpenSnapshot) -> tuple[Citation, ...]:
    """The other articles of a passage's story."""
    if not snapshot.repeated[passage.story]:
        return ()
    return queries.same_story(
        snapshot.db, passage.story, besides=passage.article.id, hidden=snapshot.hidden
    )
