"""Advice on errors of the archive, in terms of this program's commands and settings."""

from collections.abc import Mapping

from index.errors import ArchiveError, Hint

_REBUILD = "run scripts/rebuild_index.py (tanya-arsip rebuild)"
ADVICE: Mapping[Hint, str] = {
    Hint.BUILD: f"{_REBUILD} with your articles",
    Hint.REBUILD: f"{_REBUILD} again",
    Hint.REBUILD_FULLY: f"{_REBUILD} with --full",
    Hint.REBUILD_OR_ROLL_BACK: f"{_REBUILD} again, or with --rollback for the snapshot before",
    Hint.RECALIBRATE: "run scripts/recalibrate.py again, or delete the file",
    Hint.RESTORE_EMBEDDER: f"set EMBEDDING_MODEL back, or {_REBUILD} to build with the new model",
    Hint.CHANGE_EMBEDDER: "check the setting EMBEDDING_MODEL, or choose another model",
    Hint.CHECK_ENGINE: "see whether the server runs, and check MILVUS_URI and MILVUS_TOKEN",
    Hint.ROLL_BACK_AT_BUILDER: f"there, {_REBUILD} with --rollback",
    Hint.PUBLISH: f"{_REBUILD} again where the archive is built",
    Hint.CHANGE_READER: "check the setting READER_MODEL, choose another, or set it to off",
}


def with_advice(error: Exception) -> str:
    """The error's text and what to do about it, on one line; "" for an error without a text."""
    text = str(error)
    if isinstance(error, ArchiveError) and error.hint:
        return f"{text}; {ADVICE[error.hint]}"
    return text
