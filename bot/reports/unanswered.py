"""Questions that the archive could not answer, grouped by topic, from the stored answers."""

import datetime
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlite_utils import Database

# At most this many questions count, the latest ones.
MOST_QUESTIONS = 5_000
_AGAIN_WITHIN = datetime.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredQuestion:
    """One question without an answer, or with an answer that somebody rated 👎.

    `outcome` is the value of an `Outcome`; `person` is a pseudonym, "" for an anonymous admin.
    """

    question: str
    asked_at: datetime.datetime
    person: str
    outcome: str
    bad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UnansweredTopic:
    """Questions that ask the same: how often, by how many people, and with which outcomes.

    `wordings` are the different ways to put it, the most frequent first, of equals the latest.
    """

    wordings: tuple[str, ...]
    times: int
    people: int
    last: datetime.datetime
    nothing: int
    related: int
    bad: int


def unanswered_questions(db: Database, since: datetime.datetime) -> list[UnansweredQuestion]:
    """At most `MOST_QUESTIONS` questions since then whose words are still stored, latest first.

    A follow-up has the words it took from the question before in brackets: without them it would
    make no sense. The same question by the same person within an hour counts once.
    """
    query = (
        "select question, sent_at, person, outcome, "
        "case when json_valid(answer) then json_extract(answer, '$.reading.added') end as added, "
        "exists (select 1 from feedback "
        "where answer_id = answers.id and verdict = 'bad') as bad from answers "
        "where sent_at >= ? and question is not null and (outcome <> 'answer' or bad) "
        "order by sent_at desc limit ?"
    )
    utc = since.astimezone(datetime.UTC).isoformat()
    found = [
        UnansweredQuestion(
            question=f"{row['question']} ({row['added']})" if row["added"] else row["question"],
            asked_at=datetime.datetime.fromisoformat(row["sent_at"]),
            person=row["person"],
            outcome=row["outcome"],
            bad=bool(row["bad"]),
        )
        for row in db.query(query, [utc, MOST_QUESTIONS])
    ]
    return _asked_once(found)


def _asked_once(latest_first: Sequence[UnansweredQuestion]) -> list[UnansweredQuestion]:
    seen: dict[tuple[str, str], datetime.datetime] = {}
    kept = []
    for one in latest_first:
        key = one.person, one.question
        later = seen.get(key)
        if not one.person or later is None or later - one.asked_at > _AGAIN_WITHIN:
            kept.append(one)
        seen[key] = one.asked_at
    return kept


def unanswered_topics(
    asked: Sequence[UnansweredQuestion], groups: Sequence[Sequence[int]]
) -> list[UnansweredTopic]:
    """The groups of indices into `asked` as topics, the most asked first, of equals the latest."""
    found = [_topic([asked[place] for place in group]) for group in groups]
    return sorted(found, key=lambda topic: (topic.times, topic.people, topic.last), reverse=True)


def _topic(asked: Sequence[UnansweredQuestion]) -> UnansweredTopic:
    outcomes = Counter(one.outcome for one in asked)
    latest_first = sorted(asked, key=lambda one: one.asked_at, reverse=True)
    # Equal counts keep the order in which Counter met them: latest first.
    wordings = Counter(" ".join(one.question.split()) for one in latest_first)
    return UnansweredTopic(
        wordings=tuple(wording for wording, _ in wordings.most_common()),
        times=len(asked),
        people=len({one.person for one in asked if one.person}),
        last=latest_first[0].asked_at,
        nothing=outcomes["nothing"],
        related=outcomes["related"],
        bad=sum(one.bad for one in asked),
    )
