"""The language to speak to somebody in: of the chat, the person, their client, the bot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.chat_preferences import ChatPreferences
from bot.storage.chat_settings import ChatSettings
from bot.storage.database import Storage
from bot.storage.pseudonyms import Pseudonyms


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[Storage]:
    opened = Storage(tmp_path / "bot.db")
    yield opened
    opened.close()


@pytest.fixture
def preferences(storage: Storage, tmp_path: Path) -> ChatPreferences:
    return ChatPreferences(storage, Pseudonyms(tmp_path), default_language="id")


async def test_language(preferences: ChatPreferences) -> None:
    async def spoken_to(chat: int, code: str | None = None) -> str:
        return await preferences.language(chat, user_id=71, language_code=code)

    assert [await spoken_to(71), await spoken_to(71, "en"), await spoken_to(71, "fr")] == [
        "id",
        "en",
        "id",
    ]
    await preferences.choose(71, ChatSettings(language="en"))
    assert [await spoken_to(71, "id"), await spoken_to(-5, "id")] == ["en", "en"]
    await preferences.choose(-5, ChatSettings(language="id"))
    assert await spoken_to(-5, "en") == "id"
    await preferences.move(-5, -1005)
    assert [await spoken_to(-1005), await spoken_to(-5)] == ["id", "en"]


async def test_broken_database_leaves_the_language_of_the_client(
    storage: Storage, preferences: ChatPreferences, caplog: pytest.LogCaptureFixture
) -> None:
    await storage.run(storage._db.close)
    assert await preferences.language(71, language_code="en") == "en"
    assert [record.getMessage() for record in caplog.records] == [
        "The settings of a chat could not be read"
    ]
