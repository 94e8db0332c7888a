"""All statements of somebody: whose, in which order, and which are one."""

import datetime

import pytest

from index.models.embedder import CosineScale
from index.query.dates.ranges import DateRange
from index.quotes.listing.requests import read_statement_request
from index.quotes.listing.statements import (
    StatementList,
    StatementOrder,
    StatementRequest,
    StatementSearch,
)
from index.search.searcher import Searcher
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

MODEL = WordEmbedder(
    *("tarif", "tol", "internet", "papua", "hoaks", "sekolah", "beras"),
    scale=CosineScale(unrelated=0.0, matched=1.0),
)
TODAY = datetime.date(2019, 10, 31)


def record(number: str, day: str, text: str, source: str = "VIVA") -> dict[str, str]:
    return {"id": number, "text": text, "published": day, "source": source, "title": number}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    toll = "“Kami tidak akan menaikkan tarif jalan tol pada tahun ini,” kata Basuki Hadimuljono."
    records = [
        record("copy", "2019-09-13", f"Kabar dari Jakarta. {toll}", source="Tempo"),
        record("toll", "2019-09-12", f"Menteri itu ditemui di kantornya. {toll}"),
        record(
            "internet",
            "2019-10-02",
            "Rapat berlangsung lama. “Internet di Papua segera pulih lagi,” ujar Basuki"
            " Hadimuljono. “Kami meminta maaf kepada warga di sana,” ujar Basuki Hadimuljono.",
        ),
        record(
            "family",
            "2019-09-20",
            "Ia datang bersama anaknya. “Kami semua sehat walafiat di rumah,” kata Kartika Basuki"
            " Hadimuljono kepada wartawan.",
        ),
        record(
            "before",
            "2019-09-21",
            "Acara itu ramai sekali. “Jakarta waktu itu banjir setiap tahun,” kata Joko Widodo.",
        ),
        record(
            "governor",
            "2019-09-22",
            "Balai Kota ramai. “Sekolah di Jakarta dibuka hari Senin depan,” kata Gubernur DKI"
            " Jakarta Anies Baswedan.",
        ),
    ]
    return snapshot_of(tmp_path_factory.mktemp("statements"), MODEL, records)


def said(snapshot: OpenSnapshot, speaker: str, **more: object) -> StatementList:
    request = StatementRequest(speaker=speaker, **more)  # type: ignore[arg-type]
    return StatementSearch(Searcher(MODEL)).search(request, snapshot)


def ids(found: StatementList) -> list[str]:
    return [one.article.id for one in found.statements]


def test_statements_are_verbatim_with_who_and_where(archive: OpenSnapshot) -> None:
    found = said(archive, "Basuki Hadimuljono")
    one = found.statements[-1]
    assert one.quote == (
        "“Kami tidak akan menaikkan tarif jalan tol pada tahun ini,” kata Basuki Hadimuljono."
    )
    assert one.quote in one.passage
    assert (one.speaker.name, one.article.id) == ("Basuki Hadimuljono", "toll")
    assert found.names == (("Basuki Hadimuljono", 2),)


def test_nearly_the_same_words_are_one_statement_also_in_the_later_article(
    archive: OpenSnapshot,
) -> None:
    first = said(archive, "Basuki Hadimuljono").statements[-1]
    assert (first.article.id, [other.id for other in first.also]) == ("toll", ["copy"])


def test_neighbouring_sentences_of_one_speaker_are_one_quote(archive: OpenSnapshot) -> None:
    newest = said(archive, "Basuki Hadimuljono").statements[0]
    assert newest.quote == (
        "“Internet di Papua segera pulih lagi,” ujar Basuki Hadimuljono."
        " “Kami meminta maaf kepada warga di sana,” ujar Basuki Hadimuljono."
    )


def test_order_and_months(archive: OpenSnapshot) -> None:
    assert ids(said(archive, "Basuki Hadimuljono")) == ["internet", "toll"]
    oldest = said(archive, "Basuki Hadimuljono", order=StatementOrder.OLDEST)
    assert ids(oldest) == ["toll", "internet"]
    assert oldest.months == (("2019-09", 1), ("2019-10", 1))


def test_only_of_a_period(archive: OpenSnapshot) -> None:
    october = DateRange(first=datetime.date(2019, 10, 1), last=None)
    assert ids(said(archive, "Basuki Hadimuljono", period=october)) == ["internet"]


def test_only_on_a_topic(archive: OpenSnapshot) -> None:
    assert ids(said(archive, "Basuki Hadimuljono", about="tarif tol")) == ["toll"]
    assert ids(said(archive, "Basuki Hadimuljono", about="beras")) == []


def test_a_relative_with_the_whole_name_is_somebody_else(archive: OpenSnapshot) -> None:
    assert "family" not in ids(said(archive, "Basuki Hadimuljono"))
    assert ids(said(archive, "Kartika Basuki Hadimuljono")) == ["family"]


def test_who_held_an_office_before_does_not_speak_for_it(archive: OpenSnapshot) -> None:
    assert ids(said(archive, "Gubernur DKI Jakarta")) == ["governor"]
    assert ids(said(archive, "Pemprov DKI")) == ["governor"]


def test_nobody_of_that_name(archive: OpenSnapshot) -> None:
    found = said(archive, "Somebody Unknown")
    assert (found.known, found.statements) == (False, ())
    assert not said(archive, "…").known


@pytest.mark.parametrize(
    ("text", "speaker", "about", "period"),
    [
        ("Rudiantara", "Rudiantara", "", None),
        ("Rudiantara soal media sosial", "Rudiantara", "media sosial", None),
        (
            "Rudiantara soal media sosial 2019",
            "Rudiantara",
            "media sosial",
            DateRange(first=datetime.date(2019, 1, 1), last=datetime.date(2019, 12, 31)),
        ),
        ("kutipan dari Jokowi tentang Papua", "Jokowi", "Papua", None),
        ("quotes by Wiranto about Papua", "Wiranto", "Papua", None),
        (
            "Jokowi sejak:2019-09-10",
            "Jokowi",
            "",
            DateRange(first=datetime.date(2019, 9, 10), last=None),
        ),
        ("", "", "", None),
    ],
)
def test_requests(text: str, speaker: str, about: str, period: DateRange | None) -> None:
    request = read_statement_request(text, today=TODAY)
    assert (request.speaker, request.about, request.period) == (speaker, about, period)
