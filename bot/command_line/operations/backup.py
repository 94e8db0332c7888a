"""Save the data folder while everything runs, and restore what was saved."""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.command_line.process import DONE, counted, data_option, execute
from bot.command_line.progress import ProgressBars
from bot.configuration.settings import Settings
from bot.operations.backups.contents import expected_size
from bot.operations.backups.restoring import restore, verify
from bot.operations.backups.saving import save

_MEGABYTE = 1_000_000


def main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Save the data folder and return the exit status."""
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Save everything that cannot be made again, and the live index, also while the "
        "bot, a rebuild or a fetch runs. Never includes .env, and not the models.",
    )
    parser.add_argument(
        "to", type=Path, metavar="TO", help="a new folder, or a file ending in .tar.gz or .zip"
    )
    parser.add_argument("--force", action="store_true", help="replace an earlier backup at TO")
    _common(parser)
    options = parser.parse_args(arguments)

    def work(settings: Settings) -> int:
        started, data = time.monotonic(), settings.data_dir
        with _progress("saving", expected_size(data) if data.is_dir() else 0) as done:
            saved = save(data, options.to, replace=options.force, done=done)
        for name in saved.left_out:
            sys.stderr.write(f"not saved: {data / name}, which is not the program's\n")
        record = {"backup": str(saved.path), "files": saved.files, "bytes": saved.size}
        more = {"left_out": list(saved.left_out), "seconds": round(time.monotonic() - started, 2)}
        text = f"saved {_amount(saved.files, saved.size)} at {saved.path}"
        _report(options, record | more, text)
        return DONE

    return execute(options, work)


def restore_main(arguments: list[str] | None = None, *, prog: str | None = None) -> int:
    """Restore a backup, or verify one, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog=prog,
        description="Put a backup into the data folder, once every checksum was compared. The bot "
        "and everything else that uses the folder have to be stopped.",
    )
    parser.add_argument("source", type=Path, metavar="FROM", help="what `backup` has made")
    parser.add_argument(
        "--force",
        action="store_true",
        help="even if the data folder is not empty: what is there steps aside",
    )
    parser.add_argument("--verify", action="store_true", help="only compare the checksums")
    _common(parser)
    options = parser.parse_args(arguments)

    def work(settings: Settings) -> int:
        return _verify(options) if options.verify else _restore(options, settings.data_dir)

    return execute(options, work)


def _verify(options: argparse.Namespace) -> int:
    with _progress("verifying", None) as done:
        manifest = verify(options.source, done=done)
    size = sum(one.size for one in manifest.files.values())
    made = {"created": manifest.created, "version": manifest.version}
    text = f"sound: {_amount(len(manifest.files), size)}, saved {manifest.created}"
    _report(options, {**made, "files": len(manifest.files), "bytes": size}, text)
    return DONE


def _restore(options: argparse.Namespace, data: Path) -> int:
    with _progress("restoring", None) as done:
        restored = restore(options.source, data, force=options.force, done=done)
    manifest, before = restored.manifest, restored.before
    size = sum(one.size for one in manifest.files.values())
    text = f"restored {_amount(len(manifest.files), size)} of {manifest.created} into {data}"
    if before:
        text += f"\nwhat was there before is in {before}; delete it when you are sure"
    record = {"data": str(data), "created": manifest.created, "version": manifest.version}
    counts = {"files": len(manifest.files), "bytes": size}
    _report(options, record | counts | {"before": str(before) if before else None}, text)
    return DONE


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON object on stdout")
    data_option(parser)


def _report(options: argparse.Namespace, record: dict[str, object], text: str) -> None:
    sys.stdout.write(f"{json.dumps(record) if options.json else text}\n")


def _amount(files: int, size: int) -> str:
    return f"{counted(files, 'file')} ({size / _MEGABYTE:,.1f} MB)"


@contextmanager
def _progress(task: str, size: int | None) -> Iterator[Callable[[int], None]]:
    """Shows how many of `size` bytes are done, in MB."""
    seen = 0

    def done(count: int) -> None:
        nonlocal seen
        before, seen = seen, seen + count
        if step := seen // _MEGABYTE - before // _MEGABYTE:
            bars.advance(step)

    with ProgressBars() as bars:
        bars.begin(f"{task} (MB)", None if size is None else max(1, size // _MEGABYTE))
        yield done
