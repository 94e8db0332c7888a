"""Claims checked against an archive: outcomes and their evidence."""

import pytest

from index.models.embedder import CosineScale
from index.quotes.checking.check import QuoteChecker
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck, QuoteOutcome
from index.search.searcher import Searcher
from index.store.hidden import HiddenArticle
from index.store.snapshot.open_snapshot import OpenSnapshot
from tests.support.archives import snapshot_of
from tests.support.word_embedder import WordEmbedder

MODEL = WordEmbedder(
    *("tarif", "tol", "internet", "papua", "hoaks", "sekolah", "beras"),
    scale=CosineScale(unrelated=0.0, matched=1.0),
)


def record(number: str, text: str, **more: str) -> dict[str, str]:
    return {"id": number, "text": text, "published": "2019-09-12", "source": "VIVA"} | more


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> OpenSnapshot:
    toll = (
        "Menteri PUPR Basuki Hadimuljono berbicara di Jakarta. “Kami tidak akan menaikkan tarif 16"
        " ruas jalan tol tahun ini,” kata Basuki Hadimuljono. “Kami masih menghitung semuanya.”"
    )
    records = [
        record("toll", toll, title="Tarif tol tetap"),
        record(
            "papua",
            "Juru bicara itu ditemui wartawan. “Internet di Papua segera pulih,” kata Rudiantara"
            " kepada wartawan. “Pemerintah meminta maaf kepada warga,” ujar Rudiantara.",
        ),
        record(
            "fake",
            "Beredar tangkapan layar berisi pernyataan Basuki Hadimuljono. “Jalan tol akan dijual"
            " kepada asing,” kata Basuki Hadimuljono dalam tangkapan layar itu. Pesan itu hoaks.",
            title="[HOAKS] Basuki Hadimuljono jual jalan tol",
        ),
        record(
            "denied",
            "Amran Sulaiman menjawab wartawan. “Saya tidak pernah bilang rakyat harus makan beras"
            " impor setiap hari,” kata Amran Sulaiman.",
        ),
        record(
            "nobody",
            "Sri Mulyani hadir di sana. “Harga beras tidak akan naik sampai akhir tahun depan.”"
            " Hadirin bertepuk tangan. Acara lalu selesai. Semua pulang. Hujan turun di Jakarta."
            " Menurut partai itu, harga beras perlu diturunkan sampai akhir tahun.",
        ),
        record("school", "Sekolah di desa itu dibuka lagi setelah libur panjang bulan lalu."),
    ]
    return snapshot_of(tmp_path_factory.mktemp("check"), MODEL, records)


def checked(snapshot: OpenSnapshot, quotation: str, by: str = "") -> QuoteCheck:
    return QuoteChecker(Searcher(MODEL)).check(Claim(quotation=quotation, speaker=by), snapshot)


SAID = "kami tidak akan menaikkan tarif 16 ruas jalan tol"


@pytest.mark.parametrize(
    ("quotation", "by", "outcome", "article"),
    [
        (SAID, "Basuki Hadimuljono", QuoteOutcome.SAID, "toll"),
        (SAID, "Menteri PUPR", QuoteOutcome.SAID, "toll"),
        (SAID, "", QuoteOutcome.SAID, "toll"),
        (SAID, "Rudiantara", QuoteOutcome.SAID_BY_OTHER, "toll"),
        (SAID.replace("16", "61"), "Basuki", QuoteOutcome.SAID_DIFFERENTLY, "toll"),
        (SAID.replace("tidak ", ""), "Basuki", QuoteOutcome.SAID_DIFFERENTLY, "toll"),
        (SAID.replace("tidak ", ""), "", QuoteOutcome.SAID_DIFFERENTLY, "toll"),
        ("jalan tol akan dijual kepada asing", "Basuki", QuoteOutcome.DENIED, "fake"),
        ("jalan tol akan dijual kepada asing", "", QuoteOutcome.DENIED, "fake"),
        ("rakyat harus makan beras impor setiap hari", "Amran", QuoteOutcome.DENIED, "denied"),
    ],
)
def test_outcomes(
    archive: OpenSnapshot, quotation: str, by: str, outcome: QuoteOutcome, article: str
) -> None:
    found = checked(archive, quotation, by)
    assert (found.outcome, found.evidence[0].article.id) == (outcome, article)


def test_evidence_is_whole_sentences_with_their_speaker_and_what_differs(
    archive: OpenSnapshot,
) -> None:
    found = checked(archive, "kami tidak akan menaikkan tarif 61 ruas jalan tol", "Basuki")
    (one,) = found.evidence
    assert one.quote == (
        "“Kami tidak akan menaikkan tarif 16 ruas jalan tol tahun ini,” kata Basuki Hadimuljono."
    )
    assert one.quote in one.passage
    assert one.speaker == "Basuki Hadimuljono, Menteri PUPR"
    assert found.differences == one.differences == (("61", "16"),)


def test_a_quotation_may_run_across_the_words_that_tell_who_says_it(archive: OpenSnapshot) -> None:
    found = checked(archive, "tarif 16 ruas jalan tol tahun ini. Kami masih menghitung semuanya")
    assert (found.outcome, found.differences) == (QuoteOutcome.SAID, ())
    assert found.evidence[0].quote.endswith("“Kami masih menghitung semuanya.”")


def test_a_quotation_of_nobody_is_said_if_the_one_asked_for_is_named_beside_it(
    archive: OpenSnapshot,
) -> None:
    quotation = "harga beras tidak akan naik sampai akhir tahun depan"
    found = checked(archive, quotation, "Sri Mulyani")
    assert (found.outcome, found.evidence[0].speaker) == (QuoteOutcome.SAID, "")
    assert checked(archive, quotation, "Wiranto").outcome is QuoteOutcome.SAID_BY_OTHER
    # Not in quotation marks, so not hers.
    told = "harga beras perlu diturunkan sampai akhir tahun"
    assert checked(archive, told, "Sri Mulyani").outcome is QuoteOutcome.SAID_BY_OTHER


def test_the_same_in_other_words(archive: OpenSnapshot) -> None:
    found = checked(archive, "internet Papua akan normal, pulih", "Rudiantara")
    assert found.outcome is QuoteOutcome.SAID_DIFFERENTLY
    assert found.evidence[0].quote == (
        "“Internet di Papua segera pulih,” kata Rudiantara kepada wartawan."
    )


@pytest.mark.parametrize("by", ["Rudiantara", "Basuki", "", "Somebody Unknown"])
def test_what_nobody_said_is_not_found(archive: OpenSnapshot, by: str) -> None:
    found = checked(archive, "kucing wajib memakai helm ketika naik sepeda", by)
    assert (found.outcome, found.evidence) == (QuoteOutcome.NOT_FOUND, ())


def test_hidden_articles_are_no_evidence(archive: OpenSnapshot) -> None:
    toll = checked(archive, SAID).evidence[0].article
    hidden = archive.with_hidden([HiddenArticle.of(toll)])
    assert checked(hidden, SAID).outcome is QuoteOutcome.NOT_FOUND


def test_marks_alone_are_nothing(archive: OpenSnapshot) -> None:
    assert checked(archive, "…?!").outcome is QuoteOutcome.NOT_FOUND
