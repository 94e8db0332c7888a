"""Fetch what is new from the feeds, sitemaps and pages of sources.toml into the archive.

What was fetched is kept in the data folder, so an interrupted fetch goes on where it was.
"""

import argparse
import json
import sys
import time
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from bot.answers.hints import with_advice
from bot.command_line.process import DONE, FAILED, counted, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.configuration.settings import Settings
from bot.operations.publishing import publish_live
from bot.wiring import build_embedder
from index.building.builder import Builder, BuildReport
from index.errors import ArchiveError
from index.fetching.articles.queue import SourceRun
from index.fetching.fetcher import FetchOptions, FetchReport, fetch, mark_built, preview
from index.fetching.sources_file import SOURCES, duration, read_sources
from index.fetching.warc.files import FOLDER
from index.sources.raw import Notice, Rejection

PROGRAM = "tanya-arsip"


def main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Fetch once, or again and again, and return the exit status."""
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument(
        "sources",
        nargs="?",
        type=Path,
        metavar="SOURCES.toml",
        help=f"the sources (default: {SOURCES} in the data folder)",
    )
    parser.add_argument(
        "--every", type=_duration, metavar="TIME", help="fetch again and again: 15m, 2h, 1d"
    )
    parser.add_argument(
        "--limit", type=_positive, metavar="N", help="at most N pages of each source this time"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say which pages would be fetched, change nothing"
    )
    parser.add_argument("--no-rebuild", action="store_true", help="leave the index as it is")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on stdout")
    data_option(parser)
    parser.epilog = f"{parser.epilog} 1 if all sources failed; 0 if one of them worked."
    options = parser.parse_args(arguments)
    if options.every and options.dry_run:
        parser.error("--dry-run looks once; leave out --every")
    return execute(options, lambda settings: _work(options, settings), resumes=True)


def _duration(text: str) -> float:
    try:
        return duration(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"found {text!r}; give a number from 1 on")
    return int(text)


def _work(options: argparse.Namespace, settings: Settings) -> int:
    if not settings.fetch_contact:
        sys.stderr.write(
            "note: FETCH_CONTACT is not set; with an e-mail or web address sites know whom to ask\n"
        )
    if options.dry_run:
        return _preview(options, settings)
    if not options.every:
        return _once(options, settings)
    while True:
        started = time.monotonic()
        try:
            _once(options, settings)
        except ArchiveError as error:
            # Such as a rebuild by hand at the same moment: the next turn may work.
            sys.stderr.write(f"error: {with_advice(error)}\n")
        time.sleep(max(0.0, options.every - (time.monotonic() - started)))


def _options(options: argparse.Namespace, settings: Settings) -> FetchOptions:
    contact = f"+{settings.fetch_contact}" if settings.fetch_contact else "archive of news articles"
    return FetchOptions(
        agent=f"{PROGRAM}/{version(PROGRAM)} ({contact})",
        private=settings.fetch_private,
        limit=options.limit,
        seconds=options.every,
    )


def _sources_file(options: argparse.Namespace, settings: Settings) -> Path:
    given: Path | None = options.sources
    return given or settings.data_dir / SOURCES


def _preview(options: argparse.Namespace, settings: Settings) -> int:
    sources = read_sources(_sources_file(options, settings))
    with ProgressBars() as progress:
        runs = preview(settings.data_dir, sources, _options(options, settings), progress)
    if options.json:
        listed = {
            run.source.name: {"error": run.error, "pages": [asdict(page.entry) for page in run.due]}
            for run in runs
        }
        sys.stdout.write(json.dumps({"sources": listed}, ensure_ascii=False) + "\n")
    else:
        for run in runs:
            sys.stdout.write(f"{run.source.name}: {_previewed(run)}\n")
            sys.stdout.writelines(f"  {page.entry.url}\n" for page in run.due)
    return FAILED if all(run.error for run in runs) else DONE


def _previewed(run: SourceRun) -> str:
    if run.not_due:
        return "not yet due"
    return f"failed: {run.error}" if run.error else f"{counted(len(run.due), 'page')} to fetch"


def _once(options: argparse.Namespace, settings: Settings) -> int:
    started = time.monotonic()
    sources = read_sources(_sources_file(options, settings))
    built, error = None, ""
    with ProgressBars() as progress:
        report = fetch(settings.data_dir, sources, _options(options, settings), progress)
        if report.unbuilt and not options.no_rebuild:
            try:
                built = _rebuild(settings, progress)
            except ArchiveError as failed:
                error = f"fetched, but the index could not be rebuilt: {with_advice(failed)}"
    seconds = round(time.monotonic() - started, 2)
    if error:
        sys.stderr.write(f"error: {error}\n")
    sys.stdout.write((_json if options.json else _summary)(report, built, seconds))
    sys.stdout.flush()
    return FAILED if report.failed or error else DONE


def _rebuild(settings: Settings, progress: ProgressBars) -> BuildReport:
    """Bring the archive up to date with all that was ever fetched; what else it has stays."""
    embedder, quiet = build_embedder(settings), _Quiet(progress)
    builder = Builder(settings.data_dir, embedder, quiet, zone=settings.timezone)
    report = builder.build([settings.data_dir / FOLDER])
    publish_live(settings, embedder, quiet)
    mark_built(settings.data_dir)
    return report


@dataclass(frozen=True, slots=True)
class _Quiet:
    """The progress of a rebuild without its remarks on pages, which every rebuild would repeat."""

    bars: ProgressBars

    def begin(self, task: str, total: int | None) -> None:
        """A task of `total` steps starts."""
        self.bars.begin(task, total)

    def advance(self, steps: int = 1) -> None:
        """`steps` further steps are done."""
        self.bars.advance(steps)

    def rejected(self, rejection: Rejection) -> None:
        """Counted in the summary."""

    def noticed(self, notice: Notice) -> None:
        """Told by a rebuild by hand."""


def _json(report: FetchReport, built: BuildReport | None, seconds: float) -> str:
    articles = None
    if built:
        rejected = len(built.rejections)
        articles = {"read": built.read, **asdict(built.changes), "rejected": rejected}
    sources = {run.source.name: {**asdict(run.counts), "error": run.error} for run in report.runs}
    snapshot = built.snapshot if built else None
    ending = {"articles": articles, "snapshot": snapshot, "seconds": seconds}
    return json.dumps({"sources": sources, **ending}, ensure_ascii=False) + "\n"


def _summary(report: FetchReport, built: BuildReport | None, seconds: float) -> str:
    lines = [f"{run.source.name}: {_source_line(run)}" for run in report.runs]
    if built:
        changes = built.changes
        lines.append(
            f"archive: {changes.new:,} new, {changes.changed:,} changed; published {built.snapshot}"
        )
        if built.rejections:
            pages = counted(len(built.rejections), "fetched page")
            lines.append(f"{pages} without an article; `{PROGRAM} rebuild` of {FOLDER}/ names them")
    elif report.unbuilt:
        lines.append(f"the index lacks what was fetched; `{PROGRAM} fetch` brings it up to date")
    return "\n".join([*lines, f"done after {seconds:.1f} s", ""])


def _source_line(run: SourceRun) -> str:
    if run.not_due:
        return "not yet due"
    counts = [f"{number:,} {name}" for name, number in asdict(run.counts).items() if number]
    failed = [f"failed: {run.error}"] if run.error else []
    return "; ".join([", ".join(counts) or "nothing new", *failed])
