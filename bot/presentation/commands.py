"""The commands people can type, one table for the menus, /help and the handlers."""

from dataclasses import dataclass
from typing import Literal

from bot.presentation.i18n import Messages

Where = Literal["private", "group", "admin", "owner"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One command. All its names work in every language; a menu shows that of its language.

    `text` is the key of what it does. `where` are the menus that show it; "admin" is that of a
    group's admins, who have what the group has and more; "owner" is the menu of
    those whose ids are in ADMIN_IDS, in their private chat, below what private chats have.
    """

    id: str
    en: str
    text: str
    where: tuple[Where, ...] = ("private", "group")

    @property
    def names(self) -> list[str]:
        """Each name once."""
        return list(dict.fromkeys((self.id, self.en)))


ASK = Command(id="tanya", en="ask", text="command_ask")
TIMELINE = Command(id="linimasa", en="timeline", text="command_timeline")
LANGUAGE = Command(id="language", en="language", text="command_language", where=("private",))
SETTINGS = Command(id="pengaturan", en="settings", text="command_settings", where=("admin",))
STATUS = Command(id="status", en="status", text="command_status")
HELP = Command(id="help", en="help", text="command_help")
FOLLOWS = Command(id="ikuti", en="follows", text="command_follows", where=("private",))
FORGET = Command(id="hapusdata", en="forget", text="command_forget", where=("private",))

HIDE = Command(id="sembunyikan", en="hide", text="command_hide", where=("owner",))
UNHIDE = Command(id="tampilkan", en="unhide", text="command_unhide", where=("owner",))
STATS = Command(id="statistik", en="stats", text="command_stats", where=("owner",))
GAPS = Command(id="celah", en="gaps", text="command_gaps", where=("owner",))
RELOAD = Command(id="muatulang", en="reload", text="command_reload", where=("owner",))
ROLLBACK = Command(id="mundur", en="rollback", text="command_rollback", where=("owner",))

_OWNERS = (STATS, GAPS, HIDE, UNHIDE, RELOAD, ROLLBACK)
COMMANDS = (ASK, TIMELINE, LANGUAGE, SETTINGS, STATUS, HELP, FOLLOWS, FORGET, *_OWNERS)
"""In the order of the menus."""


def menu(messages: Messages, *where: Where) -> list[tuple[str, str]]:
    """Names and descriptions of the commands that belong in one of these menus."""
    shown = [command for command in COMMANDS if set(where) & set(command.where)]
    names = {"id": [one.id for one in shown], "en": [one.en for one in shown]}[messages.language]
    return [(name, messages.text(command.text)) for name, command in zip(names, shown, strict=True)]
