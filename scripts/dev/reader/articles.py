"""The training data: articles in sentences and the questions asked of each."""

import gzip
import json
import logging
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeAlias

from index.text.sentences import sentences

log = logging.getLogger(__name__)

HELD_OUT = 120
# The split that every figure in the notes is of.
HELD_OUT_SEED = 9
# Questions on 1,537 articles of the archive, each with its near miss; without the articles. What
# answers is a range of characters of the article's text, which stays when the splitter changes.
PAIRS = Path(__file__).with_name("pairs.jsonl")
NEWS = "news.jsonl.gz"
PUBLIC = "public.jsonl.gz"
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and the numbers of the sentences that answer it, best first; none: a near miss.

    Two questions of an article with one `pair` are alike, and only one of them is answered.
    """

    text: str
    answering: tuple[int, ...] = ()
    kind: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article, or a paragraph of a public set, which has no title."""

    id: str
    title: str
    source: str
    published: str
    sentences: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def heading(self) -> str:
        """What stands before the sentences when the article is read."""
        return f"{self.title} ({self.source}, {self.published[:10]})" if self.title else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What there is to learn from, and the articles that are kept for measuring.

    `pairs` are the articles of the extra files; `lines` says how many lines of each were read.
    """

    news: tuple[Article, ...]
    public: tuple[Article, ...]
    pairs: tuple[Article, ...]
    held_out: tuple[Article, ...]
    lines: Mapping[str, int]


def read_rows(path: Path) -> Iterator[Row]:
    """The JSON objects of a file of lines, gzipped or not."""
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from map(json.loads, file)


def read_data(
    folder: Path,
    archive: Path,
    *,
    lines: Mapping[str, int] | None = None,
    pairs: Sequence[Path] = (PAIRS,),
) -> Data:
    """Read the folder's `news.jsonl.gz`, `public.jsonl.gz` and all other `*.jsonl` files.

    Args:
        folder: The data folder.
        archive: The file with the texts of the articles that the extra files ask about.
        lines: How many lines of each extra file to read, as another `Data` says: a file may
            have grown since. All lines of all files when not given.
        pairs: Further files, by default the project's own questions and near misses.
    """
    news = [_news(row) for row in read_rows(folder / NEWS)]
    held = _held_out_ids(news)
    asked, read = _asked([*pairs, *sorted(folder.glob("*.jsonl"))], lines)
    asked = {id_: rows for id_, rows in asked.items() if id_ not in held}
    return Data(
        news=tuple(article for article in news if article.id not in held),
        public=tuple(_paragraphs(read_rows(folder / PUBLIC))),
        pairs=tuple(
            _with_questions(article, text, asked[article.id])
            for article, text in _archived(archive, asked)
        ),
        held_out=tuple(article for article in news if article.id in held),
        lines=read,
    )


def read_held_out(folder: Path) -> tuple[Article, ...]:
    """The articles of the folder's `news.jsonl.gz` that are kept from training."""
    news = [_news(row) for row in read_rows(folder / NEWS)]
    held = _held_out_ids(news)
    return tuple(article for article in news if article.id in held)


def _held_out_ids(news: Iterable[Article]) -> frozenset[str]:
    ids = sorted(article.id for article in news)
    return frozenset(random.Random(HELD_OUT_SEED).sample(ids, HELD_OUT))  # noqa: S311


def read_archive(archive: Path, ids: Iterable[str]) -> Iterator[Article]:
    """The articles of these ids, without questions, in the order of the file."""
    for article, _ in _archived(archive, ids):
        yield article


def _archived(archive: Path, ids: Iterable[str]) -> Iterator[tuple[Article, str]]:
    """These articles with their texts."""
    wanted = frozenset(ids)
    for row in read_rows(archive) if wanted else ():
        if row["id"] in wanted:
            text = row["text"]
            article = Article(
                id=row["id"],
                title=row.get("title") or "",
                source=row.get("source") or "",
                published=row.get("published") or "",
                sentences=tuple(text[start:end] for start, end in sentences(text)),
                questions=(),
            )
            yield article, text


def _news(row: Row) -> Article:
    return Article(
        id=row["id"],
        title=row["title"],
        source=row["source"],
        published=row["published"],
        sentences=tuple(row["sentences"]),
        questions=tuple(map(_question, row["questions"])),
    )


def _question(row: Row) -> Question:
    # An article has one answered question and one near miss of each style.
    pair = f"{row['lang']}-{row['style']}"
    return Question(
        text=row["question"], answering=tuple(row["answering"]), kind=row["kind"], pair=pair
    )


def _asked(
    paths: Iterable[Path], lines: Mapping[str, int] | None
) -> tuple[dict[str, list[Row]], dict[str, int]]:
    asked: dict[str, list[Row]] = {}
    read: dict[str, int] = {}
    for path in paths:
        rows = _whole_rows(path)
        if lines is not None:
            rows = rows[: lines.get(path.name, 0)]
        read[path.name] = len(rows)
        for id_, questions in rows:
            asked.setdefault(id_, []).extend(questions)
    return asked, read


def _whole_rows(path: Path) -> list[tuple[str, list[Row]]]:
    """The rows up to the first broken one: the file may not be there yet, or be written to."""
    rows: list[tuple[str, list[Row]]] = []
    for line in path.read_text().splitlines() if path.exists() else ():
        try:
            row = json.loads(line)
            rows.append((row["id"], list(map(_checked, row["questions"]))))
        except (ValueError, KeyError, TypeError) as error:
            log.warning("%s, line %d: %r; read up to there", path.name, len(rows) + 1, error)
            break
    return rows


def _paragraphs(rows: Iterable[Row]) -> Iterator[Article]:
    """Questions on the same text in one: the reader reads a text once for all its questions."""
    asked: dict[tuple[str, tuple[str, ...]], list[Question]] = defaultdict(list)
    for row in rows:
        question = Question(
            text=row["question"], answering=tuple(row["answering"]), kind=row["set"]
        )
        asked[row["set"], tuple(row["sentences"])].append(question)
    for number, ((name, text), questions) in enumerate(asked.items()):
        yield Article(
            id=f"{name}-{number}",
            title="",
            source=name,
            published="",
            sentences=text,
            questions=tuple(questions),
        )


def _checked(row: Row) -> Row:
    if not isinstance(row["question"], str):
        raise TypeError("a question is no text")
    spans = [(int(start), int(end)) for start, end in row["answering"]]
    return row | {"answering": spans, "pair": str(row["pair"]), "kind": str(row["kind"])}


def _with_questions(article: Article, text: str, rows: Iterable[Row]) -> Article:
    """The article with the questions whose answers its sentences hold."""
    spans = list(sentences(text))
    questions = []
    for row in rows:
        numbers = [_nearest(span, spans) for span in row["answering"]]
        if None not in numbers:
            answering = tuple(dict.fromkeys(number for number in numbers if number is not None))
            questions.append(
                Question(
                    text=row["question"], answering=answering, kind=row["kind"], pair=row["pair"]
                )
            )
    return replace(article, questions=tuple(questions))


def _nearest(span: tuple[int, int], spans: Sequence[tuple[int, int]]) -> int | None:
    """The number of the span that shares most characters with this one, None if none does."""
    shared = [min(span[1], end) - max(span[0], start) for start, end in spans]
    best = max(range(len(shared)), key=shared.__getitem__, default=None)
    return best if best is not None and shared[best] > 0 else None
