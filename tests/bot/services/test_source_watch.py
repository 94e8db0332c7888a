"""Owners are told once that a source fails for a day, and once that it works again."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.services.source_watch import SourceWatch
from bot.storage.database import Storage
from index.fetching.state import SourceStatus

NOW = datetime.datetime(2026, 3, 10, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)
WORKS = SourceStatus(
    name="Kabar",
    kind="feed",
    last_attempt=NOW,
    last_success=NOW,
    last_error="",
    failing_since=None,
    new=0,
    changed=0,
    unchanged=0,
    failed=0,
    skipped=0,
    waiting=0,
    articles_total=5,
)
FAILS = replace(WORKS, failing_since=NOW - 24 * HOUR, last_error="HTTP 404")


class Owners:
    """What the owners were told: names of sources that fail, and of those that work again."""

    def __init__(self) -> None:
        self.heard: list[tuple[list[str], list[str]]] = []
        self.reachable = True

    async def tell(self, down: Sequence[SourceStatus], up: Sequence[SourceStatus]) -> bool:
        self.heard.append(([one.name for one in down], [one.name for one in up]))
        return self.reachable


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage(tmp_path / "bot.db")
    yield opened
    opened.close()


async def looked(storage: Storage, owners: Owners, *sources: SourceStatus, at=NOW) -> None:
    """One look by a bot that has just been started."""
    await SourceWatch(lambda: sources, storage, owners.tell).look(at)


async def test_a_failure_is_told_after_a_day_and_once(storage: Storage) -> None:
    owners = Owners()
    await looked(storage, owners, FAILS, at=NOW - HOUR)
    assert owners.heard == []
    for hours in (0, 1, 48):
        await looked(storage, owners, FAILS, at=NOW + hours * HOUR)
    assert owners.heard == [(["Kabar"], [])]


async def test_so_is_that_it_works_again(storage: Storage) -> None:
    owners = Owners()
    await looked(storage, owners, FAILS)
    for _ in range(2):
        await looked(storage, owners, WORKS)
    assert owners.heard == [(["Kabar"], []), ([], ["Kabar"])]
    await looked(storage, owners, FAILS)
    assert owners.heard[2:] == [(["Kabar"], [])]


async def test_a_short_failure_is_nobodys_news(storage: Storage) -> None:
    owners = Owners()
    await looked(storage, owners, replace(FAILS, failing_since=NOW - 2 * HOUR))
    await looked(storage, owners, WORKS)
    assert owners.heard == []


async def test_several_are_told_together(storage: Storage) -> None:
    owners = Owners()
    await looked(storage, owners, FAILS)
    others = [replace(FAILS, name=name) for name in ("Berita", "Warta")]
    await looked(storage, owners, WORKS, *others)
    assert owners.heard[1:] == [(["Berita", "Warta"], ["Kabar"])]


async def test_what_nobody_got_is_told_again(storage: Storage) -> None:
    owners = Owners()
    owners.reachable = False
    await looked(storage, owners, FAILS)
    owners.reachable = True
    await looked(storage, owners, FAILS)
    await looked(storage, owners, FAILS)
    assert owners.heard == 2 * [(["Kabar"], [])]


async def test_a_source_that_is_named_no_more_is_forgotten(storage: Storage) -> None:
    owners = Owners()
    await looked(storage, owners, FAILS)
    await looked(storage, owners)
    await looked(storage, owners, WORKS)
    assert owners.heard == [(["Kabar"], [])]
