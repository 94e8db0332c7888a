"""An archive made up for tests: the same question always gets the same answer."""

import datetime
import threading
import time
from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import replace
from typing import Any

from bot.answers.archive_admin import SnapshotInfo
from bot.answers.types import Answer, ExplainedAnswer, Question, SnapshotArticles
from index.attribution.mentions import Speaker
from index.errors import ArchiveError
from index.query.filters import Filter
from index.query.parse import literal_query
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck, QuoteEvidence, QuoteOutcome
from index.quotes.listing.statements import SpokenStatement, StatementList, StatementRequest
from index.records import Article, Citation, Coverage, Hit, Outcome
from index.search.stories.suggestions import Suggestion
from index.search.stories.topics import Story, Topic
from index.store.hidden import HiddenArticle
from tests.support.explanations import explanation
from tests.support.interpretations import interpretation

COVERAGE = Coverage(
    articles=17_891,
    passages=91_204,
    outlets=("VIVA", "Kompas", "Tempo", "Antara", "Detik"),
    first="2019-03-01",
    last="2019-10-31",
)

SENTENCE = "Sebagian besar warga desa itu kini mengakses internet lewat telepon genggam."
PASSAGE = (
    "Jaringan serat optik mencapai kecamatan itu tahun lalu. "
    f"{SENTENCE} Kantor desa menyediakan titik layanan gratis di balai warga."
)


def hit(rank: int, **changes: Any) -> Hit:
    """A hit with everything known, different for each rank."""
    made = Hit(
        rank=rank,
        score=1 - rank / 100,
        article=Citation(
            id=f"a{rank}",
            url=f"https://berita.example/arsip/{rank}",
            title=f"Desa terhubung internet, bagian {rank}",
            source="VIVA",
            published="2019-10-16",
            author="Redaksi",
        ),
        passage=PASSAGE,
        quote=SENTENCE,
        speaker="Kepala dinas",
    )
    return replace(made, **changes)


def answer(
    text: str = "internet desa",
    *,
    language: str = "id",
    outcome: Outcome = Outcome.ANSWER,
    hits: tuple[Hit, ...] | None = None,
    coverage: Coverage = COVERAGE,
) -> Answer:
    """An answer with seven hits unless told otherwise; the closest ones do not mention Indosat."""
    missing = ("Indosat",) if outcome is Outcome.RELATED else ()
    made = tuple(hit(rank, missing=missing) for rank in range(1, 8)) if hits is None else hits
    return Answer(
        question=Question(text=text, language=language),
        outcome=outcome,
        confidence=0.8,
        hits=() if outcome is Outcome.NOTHING else made,
        coverage=coverage,
        snapshot="20260101-abc",
        elapsed_ms=4.2,
        interpretation=interpretation(topic=text),
    )


def quote_check(claim: Claim) -> QuoteCheck:
    """A claim that `hit(1)` has word for word; not found if it begins with "nothing"."""
    shown = hit(1)
    evidence = QuoteEvidence(
        article=shown.article, quote=shown.quote, speaker=shown.speaker, passage=shown.passage
    )
    found = not claim.quotation.startswith("nothing")
    return QuoteCheck(
        quotation=claim.quotation,
        speaker_asked=claim.speaker,
        outcome=QuoteOutcome.SAID if found else QuoteOutcome.NOT_FOUND,
        evidence=(evidence,) if found else (),
    )


def statement_list(request: StatementRequest, count: int) -> StatementList:
    """Statements of two people, one a day from 29 September 2019, the first also in `hit(2)`."""
    days = [datetime.date(2019, 9, 29) + datetime.timedelta(days=n) for n in range(count)]
    made = [
        SpokenStatement(
            quote=f"“Pernyataan nomor {number},” ujarnya.",
            passage=f"“Pernyataan nomor {number},” ujarnya.",
            speaker=Speaker(name="Ani" if number % 2 else "Budi", role="Menteri"),
            article=replace(hit(number).article, published=day.isoformat()),
            also=(replace(hit(2).article, source="Tempo"),) if number == 1 else (),
        )
        for number, day in enumerate(days, 1)
    ]
    months = Counter(day.isoformat()[:7] for day in days)
    names = Counter(one.speaker.name for one in made)
    return StatementList(
        request=request,
        statements=tuple(made),
        names=tuple(names.most_common()),
        months=tuple(sorted(months.items())),
        known=bool(made),
    )


def article(number: int = 1, **changes: Any) -> Article:
    """The whole article of `hit(number)`, a page of it a paragraph."""
    citation = hit(number).article
    paragraphs = [f"Paragraf {part}. " + f"{SENTENCE} " * 25 for part in (1, 2, 3)]
    made = Article(
        id=citation.id,
        url=citation.url,
        title=citation.title,
        source=citation.source,
        published=citation.published,
        author=citation.author,
        text="\n".join(paragraph.strip() for paragraph in paragraphs),
    )
    return replace(made, **changes)


def topic(title: str = "internet desa", *, days: int = 5, also: int = 0) -> Topic:
    """A story a day from 29 September 2019 on, the last day first; `also` more tell the first."""
    first = datetime.date(2019, 9, 29)
    stories = []
    for number in reversed(range(days)):
        published = (first + datetime.timedelta(days=number)).isoformat()
        found = replace(hit(number + 1).article, published=published)
        others = tuple(
            replace(found, id=f"b{n}", source="Tempo") for n in range(0 if number else also)
        )
        stories.append(Story(first=found, also=others, score=0.7))
    return Topic(query=literal_query(title), stories=tuple(stories))


def undated(made: Topic, count: int) -> Topic:
    """The same topic, with the dates of its last `count` stories unknown."""
    blank = (replace(one, first=replace(one.first, published="")) for one in made.stories[-count:])
    return replace(made, stories=(*made.stories[:-count], *blank))


class StandInAdmin:
    """Two snapshots of seven articles, `hit(1)` to `hit(7)`; raises `error` if there is one."""

    def __init__(self) -> None:
        self.entries: tuple[HiddenArticle, ...] = ()
        self.names = ["20260101-abc", "20260201-def"]
        self.coming = ""
        self.reloads = 0
        self.error: ArchiveError | None = None

    def look_up(self, what: str) -> Citation | None:
        known = [hit(rank).article for rank in range(1, 8)]
        found = [one for one in known if what in (one.id, one.url, f"r_{one.reference}")]
        return found[0] if found else None

    def hidden(self) -> tuple[HiddenArticle, ...]:
        return self.entries

    def is_hidden(self, article: Citation) -> bool:
        return any(
            not one.names.isdisjoint(HiddenArticle.of(article).names) for one in self.entries
        )

    def hide(self, article: Citation) -> bool:
        if self.error:
            raise self.error
        fresh = not self.is_hidden(article)
        if fresh:
            made = HiddenArticle(
                article=article, reference=article.reference, at="2026-03-01T08:00:00"
            )
            self.entries += (made,)
        return fresh

    def unhide(self, key: str) -> HiddenArticle | None:
        found = next((one for one in self.entries if one.key == key), None)
        self.entries = tuple(one for one in self.entries if one is not found)
        return found

    def similar_questions(self, questions: Sequence[str]) -> list[list[int]]:
        """By the first word."""
        groups: dict[str, list[int]] = {}
        for place, question in enumerate(questions):
            groups.setdefault(question.split()[0], []).append(place)
        return list(groups.values())

    def current(self) -> SnapshotInfo:
        return _snapshot(self.names[-1])

    def previous(self) -> SnapshotInfo | None:
        return _snapshot(self.names[-2]) if len(self.names) > 1 else None

    def reload(self) -> SnapshotInfo:
        if self.error:
            raise self.error
        self.reloads += 1
        self.names += [self.coming] if self.coming else []
        self.coming = ""
        return self.current()

    def roll_back(self) -> SnapshotInfo:
        if self.error:
            raise self.error
        self.names.pop()
        return self.current()


def _snapshot(name: str) -> SnapshotInfo:
    created = datetime.datetime(int(name[:4]), int(name[4:6]), 1, 9, tzinfo=datetime.UTC)
    return SnapshotInfo(name=name, created=created, coverage=COVERAGE)


class StandIn:
    """Answers by the first word: "nothing", "related", "slow", "hang" (until `gate`), or an answer.

    `outcomes` are those of whole questions. Raises `error` instead when there is one.
    """

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.admin = StandInAdmin()
        self.hanging = threading.Event()
        self.gate = threading.Event()
        self.error: Exception | None = None
        self.interpretation = interpretation()
        self.articles = {made.reference: made for made in (article(1), article(2))}
        self.named = "20260101-abc"
        self.outcomes: dict[str, Outcome] = {}
        self.hits: tuple[Hit, ...] | None = None
        self.held = {hit(rank).article.reference for rank in range(1, 8)}
        self.topics: dict[str, Topic] = {}
        self.topics_asked: list[str] = []
        self.checked: list[Claim] = []
        self.waiting: dict[str, int] = {}
        self.requested: list[StatementRequest] = []
        self.spoken = 7

    def check(self, claims: Sequence[Claim]) -> tuple[QuoteCheck, ...]:
        """Everything was said as it is in `hit(1)`, but what begins with "nothing" by nobody."""
        self.checked += claims
        if self.error:
            raise self.error
        return tuple(map(quote_check, claims))

    def statements(self, request: StatementRequest) -> StatementList:
        """As many statements as `spoken` says, by the speaker asked for."""
        self.requested.append(request)
        if self.error:
            raise self.error
        return statement_list(request, self.spoken)

    def answer(self, question: Question, *, limit: int = 10, waiting: int = 0) -> Answer:
        self.asked.append(question)
        self.waiting[question.text] = waiting
        if self.error:
            raise self.error
        word = question.text.split()[0]
        if word == "slow":
            time.sleep(0.2)
        if word == "hang":
            self.hanging.set()
            self.gate.wait(30)
        known = {"nothing": Outcome.NOTHING, "related": Outcome.RELATED}
        outcome = self.outcomes.get(question.text) or known.get(word, Outcome.ANSWER)
        made = answer(question.text, language=question.language, outcome=outcome, hits=self.hits)
        query = self.interpretation.query
        if not query.content:
            asked = literal_query(question.text)
            query = replace(asked, filters=query.filters, problems=query.problems)
        query = query.without(*(name for name in Filter if name in question.without))
        latest = query.filters.latest or question.newest
        query = replace(query, filters=replace(query.filters, latest=latest))
        made_of = replace(self.interpretation, query=query)
        made = replace(made, question=question, interpretation=made_of, snapshot=self.named)
        return replace(made, hits=made.hits[:limit])

    def explained(self, question: Question, *, limit: int = 10) -> ExplainedAnswer:
        """The same answer; the first hit decided it, by its meaning alone."""
        made = self.answer(question, limit=limit)
        return ExplainedAnswer(answer=made, explanation=explanation(hit(1).article, made.outcome))

    def answer_among(
        self, question: Question, references: Collection[str], *, limit: int = 10
    ) -> Answer:
        """The same hits, of those articles; NOTHING if there are none."""
        made = self.answer(question, limit=100)
        hits = tuple(hit for hit in made.hits if hit.article.reference in references)
        outcome = made.outcome if hits else Outcome.NOTHING
        return replace(made, outcome=outcome, hits=hits[:limit])

    def snapshot_articles(self) -> SnapshotArticles:
        return SnapshotArticles(snapshot=self.named, references=frozenset(self.held))

    def topic(self, text: str) -> Topic:
        self.topics_asked.append(text)
        if self.error:
            raise self.error
        if text.split()[0] == "hang":
            self.gate.wait(30)
        return self.topics.get(text) or topic(text)

    def article(self, reference: str) -> Article | None:
        return self.articles.get(reference)

    def suggestions(self) -> tuple[Suggestion, ...]:
        topics = ("Palapa Ring", "related", "5G", "PSE", "Satria", "nothing", "IMEI")
        return tuple(Suggestion(speaker="Sari", topic=topic, article="a1") for topic in topics)

    def snapshot(self) -> str:
        return self.named

    def state(self) -> Hashable:
        return self.named, self.admin.hidden()

    def coverage(self) -> Coverage:
        return COVERAGE
