"""The bot against a Bot API emulator that others wrote: telegram-test-api, from npm.

A second opinion on what our own fake lets through. Skipped where Node.js or npm is not installed
or the package cannot be fetched.
"""

import asyncio
import shutil
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from bot.telegram.app import TelegramBot
from tests.support.stand_in import SENTENCE, StandIn

FOLDER = Path(__file__).parents[2] / "support" / "emulator"
TOKEN = "666:emulated"
CHAT = 71
WITHIN = 15.0


def installed() -> None:
    """The package beside the emulator; fetched once."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("Node.js and npm are not installed")
    if (FOLDER / "node_modules" / "telegram-test-api").is_dir():
        return
    command = ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, timeout=120, check=False)
    if done.returncode:
        pytest.skip("npm cannot fetch telegram-test-api")


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    installed()
    command = ["node", "emulator.js"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=FOLDER, **pipes) as process:
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}"
        process.stdin.close()
        process.wait(10)


@dataclass
class Person:
    """Somebody who chats with the bot through the emulator's client side."""

    client: httpx.AsyncClient
    sent: int = 0

    async def call(self, route: str, **body: Any) -> Any:
        answer = await self.client.post(f"/{route}", json=body)
        assert answer.status_code == 200
        return answer.json()["result"]

    async def say(self, text: str) -> None:
        command = {
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        }
        await self.call(
            "sendCommand" if text.startswith("/") else "sendMessage",
            **self._place(),
            text=text,
            **(command if text.startswith("/") else {}),
        )

    async def press(self, message: dict[str, Any], label: str) -> None:
        buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
        [data] = [button["callback_data"] for button in buttons if button["text"] == label]
        shown = {"message_id": message["message_id"], "chat": self._place()["chat"], "text": "…"}
        await self.call("sendCallback", **self._place(), message=shown, data=data)

    async def hears(self) -> dict[str, Any]:
        """The next message of the bot."""
        end = time.monotonic() + WITHIN
        while time.monotonic() < end:
            history = await self.call("getUpdatesHistory", token=TOKEN)
            own = [one for one in history if "chat_id" in one.get("message", {})]
            if len(own) > self.sent:
                one = own[self.sent]
                self.sent += 1
                return one["message"] | {"message_id": one["messageId"]}
            await asyncio.sleep(0.02)
        raise AssertionError("the bot said nothing")

    async def sees(self, message_id: int, text: str) -> dict[str, Any]:
        """The message once it shows `text`."""
        end = time.monotonic() + WITHIN
        while time.monotonic() < end:
            history = await self.call("getUpdatesHistory", token=TOKEN)
            [one] = [
                o["message"]
                for o in history
                if o["messageId"] == message_id and "chat_id" in o["message"]
            ]
            if text in one["text"]:
                return one
            await asyncio.sleep(0.02)
        raise AssertionError(f"the message never showed {text!r}")

    @staticmethod
    def _place() -> dict[str, Any]:
        person = {"id": CHAT, "first_name": "Pembaca", "is_bot": False, "language_code": "id"}
        chat = {"id": CHAT, "first_name": "Pembaca", "type": "private"}
        return {"botToken": TOKEN, "from": person, "chat": chat, "date": int(time.time())}


@pytest.fixture
async def person(emulator: str, tmp_path: Path) -> AsyncIterator[Person]:
    settings = Settings(
        telegram_bot_token=Secret(TOKEN), telegram_api_url=emulator, data_dir=tmp_path
    )
    answers = StandIn()
    bot = TelegramBot(settings, answers, answers.admin)
    running = asyncio.create_task(bot.serve())
    async with httpx.AsyncClient(base_url=emulator, trust_env=False) as client:
        yield Person(client)
    bot.stop()
    assert await asyncio.wait_for(running, 15) == 0


async def test_a_conversation(person: Person) -> None:
    await person.say("/start")
    greeting = await person.hears()
    assert "Arsip: 17.891 artikel" in greeting["text"]
    await person.say("apa kata dinas soal internet desa")
    answer = await person.hears()
    assert SENTENCE in answer["text"]
    assert "Desa terhubung internet, bagian 3" in answer["text"]
    await person.press(answer, "Lainnya ▸")
    turned = await person.sees(answer["message_id"], "bagian 4")
    assert "bagian 3" not in turned["text"]
    await person.say("nothing di arsip")
    assert "bukan berarti tidak pernah terjadi" in (await person.hears())["text"]
