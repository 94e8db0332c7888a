"""Pseudonyms: Telegram ids as salted hashes, so that nobody's id need be stored."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_SALT = "salt"
_SALT_BYTES = 16


class Pseudonyms:
    """Hashes of ids; the same after a restart.

    The salt is in a file beside the database (`DATA_DIR/salt`, readable only by its owner): there
    are so few Telegram ids that all can be tried, so a copy of the database alone must not be
    enough to find out whose rows are whose.
    """

    def __init__(self, data_dir: Path) -> None:
        self._salt = _salt(data_dir / _SALT)

    def hashed(self, telegram_id: int) -> str:
        """The pseudonym of a user or chat: 16 hexadecimal digits."""
        digest = hmac.new(self._salt, str(telegram_id).encode(), hashlib.sha256)
        return digest.hexdigest()[:16]


def _salt(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(_SALT_BYTES))
    return path.read_bytes()
