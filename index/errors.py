"""What can go wrong with an archive. Every message says what was found and what to do."""

from enum import Enum, auto


class Hint(Enum):
    """What a person can do about an error, where that takes a command or a setting.

    `index` knows neither; a front-end words the hint for its own (`bot.answers.hints`).
    """

    BUILD = auto()
    """There is no index yet: build one from articles."""
    REBUILD = auto()
    """Build the index again; what is stored already is used again."""
    REBUILD_FULLY = auto()
    """Build the index again from nothing but the article files."""
    REBUILD_OR_ROLL_BACK = auto()
    """Build the index again, or go back to the snapshot before."""
    RECALIBRATE = auto()
    """Recalibrate again, or delete the file that the error names."""
    RESTORE_EMBEDDER = auto()
    """Configure the embedding model that the error names again, or build with the new one."""
    CHANGE_EMBEDDER = auto()
    """Correct the name of the embedding model, or choose another model."""
    CHANGE_READER = auto()
    """Correct the name of the reader, choose another, or do without one."""


class ArchiveError(Exception):
    """Base of every error that `index` raises on purpose; its text is fit for a person to read.

    The text says what was found and what to do. Where that takes a command or a setting, `hint`
    stands for the advice.
    """

    def __init__(self, message: str, *, hint: Hint | None = None) -> None:
        super().__init__(message)
        self.hint = hint


class InputUnusable(ArchiveError):
    """An input (a file, or one record of it) contains no usable article; the text says why."""


class ModelUnavailable(ArchiveError):
    """A model (embedder or reader) could not be found, exported, or trusted."""


class SnapshotUnusable(ArchiveError):
    """A snapshot is missing or damaged, or was built with another embedding model."""
