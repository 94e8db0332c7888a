"""Who asked, without keeping who it was: Telegram ids as salted hashes."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

_SALT = "salt"
_SALT_BYTES = 16


class Pseudonyms:
    """Hashes of ids that stay the same over restarts.

    The salt lies in a file of its own beside the database (`DATA_DIR/salt`, readable only by its
    owner): there are few enough Telegram ids to try them all, so a copy of the database alone
    must not be enough to find out whose rows are whose.
    """

    def __init__(self, data_dir: Path) -> None:
        self._salt = _salt(data_dir / _SALT)

    def hashed(self, telegram_id: int) -> str:
        """16 hexadecimal digits for a user's or a chat's id."""
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
