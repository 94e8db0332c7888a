import datetime
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.query.dates.ranges import DateRange, find_date_range, find_latest_phrase

TODAY = datetime.date(2019, 10, 2)  # a Wednesday
OPEN = ""


def said(question: str, today: datetime.date = TODAY) -> tuple[str, str, str] | None:
    """The words that name a period, its first and its last day."""
    found = find_date_range(question, today=today)
    if found is None:
        return None
    first, last = found.period.first, found.period.last
    return (
        question[found.start : found.end],
        first.isoformat() if first else OPEN,
        last.isoformat() if last else OPEN,
    )


@pytest.mark.parametrize(
    ("question", "words", "first", "last"),
    [
        # days
        ("banjir 11 September 2019 di kota", "11 September 2019", "2019-09-11", "2019-09-11"),
        ("rapat pada 11/9/2019", "pada 11/9/2019", "2019-09-11", "2019-09-11"),
        ("berita tgl 3-12-2018 dong", "tgl 3-12-2018", "2018-12-03", "2018-12-03"),
        ("kabar 2019-09-11 soal pasar", "2019-09-11", "2019-09-11", "2019-09-11"),
        ("what happened on September 11, 2019?", "on September 11, 2019",
         "2019-09-11", "2019-09-11"),
        ("the 3rd of September 2019 fire", "the 3rd of September 2019", "2019-09-03", "2019-09-03"),
        ("rapat (Rabu, 11 Sept. 2019) itu", "(Rabu, 11 Sept. 2019)", "2019-09-11", "2019-09-11"),
        ("rapat Rabu (11/9/2019)?", "Rabu (11/9/2019)", "2019-09-11", "2019-09-11"),
        ("pada hari Rabu tanggal 11 September 2019", "pada hari Rabu tanggal 11 September 2019",
         "2019-09-11", "2019-09-11"),
        ("siapa yg dtg tgl 11 sept 19?", "tgl 11 sept 19", "2019-09-11", "2019-09-11"),
        ("tanggal 7/9 2005 ada apa", "tanggal 7/9 2005", "2005-09-07", "2005-09-07"),
        ("Kapan upacara 17 Agustus dimulai", "17 Agustus", "2019-08-17", "2019-08-17"),
        ("acara 25 Desember ramai?", "25 Desember", "2018-12-25", "2018-12-25"),
        ("what did the mayor say on August 17 about", "on August 17", "2019-08-17", "2019-08-17"),
        ("rapat 17 Agustus tahun lalu", "17 Agustus tahun lalu", "2018-08-17", "2018-08-17"),
        ("pesta 29 Februari", "29 Februari", "2016-02-29", "2016-02-29"),
        # a weekday picks the year
        ("rapat Rabu (11/9)", "Rabu (11/9)", "2019-09-11", "2019-09-11"),
        ("rapat Senin, 12 September", "Senin, 12 September", "2016-09-12", "2016-09-12"),
        ("met on Saturday (September 29)", "on Saturday (September 29)",
         "2018-09-29", "2018-09-29"),
        # months and their parts
        ("demo Sept 2019 di alun-alun", "Sept 2019", "2019-09-01", "2019-09-30"),
        ("di bulan September 2019 siapa", "di bulan September 2019", "2019-09-01", "2019-09-30"),
        ("harga cabai Mei 1998", "Mei 1998", "1998-05-01", "1998-05-31"),
        ("awal September 2019", "awal September 2019", "2019-09-01", "2019-09-10"),
        ("pertengahan September 2019", "pertengahan September 2019", "2019-09-11", "2019-09-20"),
        ("pada akhir Agustus 2019", "pada akhir Agustus 2019", "2019-08-21", "2019-08-31"),
        ("in early September 2019?", "in early September 2019", "2019-09-01", "2019-09-10"),
        ("by the way, mid-September 2019", "mid-September 2019", "2019-09-11", "2019-09-20"),
        ("at the end of February 2019.", "at the end of February 2019", "2019-02-21", "2019-02-28"),
        ("in the last week of September 2019", "in the last week of September 2019",
         "2019-09-24", "2019-09-30"),
        ("minggu pertama September 2019", "minggu pertama September 2019",
         "2019-09-01", "2019-09-07"),
        ("pekan ke-2 bulan September 2019", "pekan ke-2 bulan September 2019",
         "2019-09-08", "2019-09-14"),
        ("minggu terakhir Agustus", "minggu terakhir Agustus", "2019-08-25", "2019-08-31"),
        ("hujan bulan Agustus deras", "bulan Agustus", "2019-08-01", "2019-08-31"),
        ("hujan bulan Oktober", "bulan Oktober", "2019-10-01", "2019-10-31"),
        ("hujan bulan November", "bulan November", "2018-11-01", "2018-11-30"),
        ("what burned in August?", "in August", "2019-08-01", "2019-08-31"),
        ("In August 17 people came", "In August", "2019-08-01", "2019-08-31"),
        ("di bulan mei", "di bulan mei", "2019-05-01", "2019-05-31"),
        ("what happened in May", "in May", "2019-05-01", "2019-05-31"),
        ("awal mei ramai", "awal mei", "2019-05-01", "2019-05-10"),
        ("libur 4 mei", "4 mei", "2019-05-04", "2019-05-04"),
        ("rapat Oktober lalu", "Oktober lalu", "2018-10-01", "2018-10-31"),
        ("last August the museum", "last August", "2019-08-01", "2019-08-31"),
        # years
        ("harga beras tahun 2019", "tahun 2019", "2019-01-01", "2019-12-31"),
        ("harga beras thn 2019 brp", "thn 2019", "2019-01-01", "2019-12-31"),
        ("harga beras pada 2019", "pada 2019", "2019-01-01", "2019-12-31"),
        ("who won in 2018?", "in 2018", "2018-01-01", "2018-12-31"),
        ("awal 2019", "awal 2019", "2019-01-01", "2019-04-30"),
        ("di akhir tahun 2018", "di akhir tahun 2018", "2018-09-01", "2018-12-31"),
        # from one to another
        ("antara 3 dan 7 September 2019", "antara 3 dan 7 September 2019",
         "2019-09-03", "2019-09-07"),
        ("dari 3 sampai 7 September 2019", "dari 3 sampai 7 September 2019",
         "2019-09-03", "2019-09-07"),
        ("pameran 3-7 September 2019", "3-7 September 2019", "2019-09-03", "2019-09-07"),
        ("fair of September 3–7, 2019", "September 3–7, 2019", "2019-09-03", "2019-09-07"),
        ("between 30 August and 7 September 2019", "between 30 August and 7 September 2019",
         "2019-08-30", "2019-09-07"),
        ("1 Agustus 2019 s/d 7 September", "1 Agustus 2019 s/d 7 September",
         "2019-08-01", "2019-09-07"),
        ("Desember sampai Februari 2019", "Desember sampai Februari 2019",
         "2018-12-01", "2019-02-28"),
        ("in July and August 2019", "in July and August 2019", "2019-07-01", "2019-08-31"),
        ("hujan Juli hingga Agustus", "Juli hingga Agustus", "2019-07-01", "2019-08-31"),
        ("dari 2017 sampai 2018", "dari 2017 sampai 2018", "2017-01-01", "2018-12-31"),
        ("between 2017 and 2018", "between 2017 and 2018", "2017-01-01", "2018-12-31"),
        ("dari Senin sampai kemarin", "dari Senin sampai kemarin", "2019-09-30", "2019-10-01"),
        # open
        ("sejak 11 September 2019", "sejak 11 September 2019", "2019-09-11", OPEN),
        ("mulai bulan Agustus tarif", "mulai bulan Agustus", "2019-08-01", OPEN),
        ("since 2018 what changed", "since 2018", "2018-01-01", OPEN),
        ("setelah 11 September 2019", "setelah 11 September 2019", "2019-09-12", OPEN),
        ("after September 2019", "after September 2019", "2019-10-01", OPEN),
        ("sebelum September 2019", "sebelum September 2019", OPEN, "2019-08-31"),
        ("before 2019", "before 2019", OPEN, "2018-12-31"),
        ("hingga akhir Agustus 2019", "hingga akhir Agustus 2019", OPEN, "2019-08-31"),
        ("sampai dengan 3 September 2019", "sampai dengan 3 September 2019", OPEN, "2019-09-03"),
        ("until last week", "until last week", OPEN, "2019-09-29"),
        ("sejak kemarin", "sejak kemarin", "2019-10-01", OPEN),
        # seen from today
        ("harga beras kemarin", "kemarin", "2019-10-01", "2019-10-01"),
        ("kmrn ada apa", "kmrn", "2019-10-01", "2019-10-01"),
        ("Hari ini ada apa", "Hari ini", "2019-10-02", "2019-10-02"),
        ("HARI INI ADA APA", "HARI INI", "2019-10-02", "2019-10-02"),
        ("tadi ada apa di alun-alun", "tadi", "2019-10-02", "2019-10-02"),
        ("tadi pagi macet?", "tadi pagi", "2019-10-02", "2019-10-02"),
        ("gempa tadi malam", "tadi malam", "2019-10-01", "2019-10-02"),
        ("what fell last night", "last night", "2019-10-01", "2019-10-02"),
        ("who spoke yesterday?", "yesterday", "2019-10-01", "2019-10-01"),
        ("kabar minggu ini", "minggu ini", "2019-09-30", "2019-10-06"),
        ("kabar pekan lalu", "pekan lalu", "2019-09-23", "2019-09-29"),
        ("mgg lalu ada apa", "mgg lalu", "2019-09-23", "2019-09-29"),
        ("akhir pekan lalu", "akhir pekan lalu", "2019-09-28", "2019-09-29"),
        ("last weekend", "last weekend", "2019-09-28", "2019-09-29"),
        ("bulan ini", "bulan ini", "2019-10-01", "2019-10-31"),
        ("bln lalu ada apa", "bln lalu", "2019-09-01", "2019-09-30"),
        ("bulan kemarin", "bulan kemarin", "2019-09-01", "2019-09-30"),
        ("akhir bulan lalu", "akhir bulan lalu", "2019-09-21", "2019-09-30"),
        ("what changed this year", "this year", "2019-01-01", "2019-12-31"),
        ("tahun lalu", "tahun lalu", "2018-01-01", "2018-12-31"),
        ("early last year", "early last year", "2018-01-01", "2018-04-30"),
        ("3 hari lalu", "3 hari lalu", "2019-09-29", "2019-09-29"),
        ("tiga minggu yang lalu", "tiga minggu yang lalu", "2019-09-09", "2019-09-15"),
        ("two weeks ago", "two weeks ago", "2019-09-16", "2019-09-22"),
        ("setahun lalu", "setahun lalu", "2018-01-01", "2018-12-31"),
        ("10 months ago", "10 months ago", "2018-12-01", "2018-12-31"),
        ("beberapa hari lalu", "beberapa hari lalu", "2019-09-26", "2019-10-02"),
        ("dua pekan terakhir", "dua pekan terakhir", "2019-09-18", "2019-10-02"),
        ("sepekan terakhir ini", "sepekan terakhir ini", "2019-09-25", "2019-10-02"),
        ("in the past 3 days", "in the past 3 days", "2019-09-29", "2019-10-02"),
        ("over the last month", "over the last month", "2019-09-02", "2019-10-02"),
        ("24 jam terakhir", "24 jam terakhir", "2019-10-01", "2019-10-02"),
        ("rapat Senin lalu", "Senin lalu", "2019-09-30", "2019-09-30"),
        ("rapat Rabu lalu", "Rabu lalu", "2019-09-25", "2019-09-25"),
        ("rapat hari Rabu", "hari Rabu", "2019-10-02", "2019-10-02"),
        ("rapat hari Minggu lalu", "hari Minggu lalu", "2019-09-29", "2019-09-29"),
        ("rapat Senin pekan lalu", "Senin pekan lalu", "2019-09-23", "2019-09-23"),
        ("who met last Monday", "last Monday", "2019-09-30", "2019-09-30"),
        ("who met on Friday?", "on Friday", "2019-09-27", "2019-09-27"),
    ],
)  # fmt: skip
def test_a_period_as_people_say_it(question: str, words: str, first: str, last: str) -> None:
    assert said(question) == (words, first, last)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "apa kata Budi soal pasar",
        # years, months and days inside names
        "siapa menang Pilpres 2019",
        "juara Piala Dunia 2022",
        "Asian Games 2018 di mana",
        "harga iPhone 11 2019",
        "tiket lebaran 2019",
        "the 2019 election",
        "what changed in the 2019 budget",
        "penyanyi lagu September Ceria",
        "isi UU No 19 Tahun 2019",
        "apa isi Berita Hari Ini",
        "what did USA Today write",
        "pada Jan Ethes",
        "who reads the Sunday Times",
        "upacara pada Rabu Abu",
        # words that look like months
        "May said the plan was ready",
        "after May resigned",
        "20 may have been hurt",
        "they may march",
        # numbers
        "Komisi 3 DPR",
        "pasal 27 ayat 3",
        "2019 orang mendaftar",
        "di 2019 desa",
        "2.019 orang",
        "G30S",
        "9/11",
        "buka 24/7",
        "peluang 50:50",
        "class of 2019",
        "lebih dari 2019 lembar",
        "pada tahun 1990-an",
        "tahun ajaran 2018/2019",
        # not this calendar, or not these centuries
        "31 Februari 2019",
        "pada 31 Februari",
        "45 Mei 2019",
        "tahun 1900",
        "tahun 2150",
        "pada tahun 1441 Hijriah",
        "100 tahun lalu",
        # what is to come
        "besok libur?",
        "Senin depan",
        "minggu depan",
        "next Monday",
        "17 Agustus mendatang",
        "Desember ini",
        "this weekend",
        # units without a number or a direction, and "lalu" as "and then"
        "minggu",
        "pendidikan terakhir Sari",
        "berapa tahun lalu",
        "puluhan tahun lalu",
        "bertahun-tahun lalu",
        "umur 9 tahun lalu pindah",
        "setiap hari Senin",
        # an event, or what was said before in the conversation
        "pemilu kemarin",
        "yang tadi itu",
    ],
)
def test_no_period_is_better_than_a_wrong_one(question: str) -> None:
    assert said(question) is None


@pytest.mark.parametrize(
    ("question", "relative"),
    [
        ("11 September 2019", False),
        ("30 Agustus sampai 7 September 2019", False),
        ("tahun 2019 lalu", False),
        ("17 Agustus", True),
        ("17 Agustus tahun lalu", True),
        ("Juli hingga Agustus", True),
        ("antara 1 September 2019 dan kemarin", True),
        ("kemarin", True),
    ],
)
def test_whether_it_depends_on_the_day_of_asking(question: str, relative: bool) -> None:
    found = find_date_range(question, today=TODAY)
    assert found is not None
    assert found.relative == relative


@pytest.mark.parametrize(
    ("today", "question", "first", "last"),
    [
        ("2019-01-01", "kemarin", "2018-12-31", "2018-12-31"),
        ("2019-01-01", "bulan lalu", "2018-12-01", "2018-12-31"),
        ("2019-03-31", "sebulan terakhir", "2019-02-28", "2019-03-31"),
        ("2020-02-29", "setahun terakhir", "2019-02-28", "2020-02-29"),
        ("2020-02-29", "29 Februari", "2020-02-29", "2020-02-29"),
        ("2025-06-01", "bulan Agustus", "2024-08-01", "2024-08-31"),
        ("2019-09-29", "minggu ini", "2019-09-23", "2019-09-29"),
    ],
)
def test_the_edges_of_the_calendar(today: str, question: str, first: str, last: str) -> None:
    assert said(question, datetime.date.fromisoformat(today)) == (question, first, last)


def test_the_first_of_several_periods() -> None:
    assert said("kata Budi kemarin soal pajak tahun 2018") == (
        "kemarin", "2019-10-01", "2019-10-01",
    )  # fmt: skip


def test_characters_keep_their_place() -> None:
    assert said("İİ kemarin 🎉") == ("kemarin", "2019-10-01", "2019-10-01")
    assert said("pada ſeptember 2019, mınggu lalu") is None


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("kabar terbaru soal pasar", "terbaru"),
        ("info terkini", "terkini"),
        ("yang Paling Baru dong", "yang Paling Baru"),
        ("update terakhir demo", "update terakhir"),
        ("berita trbaru dong", "trbaru"),
        ("perkembangan terakhir waduk", "perkembangan terakhir"),
        ("baru-baru ini ada apa", "baru-baru ini"),
        ("baru2 ini ada apa", "baru2 ini"),
        ("akhir-akhir ini hujan", "akhir-akhir ini"),
        ("the latest on the dam", "latest"),
        ("the most recent report", "most recent"),
        ("newest museum?", "newest"),
        ("what changed recently", "recently"),
        ("perumahan baru", None),
        ("pendidikan terakhir Sari", None),
        ("the late mayor", None),
    ],
)
def test_phrases_that_ask_for_the_latest(question: str, expected: str | None) -> None:
    span = find_latest_phrase(question)
    assert (question[slice(*span)] if span else None) == expected


def day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("first", "last", "widened"),
    [
        ("2019-09-11", "2019-09-11", "2019-09-14"),
        ("2019-09-11", "2019-09-12", "2019-09-19"),
        ("2019-08-01", "2019-08-31", "2019-09-07"),
        ("2019-08-01", "2019-09-01", "2019-09-01"),
        ("2019-01-01", "2019-12-31", "2019-12-31"),
        ("2019-09-11", "", ""),
        ("", "2019-09-11", "2019-09-11"),
    ],
)
def test_the_margin_for_late_reports(first: str, last: str, widened: str) -> None:
    period = DateRange(first=day(first), last=day(last))
    assert period.widened() == DateRange(first=day(first), last=day(widened))


@pytest.mark.parametrize(
    ("first", "last", "inside"),
    [
        ("2019-10-02", "2019-10-02", True),
        ("2019-10-03", "2019-10-04", False),
        ("2019-09-01", "2019-10-01", False),
        ("2019-10-02", "", True),
        ("2019-10-03", "", False),
        ("", "2019-10-02", True),
        ("", "2019-10-01", False),
        ("", "", True),
    ],
)
def test_both_ends_belong_to_it(first: str, last: str, inside: bool) -> None:
    assert (TODAY in DateRange(first=day(first), last=day(last))) is inside


WORDS = st.sampled_from(
    "sejak antara dari sampai dan - / ( ) , pada in the tanggal bulan tahun hari minggu week last"
    " this lalu ini terakhir ago awal akhir of 3 31 29 11/9 2019 2000 11/9/2019 2019-02-30 mei May"
    " Februari september Senin Monday kemarin today dua se a few 999 ke-2 pertama first İ ٣".split()
)


@given(st.text() | st.lists(WORDS, max_size=12).map(" ".join), st.dates())
def test_anything_gives_a_period_or_nothing(question: str, today: datetime.date) -> None:
    found = find_date_range(question, today=today)
    if found is not None:
        first, last = found.period.first, found.period.last
        assert 0 <= found.start < found.end <= len(question)
        assert first or last
        assert not (first and last) or first <= last
        assert question[found.start : found.end].strip() == question[found.start : found.end]
    latest = find_latest_phrase(question)
    assert latest is None or 0 <= latest[0] < latest[1] <= len(question)


@given(st.dates(datetime.date(1945, 1, 1), datetime.date(2100, 12, 31)))
def test_a_written_day_is_read_back(written: datetime.date) -> None:
    expected = DateRange(first=written, last=written)
    for style in ("%d/%m/%Y", "%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d %b %Y"):
        found = find_date_range(f"what happened {written.strftime(style)}?", today=TODAY)
        assert found is not None
        assert found.period == expected


@pytest.mark.parametrize("text", ["kemarin-", "2019 ", "1 ", "awal ", "(", "3 - ", "pada " * 9])
def test_a_long_text_takes_no_long_time(text: str) -> None:
    begun = time.perf_counter()
    find_date_range(text * (4096 // len(text)), today=TODAY)
    assert time.perf_counter() - begun < 0.5
