"""Measure the quote check on 120 claims made from the archive of 2019, half of them kept.

A case is the range of an article's text with words replaced, or words of its own; so the file has
no text of any article. `check` begins the SHA-256 of the range, which tells another archive.
"""

import argparse
import hashlib
import json
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.answers.answerer import Answerer
from bot.command_line.process import DONE, FAILED, data_option, execute
from bot.configuration.settings import Settings
from bot.wiring import build_answerer
from index.errors import ArchiveError
from index.quotes.checking.claims import Claim
from index.quotes.checking.outcomes import QuoteCheck, QuoteOutcome
from index.records import Citation

CASES = Path(__file__).parent / "questions" / "quotations.jsonl"
# What docs/quotes.md promises.
LEAST_RIGHT = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A claim, what is to come of it, and whether it was kept for measuring."""

    id: str
    kind: str
    kept: bool
    claim: Claim
    outcome: QuoteOutcome


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tuned", "kept", "both"], default="both")
    parser.add_argument("--wrong", action="store_true", help="list what came out wrong")
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings))


def _work(options: argparse.Namespace, settings: Settings) -> int:
    answerer = build_answerer(settings)
    cases = [
        case
        for case in read_cases(answerer)
        if options.half == "both" or case.kept == (options.half == "kept")
    ]
    answerer.check([cases[0].claim])
    seconds: list[float] = []
    checks: list[QuoteCheck] = []
    for case in cases:
        started = time.perf_counter()
        checks += answerer.check([case.claim])
        seconds.append(time.perf_counter() - started)
    wrong = [
        (case, check)
        for case, check in zip(cases, checks, strict=True)
        if check.outcome is not case.outcome
    ]
    _report(cases, wrong, seconds)
    if options.wrong:
        for case, check in wrong:
            _tell(case, check)
    right = 1 - len(wrong) / len(cases)
    false = sum(case.kind == "altered" and check.outcome == "said" for case, check in wrong)
    return DONE if right >= LEAST_RIGHT and not false else FAILED


def read_cases(answerer: Answerer) -> list[Case]:
    """The cases, with the words of this archive; ArchiveError if it has others."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line), answerer) for line in lines]


def _case(facts: dict[str, Any], answerer: Answerer) -> Case:
    text = facts.get("text") or _edited(facts, answerer)
    return Case(
        id=facts["id"],
        kind=facts["kind"],
        kept=facts["kept"],
        claim=Claim(quotation=text, speaker=facts["by"]),
        outcome=QuoteOutcome(facts["outcome"]),
    )


def _edited(facts: dict[str, Any], answerer: Answerer) -> str:
    """The range of the article with its edits: (first word, number of words, other words)."""
    article = answerer.article(Citation(id=facts["article"]).reference)
    text = article.text[facts["start"] : facts["end"]] if article else ""
    if hashlib.sha256(text.encode()).hexdigest()[:8] != facts["check"]:
        raise ArchiveError(f"{facts['id']}: this archive has other words; use that of 2019")
    parts = text.split()
    for at, count, other in facts["edits"]:
        parts[at : at + count] = [other]
    return " ".join(parts)


def _report(cases: list[Case], wrong: list[tuple[Case, QuoteCheck]], seconds: list[float]) -> None:
    of_kind = Counter((case.kind, case.kept) for case in cases)
    wrong_of_kind = Counter((case.kind, case.kept) for case, _ in wrong)
    for (kind, kept), count in sorted(of_kind.items()):
        half = "kept" if kept else "tuned"
        sys.stdout.write(f"{kind:<11} {half:<6} {count - wrong_of_kind[kind, kept]}/{count}\n")
    for kept, half in ((False, "tuned"), (True, "kept")):
        count = sum(case.kept == kept for case in cases)
        right = count - sum(case.kept == kept for case, _ in wrong)
        if count:
            sys.stdout.write(f"right, {half}: {right / count:.3f} of {count}\n")
    median, p95 = np.percentile(np.array(seconds) * 1000, [50, 95])
    sys.stdout.write(f"p50 {median:.0f} ms, p95 {p95:.0f} ms\n")


def _tell(case: Case, check: QuoteCheck) -> None:
    sys.stdout.write(f"\n{case.id} ({case.claim.speaker}): {case.claim.quotation}\n")
    sys.stdout.write(f"  expected {case.outcome}, was {check.outcome}\n")
    for one in check.evidence:
        sys.stdout.write(f"  {one.article.id} {one.speaker}: {one.quote} {one.differences}\n")


if __name__ == "__main__":
    sys.exit(main())
