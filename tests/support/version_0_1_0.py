"""What version 0.1.0 wrote, from tests/data/version_0_1_0; the README.txt there says how."""

import datetime
import json
import tarfile
from pathlib import Path
from typing import Any

from bot.answers.answerer import Answerer
from bot.answers.types import Interpretation
from index.search.searcher import Searcher
from index.store.snapshot.live import LiveIndex
from index.store.snapshot.snapshots import Snapshots
from tests.support.word_embedder import WordEmbedder

FOLDER = Path(__file__).parent.parent / "data/version_0_1_0"
ARTICLES = FOLDER / "articles"
EXPECTED: dict[str, Any] = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))
MESSAGES: list[dict[str, Any]] = json.loads((FOLDER / "messages.json").read_text(encoding="utf-8"))
TODAY = datetime.date.fromisoformat(EXPECTED["today"])


def unpacked(folder: Path) -> Path:
    """Its DATA_DIR, unpacked into an empty folder."""
    with tarfile.open(FOLDER / "data.tar.gz") as archive:
        archive.extractall(folder, filter="data")
    return folder / "data"


def word_embedder() -> WordEmbedder:
    """The model that it embedded with."""
    return WordEmbedder(*EXPECTED["axes"])


def live_index(data: Path) -> LiveIndex:
    """The live snapshot of an unpacked folder."""
    live = LiveIndex(Snapshots(data / "snapshots"), word_embedder())
    live.refresh()
    return live


def answerer(live: LiveIndex) -> Answerer:
    """The pipeline over it, on the day on which the expected answers were given."""
    return Answerer(Searcher(word_embedder()), live, today=lambda: TODAY)


def flat_record(made: Interpretation) -> dict[str, Any]:
    """An interpretation as version 0.1.0 wrote it."""
    filters = made.query.filters
    first, last = (filters.period.first, filters.period.last) if filters.period else (None, None)
    return {
        "topic": made.query.topic,
        "said": made.query.wants_statement,
        "speaker": filters.speaker,
        "first": first.isoformat() if first else "",
        "last": last.isoformat() if last else "",
        "sources": list(filters.outlets),
        "latest": filters.latest,
        "dropped": [name.value for name in made.dropped],
        "corrections": [list(pair) for pair in made.corrections],
        "problems": list(made.query.problems),
        "added": made.added,
        "given": made.input_kind.value,
    }
