"""`python -m bot` and `tanya-arsip run` choose a front-end."""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bot.command_line import run
from tests.support.bot_api.server import FakeBotAPI

ROOT = Path(__file__).parents[3]


@pytest.fixture
def environment(model, monkeypatch):
    for name in ("TELEGRAM_BOT_TOKEN", "DATA_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MODEL_CACHE", str(model.folder.parent))
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_the_module_chats_in_the_terminal_without_a_token(environment, sample_data, tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "--data", str(sample_data)],
        cwd=tmp_path,
        env=os.environ,
        input="kapan Palapa Ring diresmikan?\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "14 Oktober 2019" in done.stdout


def test_the_module_does_not_build_the_sample_archive(environment, tmp_path, capsys):
    assert run.main(["--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("error: ")
    assert list(tmp_path.iterdir()) == []


def test_telegram_is_chosen_by_name(environment, sample_data, capsys):
    assert run.main(["telegram", "--data", str(sample_data)]) == 1
    assert "TELEGRAM_BOT_TOKEN is not set" in capsys.readouterr().err


async def test_telegram_is_chosen_by_a_token(environment, sample_data, tmp_path):
    shutil.copytree(sample_data, tmp_path / "data")
    async with FakeBotAPI() as telegram:
        bot = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot"),
            cwd=tmp_path,
            env=os.environ
            | {
                "TELEGRAM_BOT_TOKEN": "123456:WRONG-one",
                "TELEGRAM_API_URL": telegram.url,
                "NO_PROXY": "127.0.0.1",
            },
            stderr=asyncio.subprocess.PIPE,
        )
        _, errors = await asyncio.wait_for(bot.communicate(), 60)
    assert bot.returncode == 1
    assert "Telegram rejects TELEGRAM_BOT_TOKEN" in errors.decode()
    assert "WRONG-one" not in errors.decode()
