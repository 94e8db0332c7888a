"""Where a rebuild embeds: in processes, in shards on several machines; and files of shards."""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from bot.command_line.process import counted
from bot.configuration.settings import Settings
from index.building.builder import Builder
from index.building.embedding.embedding import Embedding, in_processes, in_threads
from index.building.embedding.ray_cluster import on_ray
from index.building.embedding.shards import Shard
from index.errors import ArchiveError


def embedding_options(parser: argparse.ArgumentParser) -> None:
    """Add `--workers`, `--ray`, `--shard`, `--file` and `--merge`."""
    parser.add_argument(
        "--workers",
        type=_workers,
        metavar="N",
        help="embed in N processes, about 470 MB each (default: in this one, on all cores)",
    )
    parser.add_argument(
        "--ray",
        metavar="ADDRESS",
        help="embed on the Ray cluster at this address (auto: the one of this machine)",
    )
    parser.add_argument(
        "--shard",
        type=_parsed_shard,
        metavar="K/N",
        help="publish nothing: embed the Kth of N shares into a file, for --merge elsewhere",
    )
    parser.add_argument(
        "--file",
        type=Path,
        help="that file (default: shards/K-of-N.vectors in the data folder)",
    )
    parser.add_argument(
        "--merge",
        type=Path,
        nargs="+",
        default=[],
        metavar="FILE",
        help="take in the vectors of such files; with PATHs before it, then publish",
    )


def check_embedding(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """End with a message where `--shard` and `--merge` do not go with what else is given."""
    if options.shard and (options.merge or not options.paths):
        parser.error("--shard needs the PATHs of the articles, and --merge comes after all shards")
    if options.ray and options.workers:
        parser.error("--workers are processes of this machine, --ray is a cluster; give one")
    if options.file and not options.shard:
        parser.error("--file names the file that --shard writes; give --shard, too")
    if (options.shard or options.merge) and options.full:
        parser.error("--full embeds everything anew, and would not use what shards embed")
    if (options.shard or options.merge) and (options.dry_run or options.if_none):
        parser.error("--shard and --merge go with neither --dry-run nor --if-none")


def way_to_embed(options: argparse.Namespace) -> Embedding:
    """How passages are embedded on this machine."""
    if options.ray:
        return on_ray(options.ray)
    return in_processes(options.workers) if options.workers else in_threads


def write_shard(options: argparse.Namespace, settings: Settings, builder: Builder) -> str:
    """Embed a share into its file; what is to be said of it. Raises ArchiveError."""
    shard: Shard = options.shard
    default = settings.data_dir / "shards" / f"{shard.number}-of-{shard.count}.vectors"
    report = builder.write_shard(options.paths, shard, options.file or default, keep=options.keep)
    if options.json:
        found = {"vectors": report.vectors, "embedded": report.embedded}
        return json.dumps({"shard": str(shard), "file": str(report.file), **found}) + "\n"
    return (
        f"shard {shard}: {counted(report.vectors, 'vector')} in {report.file}, "
        f"{report.embedded:,} of them embedded now; nothing was published\n"
        f"when all {shard.count:,} are there: rebuild PATH… --merge FILE…\n"
    )


def merge(options: argparse.Namespace, builder: Builder) -> str:
    """Take in the files of shards; what is to be said of it. Raises ArchiveError."""
    taken = builder.take_in(options.merge)
    if options.json:
        return json.dumps(asdict(taken)) + "\n"
    return (
        f"{counted(taken.stored, 'vector')} taken in, {taken.known:,} were there already, "
        f"{taken.foreign:,} of no passage here\n"
        "nothing was published: rebuild PATH… does that, and embeds what is missing\n"
    )


def _workers(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes; give 1 or more")
    return int(text)


def _parsed_shard(text: str) -> Shard:
    try:
        return Shard.parse(text)
    except ArchiveError as error:
        raise argparse.ArgumentTypeError(str(error)) from error
