"""What the reader learns from and how it is measured, with a tiny model."""

import gzip
import json
import random
from dataclasses import replace

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import BertConfig, BertModel

from index.models.reader_tokens import ReaderTokenizer
from scripts.dev.reader.articles import Article, Question, read_data
from scripts.dev.reader.lessons import chapter
from scripts.dev.reader.measuring import Case, auroc, grown, kept, measure
from scripts.dev.reader.model import ReaderNetwork, collate, mean_weights
from scripts.dev.reader.swaps import Swapper
from scripts.dev.reader.training import Plan, Run, loss_of

SENTENCES = (
    "Gempa mengguncang Ambon pada Kamis pagi.",
    "Menurut Budi Santoso, 23 orang tewas.",
    "Warga mengungsi ke bukit, kata Rini Wati.",
)
ARTICLE = Article(
    id="a1",
    title="Gempa Ambon",
    source="Berita",
    published="2019-09-26",
    sentences=SENTENCES,
    questions=(
        Question(text="kata Budi Santoso brp yang tewas", answering=(1,), kind="howmany", pair="0"),
        Question(text="kata Rini Wati brp yang tewas", kind="howmany", pair="0"),
    ),
)


@pytest.fixture(scope="module")
def reading():
    words = sorted({w for text in SENTENCES for w in text.replace(".", " .").split()})
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3}
    vocabulary |= {word: number for number, word in enumerate(words, 4)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return ReaderTokenizer(tokenizer)


def made_reader():
    torch.manual_seed(0)
    shape = {"hidden_size": 16, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=64, num_hidden_layers=8, **shape)
    config._attn_implementation = "sdpa"
    return ReaderNetwork(BertModel(config, add_pooling_layer=False)).eval()


@pytest.fixture
def folder(tmp_path):
    rows = [
        {
            "id": f"n{number:03}",
            "title": ARTICLE.title,
            "source": ARTICLE.source,
            "published": ARTICLE.published,
            "sentences": SENTENCES,
            "questions": [
                {
                    "question": question.text,
                    "lang": "id",
                    "style": "chat",
                    "kind": question.kind,
                    "answering": question.answering,
                }
                for question in ARTICLE.questions
            ],
        }
        for number in range(130)
    ]
    _write(tmp_path / "news.jsonl.gz", rows)
    paragraph = {"set": "indonli", "question": "Gempa di Ambon", "sentences": SENTENCES}
    _write(tmp_path / "public.jsonl.gz", [paragraph | {"answering": [0]}] * 3)
    archive = {"id": "x1", "title": "Gempa", "source": "B", "published": "2019-09-26T10:00+07:00"}
    _write(tmp_path / "archive.gz", [archive | {"text": "\n".join(SENTENCES)}])
    return tmp_path


def _write(path, rows):
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_articles_are_kept_from_training_and_extra_files_read_as_far_as_they_are_whole(folder):
    question = {"question": "brp tewas", "kind": "howmany", "pair": 0, "changed": ""}
    # The second sentence, with or without its first word, and a range behind the text.
    start = len(SENTENCES[0]) + 1
    spans = [[[start, start + 37]], [[start + 8, start + 37], [start, start + 5]], [[900, 910]]]
    row = {"id": "x1", "questions": [question | {"answering": each} for each in spans]}
    (folder / "more.jsonl").write_text(json.dumps(row) + '\n{"id": "x1", "quest')
    data = read_data(folder, folder / "archive.gz", pairs=())
    assert (len(data.news), len(data.held_out), len(data.public)) == (10, 120, 1)
    assert not {a.id for a in data.news} & {a.id for a in data.held_out}
    assert [q.answering for q in data.pairs[0].questions] == [(1,), (1,)]
    assert data.lines == {"more.jsonl": 1}
    assert read_data(folder, folder / "archive.gz", lines={}, pairs=()).pairs == ()


def test_a_swap_changes_one_name_for_one_of_its_sort():
    swapper = Swapper([ARTICLE])
    swapped = {swapper.swapped("apa kata budi santoso", "a1", random.Random(n)) for n in range(20)}
    assert swapped == {"apa kata rini wati"}
    assert swapper.swapped("apa kata orang", "a1", random.Random(0)) is None


def test_a_question_does_not_change_the_text_below_and_does_above(reading):
    reader = made_reader()
    window = reading.windows(reading.article(ARTICLE.heading, ARTICLE.sentences))[0]
    one, other = (reading.question(q.text) for q in ARTICLE.questions)
    with torch.no_grad():
        together = reader(collate([(one, window), (other, window)]))
        alone = reader(collate([(one, window)]))
    assert collate([(one, window), (other, window)]).texts.ids.shape[0] == 1
    assert torch.allclose(together[0], alone[0], atol=1e-5)
    assert not torch.allclose(together[0], together[1], atol=1e-3)


def test_a_resumed_run_is_the_same_run(folder, reading):
    class Sources:
        def read(self, progress):
            return read_data(folder, folder / "archive.gz", lines=progress.lines, pairs=())

    plan = Plan(seed=3, steps=4, rate=1e-3, save_every=1, half=False)

    def run(out, until):
        out.mkdir(exist_ok=True)
        reader = made_reader()
        trained = Run(reader, reading, plan, Sources(), out)
        list(trained.train(until))
        return reader.weights()

    straight = run(folder / "one", 2)
    run(folder / "two", 1)
    resumed = run(folder / "two", 2)
    assert all(torch.equal(straight[name], resumed[name]) for name in straight)
    with pytest.raises(ValueError, match="another plan"):
        Run(made_reader(), reading, replace(plan, seed=4), Sources(), folder / "two")
    shorter = Run(made_reader(), reading, replace(plan, steps=3), Sources(), folder / "two")
    assert list(shorter.train()) == [3]


def test_the_loss_falls_when_the_answered_question_scores_higher(folder, reading):
    data = read_data(folder, folder / "archive.gz", pairs=())
    lessons = chapter(data, reading, seed=0, number=0)[0]
    asks = [ask for lesson in lessons for ask in lesson.asks]
    batch = collate([(ask.question, each.window) for each in lessons for ask in each.asks])
    right = torch.full(batch.real.shape, -3.0)
    for row, ask in enumerate(asks):
        right[row, list(ask.answering)] = 3.0
    assert loss_of(right, batch, lessons) < loss_of(-right, batch, lessons)


def test_the_mean_of_weights():
    one, other = {"a": torch.tensor([1.0, 3.0])}, {"a": torch.tensor([3.0, 5.0])}
    assert mean_weights([one, other])["a"].tolist() == [2.0, 4.0]


def test_an_excerpt_grows_to_its_better_neighbours_as_far_as_there_is_room():
    scores = np.array([0.1, 0.9, 0.5, 0.8])
    assert grown(["a" * 100] * 4, scores) == range(1, 4)
    assert grown(["a" * 100, "b" * 100, "c" * 300, "d"], scores) == range(2)
    assert grown(["a" * 400] * 4, scores) == range(1, 2)


def test_figures_of_scores():
    positive, negative = np.array([3.0, 1.0]), np.array([2.0, 0.0])
    assert auroc(positive, negative) == 0.75
    assert kept(positive, negative, 0.5) == 1.0
    assert kept(positive, negative, 0.1) == 0.5


def test_the_best_sentence_of_all_articles_counts():
    class Lengths:
        def scores(self, article, questions):
            return np.array([[float(len(text)) for text in article.sentences]] * len(questions))

    other = replace(ARTICLE, id="a2", sentences=("Pendek.",))
    second = lambda numbers: 1 in numbers  # noqa: E731
    third = lambda numbers: 2 in numbers  # noqa: E731
    cases = [
        Case("p", True, (other, ARTICLE), (second, second)),
        Case("q", True, (ARTICLE,), (third,)),
        Case("r", False, (other,), (second,)),
    ]
    figures, best = measure(cases, Lengths())
    assert best == [41.0, 41.0, 7.0]
    assert (figures.answerable, figures.near) == (2, 1)
    assert (figures.sentence, figures.excerpt, figures.auroc) == (0.5, 1.0, 1.0)
