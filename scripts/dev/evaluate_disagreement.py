"""Measure where quotes are called different, on cases from the archive of 2019.

In half of them the quotes give different figures or days for one thing; in the others they only
look so: other units, events or years, rounded, for a day instead of in all. A case is a question
and ranges of articles, so the file has no text of any article; `check` begins the SHA-256 of the
range.
"""

import argparse
import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.answers.answerer import Answerer
from bot.command_line.process import DONE, FAILED, data_option, execute
from bot.configuration.settings import Settings
from bot.wiring import build_answerer
from index.errors import ArchiveError
from index.records import Citation, Hit
from index.search.quantities.disagreement import Disagreement, find_disagreement
from index.text.analysis import WORD, fold, words

CASES = Path(__file__).parent / "questions" / "disagreements.jsonl"
# What docs/evaluation.md promises.
LEAST_PRECISION, LEAST_RECALL = 0.9, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question with the hits that answer it, and whether they differ."""

    id: str
    question: str
    hits: tuple[Hit, ...]
    differ: bool
    kept: bool


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=["tuned", "kept", "both"], default="both")
    parser.add_argument("--wrong", action="store_true", help="list what came out wrong")
    data_option(parser)
    options = parser.parse_args(arguments)
    return execute(options, lambda settings: _work(options, settings))


def _work(options: argparse.Namespace, settings: Settings) -> int:
    cases = read_cases(build_answerer(settings))
    if options.half != "both":
        cases = [case for case in cases if case.kept == (options.half == "kept")]
    found = [find_disagreement(case.question, case.hits) for case in cases]
    told = list(zip(cases, found, strict=True))
    for kept, half in ((False, "tuned"), (True, "kept")):
        if of_half := [one for one in told if one[0].kept == kept]:
            sys.stdout.write(f"{half:<6} {_figures(of_half)[2]}\n")
    precision, recall, line = _figures(told)
    sys.stdout.write(f"all    {line}\n")
    if options.wrong:
        for case, disagreement in told:
            if (disagreement is not None) != case.differ:
                _tell(case, disagreement)
    return DONE if precision >= LEAST_PRECISION and recall >= LEAST_RECALL else FAILED


def read_cases(answerer: Answerer) -> list[Case]:
    """The cases, with the words of this archive; ArchiveError if it has others."""
    lines = CASES.read_text(encoding="utf-8").splitlines()
    return [_case(json.loads(line), answerer) for line in lines]


def _case(facts: dict[str, Any], answerer: Answerer) -> Case:
    hits = [_hit(rank, facts, one, answerer) for rank, one in enumerate(facts["quotes"], 1)]
    return Case(
        id=facts["id"],
        question=facts["question"],
        hits=tuple(hits),
        differ=facts["differ"],
        kept=facts["kept"],
    )


def _hit(rank: int, facts: dict[str, Any], quote: dict[str, Any], answerer: Answerer) -> Hit:
    """The range as a hit whose passage is the paragraph around it."""
    article = answerer.article(Citation(id=quote["article"]).reference)
    text = article.text[quote["start"] : quote["end"]] if article else ""
    if not article or hashlib.sha256(text.encode()).hexdigest()[:8] != quote["check"]:
        raise ArchiveError(f"{facts['id']}: this archive has other words; use that of 2019")
    around = article.text[max(0, quote["start"] - 600) : quote["end"] + 600]
    names = [word for word in WORD.findall(facts["question"])[1:] if word[0].isupper()]
    missing = _lacking(names, f"{article.title} {article.text}")
    elsewhere = _lacking(names, f"{article.title} {text}")
    return Hit(
        rank=rank,
        score=1.0,
        article=article,
        passage=around,
        quote=text,
        missing=missing,
        elsewhere=tuple(name for name in elsewhere if name not in missing),
    )


def _lacking(names: list[str], text: str) -> tuple[str, ...]:
    """The names that a text lacks, as a search would tell."""
    here = set(words(text))
    return tuple(name for name in names if fold(name) not in here)


def _figures(told: list[tuple[Case, Disagreement | None]]) -> tuple[float, float, str]:
    """Precision, recall, and both in a line."""
    called = [case for case, found in told if found]
    right = sum(case.differ for case in called)
    all_differing = sum(case.differ for case, _ in told)
    precision = right / len(called) if called else 1.0
    recall = right / all_differing if all_differing else 1.0
    line = (
        f"precision {precision:.2f} ({right} of {len(called)}), "
        f"recall {recall:.2f} ({right} of {all_differing})"
    )
    return precision, recall, line


def _tell(case: Case, found: Disagreement | None) -> None:
    values = [value.value for value in found.values] if found else []
    sys.stdout.write(f"\n{case.id}: {case.question} {values}\n")
    for hit in case.hits:
        sys.stdout.write(f"  {hit.article.published[:10]} {hit.quote} {hit.missing}\n")


if __name__ == "__main__":
    sys.exit(main())
