"""Ask the archive one question; the answer goes to stdout."""

import argparse
import asyncio
import json
import sys
import time
from dataclasses import asdict
from typing import Any

from bot.answers.types import Answer, ExplainedAnswer, Question
from bot.command_line.process import DONE, data_option, execute
from bot.command_line.rebuild import build_sample_if_none
from bot.configuration.settings import Settings
from bot.console import no_answer_text, show
from bot.languages import LANGUAGES
from bot.presentation.i18n import Messages
from bot.presentation.interpretation import interpretation_lines
from bot.presentation.quotes.evidence import FORMATS, evidence_of
from bot.reports.explanation_pages import explanation_text, explanation_to_json
from bot.services.conversation import NoAnswer, clean_text, without_search
from bot.services.summaries.summarizer import (
    WITHIN,
    Summarizer,
    SummaryStatus,
    build_summarizer,
)
from bot.wiring import build_answerer
from index.records import Outcome
from index.text.language import language_of_query

# Seconds until a command has started, measured on two cores; whoever asked waits for them, too.
_STARTING = 1.0


def main(
    arguments: list[str] | None = None, *, prog: str | None = None, sample: bool = False
) -> int:
    """Answer one question and return the exit status.

    With `sample`, the index of the sample archive is built first where there is no index yet.
    """
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("question")
    parser.add_argument(
        "--limit", type=_positive, default=3, metavar="N", help="most hits to show (default 3)"
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the answer's own words")
    parser.add_argument(
        "--summary", action="store_true", help="with a summary by the language model of LLM_URL"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    parser.add_argument(
        "--explain", action="store_true", help="also why: what was understood, scored and decided"
    )
    parser.add_argument("--format", choices=FORMATS, help="the quotes as a file to take along")
    data_option(parser)
    options = parser.parse_args(arguments)
    if not options.question.strip():
        parser.error("the question is empty")
    if options.explain and options.format:
        parser.error("--explain goes with the text or with --json, not with --format")

    def work(settings: Settings) -> int:
        if sample:
            build_sample_if_none(settings)
        return _work(options, settings)

    return execute(options, work)


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 100:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 100")
    return int(text)


def _work(options: argparse.Namespace, settings: Settings) -> int:
    default = settings.default_language
    language = options.lang or language_of_query(options.question, default=default)
    question = Question(text=options.question, language=language)
    unsearched = without_search(clean_text(question.text))
    if unsearched:
        text = no_answer_text(unsearched, Messages(language))
        record = _unsearched_json(question, unsearched, text)
        told = json.dumps(record | _explained(options, None), ensure_ascii=False)
        sys.stdout.write(f"{told if options.json else text}\n")
        return DONE
    started = time.monotonic()
    within = WITHIN - _STARTING
    summarizer = build_summarizer(settings, within=within) if options.summary else None
    answerer = build_answerer(settings)
    limit = options.limit
    made = answerer.explained(question, limit=limit) if options.explain else None
    answer = made.answer if made else answerer.answer(question, limit=limit)
    if options.summary:
        answer = _summarised(answer, summarizer, started)
    if options.format:
        shown = [evidence_of(hit, answerer.article) for hit in answer.hits]
        sys.stdout.write(FORMATS[options.format](shown))
    elif options.json:
        record = as_json(answer, summary=options.summary) | _explained(options, made)
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")
    else:
        from rich.console import Console

        show(answer, Console(), shown=limit)
        if made:
            sys.stdout.write(f"\n{explanation_text(made, Messages(language), full=True)}\n")
    return DONE


def _explained(options: argparse.Namespace, made: ExplainedAnswer | None) -> dict[str, Any]:
    """The field that `--explain` adds; null for what is not searched."""
    if not options.explain:
        return {}
    record = {"explanation": explanation_to_json(made.explanation) if made else None}
    second = made.second if made else None
    return record | ({"explanation_second": explanation_to_json(second)} if second else {})


_WHY_NO_SUMMARY: dict[SummaryStatus, str] = {
    "no_answer": "none of the quotes answers the question, in the language model's opinion",
    "unverified": "no sentence of the language model stood up to verification",
    "unreadable": "the language model's reply could not be read",
    "slow": "the language model did not reply in time",
    "failed": "the language model failed; the reason is logged above",
    "busy": "the language model was not asked",
}


def _summarised(answer: Answer, summarizer: Summarizer | None, started: float) -> Answer:
    """The answer with a summary; without one, the reason goes to stderr."""
    if summarizer is None:
        sys.stderr.write(
            "no summary: LLM_URL is not set; it is the address of a language model's server, "
            "such as http://127.0.0.1:11434/v1 for Ollama\n"
        )
        return answer
    try:
        work = summarizer.summarised(answer, shown=len(answer.hits), started=started)
        made = asyncio.run(work)
    finally:
        summarizer.close()
    if made.status != "made":
        sys.stderr.write(f"no summary: {_WHY_NO_SUMMARY[made.status]}\n")
    return made.answer


def as_json(answer: Answer, *, summary: bool = False) -> dict[str, Any]:
    """The answer in the form that other programs read: all that the text tells.

    `notes` are the sentences of the text on how the question was understood. `summary` is there
    only if it was asked for, null if there is none.
    """
    return {
        "question": answer.question.text,
        "language": answer.question.language,
        "outcome": answer.outcome.value,
        "confidence": round(answer.confidence, 4),
        "hits": [asdict(hit) | {"score": round(hit.score, 4)} for hit in answer.hits],
        "elapsed_ms": round(answer.elapsed_ms, 2),
        "searched": _searched(answer),
        "notes": interpretation_lines(answer, Messages(answer.question.language)),
        "disagreement": asdict(answer.disagreement) if answer.disagreement else None,
        "parts": [asdict(part) | {"outcome": part.outcome.value} for part in answer.parts],
        "archive": asdict(answer.coverage),
        "snapshot": answer.snapshot,
    } | ({"summary": answer.summary and asdict(answer.summary)} if summary else {})


def _searched(answer: Answer) -> dict[str, Any]:
    """What was searched, in which filters, and how that departs from what was asked."""
    made = answer.interpretation
    period, filters = made.query.filters.period, made.query.filters
    days = {"first": period.first, "last": period.last} if period else None
    return {
        "input": made.input_kind.value or "question",
        "words": made.query.content,
        "filters": {
            "speaker": filters.speaker,
            "period": days and {end: day and day.isoformat() for end, day in days.items()},
            "sources": filters.outlets,
            "authors": filters.authors,
            "sections": filters.sections,
            "latest": filters.latest,
        },
        "dropped": [one.value for one in made.dropped],
        "corrections": [{"asked": asked, "searched": right} for asked, right in made.corrections],
        "not_understood": made.query.problems,
    }


def _unsearched_json(question: Question, reply: NoAnswer, text: str) -> dict[str, Any]:
    """The same form for what is not searched: thanks, a greeting, or nothing but marks."""
    return {
        "question": question.text,
        "language": question.language,
        "outcome": Outcome.NOTHING.value,
        "confidence": 0.0,
        "hits": [],
        "elapsed_ms": 0.0,
        "searched": None,
        "not_searched": reply.reason,
        "notes": [text],
        "disagreement": None,
        "parts": [],
        "archive": None,
        "snapshot": "",
    }
