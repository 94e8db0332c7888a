"""Check quotations against the archive, and list what somebody said; the result goes to stdout."""

import argparse
import datetime
import json
import sys
from dataclasses import asdict
from typing import Any

from bot.command_line.process import DONE, data_option, execute
from bot.command_line.rebuild import build_sample_if_none
from bot.configuration.settings import Settings
from bot.languages import LANGUAGES
from bot.presentation.html import as_plain
from bot.presentation.i18n import Messages
from bot.presentation.quotes.check_pages import render_checks
from bot.presentation.quotes.statement_rows import (
    statement_row,
    statements_csv,
    statements_markdown,
)
from bot.wiring import build_answerer
from index.query.dates.ranges import DateRange
from index.quotes.checking.claims import Claim, read_claims
from index.quotes.checking.outcomes import QuoteCheck
from index.quotes.listing.statements import StatementOrder, StatementRequest
from index.records import Citation
from index.text.language import language_of_query


def check(
    arguments: list[str] | None = None, *, prog: str | None = None, sample: bool = False
) -> int:
    """Check the quotations of a text and return the exit status.

    With `sample`, the index of the sample archive is built first where there is no index yet.
    """
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Check whether somebody said something, word by word, in this archive.",
    )
    parser.add_argument(
        "text", help="the quotation, or a text with quotations in it; - reads it from stdin"
    )
    parser.add_argument("--by", default="", metavar="NAME", help="whose words it is said to be")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of the program's own words")
    parser.add_argument("--json", action="store_true", help="one JSON object a quotation, in lines")
    data_option(parser)
    options = parser.parse_args(arguments)
    text = sys.stdin.read() if options.text == "-" else options.text
    claims = read_claims(text, by=options.by)
    if not claims:
        parser.error("the text has no words to check")

    def work(settings: Settings) -> int:
        if sample:
            build_sample_if_none(settings)
        return _check(options, claims, text, settings)

    return execute(options, work)


def _check(
    options: argparse.Namespace, claims: tuple[Claim, ...], text: str, settings: Settings
) -> int:
    answerer = build_answerer(settings)
    checks = answerer.check(claims)
    if options.json:
        for one in checks:
            sys.stdout.write(json.dumps(check_json(one), ensure_ascii=False) + "\n")
        return DONE
    language = options.lang or language_of_query(text, default=settings.default_language)
    html = render_checks(checks, answerer.coverage(), Messages(language))
    sys.stdout.write(as_plain(html).replace("\u2060", "") + "\n")
    return DONE


def check_json(check: QuoteCheck) -> dict[str, Any]:
    """A checked quotation in the form that other programs read."""
    return {
        "quotation": check.quotation,
        "speaker_asked": check.speaker_asked,
        "outcome": check.outcome.value,
        "differences": [list(pair) for pair in check.differences],
        "evidence": [
            {
                "article": asdict(one.article),
                "quote": one.quote,
                "speaker": one.speaker,
                "passage": one.passage,
                "differences": [list(pair) for pair in one.differences],
                "also": [_named(article) for article in one.also],
            }
            for one in check.evidence
        ],
    }


def statements(
    arguments: list[str] | None = None, *, prog: str | None = None, sample: bool = False
) -> int:
    """List what somebody said and return the exit status; `sample` as in `check`."""
    parser = argparse.ArgumentParser(
        prog=prog, description="All that somebody said in this archive, verbatim, with its source."
    )
    parser.add_argument("name", help="a person, an office or an institution")
    parser.add_argument("--about", default="", metavar="TOPIC", help="only what is on this topic")
    parser.add_argument("--after", type=_day, metavar="YYYY-MM-DD", help="from this day on")
    parser.add_argument("--before", type=_day, metavar="YYYY-MM-DD", help="before this day")
    parser.add_argument("--order", choices=[one.value for one in StatementOrder])
    parser.add_argument("--limit", type=_count, metavar="N", help="only the first N")
    parser.add_argument("--format", choices=["json", "csv", "md"], default="md")
    data_option(parser)
    options = parser.parse_args(arguments)
    if not any(map(str.isalnum, options.name)):
        parser.error("the name is empty")

    def work(settings: Settings) -> int:
        if sample:
            build_sample_if_none(settings)
        return _statements(options, settings)

    return execute(options, work)


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date like 2019-09-30") from None


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 1_000_000):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of statements")
    return int(text)


def _statements(options: argparse.Namespace, settings: Settings) -> int:
    default = StatementOrder.RELEVANCE if options.about else StatementOrder.NEWEST
    last = options.before - datetime.timedelta(days=1) if options.before else None
    period = DateRange(first=options.after, last=last) if options.after or last else None
    request = StatementRequest(
        speaker=options.name,
        about=options.about,
        period=period,
        order=StatementOrder(options.order or default),
    )
    found = build_answerer(settings).statements(request)
    if not found.known:
        sys.stderr.write(f"nobody in this archive speaks as {options.name!r}\n")
    shown = found.statements[: options.limit]
    if options.format == "json":
        rows = [statement_row(one) for one in shown]
        sys.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        write = statements_csv if options.format == "csv" else statements_markdown
        sys.stdout.write(write(shown))
    return DONE


def _named(article: Citation) -> dict[str, str]:
    return {"id": article.id, "title": article.title, "source": article.source, "url": article.url}
