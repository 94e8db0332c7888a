import pytest

from bot.answers.hints import ADVICE, with_advice
from index.errors import ArchiveError, Hint, SnapshotUnusable


def test_every_hint_is_worded() -> None:
    assert set(ADVICE) == set(Hint)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (
            SnapshotUnusable("there is no index in data yet", hint=Hint.BUILD),
            "there is no index in data yet; run scripts/rebuild_index.py (tanya-arsip rebuild) "
            "with your articles",
        ),
        (
            ArchiveError("data/x is damaged", hint=Hint.REBUILD_OR_ROLL_BACK),
            "data/x is damaged; run scripts/rebuild_index.py (tanya-arsip rebuild) again, "
            "or with --rollback for the snapshot before",
        ),
        (ArchiveError("a.json: no such file"), "a.json: no such file"),
        (OSError("disk full"), "disk full"),
        (TimeoutError(), ""),
    ],
)
def test_advice_follows_the_text(error: Exception, expected: str) -> None:
    assert with_advice(error) == expected
