"""A full disk, as the system, SQLite and FAISS tell it."""

import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.errors import DiskFull, is_disk_full, naming_full_disk
from index.store.vectors.faiss_store import FaissStore
from index.store.vectors.faiss_writer import FaissWriter


def from_sqlite() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        db.execute("PRAGMA max_page_count = 2")
        db.execute("CREATE TABLE texts (text)")
        db.execute("INSERT INTO texts VALUES (zeroblob(100000))")


def while_rolling_back() -> None:
    """The error of a clean-up hides that of the disk."""
    try:
        from_sqlite()
    except sqlite3.Error:
        with closing(sqlite3.connect(":memory:")) as db:
            db.execute("ROLLBACK")


def from_the_system() -> None:
    with Path("/dev/full").open("w") as file:
        file.write("x")


def from_a_quota() -> None:
    raise OSError(errno.EDQUOT, os.strerror(errno.EDQUOT))


def from_faiss() -> None:
    raise RuntimeError(f"Error in write_index: write error ({os.strerror(errno.ENOSPC)})")


@pytest.mark.parametrize(
    "fails", [from_sqlite, while_rolling_back, from_the_system, from_a_quota, from_faiss]
)
def test_a_full_disk_is_named_and_nothing_is_called_damaged(fails, tmp_path: Path) -> None:
    with pytest.raises(DiskFull) as caught, naming_full_disk(tmp_path / "data"):
        fails()
    text = str(caught.value)
    assert text.startswith("the disk that holds ")
    assert text.endswith(
        "make room and run the same command again: nothing is damaged, and what is done is kept"
    )


def test_other_errors_pass() -> None:
    with pytest.raises(FileNotFoundError), naming_full_disk(Path("/")):
        Path("/nowhere/at/all").read_text()
    with closing(sqlite3.connect(":memory:")) as db, pytest.raises(sqlite3.Error) as caught:
        db.execute("SELECT * FROM nothing")
    assert not is_disk_full(caught.value)


def write_eight(folder: Path) -> None:
    writer = FaissWriter.new(folder, 8)
    writer.add(np.eye(8, dtype=np.float32))
    writer.save()


def test_an_index_that_does_not_fit_is_an_error(tmp_path: Path) -> None:
    """FAISS itself says nothing when the last block of a file cannot be written."""
    write_eight(tmp_path)
    (written,) = tmp_path.iterdir()
    assert len(FaissStore.open(tmp_path)) == 8
    written.unlink()
    written.symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        write_eight(tmp_path)
