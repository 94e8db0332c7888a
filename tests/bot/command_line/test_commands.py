"""The command lines keep their contracts: flags, JSON, exit status, one-line errors."""

import json
import shutil
from dataclasses import replace

import pytest

from bot.answers.types import AskedBy, Question
from bot.command_line import ask, evaluate, rebuild, recalibrate
from bot.configuration.settings import Settings
from bot.storage.answers import AnswerStore
from bot.storage.database import Storage
from bot.storage.feedback import FeedbackStore
from bot.wiring import build_answerer
from tests.support.interpretations import interpretation
from tests.support.stand_in import answer

ARTICLE = {
    "id": "a1",
    "url": "https://berita.example/a1",
    "title": "Jaringan serat optik masuk desa",
    "published": "2021-03-04",
    "source": "Berita",
    "text": "Pemerintah daerah meresmikan jaringan serat optik di lima desa. "
    "Kepala dinas mengatakan layanan itu gratis bagi sekolah.",
}


@pytest.fixture
def data(tmp_path, monkeypatch, model):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    return tmp_path / "data"


@pytest.fixture
def sample(sample_data, data):
    shutil.copytree(sample_data, data)
    return data


def write(path, *records):
    path.write_text("".join(json.dumps(record) + "\n" for record in records))
    return str(path)


def test_a_build_ends_with_one_json_object(data, tmp_path, capsys):
    source = write(tmp_path / "articles.jsonl", ARTICLE)
    assert rebuild.main([source, "--data", str(data), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["articles"] == {
        "read": 1,
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "removed": 0,
        "rejected": 0,
    }
    assert (report["passages"], report["embedded"], report["kept"]) == (1, 1, 0)
    assert (data / "snapshots" / "CURRENT").read_text().strip() == report["snapshot"]
    assert rebuild.main([source, "--data", str(data), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert (again["articles"]["unchanged"], again["embedded"]) == (1, 0)


def test_a_shard_is_written_and_taken_in(data, tmp_path, capsys):
    source = write(tmp_path / "articles.jsonl", ARTICLE)
    machine, file = (
        str(tmp_path / "machine"),
        str(tmp_path / "machine" / "shards" / "1-of-1.vectors"),
    )
    assert rebuild.main([source, "--data", machine, "--shard", "1/1"]) == 0
    said = f"shard 1/1: 1 vector in {file}, 1 of them embedded now; nothing was published"
    assert capsys.readouterr().out.splitlines()[0] == said
    assert rebuild.main([source, "--data", str(data), "--json", "--merge", file]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["taken_in"], report["embedded"], report["passages"]) == (1, 0, 1)
    assert rebuild.main(["--data", str(data), "--json", "--merge", file]) == 0
    assert json.loads(capsys.readouterr().out) == {"stored": 0, "known": 1, "foreign": 0}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        ("x --shard 9/8", "'9/8' is no shard; 2/8 is the second of eight"),
        ("--shard 1/8", "give PATHs to read"),
        ("x --shard 1/8 --merge y", "--merge comes after all shards"),
        ("x --file y", "--file names the file that --shard writes"),
        ("x --full --merge y", "--full embeds everything anew"),
        ("x --dry-run --shard 1/8", "go with neither --dry-run nor --if-none"),
        ("x --workers 2 --ray auto", "--ray is a cluster; give one"),
        ("x --workers 0", "'0' is no number of processes; give 1 or more"),
    ],
)
def test_shards_and_workers_that_cannot_be(arguments, why, capsys):
    with pytest.raises(SystemExit, match="2"):
        rebuild.main(arguments.split())
    assert why in capsys.readouterr().err


def test_a_bad_line_is_named_and_the_rest_is_published(data, tmp_path, capsys):
    source = write(tmp_path / "articles.jsonl", {"title": "tanpa isi"}, ARTICLE)
    assert rebuild.main([source, "--data", str(data), "--json"]) == 1
    captured = capsys.readouterr()
    assert json.loads(captured.out)["articles"]["rejected"] == 1
    assert "articles.jsonl:1:" in captured.err.replace("\n", "")


def test_the_summary_counts_in_words_what_was_not_taken_as_given(data, tmp_path, capsys):
    undated = {"text": "Banjir surut di hilir.", "published": "kapan-kapan"}
    source = write(tmp_path / ("folder-" * 20 + "a.jsonl"), ARTICLE, ARTICLE, undated)
    assert rebuild.main([source, "--data", str(data)]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[0] == (
        "3 articles read: 2 new, 0 changed, 0 unchanged, 0 removed; 0 inputs rejected"
        "; 1 repeated record; 1 notice"
    )
    line = f"noticed {source}:3: `published` is no date: 'kapan-kapan'; left out"
    assert line in captured.err.splitlines()
    assert rebuild.main([write(tmp_path / "b.jsonl", ARTICLE), "--data", str(data)]) == 0
    assert capsys.readouterr().out.startswith("1 article read: ")


def test_a_very_long_text_is_told_as_probably_several_articles(data, tmp_path, capsys):
    article = "Warga Desa Contoh membangun jembatan bambu sepanjang sepuluh meter.\n"
    source = tmp_path / "semua.txt"
    source.write_text("Kumpulan berita desa\n\n" + article * 1600)
    short = write(tmp_path / "satu.jsonl", ARTICLE)
    assert rebuild.main([str(source), short, "--data", str(data)]) == 0
    captured = capsys.readouterr()
    [told] = [line for line in captured.err.splitlines() if "several articles" in line]
    assert told.startswith(f"noticed {source}: 10")
    assert "characters: probably several articles in one; give each a file" in told
    assert captured.out.splitlines()[0].endswith("; 0 inputs rejected; 1 notice")


def test_rollback_returns_and_then_says_there_is_nothing_earlier(data, tmp_path, capsys):
    source = write(tmp_path / "articles.jsonl", ARTICLE)
    for _ in range(2):
        rebuild.main([source, "--data", str(data), "--json"])
    first, second = (json.loads(line)["snapshot"] for line in capsys.readouterr().out.splitlines())
    assert rebuild.main(["--rollback", "--data", str(data)], prog="tanya-arsip rebuild") == 0
    assert (data / "snapshots" / "CURRENT").read_text().strip() == first != second
    assert capsys.readouterr().out.splitlines() == [
        f"the live snapshot is now {first}",
        f"to go forward again, to {second}: tanya-arsip rebuild --forward --data {data}",
        "the next rebuild publishes a newer one, which is live at once",
    ]
    assert rebuild.main(["--forward", "--data", str(data)]) == 0
    assert capsys.readouterr().out == f"the live snapshot is now {second}\n"
    assert rebuild.main(["--forward", "--data", str(data)]) == 1
    assert rebuild.main(["--rollback", "--data", str(data)]) == 0
    assert rebuild.main(["--rollback", "--data", str(data)]) == 1
    assert "no earlier snapshot" in capsys.readouterr().err


def test_if_none_leaves_an_index_alone(sample, capsys):
    assert rebuild.main(["nowhere.jsonl", "--if-none", "--data", str(sample)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "arguments", [[], ["a.jsonl", "--rollback"], ["--forward", "--rollback"], ["--nonsense"]]
)
def test_bad_usage_is_status_2(data, arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        rebuild.main(arguments)
    assert stop.value.code == 2


def test_a_missing_path_is_one_line(data, capsys):
    assert rebuild.main(["nowhere.jsonl", "--data", str(data)]) == 1
    assert capsys.readouterr().err.splitlines()[-1].startswith("error: nowhere.jsonl")


def test_ask_gives_json_with_a_verbatim_quote(sample, capsys):
    question = "apa kata Kominfo tentang media sosial"
    assert ask.main([question, "--json", "--limit", "2", "--data", str(sample)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["question"], found["language"], found["outcome"]) == (question, "id", "answer")
    first = found["hits"][0]
    assert first["quote"] in first["passage"]
    fields = {"rank", "score", "article", "passage", "quote", "speaker", "also"}
    assert set(first) == fields | {"missing", "elsewhere"}
    assert set(first["article"]) == {"id", "url", "title", "source", "published", "author"}
    assert 0 <= found["confidence"] <= 1 < found["elapsed_ms"]
    related = "apa kata Prabowo soal Starlink"
    assert ask.main([related, "--json", "--limit", "2", "--data", str(sample)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [hit["rank"] for hit in found["hits"]] == [1, 2]
    assert found["outcome"] == "related"
    assert [hit["quote"] in hit["passage"] for hit in found["hits"]] == [True, True]
    # Others' words are theirs.
    assert ["Prabowo" in hit["speaker"] for hit in found["hits"]] == [False, False]
    assert [hit["missing"] for hit in found["hits"]] == [["Prabowo"], ["Prabowo", "Starlink"]]
    assert set(found["hits"][0]) == set(first)


def test_ask_tells_in_json_what_the_text_tells(sample, capsys):
    def told(question):
        assert ask.main([question, "--json", "--data", str(sample)]) == 0
        found = json.loads(capsys.readouterr().out)
        assert ask.main([question, "--data", str(sample)]) == 0
        text = " ".join(capsys.readouterr().out.split())
        assert all(note in text for note in found["notes"])
        return found

    question = "apa kata Kominfo tentang media sosial source:tidakada after:2019-10-01 sort:besok"
    found = told(question)
    assert found["searched"] == {
        "input": "question",
        "words": "apa kata Kominfo tentang media sosial",
        "filters": {
            "speaker": "Kominfo",
            "period": None,
            "sources": [],
            "authors": [],
            "sections": [],
            "latest": False,
        },
        "dropped": ["period", "sources"],
        "corrections": [],
        "not_understood": ["sort:besok"],
    }
    kept = told("apa kata Kominfo tentang media sosial after:2019-10-01 source:viva sort:new")
    assert kept["searched"]["filters"] == {
        "speaker": "Kominfo",
        "period": {"first": "2019-10-01", "last": None},
        "sources": ["viva"],
        "authors": [],
        "sections": [],
        "latest": True,
    }
    assert kept["searched"]["dropped"] == []
    assert found["notes"] == [
        "Dicari: pernyataan Kominfo",
        "Tidak terbaca: “sort:besok”. Contoh yang benar: sejak:2019-09-01 sebelum:2019-10-01 "
        "sumber:viva urut:baru",
        "Di luar batasan itu:",
    ]
    assert found["archive"]["articles"] == 28
    assert (sample / "snapshots" / found["snapshot"]).is_dir()
    url = told("https://tidak.example/palapa-ring-diresmikan")
    assert (url["searched"]["input"], url["searched"]["words"]) == (
        "unknown_address",
        "palapa ring diresmikan",
    )


def test_json_tells_spellings_that_were_corrected():
    made = interpretation(corrections=(("rign", "ring"),))
    found = ask.as_json(replace(answer(), interpretation=made))
    assert found["searched"]["corrections"] == [{"asked": "rign", "searched": "ring"}]
    assert found["notes"] == ["Dicari juga sebagai “ring”."]


@pytest.mark.parametrize(
    ("said", "reason", "reply"),
    [
        ("terima kasih ya", "thanked", "Siap! Kalau ada yang mau dicari lagi, tulis saja."),
        ("hello", "greeted", "Halo! Tulis saja pertanyaannya"),
        ("?!", "no_words", "Saya belum menangkap pertanyaannya."),
    ],
)
def test_ask_does_not_search_for_thanks_and_greetings(data, capsys, said, reason, reply):
    # Not even an index is needed.
    assert ask.main([said, "--data", str(data)]) == 0
    assert capsys.readouterr().out.startswith(reply)
    assert ask.main([said, "--json", "--data", str(data)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["outcome"], found["not_searched"], found["hits"]) == ("nothing", reason, [])
    assert found["notes"][0].startswith(reply)


def test_ask_prints_for_people_in_the_language_of_the_question(sample, capsys):
    assert ask.main(["when was Palapa Ring inaugurated?", "--data", str(sample)]) == 0
    assert "14 October 2019" in capsys.readouterr().out
    assert ask.main(["Palapa Ring", "--lang", "en", "--data", str(sample)]) == 0
    assert "Archive: 28 articles" in capsys.readouterr().out


def test_ask_without_an_index_says_what_to_do(data, capsys):
    assert ask.main(["apa?", "--data", str(data)]) == 1
    assert "run scripts/rebuild_index.py" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[" "], ["apa?", "--limit", "0"], ["apa?", "--lang", "fr"]])
def test_ask_refuses_what_it_cannot_do(data, arguments):
    with pytest.raises(SystemExit) as stop:
        ask.main(arguments)
    assert stop.value.code == 2


def test_an_owner_adds_names_without_touching_code(sample, capsys):
    """The archive knows Semuel; that people call his office so is in the owner's file."""
    question = ["apa kata Kantor Aplikasi soal pendaftaran PSE", "--data", str(sample), "--json"]
    assert ask.main(question) == 0
    before = json.loads(capsys.readouterr().out)
    assert before["outcome"] != "answer"
    own = '[[entity]]\nnames = ["Kantor Aplikasi"]\n'
    own += 'heads = ["Direktur Jenderal Aplikasi Informatika"]\n'
    (sample / "aliases.toml").write_text(own)
    assert ask.main(question) == 0
    after = json.loads(capsys.readouterr().out)
    # Now it is known that the words are of those asked for.
    assert after["confidence"] > 2 * before["confidence"]
    assert after["hits"][0]["speaker"].startswith("Semuel Abrijani Pangerapan")


def test_a_broken_names_file_is_one_line(sample, capsys):
    (sample / "aliases.toml").write_text("[[entity]]\nnames = 3\n")
    assert ask.main(["apa itu PSE", "--data", str(sample)]) == 1
    error = capsys.readouterr().err
    assert "aliases.toml" in error
    assert error.count("\n") == 1


def test_evaluate_dumps_what_came_of_each_question(sample, tmp_path, capsys):
    questions = [
        {"id": "q1", "question": "kapan Palapa Ring diresmikan?", "relevant": []},
        {"id": "q2", "question": "resep rendang", "answerable": False},
    ]
    source, dump = write(tmp_path / "q.jsonl", *questions), tmp_path / "out.jsonl"
    arguments = ["--questions", source, "--dump", str(dump), "--json", "--data", str(sample)]
    assert evaluate.main(arguments) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 2
    lines = [json.loads(line) for line in dump.read_text().splitlines()]
    assert [line["id"] for line in lines] == ["q1", "q2"]
    assert set(lines[0]) == {
        "id",
        "outcome",
        "confidence",
        "articles",
        "quote",
        "speaker",
        "elapsed_ms",
        "hits",
    }
    assert lines[1]["outcome"] == "nothing"
    assert len(lines[1]["articles"]) == 20
    assert [set(hit) for hit in lines[1]["hits"]] == [{"article", "quote", "speaker", "also"}] * 3


def test_evaluate_measures_groups_of_questions(sample, tmp_path, capsys):
    """One kind is asked in two languages, another in one."""
    asked = {"question": "kapan Palapa Ring diresmikan?", "relevant": ["7e20f21529622c18"]}
    groups = [("when", "id"), ("when", "en"), ("said", "id")]
    questions = [
        {"id": str(number), "kind": kind, "lang": lang} | asked
        for number, (kind, lang) in enumerate(groups)
    ]
    source = write(tmp_path / "q.jsonl", *questions)
    arguments = ["--questions", source, "--by", "--data", str(sample)]
    assert evaluate.main([*arguments, "--json"]) == 0
    by = json.loads(capsys.readouterr().out)["by"]
    measured = {name: (own["questions"], own["right_first"]) for name, own in by.items()}
    assert measured == {
        "kind: said": (1, 1.0),
        "kind: when": (2, 1.0),
        "lang: en": (1, 1.0),
        "lang: id": (2, 1.0),
    }
    assert evaluate.main(arguments) == 0
    assert [line for line in capsys.readouterr().out.splitlines() if ": " in line] == list(by)


def test_evaluate_measures_what_people_thought_of_answers(sample, tmp_path, capsys):
    """Two questions are asked and judged as the bot does it, then measured."""
    settings = replace(Settings.load(env_file=None), data_dir=sample)
    answerer = build_answerer(settings)
    storage = Storage(sample / "bot.db")
    sent, feedback = storage.make(AnswerStore), storage.make(FeedbackStore)
    asked_by = AskedBy(kind="private", person="me", place="me")
    texts = ("kapan Palapa Ring diresmikan?", "apa kata Semuel soal pendaftaran PSE?")
    made = [answerer.answer(Question(text=text, language="id")) for text in texts]
    assert [one.outcome for one in made] == ["answer", "answer"]
    ids = [storage.make(lambda _, one=one: sent.keep(one, asked_by)) for one in made]
    storage.make(lambda _: feedback.toggle(ids[0], "me", "good"))
    storage.make(lambda _: feedback.rate_bad(ids[1], "me", "topic"))
    storage.close()
    dump = tmp_path / "out.jsonl"
    arguments = ["--feedback", "--data", str(sample)]
    assert evaluate.main([*arguments, "--json", "--dump", str(dump)]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert {name: figures[name] for name in ("questions", "mrr_at_10", "recall_at_1")} == {
        "questions": 1,
        "mrr_at_10": 1.0,
        "recall_at_1": 1.0,
    }
    agreed = figures["feedback"]
    assert agreed.pop("auroc") in {0.0, 1.0}
    assert agreed == {
        "liked": 1,
        "still_first": 1.0,
        "disliked": 1,
        "gone": 0.0,
        "reasons": {"topic": 1},
    }
    assert [json.loads(line)["id"] for line in dump.read_text().splitlines()] == ids
    assert evaluate.main(arguments) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if line[:1] == ["still_first"] or "topic" in line] == [
        ["still_first", "1.0"],
        ["disliked:", "topic", "1"],
    ]


def test_recalibrating_waits_for_enough_and_then_moves_the_next_rebuild(
    sample, monkeypatch, capsys
):
    answerer = build_answerer(replace(Settings.load(env_file=None), data_dir=sample))
    storage = Storage(sample / "bot.db")
    sent, feedback = storage.make(AnswerStore), storage.make(FeedbackStore)
    asked_by = AskedBy(kind="private", person="me", place="me")
    made = answerer.answer(Question(text="kapan Palapa Ring diresmikan?", language="id"))
    for number in range(3):
        answer_id = storage.make(lambda _: sent.keep(made, asked_by))
        verdict = "bad" if number else "good"
        storage.make(lambda _, one=answer_id, said=verdict: feedback.toggle(one, "me", said))
    storage.close()
    arguments = ["--data", str(sample)]
    assert recalibrate.main(arguments) == 1
    assert capsys.readouterr().err == (
        "error: only 3 of 3 rated answers can be used; wait until there are 10 whose article "
        "still comes first\n"
    )
    monkeypatch.setattr(recalibrate, "LEAST", 3)
    assert recalibrate.main(arguments) == 0
    assert capsys.readouterr().out.startswith("1 right and 2 wrong answers move the confidence by")
    facts = json.loads((sample / "calibration.json").read_text())
    assert (facts["judged"], -1 < facts["move"] < 0) == (3, True)


def test_evaluate_without_feedback_is_one_line(sample, capsys):
    assert evaluate.main(["--feedback", "--data", str(sample)]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"error: {sample}/bot.db has no 👍 or 👎")
    assert error.count("\n") == 1


def test_ask_explains(sample, capsys):
    question = "what did Kominfo say about social media"
    assert ask.main([question, "--explain", "--json", "--limit", "2", "--data", str(sample)]) == 0
    record = json.loads(capsys.readouterr().out)
    found = record["explanation"]
    assert found["understood"]["translations"]["social"] == ["sosial"]
    assert [hit["score"] for hit in found["hits"]] == [hit["score"] for hit in record["hits"]]
    assert found["decision"]["probability"] == record["confidence"]
    assert found["reasons"] == [{"kind": "confident", "names": []}]
    assert ask.main([question, "--explain", "--data", str(sample)]) == 0
    text = capsys.readouterr().out
    shown = f"{record['confidence']:.2f}"
    assert f"\nWhy this answer\nanswered · probability {shown}, an answer takes 0." in text
    assert ask.main(["terima kasih", "--explain", "--json", "--data", str(sample)]) == 0
    assert json.loads(capsys.readouterr().out)["explanation"] is None
    with pytest.raises(SystemExit):
        ask.main([question, "--explain", "--format", "csv", "--data", str(sample)])
    assert "--explain goes with the text or with --json" in capsys.readouterr().err
