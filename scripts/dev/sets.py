"""The evaluation sets: articles, and questions about them whose answers are known."""

import gzip
import hashlib
import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.answers.labelled_questions import LabelledQuestion, read_questions, with_quotes

HERE = Path(__file__).parent
SAMPLE = HERE.parents[1] / "index" / "data" / "sample"


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Articles and questions, as paths below the shared data folder.

    `folder` names another set that is built from the same articles, to share its archive.
    """

    articles: str
    questions: str
    folder: str = ""

    def read(self, shared: Path) -> list[LabelledQuestion]:
        """The questions, with all their accepted sentences as quotes."""
        asked = list(read_questions(shared / self.questions))
        wanted = {article for question in asked for article, _, _ in question.spans}
        texts = dict(_texts(shared / self.articles, wanted))
        return [with_quotes(question, texts) for question in asked]

    def checksum(self, shared: Path) -> str:
        """SHA-256 of the files of articles and questions, as bytes."""
        digest = hashlib.sha256()
        for path in (shared / self.articles, shared / self.questions):
            for file in sorted(path.iterdir()) if path.is_dir() else [path]:
                digest.update(file.read_bytes())
        return digest.hexdigest()


def _texts(path: Path, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    """The texts of these articles of a .jsonl.gz file, as they stand there."""
    if not ids:
        return
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            if record["id"] in ids:
                yield record["id"], record["text"]


def _public(name: str) -> EvaluationSet:
    return EvaluationSet(f"eval/{name}/articles.jsonl.gz", f"eval/{name}/questions.jsonl.gz")


SMALL, FULL = "archive_2019_small.jsonl.gz", "archive_2019.jsonl.gz"
SETS = {
    **{name: _public(name) for name in ("facqa", "ntrex_en", "squad_en", "facqa_half", "idk_mrc")},
    "gold": EvaluationSet(SMALL, "gold/questions.jsonl"),
    "follow_ups": EvaluationSet(SMALL, str(HERE / "follow_ups.jsonl"), "gold"),
    "gold_full": EvaluationSet(FULL, "gold/questions.jsonl"),
    "gold2": EvaluationSet(FULL, "gold2/questions.jsonl", "gold_full"),
    "plain": EvaluationSet(FULL, str(HERE / "questions" / "plain.jsonl"), "gold_full"),
    "sample": EvaluationSet(str(SAMPLE), str(HERE / "questions" / "sample.jsonl")),
}


def archive_folder(name: str) -> str:
    """The name of the folder that holds a set's archive."""
    return SETS[name].folder or name
