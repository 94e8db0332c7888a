import datetime
from pathlib import Path

import pytest

from bot.answers.answerer import Answerer
from bot.answers.archive_admin import LiveArchiveAdmin
from bot.answers.types import Question
from bot.services.sample_questions import SampleQuestions
from index.errors import SnapshotUnusable
from index.records import Citation
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import PASSAGES, Snapshots
from tests.support.archives import built, written
from tests.support.stand_in import StandIn
from tests.support.word_embedder import WordEmbedder

FIRST = {"id": "satu", "url": "https://berita.example/satu", "title": "Satu", "source": "VIVA"}
RECORDS = [FIRST | {"text": "Banjir di kota."}, {"id": "dua", "text": "Gempa di desa."}]
SATU = Citation(**FIRST)


def admin_of(data: Path, words: WordEmbedder) -> LiveArchiveAdmin:
    live = LiveIndex(Snapshots(data / "snapshots"), words)
    live.refresh()
    return LiveArchiveAdmin(live)


def publish(data: Path, words: WordEmbedder, *more: str) -> str:
    return built(data, words, written(data / "a.jsonl", *RECORDS, *more)).snapshot


@pytest.mark.parametrize(
    "what",
    [
        "satu",
        "https://www.berita.example/satu/?utm_source=wa",
        "berita.example/satu",
        SATU.reference,
        f"r_{SATU.reference}",
        f" https://t.me/arsip_bot?start=r_{SATU.reference}\n",
    ],
)
def test_look_up(tmp_path: Path, words: WordEmbedder, what: str) -> None:
    publish(tmp_path, words)
    admin = admin_of(tmp_path, words)
    assert admin.look_up(what) == SATU
    # Also when nobody else may see it.
    admin.hide(SATU)
    assert admin.look_up(what) == SATU


@pytest.mark.parametrize("what", ["", "tiga", "r_", "https://berita.example/tiga", "a" * 16])
def test_look_up_of_unknown_articles(tmp_path: Path, words: WordEmbedder, what: str) -> None:
    publish(tmp_path, words)
    assert admin_of(tmp_path, words).look_up(what) is None


def test_hide_and_unhide(tmp_path: Path, words: WordEmbedder) -> None:
    publish(tmp_path, words)
    live = LiveIndex(Snapshots(tmp_path / "snapshots"), words)
    live.refresh()
    answerer = Answerer(Searcher(words), live)
    admin = LiveArchiveAdmin(live)
    assert (admin.hide(SATU), admin.hide(SATU)) == (True, False)
    assert (admin.is_hidden(SATU), admin.is_hidden(Citation(id="dua"))) == (True, False)
    assert answerer.article(SATU.reference) is None
    # Whatever process it was hidden in.
    [entry] = admin_of(tmp_path, words).hidden()
    assert (entry.key, entry.article) == (SATU.reference, SATU)
    assert answerer.answer(Question(text="berita.example/satu", language="id")).hits == ()
    assert admin.unhide(entry.key) == entry
    assert admin.unhide(entry.key) is None
    article = answerer.article(SATU.reference)
    assert article
    assert article.text == "Banjir di kota."


def test_reload_takes_the_newest_and_reads_names_again(tmp_path: Path, words: WordEmbedder) -> None:
    first = publish(tmp_path, words)
    live = LiveIndex(Snapshots(tmp_path / "snapshots"), words)
    live.refresh()
    read: list[str] = []
    admin = LiveArchiveAdmin(live, reread=lambda: read.append("names"))
    second = publish(tmp_path, words, "Banjir lagi.")
    assert admin.current().name == first
    info = admin.reload()
    assert (info.name, info.coverage.articles, read) == (second, 3, ["names"])
    assert datetime.datetime.now(datetime.UTC) - info.created < datetime.timedelta(minutes=1)
    assert admin.previous() == admin_of(tmp_path, words).previous()


def test_roll_back(tmp_path: Path, words: WordEmbedder) -> None:
    first = publish(tmp_path, words)
    second = publish(tmp_path, words, "Banjir lagi.")
    admin = admin_of(tmp_path, words)
    previous = admin.previous()
    assert previous
    assert previous.name == first
    assert admin.roll_back() == previous == admin.current()
    assert admin.previous() is None
    with pytest.raises(SnapshotUnusable, match="no earlier snapshot"):
        admin.roll_back()
    assert Snapshots(tmp_path / "snapshots").current() == tmp_path / "snapshots" / first
    assert second != first


def test_roll_back_to_a_damaged_snapshot_changes_nothing(
    tmp_path: Path, words: WordEmbedder
) -> None:
    first = publish(tmp_path, words)
    second = publish(tmp_path, words, "Banjir lagi.")
    admin = admin_of(tmp_path, words)
    (tmp_path / "snapshots" / first / PASSAGES).write_bytes(b"")
    with pytest.raises(SnapshotUnusable, match="damaged"):
        admin.roll_back()
    assert admin.current().name == second
    assert Snapshots(tmp_path / "snapshots").current() == tmp_path / "snapshots" / second


def test_samples_are_made_anew_when_something_is_hidden() -> None:
    answers = StandIn()
    samples = SampleQuestions(answers)
    first = samples.of("id")
    asked = len(answers.asked)
    assert (samples.of("id"), len(answers.asked)) == (first, asked)
    answers.admin.hide(SATU)
    samples.of("id")
    assert len(answers.asked) == 2 * asked
