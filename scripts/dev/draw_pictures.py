"""Draw the README's pictures: real answers of the sample archive, as Telegram shows them.

Needs Chromium on the PATH and a font with emoji. The archive is the one in the data folder.
"""

import argparse
import base64
import html
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.answers.answerer import Answerer
from bot.answers.timeline import timeline
from bot.answers.types import Question
from bot.command_line.process import DONE, data_option, execute
from bot.configuration.settings import Settings
from bot.presentation.i18n import Messages
from bot.presentation.timeline_pages import chart, render_timeline
from bot.telegram.chat.keyboards import Button, answer_message
from bot.telegram.chat.sender import CAPTION_LIMIT
from bot.wiring import build_answerer
from index.errors import ArchiveError
from index.text.language import language_of

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
TOPIC = "kominfo"


@dataclass(frozen=True, slots=True)
class _Bot:
    """A bot that needs no token; keyboards.BotIdentity."""

    username: str
    supports_inline_queries: bool


BOT = _Bot(username="arsip_bot", supports_inline_queries=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """One question in one kind of chat; `command` stands before it where people type one."""

    question: str
    chat_type: str = "private"
    command: str = ""


SCENES = {
    "private": Scene(question="apa kata Kominfo tentang media sosial"),
    "group": Scene(
        question="how many internet users does Indonesia have",
        chat_type="supergroup",
        command="/ask ",
    ),
    "nothing": Scene(question="resep rendang yang enak"),
}
STYLE = """
body { margin: 0; padding: 24px; background: #9fb9a5; font: 15px/1.36 "DejaVu Sans", sans-serif;
  width: 520px; }
.bubble { background: #fff; border-radius: 14px; padding: 9px 13px; margin-bottom: 10px;
  white-space: pre-wrap; overflow-wrap: anywhere; }
.asked { background: #e3fdd3; margin-left: 90px; }
a { color: #2678b6; text-decoration: none; }
blockquote { margin: 3px 0; padding: 4px 10px; border-left: 3px solid #4e9ad4;
  background: #eef5fb; border-radius: 5px; }
blockquote[expandable] { max-height: calc(3 * 1.36em); overflow: hidden; position: relative; }
blockquote[expandable]::after { content: "⌄"; position: absolute; right: 8px; bottom: 0;
  color: #4e9ad4; }
img { width: calc(100% + 18px); margin: -3px -9px 6px; border-radius: 9px; display: block; }
.replied { border-left: 3px solid #4e9a63; padding: 1px 8px; margin-bottom: 5px; font-size: 13px;
  background: #f0f8f1; border-radius: 4px; }
.row { display: flex; gap: 5px; margin: -5px 0 10px; }
.button { background: #ffffffb0; border-radius: 9px; text-align: center; padding: 7px; flex: 1;
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    data_option(parser)
    return execute(parser.parse_args(arguments), _work)


def _work(settings: Settings) -> int:
    browser = shutil.which("chromium")
    if browser is None:
        raise FileNotFoundError("chromium is not on the PATH; install it to draw pictures")
    answerer = build_answerer(settings)
    FOLDER.mkdir(exist_ok=True)
    for name, scene in SCENES.items():
        language = language_of(scene.question, default=settings.default_language)
        answer = answerer.answer(Question(text=scene.question, language=language))
        shown, keyboard = answer_message(answer, "answer", bot=BOT, chat_type=scene.chat_type)
        rows = keyboard.inline_keyboard if keyboard else ()
        _draw(browser, _page(scene, shown, rows), FOLDER / f"{name}.png")
    _draw(browser, _timeline_page(answerer), FOLDER / "timeline.png")
    return DONE


def _timeline_page(answerer: Answerer) -> str:
    messages = Messages("id")
    made = timeline(answerer.topic(TOPIC))
    picture = chart(made, messages)
    if picture is None:
        raise ArchiveError(f"the archive has too few dated articles on {TOPIC!r} for a chart")
    drawn = base64.b64encode(picture).decode()
    shown = render_timeline(made, messages, bot_name=BOT.username, limit=CAPTION_LIMIT)
    return (
        f'<div class="bubble asked">/linimasa {html.escape(TOPIC)}</div><div class="bubble">'
        f'<img src="data:image/png;base64,{drawn}">{shown.html}</div>'
    )


def _page(scene: Scene, shown: str, rows: Sequence[Sequence[Button]]) -> str:
    asked = html.escape(scene.command + scene.question)
    replied = "" if scene.chat_type == "private" else f'<div class="replied">{asked}</div>'
    # In Telegram a quote ends its line by itself: the line break behind it shows nothing.
    answer = shown.replace("</blockquote>\n", "</blockquote>")
    buttons = "".join(f'<div class="row">{"".join(map(_button, row))}</div>' for row in rows)
    return (
        f'<div class="bubble asked">{asked}</div>'
        f'<div class="bubble">{replied}{answer}</div>{buttons}'
    )


def _button(button: Button) -> str:
    arrow = " ↗" if button.url else ""
    return f'<div class="button">{html.escape(button.text)}{arrow}</div>'


def _draw(browser: str, body: str, target: Path) -> None:
    """One screenshot, cut to its content: the window is made as high as a first run measures."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        measure = "<script>document.title=document.documentElement.scrollHeight</script>"
        page.write_text(
            f"<!doctype html><meta charset=utf-8><style>{STYLE}</style>{body}{measure}",
            encoding="utf-8",
        )
        options = ["--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/user"]
        options += ["--disable-background-networking", "--hide-scrollbars", "--disable-sync"]
        dump = subprocess.run(  # noqa: S603
            [browser, *options, "--window-size=568,200", "--dump-dom", page.as_uri()],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        height = dump.split("<title>")[1].split("<")[0]
        size = f"--window-size=568,{height}"
        subprocess.run(  # noqa: S603
            [browser, *options, size, f"--screenshot={target}", page.as_uri()],
            capture_output=True,
            check=True,
        )


if __name__ == "__main__":
    sys.exit(main())
