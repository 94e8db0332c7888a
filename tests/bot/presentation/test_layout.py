import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.presentation import layout
from bot.presentation.i18n import Messages
from index.records import Citation, Coverage, Outcome
from tests.support.stand_in import COVERAGE, hit

ID, EN = Messages("id"), Messages("en")
HITS = tuple(hit(rank) for rank in range(1, 8))


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("  dua\n kata ", 10, "dua kata"),
        ("satu dua tiga", 13, "satu dua tiga"),
        ("satu dua tiga", 12, "satu dua…"),
        ("satu dua tiga", 9, "satu dua…"),
        ("satu dua tiga", 8, "satu…"),
        ("satukatapanjang", 8, "satukat…"),
        ("", 8, ""),
    ],
)
def test_shorten(text: str, limit: int, shown: str) -> None:
    assert layout.shorten(text, limit) == shown


@pytest.mark.parametrize(
    ("page", "ranks", "previous", "following"),
    [
        (0, [1, 2, 3], False, True),
        (1, [4, 5, 6], True, True),
        (2, [7], True, False),
        (9, [7], True, False),
        (-1, [1, 2, 3], False, True),
    ],
)
def test_hit_page(page: int, ranks: list[int], previous: bool, following: bool) -> None:
    shown = layout.hit_page(HITS, page, 3)
    assert [one.rank for one in shown.hits] == ranks
    assert (shown.has_previous, shown.has_next) == (previous, following)


def test_exactly_one_page() -> None:
    assert layout.hit_page(HITS[:3], 0, 3).has_next is False
    assert layout.hit_page((), 0, 3).hits == ()


@pytest.mark.parametrize(
    ("article", "shown"),
    [
        (Citation(id="1", source="VIVA", published="2020-10-16"), "VIVA · 16 Oktober 2020"),
        (Citation(id="1", published="2020-10-16T23:30:00+07:00"), "16 Oktober 2020"),
        (Citation(id="1", source="VIVA"), "VIVA"),
        (Citation(id="1"), ""),
    ],
)
def test_byline(article: Citation, shown: str) -> None:
    assert layout.byline(article, ID) == shown


def test_headline() -> None:
    title = "kata " * 30
    assert layout.headline(Citation(id="1", title=title), ID) == ("kata " * 17) + "kata…"
    assert layout.headline(Citation(id="1"), EN) == "Untitled"


@pytest.mark.parametrize(
    ("quote", "shown"),
    [
        ("Kami siap.", "“Kami siap.”"),
        ("“Kami siap,” ujarnya.", "“Kami siap,” ujarnya."),
        ('"Kami siap," ujarnya.', '"Kami siap," ujarnya.'),
        ("Jum'at itu", "“Jum'at itu”"),
        ("  ", ""),
    ],
)
def test_quotation(quote: str, shown: str) -> None:
    assert layout.quotation(hit(1, quote=quote), 500) == shown


def cut(passage: str, quote: str, limit: int) -> str | None:
    made = layout.excerpt(hit(1, passage=passage, quote=quote), limit)
    return made and f"{made.before}[{made.quote}]{made.after}"


def test_excerpt_keeps_what_fits() -> None:
    assert cut("Awal. Inti. Akhir.", "Inti.", 100) == "Awal. [Inti.] Akhir."
    assert cut("Awal tanpa kutipan.", "", 100) == "Awal tanpa kutipan.[]"


def test_excerpt_shows_what_stands_between_two_pieces() -> None:
    passage = "Awal. Satu. Tengah. Dua. Akhir."
    assert cut(passage, "Satu. … Dua.", 100) == "Awal. [Satu. Tengah. Dua.] Akhir."


def test_excerpt_is_cut_between_sentences_or_words() -> None:
    before = "Kalimat pertama panjang. Kalimat kedua. "
    after = " Kalimat ketiga. Kalimat keempat panjang."
    assert cut(before + "Inti." + after, "Inti.", 45) == (
        "… Kalimat kedua. [Inti.] Kalimat ketiga. …"
    )
    assert cut("a" * 40 + " bb Inti. cc " + "d" * 40, "Inti.", 20) == "… bb [Inti.] cc …"


@pytest.mark.parametrize("passage", ["Inti.", " Inti.\n"])
def test_no_excerpt_that_shows_only_the_quote(passage: str) -> None:
    assert cut(passage, "Inti.", 100) is None


def test_no_excerpt_without_room_beside_the_quote() -> None:
    assert cut("Awal. Inti. Akhir.", "Inti.", 5) is None


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.integers(0, 60))
def test_excerpt_is_verbatim_and_short(before: str, quote: str, after: str, limit: int) -> None:
    passage = before + quote + after
    made = layout.excerpt(hit(1, passage=passage, quote=quote), limit)
    if made:
        shown = [part.strip("… \n") for part in (made.before, made.quote, made.after)]
        assert [part in passage for part in shown] == [True] * 3
        # Two ellipses with their spaces come on top.
        assert len(made.before + made.quote + made.after) <= limit + 4


@pytest.mark.parametrize(
    ("missing", "shown"),
    [
        ((), ""),
        (("Indosat",), "Tidak disebut: Indosat"),
        (("a", "b", "c", "d"), "Tidak disebut: a, b, c, d"),
        (("a", "b", "c", "d", "e"), "Tidak disebut: a, b, c, d, …"),
        (("Nama " * 30,), "Tidak disebut: " + "Nama " * 15 + "Nama…"),
    ],
)
def test_names_that_a_closest_article_lacks(missing: tuple[str, ...], shown: str) -> None:
    assert layout.unmentioned(hit(1, missing=missing), Outcome.RELATED, ID) == shown


@pytest.mark.parametrize(
    ("messages", "outcome", "shown"),
    [
        (ID, Outcome.RELATED, "Tidak disebut: Indosat"),
        (EN, Outcome.RELATED, "Not mentioned: Indosat"),
        (ID, Outcome.ANSWER, "Disebut di bagian lain artikel ini: Papua"),
        (EN, Outcome.ANSWER, "Mentioned elsewhere in this article: Papua"),
    ],
)
def test_unmentioned_names_by_outcome(messages: Messages, outcome: Outcome, shown: str) -> None:
    both = hit(1, missing=("Indosat",), elsewhere=("Papua",))
    assert layout.unmentioned(both, outcome, messages) == shown


def test_archive_line() -> None:
    assert layout.archive_line(COVERAGE, ID) == "Arsip: 17.891 artikel, Mar–Okt 2019"
    assert layout.archive_line(COVERAGE, EN) == "Archive: 17,891 articles, Mar–Oct 2019"


def coverage(articles: int, outlets: str) -> Coverage:
    return Coverage(
        articles=articles, passages=1, outlets=tuple(outlets.split()), first="", last=""
    )


@pytest.mark.parametrize(
    ("held", "shown"),
    [
        (coverage(1, ""), "1 article"),
        (coverage(2000, "A"), "2,000 articles from A"),
        (coverage(2, "A B C"), "2 articles from A, B, and C"),
        (coverage(2, "A B C D"), "2 articles from A, B, C, and D"),
        (coverage(2, "A B C D E"), "2 articles from A, B, C, and 2 others"),
        (COVERAGE, "17,891 articles from VIVA, Kompas, Tempo, and 2 others, Mar–Oct 2019"),
    ],
)
def test_coverage_text(held: Coverage, shown: str) -> None:
    assert layout.coverage_text(held, EN) == shown
