"""Parsed queries as JSON, and the records of version 0.1."""

import datetime
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.codec import query_from_json, query_to_json
from index.query.dates.ranges import DateRange
from index.query.filters import Filters
from index.query.parse import ParsedQuery
from tests.support.archives import asks

DAY = datetime.date


def stored(query: ParsedQuery) -> ParsedQuery:
    return query_from_json(json.loads(json.dumps(query_to_json(query))))


@pytest.mark.parametrize(
    "question",
    [
        "kapan Palapa Ring diresmikan?",
        "apa kata menkominfo kemarin soal hoaks source:viva sumber:tempo sort:new",
        "gempa after:2019-09-01 before:salah",
        "berita terbaru",
        "gempa penulis:dewi rubrik:nasional",
        "",
    ],
)
def test_a_stored_query_comes_back_whole(question: str) -> None:
    assert stored(asks(question)) == asks(question)


@given(st.text(max_size=120))
def test_any_query_can_be_stored(question: str) -> None:
    assert stored(asks(question)) == asks(question)


def test_records_of_version_0_1_are_read() -> None:
    record = {
        "topic": "pendaftaran PSE",
        "said": True,
        "speaker": "Kominfo",
        "first": "2019-09-20",
        "last": "",
        "sources": ["viva", "tempo"],
        "latest": True,
        "dropped": ["period"],
        "corrections": [["komimfo", "kominfo"]],
        "problems": ["after:32-13-2019"],
        "added": "",
        "given": "",
    }
    query = query_from_json(record)
    assert query == ParsedQuery(
        text="pendaftaran PSE",
        search_text="pendaftaran PSE",
        content="pendaftaran PSE",
        wants_statement=True,
        filters=Filters(
            period=DateRange(first=DAY(2019, 9, 20), last=None),
            outlets=("viva", "tempo"),
            speaker="Kominfo",
            latest=True,
        ),
        problems=("after:32-13-2019",),
    )
    assert query.topic == "pendaftaran PSE"


@pytest.mark.parametrize(
    "record",
    [{}, {"filters": {}}, {"sources": [], "speaker": ""}, query_to_json(ParsedQuery()) | {"x": 1}],
)
def test_other_records_are_refused(record: dict[str, object]) -> None:
    with pytest.raises((KeyError, TypeError, ValueError)):
        query_from_json(record)
