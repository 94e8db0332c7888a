"""The terminal shows the same answers, as text that can be copied or as links."""

import io
import os
from dataclasses import replace

import pytest
from rich.console import Console

from bot.configuration.settings import Settings
from bot.console import chat, show
from index.errors import SnapshotUnusable
from index.records import Coverage, Outcome
from tests.support.interpretations import interpretation
from tests.support.stand_in import SENTENCE, StandIn, answer, hit


def shown(given, **options):
    console = Console(file=io.StringIO(), width=60, **options)
    show(given, console)
    return console.file.getvalue()


def test_an_answer_has_title_outlet_date_address_quote_and_speaker():
    text = shown(answer())
    assert "1. Desa terhubung internet, bagian 1" in text
    assert "VIVA · 16 Oktober 2019" in text
    assert "   https://berita.example/arsip/1\n" in text
    flowing = " ".join(text.split())
    assert f"“{SENTENCE}” — Kepala dinas" in flowing
    assert "Arsip: 17.891 artikel" in text


def test_three_hits_are_shown_in_full():
    text = shown(answer())
    assert ("3. Desa" in text, "4. Desa" in text) == (True, False)


def test_a_long_address_stays_in_one_line():
    url = "https://berita.example/" + "arsip-yang-panjang-" * 8
    article = hit(1).article.__class__(id="a", url=url, title="Judul")
    text = shown(answer(hits=(hit(1, article=article),)))
    assert f"   {url}\n" in text


def test_in_a_terminal_the_title_is_a_link_to_the_sentence():
    text = shown(answer(), force_terminal=True)
    assert "https://berita.example/arsip/1#:~:text=Sebagian%20besar" in text


def test_related_shows_quotes_without_their_passages():
    hits = tuple(hit(rank, missing=("Indosat",), elsewhere=("Papua",)) for rank in range(1, 8))
    text = shown(answer(outcome=Outcome.RELATED, hits=hits))
    assert text.startswith("Belum tentu menjawab. Yang paling dekat di arsip ini:\n1. Desa")
    flowing = " ".join(text.split())
    assert flowing.count(f"“{SENTENCE}” — Kepala dinas Tidak disebut: Indosat") == 3
    assert ("Papua" in text, "Kantor desa" in flowing) == (False, False)


def test_an_answer_says_what_stands_elsewhere_in_its_article():
    text = shown(answer(hits=(hit(1, missing=("Indosat",), elsewhere=("Papua",)),)))
    assert "   Disebut di bagian lain artikel ini: Papua" in text
    assert "Indosat" not in text


def test_related_hits_kept_by_version_0_1_have_titles_only():
    text = shown(answer(outcome=Outcome.RELATED, hits=(hit(1, quote="", speaker=""),)))
    assert [line.rstrip() for line in text.splitlines() if line.strip()] == [
        "Belum tentu menjawab. Yang paling dekat di arsip ini:",
        "1. Desa terhubung internet, bagian 1",
        "   VIVA · 16 Oktober 2019",
        "   https://berita.example/arsip/1",
        "Arsip: 17.891 artikel, Mar–Okt 2019",
    ]


@pytest.mark.parametrize("outcome", Outcome)
def test_unreadable_operators_stand_first(outcome):
    made_of = interpretation(problems=("after:32-13-2019",))
    text = " ".join(shown(replace(answer(outcome=outcome), interpretation=made_of)).split())
    assert text.startswith("Tidak terbaca: “after:32-13-2019”. Contoh yang benar: sejak:2019-09-01")


def test_nothing_says_what_was_searched():
    text = " ".join(shown(answer(outcome=Outcome.NOTHING)).split())
    assert "17.891 artikel dari VIVA" in text
    assert "bukan berarti tidak pernah terjadi" in text


def test_markup_in_articles_is_text():
    article = hit(1).article.__class__(id="a", title="[bold]Judul[/bold] [/]")
    text = shown(answer(hits=(hit(1, article=article, quote="[red]kata[/red]"),)))
    assert "[bold]Judul[/bold] [/]" in text
    assert "[red]kata[/red]" in text


def talk(monkeypatch, capsys, answers, lines, refresh=lambda: None):
    typed = iter(lines)

    def read(*_args, **_options):
        line = next(typed, None)
        if line is None:
            raise EOFError
        return line

    monkeypatch.setattr(Console, "input", read)
    assert chat(answers, Settings(), refresh=refresh) == 0
    return capsys.readouterr().out


def test_a_chat_answers_each_line_in_its_language_and_ends_with_the_input(monkeypatch, capsys):
    answers = StandIn()
    out = talk(monkeypatch, capsys, answers, ["apa kata menteri", "  ", "what did he say"])
    assert [q.language for q in answers.asked] == ["id", "en"]
    assert out.rstrip().endswith("Sampai jumpa.")


def test_an_error_ends_neither_the_chat_nor_the_next_answer(monkeypatch, capsys):
    answers = StandIn()
    answers.error = SnapshotUnusable("no index [here]")
    out = talk(monkeypatch, capsys, answers, ["apa kata menteri", "siapa"])
    assert out.count("no index [here]") == 2


def test_a_snapshot_that_cannot_be_opened_is_reported_and_the_old_one_answers(monkeypatch, capsys):
    def refresh():
        raise SnapshotUnusable("damaged")

    out = talk(monkeypatch, capsys, StandIn(), ["apa kata menteri"], refresh)
    assert ("damaged" in out, "1. Desa" in out) == (True, True)


@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_archive_says_so(language):
    empty = Coverage(articles=0, passages=0, outlets=(), first="", last="")
    text = shown(answer(outcome=Outcome.NOTHING, language=language, coverage=empty))
    assert {"id": "masih kosong", "en": "still empty"}[language] in text


def test_a_command_gets_help_and_is_no_question(monkeypatch, capsys):
    answers = StandIn()
    out = talk(monkeypatch, capsys, answers, ["/help", " /apa saja", "apa kata menteri"])
    assert out.count("sejak:2019-09-01") == 2
    assert [q.text for q in answers.asked] == ["apa kata menteri"]


def test_thanks_and_greetings_are_not_searched(monkeypatch, capsys):
    answers = StandIn()
    out = talk(
        monkeypatch, capsys, answers, ["terima kasih", "halo", "thank you for the answer", "?!"]
    )
    assert answers.asked == []
    said = [line for line in out.splitlines() if line.strip()][2:]
    assert said == [
        "Siap! Kalau ada yang mau dicari lagi, tulis saja.",
        "Halo! Tulis saja pertanyaannya, nanti saya carikan di arsip berita. Contohnya ",
        "ada di bantuan.",
        "Any time! If there is more to look up, just write.",
        "Saya belum menangkap pertanyaannya. Coba tulis dengan beberapa kata.",
        "Sampai jumpa.",
    ]


def test_a_follow_up_goes_on_from_the_last_answer(monkeypatch, capsys):
    answers = StandIn()
    lines = ["kapan?", "internet desa", "makasih", "kapan?", "gempa Ambon", "kalau Kominfo?"]
    talk(monkeypatch, capsys, answers, lines)
    contexts = [
        question.context.query.topic if question.context else None for question in answers.asked
    ]
    assert contexts == [None, None, "internet desa", None, "gempa Ambon"]


@pytest.mark.parametrize(
    "word",
    ["exit", "quit", "keluar", " Keluar ", "/exit", "/quit", "/keluar", ":q", "exit()", "selesai"],
)
def test_a_word_ends_the_chat(monkeypatch, capsys, word):
    answers = StandIn()
    out = talk(monkeypatch, capsys, answers, ["internet desa", word, "gempa Ambon"])
    assert [question.text for question in answers.asked] == ["internet desa"]
    assert out.rstrip().endswith("Sampai jumpa.")


@pytest.mark.parametrize(
    "word", ["help", "bantuan", "Bantuan", "/help", "/start", "--help", "-h", "?", "menu", "/tanya"]
)
def test_help_is_shown_and_not_searched(monkeypatch, capsys, word):
    answers = StandIn()
    out = talk(monkeypatch, capsys, answers, [word])
    assert answers.asked == []
    assert "sejak:2019-09-01" in out


def test_ask_works_as_in_telegram(monkeypatch, capsys):
    answers = StandIn()
    talk(monkeypatch, capsys, answers, ["/ask internet desa", "/TANYA  apa kata menteri?"])
    assert [question.text for question in answers.asked] == ["internet desa", "apa kata menteri?"]


@pytest.mark.parametrize("text", ["source:viva", "https://www.viva.co.id/english/news/the-forest"])
def test_what_is_no_language_keeps_the_default(monkeypatch, capsys, text):
    answers = StandIn()
    talk(monkeypatch, capsys, answers, [text])
    assert [question.language for question in answers.asked] == ["id"]


PASTE = """Menara internet desa roboh dihantam angin kencang pada Senin malam.

Kepala desa mengatakan tidak ada korban jiwa dalam kejadian itu, tetapi sekolah
dan puskesmas tidak tersambung sampai besok. Perbaikan dimulai hari Rabu.
"""


@pytest.fixture
def keyboard(monkeypatch):
    """A terminal to type into; what is written to it at once is read as a terminal gives it."""
    writer, reader = os.openpty()
    with os.fdopen(reader, encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        yield writer
    os.close(writer)


def test_a_pasted_text_is_one(keyboard, capsys):
    answers = StandIn()
    os.write(keyboard, PASTE.encode() + b"\x04\x04")
    assert chat(answers, Settings(), refresh=lambda: None) == 0
    (question,) = answers.asked
    assert question.text.splitlines() == [line for line in PASTE.splitlines() if line]


def test_questions_typed_ahead_are_asked_one_by_one(keyboard, capsys):
    answers = StandIn()
    os.write(keyboard, b"internet desa\n\ngempa Ambon\nkeluar\nbanjir\n")
    assert chat(answers, Settings(), refresh=lambda: None) == 0
    assert [question.text for question in answers.asked] == ["internet desa", "gempa Ambon"]
