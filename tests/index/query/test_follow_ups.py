import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.dates.ranges import DateRange
from index.query.filters import Filters
from index.query.follow_ups import depends_on_earlier, rewrites
from index.query.parse import ParsedQuery
from tests.support.archives import asks

DAY = datetime.date
SEPTEMBER = DateRange(first=DAY(2019, 9, 1), last=DAY(2019, 9, 30))
PAPUA = ParsedQuery(
    content="internet Papua diblokir", filters=Filters(period=SEPTEMBER, outlets=("tempo",))
)
SAID = ParsedQuery(
    content="Palapa Ring", wants_statement=True, filters=Filters(speaker="Rudiantara")
)


def read(question: str, earlier: ParsedQuery) -> list[tuple[str, str]]:
    """What is searched, and whose words, of each way to read the question."""
    found = rewrites(asks(question), earlier)
    return [(one.query.content, one.query.filters.speaker) for one in found]


@pytest.mark.parametrize(
    ("question", "searched", "speaker"),
    [
        ("bagaimana tanggapan DPR?", "bagaimana tanggapan DPR internet Papua diblokir", "DPR"),
        ("dan menurut Kak Seto?", "menurut Kak Seto internet Papua diblokir", "Kak Seto"),
        (
            "what did the Ombudsman say?",
            "what did the Ombudsman say internet Papua diblokir",
            "the Ombudsman",
        ),
        ("berapa korbannya?", "berapa korbannya internet Papua diblokir", ""),
        ("kapan?", "kapan internet Papua diblokir", ""),
        ("lalu?", "internet Papua diblokir", ""),
        ("how about the airport?", "the airport internet Papua diblokir", ""),
        ("sejak kapan itu berlaku?", "sejak kapan itu berlaku internet Papua diblokir", ""),
    ],
)
def test_a_follow_up_takes_what_it_leaves_out_from_the_earlier_question(
    question: str, searched: str, speaker: str
) -> None:
    assert read(question, PAPUA)[0] == (searched, speaker)


@pytest.mark.parametrize(
    "question",
    [
        "apa kata Jokowi soal gempa Ambon?",
        "berapa harga tiket pesawat Jakarta Pekanbaru waktu Lebaran?",
        "apa penjelasan Sari tentang bocornya data penumpang?",
    ],
)
def test_a_full_question_is_read_as_it_is(question: str) -> None:
    first, *others = rewrites(asks(question), PAPUA)
    assert (first.query, first.added) == (asks(question), "")
    # If at all, the earlier words are tried where it has no answer of its own.
    assert all(one.added for one in others)


def test_a_short_question_may_stand_alone() -> None:
    assert read("harga beras?", PAPUA) == [
        ("harga beras?", ""),
        ("harga beras internet Papua diblokir", ""),
    ]


def test_another_speaker_or_topic_replaces_the_earlier_one() -> None:
    assert read("kalau Ganjar?", SAID) == [
        ("Ganjar Palapa Ring", "Ganjar"),
        ("Rudiantara Ganjar?", "Rudiantara"),
    ]
    assert read("kalau soal satelit Satria?", SAID) == [
        ("Rudiantara soal satelit Satria?", "Rudiantara")
    ]
    assert read("apa kata dia soal Satria?", SAID) == [("Rudiantara soal Satria", "Rudiantara")]


def test_a_possessive_speaker_may_be_quoted_by_name_only() -> None:
    assert [who for _, who in read("gubernurnya bilang apa?", PAPUA)] == ["", "gubernur"]


def test_time_outlet_and_order_are_kept_where_none_are_named() -> None:
    (kept,) = rewrites(asks("berapa korbannya?"), PAPUA)
    assert (kept.query.filters, kept.query.period_inferred) == (PAPUA.filters, True)
    (named,) = rewrites(asks("kalau tanggal 2 Agustus 2019?"), PAPUA)
    assert named.query.content == "internet Papua diblokir"
    assert named.query.filters.period == DateRange(first=DAY(2019, 8, 2), last=DAY(2019, 8, 5))
    only_time = rewrites(asks("23 September 2019?"), SAID)
    assert [(one.query.content, one.query.filters.speaker) for one in only_time] == [
        ("Palapa Ring", "Rudiantara")
    ]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("apa kata Kominfo soal media sosial kemarin?", "media sosial"),
        ("mengapa PB Djarum menghentikan audisi umum?", "PB Djarum menghentikan audisi umum"),
        ("what did Rudiantara say about the layoffs at Bukalapak?", "layoffs Bukalapak"),
        (" ".join(f"benda{n:02}" for n in range(20)), " ".join(f"benda{n:02}" for n in range(12))),
        ("apa?", ""),
    ],
)
def test_topic(question: str, topic: str) -> None:
    assert asks(question).topic == topic


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_questions_follow_each_other(question: str, before: str) -> None:
    assert len(rewrites(asks(question), asks(before))) >= 1


@pytest.mark.parametrize(
    "question",
    [
        *("kapan?", "kalau DPR?", "dan menurut Kak Seto?", "bagaimana tanggapan DPR?"),
        *("berapa korbannya?", "berapa korban?", "how about Papua?", "why?", "kemarin?"),
        *("siapa yang meresmikan?", "siapa saja yang ditangkap?", "kenapa ditunda?"),
    ],
)
def test_questions_that_depend_on_the_earlier_one(question: str) -> None:
    assert depends_on_earlier(asks(question)) is True


@pytest.mark.parametrize(
    "question",
    [
        *("gempa Ambon", "internet", "apa itu 5G?", "siapa Habibie?", "harga beras kemarin"),
        "apa kata Jokowi soal ibu kota baru?",
        "What did Elon Musk say when he bought Twitter?",
    ],
)
def test_questions_that_stand_alone(question: str) -> None:
    assert depends_on_earlier(asks(question)) is False


def test_a_listing_has_no_topic_to_go_on_with() -> None:
    listing = asks("berita terbaru")
    assert (listing.is_listing, listing.topic) == (True, "")
    (narrowed,) = rewrites(asks("source:viva"), listing)
    assert (narrowed.added, narrowed.query.is_listing) == ("", True)
    assert narrowed.query.filters.outlets == ("viva",)
    assert narrowed.query.filters.latest
    (question,) = rewrites(asks("kapan?"), listing)
    # Listings are newest first by themselves; the question is not.
    assert (question.query.is_listing, question.query.filters.latest) == (False, False)


def test_an_outlet_after_a_topic_narrows_the_topic() -> None:
    (narrowed,) = rewrites(asks("source:viva"), PAPUA)
    assert (narrowed.query.is_listing, narrowed.query.content) == (False, "internet Papua diblokir")
