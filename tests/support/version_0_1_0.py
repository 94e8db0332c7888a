"""What version 0.1.0 wrote, from tests/data/version_0_1_0; the README.txt there says how."""

import datetime
import json
import tarfile
from pathlib import Path
from typing import Any

from bot.answers.answerer import Answerer
from index.search.searcher import Searcher
from index.store.live import LiveIndex
from index.store.snapshots import Snapshots
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
