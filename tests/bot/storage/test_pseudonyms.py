import re
import stat
from pathlib import Path

from bot.storage.pseudonyms import Pseudonyms


def test_hashes_stay_the_same_and_say_nothing(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there"
    first = Pseudonyms(here).hashed(71)
    assert re.fullmatch(r"[0-9a-f]{16}", first)
    assert Pseudonyms(here).hashed(71) == first
    assert len({first, Pseudonyms(here).hashed(-71), Pseudonyms(there).hashed(71)}) == 3


def test_salt_is_the_owners(tmp_path: Path) -> None:
    Pseudonyms(tmp_path)
    assert stat.S_IMODE((tmp_path / "salt").stat().st_mode) == 0o600
