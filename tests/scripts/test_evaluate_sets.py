import gzip
import hashlib
import json

import pytest

from index.records import Article
from index.sources.files import find_files
from index.sources.registry import read_articles
from scripts.dev import evaluate_sets
from scripts.dev.evaluate_sets import is_worse
from scripts.dev.sets import SETS, EvaluationSet


def test_evaluation_sets_pass_when_the_data_are_not_there(tmp_path, capsys):
    assert evaluate_sets.main(["--shared", "nowhere", "--data", str(tmp_path)]) == 0
    assert "nothing was measured" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("metric", "value", "worse"),
    [
        ("seen_first", 0.599, False),
        ("seen_first", 0.598, True),
        ("called_near", 0.601, False),
        ("called_near", 0.602, True),
    ],
)
def test_a_limit_is_a_floor_or_for_false_claims_a_ceiling(metric, value, worse):
    assert is_worse(metric, value, 0.6) is worse


def test_ranges_are_resolved_from_the_articles_of_the_set(tmp_path):
    article = json.dumps({"id": "a", "text": "Satu. Dua."}) + "\n"
    (tmp_path / "articles.jsonl.gz").write_bytes(gzip.compress(article.encode()))
    question = {"id": "q", "question": "apa?", "relevant": ["a"], "spans": [["a", 6, 10]]}
    (tmp_path / "questions.jsonl").write_text(json.dumps(question) + "\n")
    [read] = EvaluationSet("articles.jsonl.gz", "questions.jsonl").read(tmp_path)
    assert read.quotes == ("Dua.",)


def test_the_checksum_is_of_articles_then_questions(tmp_path):
    (tmp_path / "articles").mkdir()
    for name, text in (("b.md", "b"), ("a.md", "a")):
        (tmp_path / "articles" / name).write_text(text)
    (tmp_path / "questions.jsonl").write_text("c")
    found = EvaluationSet("articles", "questions.jsonl").checksum(tmp_path)
    assert found == hashlib.sha256(b"abc").hexdigest()


def test_the_questions_on_the_sample_quote_the_sample(tmp_path):
    """Every near miss and every answerable question; the quotes stand in the articles named."""
    sample = SETS["sample"]
    asked = sample.read(tmp_path)
    files = find_files([tmp_path / sample.articles])
    articles = [article for file in files for article in read_articles(file)]
    texts = {one.id: one.text for one in articles if isinstance(one, Article)}
    assert sum(question.answerable for question in asked) == 40
    assert sum(question.miss == "near" for question in asked) == 40
    for question in asked:
        assert question.tempting <= texts.keys()
        held = [texts[article] for article in question.relevant]
        assert all(any(quote in text for text in held) for quote in question.quotes)
