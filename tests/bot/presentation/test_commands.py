import re

from bot.presentation.commands import COMMANDS, menu
from bot.presentation.i18n import Messages


def test_menus_are_in_the_readers_language() -> None:
    assert [menu(Messages(language), "private")[0] for language in ("id", "en")] == [
        ("tanya", "Cari jawaban di arsip berita"),
        ("ask", "Look for an answer in the news archive"),
    ]


def test_names_are_valid_in_telegram_and_unique() -> None:
    names = [name for command in COMMANDS for name in command.names]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9_]{1,32}", name)] == []
    assert sorted(names) == sorted(set(names))
