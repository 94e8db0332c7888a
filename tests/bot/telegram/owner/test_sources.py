"""`/sources`, and the news on sources that owners get, from a bot that really runs."""

import datetime
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.telegram import background
from index.fetching.schema import fetch_schema
from tests.support.bot_api.server import FakeBotAPI, Json
from tests.support.running import Running

HOUR = 3600
DAY = 24 * HOUR


@pytest.fixture
def owner(tg: FakeBotAPI) -> Json:
    return tg.add_person(900, language_code="id")


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Database]:
    """The database that a fetch writes."""
    with closing(sqlite3.connect(tmp_path / "fetch.db", isolation_level=None)) as connection:
        db = Database(connection)
        fetch_schema.apply(db)
        yield db


def put(sources: Database, name: str, **row: object) -> None:
    ago = time.time() - 2 * HOUR - 5
    given = {"name": name, "kind": "feed", "last_attempt": ago, "last_success": ago}
    sources.table("sources").insert(given | row, replace=True)


async def test_nothing_was_fetched_yet(tg: FakeBotAPI, running: Running, owner: Json) -> None:
    async with running():
        tg.say("/sumber", user=owner)
        assert (await tg.sent()).text.startswith("Belum ada yang diambil. Sumber ditulis di ")


async def test_each_source(
    tg: FakeBotAPI, running: Running, owner: Json, sources: Database
) -> None:
    put(sources, "A & <Kabar>", new=3, changed=1, articles_total=1234)
    failing = {
        "last_success": None,
        "last_error": "HTTP 404 <x>",
        "failing_since": time.time() - 65,
    }
    put(sources, "Warta", **failing, failed=2)
    async with running():
        tg.say("/sources", user=owner)
        page = await tg.sent()
    today = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=7)))
    month = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split()[today.month - 1]
    assert page.text.splitlines() == [
        "Sumber: 2 · gagal: 1",
        "",
        "1. Warta · feed",
        f"⚠️ gagal sejak {today.day} {month} (1 menit yang lalu): HTTP 404 <x>",
        "belum pernah berhasil",
        "terakhir: 0 baru, 0 berubah, 2 gagal",
        "0 artikel seluruhnya",
        "",
        "2. A & <Kabar> · feed",
        "terakhir berhasil 2 jam yang lalu",
        "terakhir: 3 baru, 1 berubah, 0 gagal",
        "1.234 artikel seluruhnya",
    ]
    assert page.buttons == {}


async def test_many_sources_have_pages(tg: FakeBotAPI, running: Running, sources: Database) -> None:
    owner = tg.add_person(900, language_code="en")
    for number in range(1, 18):
        put(sources, f"Outlet {number:02}")
    async with running():
        tg.say("/sources", user=owner)
        page = await tg.sent()
        assert page.text.splitlines()[0] == "Sources: 17 · failing: 0"
        assert [line for line in page.text.splitlines() if "Outlet" in line][-1] == (
            "8. Outlet 08 · feed"
        )
        [button] = page.buttons
        tg.press(page, button, user=owner)
        await tg.until(lambda: page.edits == 1)
        assert next(line for line in page.text.splitlines() if "Outlet" in line) == (
            "9. Outlet 09 · feed"
        )
        assert len(page.buttons) == 2
        # There are fewer by the time the button is pressed.
        sources.execute("delete from sources where name > 'Outlet 03'")
        tg.press(page, list(page.buttons)[1], user=owner)
        await tg.until(lambda: page.edits == 2)
        assert page.text.splitlines()[0] == "Sources: 3 · failing: 0"


async def test_only_owners_see_them(tg: FakeBotAPI, running: Running, sources: Database) -> None:
    put(sources, "Kabar")
    async with running():
        tg.say("/sources")
        assert (await tg.sent()).text == "Perintah itu tidak saya kenal. Yang saya bisa: /help"


async def test_help_names_an_owners_commands(tg: FakeBotAPI, running: Running, owner: Json) -> None:
    async with running():
        tg.say("/help", user=owner)
        assert "/sumber – Dari mana artikel diambil" in (await tg.sent()).text
        tg.say("/help")
        assert "/sumber" not in (await tg.sent()).text


async def test_owners_hear_of_a_failure_once_and_when_it_is_over(
    tg: FakeBotAPI,
    running: Running,
    owner: Json,
    sources: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(background, "_WATCH_SOURCES_EVERY", 0.02)
    put(sources, "Kabar", last_error="HTTP 404", failing_since=time.time() - 2 * DAY)
    put(sources, "Warta", last_error="HTTP 500", failing_since=time.time() - HOUR)
    async with running():
        news = await tg.sent()
        assert (news.chat["id"], news.text.splitlines()[:2]) == (
            900,
            ["Sudah sehari tidak berhasil diambil:", "Kabar"],
        )
        assert news.text.endswith("(2 hari yang lalu): HTTP 404")
    async with running():
        # After a restart another message comes first: nothing is told twice.
        tg.say("/sumber", user=owner)
        assert (await tg.sent()).text.startswith("Sumber: 2")
        put(sources, "Kabar", last_error="", failing_since=None)
        again = await tg.sent()
        assert again.text.splitlines() == ["Berhasil diambil lagi:", "Kabar"]
    assert tg.unread() == []
