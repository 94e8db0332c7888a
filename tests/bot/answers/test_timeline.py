import datetime

from bot.answers.timeline import MOST_ENTRIES, timeline
from tests.support.stand_in import topic, undated


def test_stories_are_in_order_of_time_those_without_a_date_last() -> None:
    made = timeline(undated(topic(days=4, also=3), 1))
    assert [one.article.published for one in made.entries] == [
        "2019-09-30",
        "2019-10-01",
        "2019-10-02",
        "",
    ]
    # The copies of the first report have its date.
    assert [one.also for one in made.entries] == [0, 0, 0, 3]
    assert (made.stories, made.articles, made.undated) == (4, 7, 1)
    assert made.days == (
        ("2019-09-29", 3),
        ("2019-09-30", 1),
        ("2019-10-01", 1),
        ("2019-10-02", 1),
    )
    assert (made.first, made.last) == (datetime.date(2019, 9, 29), datetime.date(2019, 10, 2))


def test_only_the_most_relevant_stories_are_entries_but_all_are_counted() -> None:
    made = timeline(topic(days=MOST_ENTRIES + 20))
    assert (len(made.entries), made.stories, made.articles) == (150, 170, 170)
    # The most relevant of these are the last days.
    assert made.entries[0].article.published == "2019-10-19"
