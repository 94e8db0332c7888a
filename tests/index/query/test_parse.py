import datetime
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.dates.ranges import DateRange
from index.query.filters import Filter
from index.query.parse import literal_query, parse_query, strip_request_phrase
from tests.support.archives import asks

DAY = datetime.date


def test_a_plain_question_asks_for_nothing_else() -> None:
    asked = asks("Berapa pelanggan yang terdampak?")
    assert (asked.text, asked.search_text) == ("Berapa pelanggan yang terdampak?",) * 2
    assert (asked.content, asked.filters.names, asked.problems) == (asked.text, (), ())
    assert not asked.wants_statement


def test_chat_language_is_searched_in_formal_words_and_kept_as_typed() -> None:
    asked = asks("menkominfo blg apa ttg medsos")
    assert asked.text == "menkominfo blg apa ttg medsos"
    assert asked.search_text == "menkominfo bilang apa tentang media sosial"
    assert (asked.filters.speaker, asked.topic) == ("menkominfo", "media sosial")


def test_a_time_in_words_is_an_inferred_period_with_a_margin() -> None:
    asked = asks("apa kata Kominfo soal hoaks pada 11 September 2019")
    assert asked.filters.period == DateRange(first=DAY(2019, 9, 11), last=DAY(2019, 9, 14))
    assert (asked.period_inferred, asked.filters.names) == (True, (Filter.SPEAKER, Filter.PERIOD))
    assert asked.content == "apa kata Kominfo soal hoaks"
    assert asked.search_text.endswith("pada 11 September 2019")


def test_typed_operators_hold_exactly_and_win() -> None:
    asked = asks("hoaks kemarin after:2019-09-01 before:2019-10-01 source:viva sort:new")
    assert asked.filters.period == DateRange(first=DAY(2019, 9, 1), last=DAY(2019, 9, 30))
    assert (asked.period_inferred, asked.filters.outlets, asked.filters.latest) == (
        False,
        ("viva",),
        True,
    )
    assert asked.text == "hoaks kemarin"
    assert asked.filters.names == (Filter.PERIOD, Filter.OUTLETS, Filter.LATEST)


def test_the_latest_in_words() -> None:
    asked = asks("berita terbaru soal gempa")
    assert asked.filters.latest
    assert asked.content == "gempa"


@pytest.mark.parametrize(
    ("question", "content"),
    [
        ("Berita Huawei yang paling baru", "Huawei"),
        ("update terakhir demo Hong Kong", "demo Hong Kong"),
        ("ada kabar terbaru Nunung", "Nunung"),
        ("latest Huawei news", "Huawei"),
        ("perkembangan terbaru kasus beras", "kasus beras"),
        # Nobody asks for the newest: a noun for news is what it is about.
        ("berita bohong soal vaksin", "berita bohong soal vaksin"),
    ],
)
def test_a_noun_for_news_is_not_what_the_newest_are_about(question: str, content: str) -> None:
    assert asks(question).content == content


@pytest.mark.parametrize(
    ("question", "last"),
    [
        ("tanggal 11 September 2019", 11),
        ("ada apa 11/9/2019", 11),
        ("what happened on September 11, 2019", 11),
        ("berita utama 11 September 2019", 11),
        ("apa kejadian penting tgl 11 september 2019", 11),
        ("berita tanggal 11 September 2019 soal Habibie", 11),
        ("berita Habibie 11 September 2019", 11),
        # What happened on a day is also told on the days after.
        ("gempa 11 September 2019", 14),
        ("siapa wafat tanggal 11 September 2019", 14),
    ],
)
def test_news_of_a_day_are_of_that_day(question: str, last: int) -> None:
    assert asks(question).filters.period == DateRange(
        first=DAY(2019, 9, 11), last=DAY(2019, 9, last)
    )


def test_a_question_of_nothing_but_time_keeps_its_words() -> None:
    assert asks("kemarin").content == "kemarin"


@pytest.mark.parametrize(
    ("question", "has_subject", "is_empty"),
    [
        ("kapan 5G diluncurkan?", True, False),
        ("UU", True, False),
        ("你好", True, False),
        ("asdfghjkl", True, False),
        ("' OR 1=1 --", False, False),
        ("12345", False, False),
        ("a 7 b", False, False),
        ("ada apa kemarin", False, False),
        ("after:2019-09-01", False, False),
        ("????", False, True),
        ("😀", False, True),
        ("", False, True),
        ("apa itu?", False, True),
        ("what did they say about it", False, True),
    ],
)
def test_what_a_question_is_about(question: str, has_subject: bool, is_empty: bool) -> None:
    asked = asks(question)
    assert (asked.has_subject, asked.is_empty) == (has_subject, is_empty)


@pytest.mark.parametrize(
    ("taken", "left"),
    [
        ((Filter.PERIOD,), (Filter.OUTLETS, Filter.LATEST)),
        ((Filter.OUTLETS,), (Filter.PERIOD, Filter.LATEST)),
        ((Filter.LATEST,), (Filter.PERIOD, Filter.OUTLETS)),
        (tuple(Filter), ()),
        ((Filter.SPEAKER,), (Filter.PERIOD, Filter.OUTLETS, Filter.LATEST)),
    ],
)
def test_filters_can_be_taken_away(taken: tuple[Filter, ...], left: tuple[Filter, ...]) -> None:
    asked = asks("gempa after:2019-09-01 source:viva sort:new")
    assert asked.without(*taken).filters.names == left
    assert asked.without(*taken).text == asked.text


def test_without_its_speaker_a_question_still_wants_words() -> None:
    asked = asks("apa kata Kominfo soal hoaks")
    left = asked.without(Filter.SPEAKER)
    assert (left.filters.names, left.wants_statement, left.filters.speaker) == ((), True, "")
    assert left.content == asked.content


def test_a_literal_query_has_no_filters() -> None:
    text = literal_query("kata Kominfo, kemarin:\n source:viva")
    assert (text.content, text.filters.names, text.wants_statement) == (
        "kata Kominfo, kemarin: source:viva",
        (),
        False,
    )


def test_a_wrong_operator_is_told_and_not_searched() -> None:
    asked = asks("gempa after:kemarin Ambon")
    assert asked.problems == ("after:kemarin",)
    assert (asked.content, asked.filters.period) == ("gempa Ambon", None)
    # Unless there is nothing else to search.
    assert asks("after:besok").content == "after:besok"


@given(st.text(max_size=120))
def test_any_question_can_be_read(question: str) -> None:
    asked = parse_query(question, today=DAY(2019, 10, 2))
    assert set(asked.filters.names) <= set(Filter)
    assert asked.without(*Filter).filters.names == ()


@pytest.mark.parametrize(
    ("question", "bare"),
    [
        ("berita terbaru dong", True),
        ("ada berita apa oktober 2019?", True),
        ("what happened last week", True),
        ("14 Oktober 2019", True),
        ("sumber:viva", True),
        ("sumber:viva berita", True),
        # A subject, or nothing that narrows.
        ("berita terbaru gempa", False),
        ("sumber:viva gempa", False),
        ("apa kata Kominfo kemarin", False),
        ("berita", False),
        ("apa kabar", False),
    ],
)
def test_a_question_without_a_subject_is_a_listing(question: str, bare: bool) -> None:
    assert asks(question).is_listing == bare


@pytest.mark.parametrize(
    ("question", "speaker"),
    [
        ("apa kata Jokowi kemarin soal Palapa Ring", "Jokowi"),
        ("apa kata menkominfo tahun 2019 soal Papua", "menkominfo"),
        ("apa kata Jokowi hari ini", "Jokowi"),
        ("what did Kominfo say yesterday", "Kominfo"),
        ("apa kata warga soal hari ini", "warga"),
    ],
)
def test_a_time_is_no_part_of_who_speaks(question: str, speaker: str) -> None:
    assert asks(question).filters.speaker == speaker


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("berita soal Palapa Ring", "Palapa Ring"),
        ("Berita terbaru tentang gempa Ambon", "gempa Ambon"),
        ("Adakah berita tentang gempa Ambon?", "gempa Ambon?"),
        ("apakah ada artikel mengenai “Palapa Ring”", "“Palapa Ring”"),
        ("tolong carikan saya info seputar pemilu", "pemilu"),
        ("min, ada kabar soal gaji guru honorer?", "gaji guru honorer?"),
        ("news about the Ambon earthquake", "the Ambon earthquake"),
        ("Are there any articles on Palapa Ring?", "Palapa Ring?"),
        ("please show me the latest news on 5G", "5G"),
        ("what's the news about Papua", "Papua"),
        # The news itself is the subject.
        ("berita hoaks soal vaksin", "berita hoaks soal vaksin"),
        ("berapa berita bohong yang diblokir", "berapa berita bohong yang diblokir"),
        ("kantor berita Antara", "kantor berita Antara"),
        ("apa kata Kominfo soal berita palsu", "apa kata Kominfo soal berita palsu"),
        ("fake news about vaccines", "fake news about vaccines"),
        ("who reads news on paper", "who reads news on paper"),
        # Nothing would be left.
        ("berita tentang", "berita tentang"),
        ("berita soal?", "berita soal?"),
        ("", ""),
    ],
)
def test_phrases_that_only_ask_for_news_are_stripped(question: str, subject: str) -> None:
    assert strip_request_phrase(question) == subject


def test_the_whole_question_is_as_asked_in_formal_language_or_as_completed() -> None:
    asked = asks("gmn kbr Palapa Ring skrg?")
    assert asked.whole_question == "bagaimana kbr Palapa Ring sekarang?"
    after = replace(asked, text="kapan?", search_text="kapan Palapa Ring")
    assert after.whole_question == "kapan Palapa Ring"
    other = replace(
        asked,
        text="kalau Rudiantara?",
        search_text="Rudiantara Palapa Ring",
        wants_statement=True,
        filters=replace(asked.filters, speaker="Rudiantara"),
    )
    assert other.whole_question == "apa kata Rudiantara soal Palapa Ring"
