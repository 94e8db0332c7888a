"""The payloads of buttons: each is built, matched and read here, and nowhere else.

Telegram keeps buttons for years, so a payload that was sent once is never given another meaning.
It has at most 64 bytes; what it refers to is in `bot.db` or in the archive.
"""

import re
from typing import Final

from telegram import InlineKeyboardButton

from bot.languages import LANGUAGES
from bot.storage.feedback import Verdict

_ID = r"[\w-]{1,32}"  # of an answer, a timeline, a request or a follow
_REFERENCE = r"[0-9a-f]{16}"
_PAGE = r"\d{1,3}"
_POSITION = r"\d{1,6}"
_CHOICE = "yes|no"
_PERIOD = "7|30"


class Payload:
    """One kind of payload: a name and its fields, separated by colons.

    `fields` are regular expressions, which contain no groups and match no colon.
    """

    def __init__(self, name: str, *fields: str) -> None:
        self._name = name
        groups = (f"({field})" for field in fields)
        self.pattern: Final = re.compile("^" + ":".join([re.escape(name), *groups]) + "$")
        """Matches payloads of this kind; a group for each field."""

    def data(self, *values: str | int) -> str:
        """The payload with these values of its fields."""
        return ":".join([self._name, *map(str, values)])

    def button(self, label: str, *values: str | int) -> InlineKeyboardButton:
        """A button that sends this payload."""
        return InlineKeyboardButton(label, callback_data=self.data(*values))

    def values(self, data: object) -> tuple[str, ...] | None:
        """The values of the fields in the data of a button, None if it is of another kind."""
        found = self.pattern.match(data) if isinstance(data, str) else None
        return found.groups() if found else None

    def matches(self, data: object) -> bool:
        """Whether the data of a button are of this kind."""
        return self.values(data) is not None


# Under answers: the id of the answer, then what else is needed.
ANSWER_PAGE: Final = Payload("m", _ID, _PAGE)
NEWEST_FIRST: Final = Payload("newest", _ID)
WITHOUT_FILTER: Final = Payload("without", _ID, "[a-z]{1,16}")
VERDICTS: Final[dict[Verdict, Payload]] = {"good": Payload("good", _ID), "bad": Payload("bad", _ID)}
REASON: Final = Payload("why", _ID, "[a-z_]{1,16}")
FOLLOW: Final = Payload("follow", _ID)

# Follows: the id of the follow, or `ALL_FOLLOWS`.
UNFOLLOW: Final = Payload("unfollow", _ID)
UNFOLLOW_IN_LIST: Final = Payload("unlist", _ID)
ALL_FOLLOWS: Final = "all"

EVIDENCE: Final = Payload("proof", _ID)
QUOTE_CARD: Final = Payload("card", _ID, _PAGE)

# Under lists of statements: the id of the request, then what else is needed.
STATEMENTS_PAGE: Final = Payload("said", _ID, _PAGE)
STATEMENTS_FILTER: Final = Payload("saidby", _ID, "[a-z]{1,12}[0-9]?")
STATEMENTS_CHART: Final = Payload("saidwhen", _ID)
STATEMENTS_EVIDENCE: Final = Payload("saidproof", _ID)

# Articles by their references, and timelines.
OPEN_ARTICLE: Final = Payload("open", _REFERENCE)
ARTICLE_PAGE: Final = Payload("read", _REFERENCE, _PAGE)
TIMELINE_PAGE: Final = Payload("timeline", _ID, _PAGE)

# Chats: samples, language, settings of groups, privacy, access.
SAMPLE: Final = Payload("sample", r"\d")
LANGUAGE: Final = Payload("l", "|".join(LANGUAGES))
SETTING: Final = Payload("set", "language|trigger|hits|summary", r"\w{1,8}")
SUMMARY: Final = Payload("summary", "asked|always")
SETTINGS_DONE: Final = Payload("set:done")
FORGET: Final = Payload("forget", _CHOICE)
ACCESS: Final = Payload("access", _CHOICE, r"-?\d{1,19}")

# For owners: keys of hidden articles are written like references.
HIDE: Final = Payload("hide", _REFERENCE)
UNHIDE: Final = Payload("unhide", _REFERENCE)
UNHIDE_IN_LIST: Final = Payload("reveal", _REFERENCE, _POSITION)
HIDDEN_PAGE: Final = Payload("hidden", _POSITION)
EXPLAIN: Final = Payload("explain", _ID)
USAGE: Final = Payload("stats", _PERIOD)
UNANSWERED_PAGE: Final = Payload("gaps", _PERIOD, r"\d{1,4}")
SOURCES_PAGE: Final = Payload("sources", _POSITION)
ROLLBACK: Final = Payload("rollback", r"[\w-]{1,50}")
NO_ROLLBACK: Final = Payload("rollback_not")
