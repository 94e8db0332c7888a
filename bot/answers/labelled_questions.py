"""Questions whose answers are known, as evaluation reads them from .jsonl files."""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.errors import ArchiveError

# How an unanswerable question misses the archive: its subject is there, or is not.
NEAR, FAR = "near", "far"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledQuestion:
    """A question with what is known about its answer. `relevant` are article ids.

    `quotes` are whole sentences, each of which answers. Where a file may not quote them, `spans`
    are the same as article, start and end: character ranges of the article's text. `answers` are
    texts of which a right quote has one. `quote` are the sentences of the article `quote_article`
    that answer best. `kind` is "said" if somebody's words are asked for, those of `speaker` (full
    name). `miss` is NEAR or FAR for unanswerable questions of which that is known; `tempting` are
    the articles that a near miss is about. `after` is the question that this one follows up.
    `style` and `half` are labels to group by, as `lang` and `kind` are.
    """

    id: str
    question: str
    lang: str = ""
    style: str = ""
    kind: str = ""
    half: str = ""
    answerable: bool = True
    miss: str = ""
    relevant: frozenset[str] = frozenset()
    tempting: frozenset[str] = frozenset()
    quotes: tuple[str, ...] = ()
    spans: tuple[tuple[str, int, int], ...] = ()
    answers: tuple[str, ...] = ()
    speaker: str = ""
    quote: str = ""
    quote_article: str = ""
    after: str = ""


def read_questions(path: Path) -> Iterator[LabelledQuestion]:
    """The questions of a .jsonl or .jsonl.gz file; an ArchiveError names the wrong line."""
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield _question(line, f"{path}:{number}")
    except (OSError, UnicodeDecodeError) as error:
        raise ArchiveError(f"{path} cannot be read: {error}") from error


def with_quotes(question: LabelledQuestion, texts: Mapping[str, str]) -> LabelledQuestion:
    """The question with its spans as quotes; `texts` are the articles' texts by id."""
    marked = tuple(texts[article][start:end] for article, start, end in question.spans)
    return replace(question, quotes=question.quotes + marked, spans=())


def _question(line: str, place: str) -> LabelledQuestion:
    try:
        record: dict[str, Any] = json.loads(line)
        answerable = bool(record.get("answerable", True))
        return LabelledQuestion(
            id=str(record["id"]),
            question=str(record["question"]),
            lang=str(record.get("lang", "")),
            style=str(record.get("style", "")),
            kind=str(record.get("kind", "")),
            half=str(record.get("half", "")),
            answerable=answerable,
            miss="" if answerable else _miss(record),
            relevant=frozenset(record.get("relevant", ())),
            tempting=frozenset(record.get("tempting", ())),
            quotes=tuple(record.get("quotes", ())),
            spans=tuple((str(id_), int(a), int(b)) for id_, a, b in record.get("spans", ())),
            answers=tuple(record.get("answers", ())),
            speaker=str(record.get("speaker") or ""),
            quote=str(record.get("quote") or ""),
            quote_article=str(record.get("quote_article") or ""),
            after=str(record.get("after") or ""),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ArchiveError(f"{place}: not a question with id and question ({error})") from error


def _miss(record: dict[str, Any]) -> str:
    if record.get("kind") in (NEAR, FAR):
        return str(record["kind"])
    return NEAR if record.get("near_miss_of") else ""
