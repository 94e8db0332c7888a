"""Answers, questions and timelines as JSON, as bot.db stores them.

The keys are those of version 0.1, whose records are read, too; so an interpretation is "reading",
and the entries of a timeline are "told".
"""

import json
from dataclasses import asdict, fields
from typing import Any

from bot.answers.summaries.records import Summary, SummarySentence
from bot.answers.timeline import Timeline, TimelineEntry
from bot.answers.types import Answer, AnswerPart, Interpretation, Question
from index.query.codec import query_from_json, query_to_json
from index.query.filters import Filter
from index.records import Citation, Coverage, Hit, Outcome
from index.search.quantities.disagreement import DifferingValue, Disagreement
from index.search.routing import InputKind


def answer_to_json(answer: Answer) -> str:
    """`answer` as JSON, each article reduced to its citation."""
    record = asdict(answer)
    del record["interpretation"]
    if answer.summary is None:
        del record["summary"]
    if not answer.parts:
        del record["parts"]
    record["reading"] = interpretation_to_json(answer.interpretation)
    record["question"] = question_to_json(answer.question)
    names = [field.name for field in fields(Citation)]
    for hit in record["hits"]:
        for article in (hit["article"], *hit["also"]):
            for extra in article.keys() - names:
                del article[extra]
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def answer_from_json(text: str) -> Answer:
    """The answer that `answer_to_json` or version 0.1 wrote.

    Raises KeyError, TypeError or ValueError for any other text.
    """
    record: dict[str, Any] = json.loads(text)
    made = record.pop("reading")
    coverage = record["coverage"] | {"outlets": tuple(record["coverage"]["outlets"])}
    return Answer(
        **(
            record
            | {
                "question": question_from_json(record["question"]),
                "outcome": Outcome(record["outcome"]),
                "hits": tuple(map(_hit, record["hits"])),
                "coverage": Coverage(**coverage),
                "interpretation": interpretation_from_json(made),
                "disagreement": _disagreement(record.get("disagreement")),
                "summary": _summary(record.get("summary")),
                "parts": tuple(map(_part, record.get("parts", ()))),
            }
        )
    )


def question_to_json(question: Question) -> dict[str, Any]:
    """The question as a JSON object."""
    context = question.context
    return asdict(question) | {"context": interpretation_to_json(context) if context else None}


def question_from_json(record: dict[str, Any]) -> Question:
    """The question in a record; raises KeyError, TypeError or ValueError if there is none."""
    context = record.get("context")
    more = {
        "context": interpretation_from_json(context) if context else None,
        "without": tuple(record.get("without", ())),
    }
    return Question(**(record | more))


def interpretation_to_json(made: Interpretation) -> dict[str, Any]:
    """An interpretation as a JSON object."""
    return {
        "query": query_to_json(made.query),
        "dropped": list(made.dropped),
        "corrections": list(made.corrections),
        "added": made.added,
        "given": made.input_kind,
    }


def interpretation_from_json(record: dict[str, Any]) -> Interpretation:
    """The interpretation in a record of `interpretation_to_json` or of version 0.1.

    Version 0.1 has the fields of the query beside the others. Raises KeyError, TypeError or
    ValueError for any other record.
    """
    return Interpretation(
        query=query_from_json(record.get("query", record)),
        dropped=tuple(map(Filter, record["dropped"])),
        corrections=tuple((asked, searched) for asked, searched in record["corrections"]),
        added=record.get("added", ""),
        input_kind=InputKind(record.get("given", "")),
    )


def _part(record: dict[str, Any]) -> AnswerPart:
    read = {"outcome": Outcome(record["outcome"]), "ranks": tuple(record["ranks"])}
    return AnswerPart(**(record | read))


def _disagreement(record: dict[str, Any] | None) -> Disagreement | None:
    if record is None:
        return None
    values = tuple(DifferingValue(**value) for value in record["values"])
    return Disagreement(kind=record["kind"], values=values)


def _hit(record: dict[str, Any]) -> Hit:
    # Answers kept by version 0.1 have neither of the last two.
    read = {
        "article": Citation(**record["article"]),
        "also": tuple(Citation(**article) for article in record["also"]),
        "missing": tuple(record.get("missing", ())),
        "elsewhere": tuple(record.get("elsewhere", ())),
    }
    return Hit(**(record | read))


def _summary(record: dict[str, Any] | None) -> Summary | None:
    if record is None:
        return None
    sentences = (SummarySentence(one["text"], tuple(one["quotes"])) for one in record["sentences"])
    return Summary(tuple(sentences), record["model"])


def timeline_to_json(timeline: Timeline) -> str:
    """`timeline` as JSON."""
    record = asdict(timeline)
    del record["interpretation"]
    record["reading"] = interpretation_to_json(timeline.interpretation)
    record["told"] = record.pop("entries")
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def timeline_from_json(text: str) -> Timeline:
    """The timeline that `timeline_to_json` or version 0.1 wrote.

    Raises KeyError, TypeError or ValueError for any other text.
    """
    record: dict[str, Any] = json.loads(text)
    read = {
        "interpretation": interpretation_from_json(record.pop("reading")),
        "entries": tuple(
            TimelineEntry(article=Citation(**one["article"]), also=one["also"])
            for one in record.pop("told")
        ),
        "days": tuple((day, count) for day, count in record["days"]),
    }
    return Timeline(**(record | read))
