"""How an archive answers: opening, questions, filters, listings, samples of /start, memory."""

import re
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.evaluation import measure
from bot.answers.labelled_questions import LabelledQuestion
from bot.answers.types import Question
from bot.configuration.settings import Settings
from bot.services.sample_questions import SampleQuestions
from bot.wiring import build_answerer, build_embedder
from index.entities.matcher import EntityIndex
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots
from scripts.dev.bench.figures import quantile, seconds
from scripts.dev.bench.scale.synthetic import LAST_DAY

# A question's time is the median of its rounds: what else runs here delays some, seldom most.
ROUNDS = 3
WARM_UP = 10
# A year is 4 % of a synthetic archive, a month .3 %; outlets are as frequent as in its base.
PERIODS = ("after:2012 before:2013", "after:2019-09 before:2019-10")
LISTINGS = ("berita terbaru", "latest news", "berita hari ini", "berita kemarin", "berita mei 2019")
TOPICS = ("kebakaran hutan", "revisi UU KPK", "BJ Habibie", "Papua", "gempa", "timnas Indonesia")


def asking_figures(settings: Settings, texts: Sequence[str]) -> dict[str, float]:
    """Milliseconds without the reader, and memory after all these questions."""
    live = LiveIndex(Snapshots(settings.data_dir / "snapshots"), build_embedder(settings))
    opened = seconds(live.refresh)
    names = EntityIndex.load(settings.data_dir / "aliases.toml")
    answerer = Answerer(Searcher(live.embedder, names), live, today=lambda: LAST_DAY)
    return {"open_s": opened} | _speed(answerer, texts) | _memory()


def quality_figures(settings: Settings, questions: Sequence[LabelledQuestion]) -> dict[str, float]:
    """Shares of the questions with a right article first, and among the first three."""
    answerer = build_answerer(settings)
    measured = measure(questions, [answerer.predict(question) for question in questions])
    return {
        "right_first": measured.right_first or 0.0,
        "right_in_3": measured.right_in_3 or 0.0,
    }


def _speed(answerer: Answerer, texts: Sequence[str]) -> dict[str, float]:
    """Each thing is asked once before it is timed, but for the samples of /start."""
    start = seconds(partial(SampleQuestions(answerer).of, "id"))
    outlets = answerer.coverage().outlets[:2]
    filters = [*PERIODS, *(f'source:"{outlet}"' for outlet in outlets)]
    narrowed = [f"{text} {one}" for text in texts for one in filters]
    asked = _times(partial(_ask, answerer), texts)
    began = time.process_time()
    for text in texts:
        _ask(answerer, text)
    work = (time.process_time() - began) / len(texts)
    filtered = _times(partial(_ask, answerer), narrowed)
    return {
        "question_p50_ms": quantile(asked, 0.50),
        "question_p95_ms": quantile(asked, 0.95),
        "question_cpu_ms": 1000 * work,
        "filter_p50_ms": quantile(filtered, 0.50),
        "filter_p95_ms": quantile(filtered, 0.95),
        "newest_ms": max(_times(partial(_ask, answerer), LISTINGS)),
        "timeline_ms": max(_times(answerer.topic, TOPICS)),
        "start_ms": 1000 * start,
    }


def _ask(answerer: Answerer, text: str) -> object:
    return answerer.answer(Question(text=text, language="id"))


def _times(work: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds for each text; the first ones are also asked before."""
    for text in texts[:WARM_UP]:
        work(text)
    rounds = [[1000 * seconds(partial(work, text)) for text in texts] for _ in range(ROUNDS)]
    return list(map(statistics.median, zip(*rounds, strict=True)))


def _memory() -> dict[str, float]:
    """Resident megabytes of this process, and how many of them are pages of files."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    found = {name: int(kb) / 1024 for name, kb in re.findall(r"(\w+):\s+(\d+) kB", status)}
    return {"memory_mb": found["VmRSS"], "memory_of_files_mb": found["RssFile"]}
