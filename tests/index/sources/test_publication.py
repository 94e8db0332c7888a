import datetime

import pytest

from index.sources.publication import Calendar, DateEvidence, day_in_url, find_publication
from index.text.article_dates import WIB

CALENDAR = Calendar(zone=WIB, today=datetime.date(2026, 3, 1))
EVENING = "2019-09-27T18:30:00+00:00"


def found(*implied: str, stated: str = "", printed: str = "") -> tuple[str, str]:
    evidence = DateEvidence(stated=stated, printed=printed, implied=implied)
    publication = find_publication(evidence, CALENDAR)
    return publication.moment, publication.problem


@pytest.mark.parametrize(
    ("stated", "printed", "moment"),
    [
        (EVENING, "", "2019-09-28T01:30:00+07:00"),
        ("1569609000", "", "2019-09-28T01:30:00+07:00"),
        ("Fri, 27 Sep 2019 18:30:00 GMT", "", "2019-09-28T01:30:00+07:00"),
        # What is printed wins: here a local time that was marked as UTC, then another zone.
        (EVENING, "Jumat, 27 September 2019 | 18:30 WIB", "2019-09-27T18:30:00+07:00"),
        (EVENING, "Jumat, 27 September 2019", "2019-09-27"),
        (EVENING, "Sabtu, 28 September 2019", "2019-09-28T01:30:00+07:00"),
        ("2019-09-27T16:30:00Z", "28 September 2019 00:30 WITA", "2019-09-28T00:30:00+08:00"),
        # Days apart, it is the date of something else.
        (EVENING, "2 Maret 2021", "2019-09-28T01:30:00+07:00"),
        ("2019-09-27T23:30:00+09:00", "28 September 2019", "2019-09-27T23:30:00+09:00"),
        ("", "Sabtu, 28 September 2019 | 01:30 WIB", "2019-09-28T01:30:00+07:00"),
    ],
)
def test_the_printed_day_wins_over_utc(stated: str, printed: str, moment: str) -> None:
    assert found(stated=stated, printed=printed) == (moment, "")


def test_the_zone_of_the_archive_gives_the_day() -> None:
    jayapura = Calendar(zone=datetime.timezone(datetime.timedelta(hours=9)), today=CALENDAR.today)
    evidence = DateEvidence(stated="2019-09-27T15:30:00Z")
    assert find_publication(evidence, jayapura).moment == "2019-09-28T00:30:00+09:00"
    assert find_publication(evidence, CALENDAR).moment == "2019-09-27T22:30:00+07:00"


@pytest.mark.parametrize(
    ("stated", "printed", "problem"),
    [
        ("2029-09-28", "", "`published` lies in the future: '2029-09-28'; left out"),
        (
            "1970-01-01T00:00:00Z",
            "",
            "`published` is what a missing date becomes: '1970-01-01",
        ),
        ("3 jam yang lalu", "", "`published` counts from an unknown day: '3 jam yang lalu'"),
        ("besok", "", "`published` is no date: 'besok'"),
        ("", "2 jam lalu", "the printed date counts from an unknown day: '2 jam lalu'"),
        ("", "Jumat, 28 September 2029", "the printed date lies in the future: 'Jumat, 28 Sept"),
    ],
)
def test_a_useless_date_is_told_and_left_out(stated: str, printed: str, problem: str) -> None:
    moment, told = found(stated=stated, printed=printed)
    assert (moment, told[: len(problem)]) == ("", problem)
    assert found("2019-09-28", stated=stated, printed=printed) == ("2019-09-28", told)


def test_what_is_only_implied_has_to_be_plausible_and_is_not_told() -> None:
    assert found("2029-01-01", "", "2019-09-28", "2018-01-01") == ("2019-09-28", "")
    assert found() == ("", "")


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://kabar.example/read/2019/09/28/12345/judul", "2019-09-28"),
        ("https://kabar.example/2019-09-28-judul", "2019-09-28"),
        ("https://kabar.example/read/20190928/judul", ""),
        ("https://kabar.example/read/12345/2019", ""),
        ("", ""),
    ],
)
def test_the_day_in_an_address(url: str, day: str) -> None:
    assert day_in_url(url) == day
