import datetime
from dataclasses import replace

from sqlite_utils import Database

from bot.answers.timeline import timeline
from bot.answers.types import AskedBy
from bot.storage.timelines import TimelineStore
from index.query.dates.ranges import DateRange
from index.query.filters import Filters
from index.query.parse import ParsedQuery
from tests.support.stand_in import topic, undated

HERE = AskedBy(kind="private", person="p1", place="c1")


def test_stored_timeline_is_read_as_it_was() -> None:
    kept = TimelineStore(Database(memory=True))
    made = timeline(
        replace(
            undated(topic(days=20, also=2), 1),
            query=ParsedQuery(
                content="internet desa",
                filters=Filters(
                    outlets=("viva",),
                    period=DateRange(first=None, last=datetime.date(2019, 9, 30)),
                ),
                problems=("after:x",),
            ),
            corrections=(("intrnet", "internet"),),
        )
    )
    timeline_id = kept.keep(made, HERE)
    assert kept.find(timeline_id) == made
    assert kept.find("gone") is None


def test_timelines_are_deleted_by_time_and_person() -> None:
    kept = TimelineStore(Database(memory=True))
    mine, other = (
        kept.keep(timeline(topic()), replace(HERE, person=person)) for person in ("p1", "p2")
    )
    kept.forget_person("p1")
    assert (kept.find(mine), kept.find(other) is None) == (None, False)
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    kept.forget_before(now - datetime.timedelta(minutes=1))
    assert kept.find(other) is not None
    kept.forget_before(now + datetime.timedelta(minutes=1))
    assert kept.find(other) is None


def test_timeline_of_an_unknown_version_counts_as_gone() -> None:
    db = Database(memory=True)
    kept = TimelineStore(db)
    timeline_id = kept.keep(timeline(topic()), HERE)
    db.execute("update timelines set timeline = '{\"told\": []}'")
    assert kept.find(timeline_id) is None
