"""The commands people can type: one table for menus, /help and handlers."""

from dataclasses import dataclass
from typing import Literal

from bot.languages import LANGUAGES
from bot.presentation.i18n import Messages

Where = Literal["private", "group", "admin", "owner", "summary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command; its names and descriptions are `commands.KEY.…` of the languages' texts.

    All its names work in every language; a menu shows that of its language. `where` are the menus
    that show it: "admin" is that of a group's admins, who see the group's commands and more;
    "owner" is the menu of the people in ADMIN_IDS, in their private chat, below the private one;
    "summary" are the private and the group's where there is a language model.
    """

    key: str
    where: tuple[Where, ...] = ("private", "group")

    @property
    def names(self) -> list[str]:
        """Its names in all languages, each once."""
        return list(dict.fromkeys(self.name(Messages(language)) for language in LANGUAGES))

    def name(self, messages: Messages) -> str:
        """Its name in one language."""
        return messages.text(f"commands.{self.key}.name")

    def description(self, messages: Messages) -> str:
        """What it does, for a menu."""
        return messages.text(f"commands.{self.key}.description")


ASK = Command(key="ask")
TIMELINE = Command(key="timeline")
CHECK = Command(key="check")
QUOTES = Command(key="quotes")
SUMMARY = Command(key="summary", where=("summary",))
LANGUAGE = Command(key="language", where=("private",))
SETTINGS = Command(key="settings", where=("admin",))
STATUS = Command(key="status")
HELP = Command(key="help")
FOLLOWS = Command(key="follows", where=("private",))
FORGET = Command(key="forget", where=("private",))

HIDE = Command(key="hide", where=("owner",))
UNHIDE = Command(key="unhide", where=("owner",))
STATS = Command(key="stats", where=("owner",))
GAPS = Command(key="gaps", where=("owner",))
SOURCES = Command(key="sources", where=("owner",))
RELOAD = Command(key="reload", where=("owner",))
ROLLBACK = Command(key="rollback", where=("owner",))

_OWNERS = (STATS, GAPS, SOURCES, HIDE, UNHIDE, RELOAD, ROLLBACK)
COMMANDS = (
    ASK,
    TIMELINE,
    CHECK,
    QUOTES,
    SUMMARY,
    LANGUAGE,
    SETTINGS,
    STATUS,
    HELP,
    FOLLOWS,
    FORGET,
    *_OWNERS,
)
"""In the order of the menus."""


def menu(messages: Messages, *where: Where) -> list[tuple[str, str]]:
    """Names and descriptions of the commands that belong in one of these menus."""
    shown = [command for command in COMMANDS if set(where) & set(command.where)]
    return [(command.name(messages), command.description(messages)) for command in shown]
