"""Read article files, bring the archive up to date with them and publish a searchable snapshot."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import index
from bot.command_line.operations.embedding import (
    check_embedding,
    embedding_options,
    merge,
    way_to_embed,
    write_shard,
)
from bot.command_line.process import DONE, FAILED, counted, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.configuration.settings import Settings
from bot.operations.publishing import publish_live
from bot.reports.preview import Preview, file_counts, file_summary, print_preview
from bot.wiring import build_embedder, has_index
from index.building.builder import Builder, BuildReport
from index.errors import ArchiveError
from index.models.embedder import Embedder
from index.sources.records.names import FieldMap
from index.store.milvus.publishing.publish import Publication
from index.store.snapshot.snapshots import Snapshots

# Hidden articles named in the summary.
NAMED = 5
_Work = Callable[[argparse.Namespace, Settings, FieldMap], int]
SAMPLE = Path(index.__file__).parent / "data" / "sample"


def main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Build or roll back the index and return the exit status."""
    parser = _parser(prog)
    options = parser.parse_args(arguments)
    if options.rollback + options.forward + bool(options.paths or options.merge) != 1:
        parser.error("give PATHs to read, or --rollback or --forward alone")
    check_embedding(parser, options)
    if options.dry_run and not options.paths:
        parser.error("--dry-run shows what would be read from PATHs; give some")
    if options.full and options.keep:
        parser.error("--full drops all other articles, --keep drops none; give one of them")
    try:
        names = FieldMap.parse(options.map)
    except ArchiveError as error:
        parser.error(f"--map: {error}")

    def work(settings: Settings) -> int:
        if options.rollback or options.forward:
            return _switch(options, settings, parser.prog)
        status = _chosen(options)(options, settings, names)
        for stated in names.unused():
            sys.stderr.write(f"--map {stated}: no record has `{stated.rpartition('=')[0]}`\n")
        return status

    return execute(options, work, resumes=not options.dry_run)


def _chosen(options: argparse.Namespace) -> _Work:
    if options.dry_run:
        return _preview
    return _with_files if options.shard or not options.paths else _work


def _parser(prog: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=prog, description=__doc__)
    parser.add_argument("paths", nargs="*", metavar="PATH", help="files, folders or globs")
    parser.add_argument(
        "--full",
        action="store_true",
        help="these paths are the whole archive: drop all other articles, embed everything anew",
    )
    parser.add_argument(
        "--keep",
        action="store_true",
        help="remove nothing: articles that are gone from these paths stay in the archive",
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NAME=FIELD",
        help="which field of an article a field of records is, as in content=text,headline=title",
    )
    embedding_options(parser)
    parser.add_argument(
        "--dry-run", action="store_true", help="show what would be read, and change nothing"
    )
    parser.add_argument("--if-none", action="store_true", help="do nothing if there is an index")
    parser.add_argument("--rollback", action="store_true", help="return to the previous snapshot")
    parser.add_argument("--forward", action="store_true", help="undo a --rollback")
    parser.add_argument(
        "--json",
        action="store_true",
        help="end with one JSON object on stdout; with --dry-run an object a record before it",
    )
    data_option(parser)
    return parser


def _preview(options: argparse.Namespace, settings: Settings, names: FieldMap) -> int:
    preview = Preview(options.paths, zone=settings.timezone, names=names)
    return DONE if print_preview(preview, as_json=options.json) else FAILED


def _work(options: argparse.Namespace, settings: Settings, names: FieldMap) -> int:
    if options.if_none and has_index(settings):
        return DONE
    embedder = build_embedder(settings)
    with ProgressBars() as progress:
        builder = _builder(options, settings, names, embedder, progress)
        report = builder.build(
            options.paths, full=options.full, keep=options.keep, files=options.merge
        )
        publication = publish_live(settings, embedder, progress)
    sys.stdout.write(_json(report) if options.json else _summary(report))
    if publication and not options.json:
        sys.stdout.write(_published(publication))
    # The snapshot is published all the same; the status says that some input is not in it.
    return FAILED if report.rejections else DONE


def _with_files(options: argparse.Namespace, settings: Settings, names: FieldMap) -> int:
    """Write the file of a shard, or take such files in; nothing is published."""
    with ProgressBars() as progress:
        builder = _builder(options, settings, names, build_embedder(settings), progress)
        said = write_shard(options, settings, builder) if options.shard else merge(options, builder)
    sys.stdout.write(said)
    return DONE


def _builder(
    options: argparse.Namespace,
    settings: Settings,
    names: FieldMap,
    embedder: Embedder,
    progress: ProgressBars,
) -> Builder:
    return Builder(
        settings.data_dir,
        embedder,
        progress,
        zone=settings.timezone,
        names=names,
        embedding=way_to_embed(options),
    )


def _switch(options: argparse.Namespace, settings: Settings, prog: str) -> int:
    """Make the snapshot before or after the live one live, and say how to go the other way."""
    snapshots = Snapshots(settings.data_dir / "snapshots")
    live = snapshots.rollback() if options.rollback else snapshots.forward()
    if settings.search_engine == "milvus":
        with ProgressBars() as progress:
            publish_live(settings, build_embedder(settings), progress)
    sys.stdout.write(f"the live snapshot is now {live.name}\n")
    again = f"{prog} --forward" + (f" --data {options.data}" if options.data else "")
    if newer := snapshots.following():
        sys.stdout.write(
            f"to go forward again, to {newer.name}: {again}\n"
            "the next rebuild publishes a newer one, which is live at once\n"
        )
    return DONE


def build_sample_if_none(settings: Settings) -> None:
    """Build the index of the sample archive if the data folder has no index yet; says so on stderr.

    Not where another engine keeps the index, which others may share. Raises ArchiveError.
    """
    if settings.search_engine != "embedded" or has_index(settings):
        return
    sys.stderr.write(
        f"{settings.data_dir.absolute()} has no index yet: building one of the sample archive "
        "that comes with the program. Your own articles instead: "
        "tanya-arsip rebuild --full PATH…\n"
    )
    with ProgressBars() as progress:
        embedder = build_embedder(settings)
        Builder(settings.data_dir, embedder, progress, zone=settings.timezone).build([SAMPLE])


def _published(publication: Publication) -> str:
    how = "brought up to date" if publication.in_place else "written anew"
    changed = f"{counted(publication.written, 'article')} written, {publication.removed:,} removed"
    return f"Milvus: {publication.collection} {how}, {changed}\n"


def _json(report: BuildReport) -> str:
    changes = asdict(report.changes)
    kept = changes.pop("kept")
    articles = {"read": report.read, **changes, "rejected": len(report.rejections)}
    counts = {
        "kept": kept,
        "passages": report.passages,
        "embedded": report.embedded,
        "taken_in": report.taken_in,
    }
    ending = {
        "snapshot": report.snapshot,
        "extended": report.extended,
        "seconds": report.seconds,
        "files": file_counts(report.files),
        "hidden_gone": [one.article.id or one.article.url or one.key for one in report.hidden_gone],
    }
    return json.dumps({"articles": articles, **counts, **ending}) + "\n"


def _summary(report: BuildReport) -> str:
    changes = report.changes
    repeated = report.read - changes.new - changes.changed - changes.unchanged
    more = [
        f"; {changes.kept:,} kept that a feed or export no longer has" if changes.kept else "",
        f"; {counted(repeated, 'repeated record')}" if repeated else "",
        f"; {counted(report.notices, 'notice')}" if report.notices else "",
    ]
    taken_in = f", {report.taken_in:,} taken in from shards" if report.taken_in else ""
    how = "the one before extended" if report.extended else "written whole"
    return (
        f"{counted(report.read, 'article')} read: {changes.new:,} new, {changes.changed:,} "
        f"changed, {changes.unchanged:,} unchanged, {changes.removed:,} removed; "
        f"{counted(len(report.rejections), 'input')} rejected{''.join(more)}\n"
        f"{file_summary(report.files)}\n"
        f"{counted(report.passages, 'passage')}, {report.embedded:,} of them embedded now"
        f"{taken_in}\n"
        f"published {report.snapshot}, {how}, after {report.seconds:.1f} s\n"
        f"{_hidden_gone(report)}"
    )


def _hidden_gone(report: BuildReport) -> str:
    """A line about hidden articles that are no longer there, so that none comes back unnoticed."""
    if not report.hidden_gone:
        return ""
    named = [
        one.article.title or one.article.url or one.article.id or one.key
        for one in report.hidden_gone
    ]
    more = f" and {len(named) - NAMED:,} more" if len(named) > NAMED else ""
    return (
        f"{counted(len(named), 'hidden article')} of hidden.jsonl not found in this archive: "
        f"{'; '.join(named[:NAMED])}{more}. If one is there under another id or address, hide it "
        "again\n"
    )
