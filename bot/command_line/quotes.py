"""Check quotations against the archive, and list what somebody said; the result goes to stdout."""

import argparse
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
from bot.wiring import build_answerer
from index.quotes.claims import Claim, read_claims
from index.quotes.outcomes import QuoteCheck
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


def _named(article: Citation) -> dict[str, str]:
    return {"id": article.id, "title": article.title, "source": article.source, "url": article.url}
