"""A third language is a row of the table and a file of texts, and nothing else."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import bot
from bot.languages import interface_language
from bot.presentation.i18n import texts

ROW = """
    "pl": Language(name="Polski", understood_by=("pl",)),
}
"""
POLISH = {
    "articles.one": "{count} artykuł",
    "articles.few": "{count} artykuły",
    "articles.many": "{count} artykułów",
    "articles.other": "{count} artykułu",
    "commands.ask.name": "zapytaj",
    "language_chosen": "Dobrze, mówię po polsku.",
    "prompt": "O co chcesz zapytać?",
}
SCRIPT = """
import asyncio, json, pathlib, sys
from bot.presentation.commands import menu
from bot.presentation.i18n import Messages
from bot.configuration.settings import Settings
from bot.configuration.values import Secret
from tests.support.bot_api.server import FakeBotAPI
from tests.support.running import serving
from tests.support.stand_in import StandIn

async def talk() -> dict[str, object]:
    async with FakeBotAPI() as tg:
        given = {"DEFAULT_LANGUAGE": "pl", "DATA_DIR": sys.argv[1], "TELEGRAM_API_URL": tg.url}
        given["TELEGRAM_BOT_TOKEN"] = tg.token
        settings, answers = Settings.load(given, env_file=None), StandIn()
        async with serving(settings, answers, answers.admin):
            person = tg.add_person(72, language_code="pl")
            tg.say("/language", user=person)
            choice = await tg.sent()
            buttons = list(choice.buttons)
            tg.press(choice, "Polski", user=person)
            await tg.until(lambda: choice.edits == 1)
            tg.say("/zapytaj", user=person)
            prompt = await tg.sent()
    return {"buttons": buttons, "chosen": choice.text, "prompt": prompt.text}

polish = Messages("pl")
said = asyncio.run(talk())
said["counts"] = [polish.plural("articles", count) for count in (1, 2, 5, 17_891)]
said["menu"] = menu(polish, "private")[0]
print(json.dumps(said))
"""


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("id", "id"),
        ("en", "en"),
        ("en-GB", "en"),
        ("ms", "id"),
        ("in", "id"),
        ("EN", "en"),
        ("fr", None),
        ("", None),
        (None, None),
    ],
)
def test_language_of_a_telegram_client(code: str | None, language: str | None) -> None:
    assert interface_language(code) == language


def test_third_language(tmp_path: Path) -> None:
    copied = tmp_path / "bot"
    shutil.copytree(Path(bot.__file__).parent, copied)
    table = copied / "languages.py"
    before, end, after = table.read_text().partition("\n}\n")
    assert end
    table.write_text(before + ROW + after)
    lines = [
        f"{key} = {json.dumps(text, ensure_ascii=False)}"
        for key, text in (texts("en") | POLISH).items()
    ]
    (copied / "locales" / "pl.toml").write_text("\n".join(lines))
    root = Path(__file__).parents[2]
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "data")],
        env={
            **os.environ,
            "PYTHONPATH": f"{tmp_path}{os.pathsep}{root}",
            "NO_PROXY": "127.0.0.1",
            "no_proxy": "127.0.0.1",
        },
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    assert json.loads(run.stdout) == {
        "buttons": ["Bahasa Indonesia", "English", "Polski"],
        "chosen": "Dobrze, mówię po polsku.",
        "prompt": "O co chcesz zapytać?",
        "counts": ["1 artykuł", "2 artykuły", "5 artykułów", "17\xa0891 artykułów"],
        "menu": ["zapytaj", "Look for an answer in the news archive"],
    }
