"""Hits: passages with their articles, quotes and speakers, and articles sorted by date."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from index.confidence import Features
from index.records import OMISSION, Citation, Hit
from index.search.preparation.prepared_query import PreparedQuery
from index.search.ranking.candidates import ArticleFilter, Rows
from index.search.ranking.scoring import Ranking, ScoredPassage
from index.search.reading.article_text import load_articles
from index.search.reading.excerpts import first_excerpt
from index.search.reading.features import absent_names
from index.search.reading.read_articles import ReadArticle
from index.search.tuning import Tuning
from index.store.snapshot.article_queries import CitedPassage
from index.store.snapshot.open_snapshot import OpenSnapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchTrace:
    """What hits were computed from, to explain them; it only refers to it.

    `ranking` is None if no passage was a candidate. `scored` and `articles` are those of the hits.
    """

    query: PreparedQuery
    ranking: Ranking | None = None
    scored: tuple[ScoredPassage, ...] = ()
    articles: tuple[ReadArticle, ...] = ()


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
    trace: SearchTrace | None = field(default=None, compare=False, repr=False)


def cite(
    query: PreparedQuery,
    scored: Sequence[ScoredPassage],
    articles: Sequence[ReadArticle],
    *,
    full_name: Callable[[str], str],
) -> tuple[Hit, ...]:
    """Ranked passages as hits with the excerpts of their articles.

    `articles` are those of the passages. `full_name` turns the name of a speaker into the one that
    is shown.
    """
    snapshot = query.snapshot
    passages = snapshot.tables.cited_passages([each.row for each in scored])
    hits = []
    for rank, (each, passage, article) in enumerate(
        zip(scored, passages, articles, strict=True), 1
    ):
        text, quote = _shown(passage, article)
        missing, elsewhere = absent_names(query, article)
        hit = Hit(
            rank=rank,
            score=each.score,
            article=passage.article,
            passage=text,
            quote=quote,
            speaker=_speaker(article, full_name),
            also=_same_story(passage, snapshot),
            missing=missing,
            elsewhere=elsewhere,
        )
        hits.append(hit)
    return tuple(hits)


def _shown(passage: CitedPassage, read: ReadArticle) -> tuple[str, str]:
    """The passage around an article's excerpt, and the excerpt; both verbatim."""
    if read.excerpt is None:
        start, end = passage.sentences[0]
        return passage.text, passage.text[start:end]
    text, pieces = read.article.text, [each for each in (read.excerpt, read.further) if each]
    start, end = read.article.passage_around(pieces[0].start, pieces[-1].end)
    return text[start:end], OMISSION.join(text[each.start : each.end] for each in pieces)


def _speaker(read: ReadArticle, full_name: Callable[[str], str]) -> str:
    """Who says the excerpt, as it is shown; "" if nobody is known to have said it."""
    if read.excerpt is None:
        return ""
    said = read.speakers.get(read.excerpt.best)
    return replace(said.speaker, name=full_name(said.speaker.name)).label if said else ""


def article_hit(number: int, snapshot: OpenSnapshot) -> Hit:
    """The article with this number as a hit, quoted with its first sentence that may be shown."""
    passage = snapshot.tables.first_passage(number)
    (article,) = load_articles(snapshot, [number])
    start, end = first_excerpt(article)
    around = article.passage_around(start, end)
    return Hit(
        rank=1,
        score=1.0,
        article=passage.article,
        passage=article.text[slice(*around)],
        quote=article.text[start:end],
        also=_same_story(passage, snapshot),
    )


def list_articles(
    snapshot: OpenSnapshot, within: ArticleFilter, *, limit: int, latest: bool
) -> tuple[Hit, ...]:
    """Articles sorted by date, for queries without a topic (“latest news”, `source:viva`).

    At most `limit` of those that are allowed, one a story, each with its first sentence; the newest
    first, or the oldest. Those without a date are last.
    """
    ordered = snapshot.arrays.newest if latest else snapshot.arrays.oldest
    if within.articles is not None:
        ordered = ordered[within.articles[ordered]]
    firsts = _first_of_each_story(ordered, snapshot)
    return tuple(article_hit(number, snapshot) for number in islice(firsts, limit))


def _first_of_each_story(articles: Rows, snapshot: OpenSnapshot) -> Iterator[int]:
    seen: set[int] = set()
    for number in articles:
        story = int(snapshot.stories[number])
        if story not in seen:
            seen.add(story)
            yield int(number)


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
    if not snapshot.arrays.repeated[passage.story]:
        return ()
    return snapshot.tables.same_story(
        passage.story, besides=passage.article.id, hidden=snapshot.hidden
    )
