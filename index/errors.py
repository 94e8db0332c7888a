"""What can go wrong with an archive. Every message says what was found and what to do."""


class ArchiveError(Exception):
    """Base of every error that `index` raises on purpose; its text is fit for a person to read."""


class Rejected(ArchiveError):
    """One input (a file, or one line of it) holds no article that can be used; the text is why."""


class ModelUnavailable(ArchiveError):
    """The embedding model could not be found, prepared or trusted."""


class SnapshotUnusable(ArchiveError):
    """A snapshot is missing, damaged, or was built with another embedding model."""
