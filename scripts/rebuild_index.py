"""Read article files, bring the archive up to date with them and publish a searchable snapshot."""

if __name__ == "__main__":  # Before the imports that take long.
    from bot.interrupts import end_quietly

    end_quietly()

import argparse
import json
import sys
from dataclasses import asdict

from bot.command_line import DONE, FAILED, ProgressBars, counted, data_option, run
from bot.settings import Settings
from bot.wiring import build_embedder
from index.building.builder import Builder, Report
from index.store.snapshots import Snapshots


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders or globs")
    parser.add_argument(
        "--full",
        action="store_true",
        help="these paths are the whole archive: drop all other articles, embed everything anew",
    )
    parser.add_argument("--if-none", action="store_true", help="do nothing if there is an index")
    parser.add_argument("--rollback", action="store_true", help="return to the snapshot before")
    parser.add_argument("--json", action="store_true", help="end with one JSON object on stdout")
    data_option(parser)
    chosen = parser.parse_args(arguments)
    if chosen.rollback == bool(chosen.paths):
        parser.error("give PATHs to read, or --rollback alone")
    return run(chosen, lambda settings: _work(chosen, settings), resumes=True)


def _work(chosen: argparse.Namespace, settings: Settings) -> int:
    snapshots = Snapshots(settings.data_dir / "snapshots")
    if chosen.rollback:
        sys.stdout.write(f"the live snapshot is now {snapshots.rollback().name}\n")
        return DONE
    if chosen.if_none and snapshots.current():
        return DONE
    embedder = build_embedder(settings)
    with ProgressBars() as progress:
        report = Builder(settings.data_dir, embedder, progress).build(
            chosen.paths, full=chosen.full
        )
    sys.stdout.write(_json(report) if chosen.json else _summary(report))
    # The snapshot is published all the same; the status tells that not all input is in it.
    return FAILED if report.rejections else DONE


def _json(report: Report) -> str:
    articles = {
        "read": report.read,
        **asdict(report.changes),
        "rejected": len(report.rejections),
    }
    counts = {"passages": report.passages, "embedded": report.embedded}
    ending = {"snapshot": report.snapshot, "seconds": report.seconds}
    return json.dumps({"articles": articles, **counts, **ending}) + "\n"


def _summary(report: Report) -> str:
    changes = report.changes
    repeated = report.read - changes.new - changes.changed - changes.unchanged
    more = [
        f"; {counted(repeated, 'repeated record')}" if repeated else "",
        f"; {counted(report.flaws, 'unreadable date')}" if report.flaws else "",
    ]
    return (
        f"{counted(report.read, 'article')} read: {changes.new:,} new, {changes.changed:,} "
        f"changed, {changes.unchanged:,} unchanged, {changes.removed:,} removed; "
        f"{counted(len(report.rejections), 'input')} rejected{''.join(more)}\n"
        f"{counted(report.passages, 'passage')}, {report.embedded:,} of them embedded now\n"
        f"published {report.snapshot} after {report.seconds:.1f} s\n"
    )


if __name__ == "__main__":
    sys.exit(main())
