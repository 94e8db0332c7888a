"""All that somebody said, verbatim: found, put in order, near-identical ones together."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from index.attribution.mentions import Speaker
from index.query.dates.ranges import DateRange
from index.query.filters import NO_FILTERS
from index.query.parse import literal_query
from index.quotes.listing.near_identical import Grouping
from index.quotes.listing.relevance import Relevance, SpokenRun
from index.quotes.listing.speakers import RequestedSpeakers, find_requested
from index.records import Citation
from index.search.ranking.candidates import filter_articles
from index.search.searcher import Searcher
from index.store.snapshot.open_snapshot import OpenSnapshot

# Characters of a quote that goes over several sentences: what a message shows whole.
LONGEST_QUOTE = 350


class StatementOrder(StrEnum):
    """In which order statements come; the values stand in buttons and on the command line."""

    NEWEST = "newest"
    OLDEST = "oldest"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRequest:
    """Whose statements are wanted, on what (“” for anything), and from when.

    `speaker` is a name, an office or an institution as somebody puts it; with `only`, of those who
    speak for it only the one of this name.
    """

    speaker: str
    about: str = ""
    period: DateRange | None = None
    order: StatementOrder = StatementOrder.NEWEST
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenStatement:
    """One to several neighbouring sentences of somebody; `quote` is verbatim in `passage`.

    `speaker` is as the article names them, but a person meant by an office alone has their name.
    `also` are other articles with nearly the same words, in order of time. `relevance` is how near
    it is to the topic, 0 without one.
    """

    quote: str
    passage: str
    speaker: Speaker
    article: Citation
    also: tuple[Citation, ...] = ()
    relevance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementList:
    """All statements that answer a request, in its order.

    `names` are those of the people who speak, whoever speaks most first, with how often. `months`
    are the numbers of statements by month (“2019-09”), in order. `known`: somebody in the archive
    is whom the request names.
    """

    request: StatementRequest
    statements: tuple[SpokenStatement, ...] = ()
    names: tuple[tuple[str, int], ...] = ()
    months: tuple[tuple[str, int], ...] = ()
    known: bool = field(default=False)


class StatementSearch:
    """Lists statements from snapshots; safe to share between threads."""

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def search(self, request: StatementRequest, snapshot: OpenSnapshot) -> StatementList:
        """The statements that a request asks for, each once."""
        entities = snapshot.entities(self._searcher.entities)
        if not any(map(str.isalnum, request.speaker)):
            return StatementList(request=request)
        asked = find_requested(request.speaker, entities, snapshot, self._searcher.tuning)
        if not asked.speakers:
            return StatementList(request=request)
        found = _spoken(request, asked, snapshot)
        if request.about:
            query = self._searcher.prepare(literal_query(request.about), snapshot)
            found = Relevance(query, self._searcher.scale).choose(found)
        made = list(_statements(found, snapshot, lambda name: _plain(entities.in_full(name))))
        every = _ordered(_grouped(made), request.order)
        grouped = [one for one in every if request.only in ("", one.speaker.name)]
        return StatementList(
            request=request,
            statements=tuple(grouped),
            names=_names(every),
            months=_months(grouped),
            known=True,
        )


def _spoken(
    request: StatementRequest, asked: RequestedSpeakers, snapshot: OpenSnapshot
) -> list[SpokenRun]:
    """The runs of sentences by these speakers in articles of the period."""
    speakers = asked.speakers
    within = filter_articles(snapshot, replace(NO_FILTERS, period=request.period))
    allowed = within.passages(snapshot)
    said = snapshot.tables.sentences_spoken_by(speakers)
    rows = [
        one
        for one in zip(*(column.tolist() for column in said), strict=True)
        if (allowed is None or allowed[one[0]])
        # Who is meant by an office held it on that day.
        and (one[3] or asked.speaks(one[2], _day(one[0], snapshot)))
    ]
    named = snapshot.tables.speakers_numbered({number for _, _, number, _ in rows})
    texts = snapshot.tables.split_passages({row for row, *_ in rows})
    found: list[SpokenRun] = []
    for row, sentence, number, holder in rows:
        speaker = _named(named[number], speakers.get(holder))
        text, spans = texts[row]
        start, end = spans[sentence]
        last = found[-1] if found else None
        if last and last.row == row and last.last == sentence - 1 and last.speaker == speaker:
            begin = spans[last.first][0]
            if end - begin <= LONGEST_QUOTE:
                found[-1] = replace(last, last=sentence, text=text[begin:end])
                continue
        found.append(
            SpokenRun(
                row=row,
                first=sentence,
                last=sentence,
                text=text[start:end],
                passage=text,
                speaker=speaker,
            )
        )
    return found


def _day(row: int, snapshot: OpenSnapshot) -> datetime.date | None:
    ordinal = int(snapshot.days[snapshot.articles[row]])
    return datetime.date.fromordinal(ordinal) if ordinal else None


def _plain(name: str) -> str:
    """A name without its short form in brackets, so that one person has one name."""
    return name.partition(" (")[0]


def _named(speaker: Speaker, holder: Speaker | None) -> Speaker:
    """The speaker as the article names them, with the name of whoever held the office alone."""
    if holder is None or speaker.name:
        return speaker
    return replace(speaker, name=holder.name)


def _statements(
    runs: Sequence[SpokenRun], snapshot: OpenSnapshot, full_name: Callable[[str], str]
) -> Iterator[SpokenStatement]:
    numbers = snapshot.articles[[run.row for run in runs]].tolist() if runs else []
    citations = snapshot.tables.citations(set(numbers))
    for run, number in zip(runs, numbers, strict=True):
        yield SpokenStatement(
            quote=run.text,
            passage=run.passage,
            speaker=replace(run.speaker, name=full_name(run.speaker.name)),
            article=citations[number],
            relevance=run.relevance,
        )


def _grouped(statements: Iterable[SpokenStatement]) -> list[SpokenStatement]:
    """One statement for all that are nearly the same, the first that was printed."""
    grouping: Grouping[SpokenStatement] = Grouping()
    for one in sorted(statements, key=_when):
        grouping.add(one.quote, one)
    found = []
    for first, *others in grouping.groups():
        also = {one.article.id: one.article for one in others if one.article.id != first.article.id}
        relevance = max(one.relevance for one in (first, *others))
        found.append(replace(first, also=tuple(also.values()), relevance=relevance))
    return found


def _ordered(statements: list[SpokenStatement], order: StatementOrder) -> list[SpokenStatement]:
    """In order; those without a date are last."""
    if order is StatementOrder.RELEVANCE:
        return sorted(statements, key=lambda one: -one.relevance)
    dated = sorted(
        (one for one in statements if one.article.published),
        key=lambda one: one.article.published[:10],
        reverse=order is StatementOrder.NEWEST,
    )
    return [*dated, *(one for one in statements if not one.article.published)]


def _when(one: SpokenStatement) -> tuple[bool, str]:
    return not one.article.published, one.article.published


def _names(statements: Iterable[SpokenStatement]) -> tuple[tuple[str, int], ...]:
    counts = Counter(one.speaker.name for one in statements if one.speaker.name)
    return tuple(counts.most_common())


def _months(statements: Iterable[SpokenStatement]) -> tuple[tuple[str, int], ...]:
    counts = Counter(one.article.published[:7] for one in statements if one.article.published)
    return tuple(sorted(counts.items()))
