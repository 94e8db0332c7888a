"""The packaged form of reader, with graphs of a random network of no size."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from index.errors import Hint, ModelUnavailable
from index.models import reader as module
from index.models.reader import ABOVE, BELOW, OnnxReader, packaged_reader

ROOT = Path(__file__).parents[3]
HEADING = "Gempa Ambon"
SENTENCES = (
    "Gempa mengguncang Ambon pada Kamis pagi.",
    "Menurut Budi Santoso 23 orang tewas.",
    "Warga mengungsi ke bukit kata Rini Wati.",
)
QUESTIONS = ("berapa orang tewas", "apa kata Rini Wati", "Gempa Bali")
# What torch makes of every question with all sentences, and with the last one alone.
EXPORTING = """
import json, sys
from pathlib import Path
import numpy as np, torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel
from index.models.reader_tokens import ReaderTokenizer
from scripts.dev.reader.exporting import export_reader
from scripts.dev.reader.model import ReaderNetwork, collate

folder, heading, sentences, questions = Path(sys.argv[1]), *map(json.loads, sys.argv[2:])
words = sorted({w for text in (heading, *sentences, *questions) for w in
                text.replace(".", " .").split()})
vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
vocabulary |= {word: number for number, word in enumerate(words, 4)}
tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
folder.mkdir()
tokenizer.save(str(folder / "tokenizer.json"))
torch.manual_seed(5)
config = BertConfig(vocab_size=64, num_hidden_layers=8, hidden_size=16, num_attention_heads=2,
                    intermediate_size=32)
network = ReaderNetwork(BertModel(config, add_pooling_layer=False)).eval()
torch.nn.init.normal_(network.mlp[2].weight)
torch.nn.init.normal_(network.marks.weight)
np.save(folder / "words.npy", network.b.embeddings.word_embeddings.weight.detach().numpy())
reading = ReaderTokenizer(tokenizer)

def scores(texts):
    (window,) = reading.windows(reading.article(heading, texts))
    with torch.no_grad():
        return network(collate([(reading.question(q), window) for q in questions])).tolist()

network.b.set_attn_implementation("eager")
found = {"all": scores(sentences), "last": scores(sentences[-1:])}
export_reader(network, folder, {"name": "tiny"}, quantize=False)
print(json.dumps(found))
"""


class Table:
    """Word vectors from an array; keeps what was looked up."""

    def __init__(self, path: Path) -> None:
        self._vectors = np.load(path)
        self.asked: list[int] = []

    def rows(self, ids: Sequence[int]) -> np.ndarray:
        self.asked.append(len(ids))
        return self._vectors[list(ids)]


@dataclass(frozen=True)
class Tiny:
    folder: Path
    expected: dict[str, list[list[float]]]

    def open(self) -> tuple[OnnxReader, Table]:
        table = Table(self.folder / "words.npy")
        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        return OnnxReader(self.folder, table, tokenizer), table


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Tiny:
    folder = tmp_path_factory.mktemp("reader") / "tiny"
    texts = [json.dumps(each) for each in (HEADING, SENTENCES, QUESTIONS)]
    command = [sys.executable, "-c", EXPORTING, str(folder), *texts]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return Tiny(folder, json.loads(done.stdout.splitlines()[-1]))


def scored(reader: OnnxReader, question: str, sentences: Sequence[str] = SENTENCES) -> np.ndarray:
    (window,) = reader.windows(HEADING, sentences)
    assert list(window.numbers) == list(range(len(sentences)))
    return window.scores(question)


def test_scores_are_those_of_the_network(tiny: Tiny) -> None:
    reader, _ = tiny.open()
    found = np.array([scored(reader, question) for question in QUESTIONS])
    assert np.ptp(tiny.expected["all"]) > 0.5
    assert found == pytest.approx(np.array(tiny.expected["all"]), abs=1e-3)
    alone = np.array([scored(reader, question, SENTENCES[-1:]) for question in QUESTIONS])
    assert alone == pytest.approx(np.array(tiny.expected["last"]), abs=1e-3)
    assert reader.windows(HEADING, []) == []


def test_a_window_is_read_once_below_and_a_question_once_above(tiny: Tiny) -> None:
    reader, table = tiny.open()
    first = scored(reader, QUESTIONS[0])
    asked, window = table.asked
    assert window > asked
    # The same question of the same window: nothing is read.
    assert scored(reader, QUESTIONS[0]).tolist() == first.tolist()
    assert len(table.asked) == 2
    # Another question: only it is read below. Another window: only that.
    scored(reader, QUESTIONS[1])
    assert len(table.asked) == 3
    scored(reader, QUESTIONS[1], SENTENCES[:2])
    assert len(table.asked) == 4
    assert table.asked[3] < window


def test_the_rest_of_an_article_changes_what_a_window_is_marked_with(tiny: Tiny) -> None:
    reader, _ = tiny.open()
    long = "kata " * 118 + "Bali ."
    with_wati, without = (
        reader.windows(HEADING, [SENTENCES[0], long, long, long, last])[0]
        for last in (SENTENCES[2], SENTENCES[1])
    )
    assert list(with_wati.numbers) == list(without.numbers) == [0, 1, 2]
    # The window is the same, but only in one of the articles Wati stands elsewhere.
    question = "tewas kata Wati"
    assert with_wati.scores(question).tolist() != without.scores(question).tolist()
    question = "tewas kata Sari"
    assert with_wati.scores(question).tolist() == without.scores(question).tolist()


def test_no_more_is_kept_than_there_is_room_for(
    tiny: Tiny, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT_WINDOWS", 2)
    monkeypatch.setattr(module, "KEPT_SCORES", 2)
    reader, table = tiny.open()
    first = scored(reader, QUESTIONS[0])
    for question in QUESTIONS[1:]:
        scored(reader, question)
    reads = len(table.asked)
    # The scores of the first question are gone, and so is the question itself.
    assert scored(reader, QUESTIONS[0]) == pytest.approx(first, abs=1e-6)
    assert len(table.asked) > reads
    reads = len(table.asked)
    scored(reader, QUESTIONS[2])
    assert len(table.asked) == reads


def test_a_sentence_without_tokens_has_a_score(tiny: Tiny) -> None:
    reader, _ = tiny.open()
    found = scored(reader, QUESTIONS[0], [SENTENCES[0], " ", SENTENCES[1]])
    assert np.isfinite(found).all()


@pytest.mark.parametrize("name", [BELOW, ABOVE])
def test_missing_and_damaged_files_are_named(tiny: Tiny, tmp_path: Path, name: str) -> None:
    for file in (BELOW, ABOVE):
        (tmp_path / file).write_bytes((tiny.folder / file).read_bytes())
    tokenizer = Tokenizer.from_file(str(tiny.folder / "tokenizer.json"))
    table = Table(tiny.folder / "words.npy")
    (tmp_path / name).write_bytes((tiny.folder / name).read_bytes()[:1000])
    with pytest.raises(ModelUnavailable, match=f"{name} cannot be used") as raised:
        OnnxReader(tmp_path, table, tokenizer)
    assert raised.value.hint is Hint.CHANGE_READER
    (tmp_path / name).unlink()
    with pytest.raises(ModelUnavailable, match=f"{name} is missing") as raised:
        OnnxReader(tmp_path, table, tokenizer)
    assert raised.value.hint is Hint.CHANGE_READER


def test_a_folder_without_a_reader(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match=f"{tmp_path}/{BELOW} is missing"):
        packaged_reader(tmp_path)
