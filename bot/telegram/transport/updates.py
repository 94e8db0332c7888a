"""Raw updates, parsed one by one."""

import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from telegram import Update

from bot.services.fair_queue import FairQueue
from bot.storage.update_log import Json
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.transport.admission import AdmissionControl, Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedUpdate:
    """An update as it came and parsed; `line` is the key of the queue it waits in."""

    update: Update
    raw: Json
    line: str
    refusal: Refusal | None = None
    tries: int = 1
    arrived: float = field(default_factory=time.monotonic)

    @property
    def kind(self) -> str:
        """Its kind: "press", "inline", "guest", or "chat" for messages and everything else."""
        return self.line.partition(" ")[0]

    @property
    def kept(self) -> bool:
        """Whether it is worth answering after a restart; an inline query lives for seconds."""
        return self.update.inline_query is None and self.refusal is None


def parse_updates(updates: Sequence[Any], app: AnyApplication) -> Iterator[ReceivedUpdate]:
    """The updates that can be parsed and that a handler wants.

    No handler wants what people in groups tell one another, so that is not kept at all.
    """
    for raw in updates:
        try:
            update = Update.de_json(_captions_as_text(raw), app.bot)
            line = _line(update)
        except Exception as error:
            # One that cannot be parsed must not stop the others; its text is not logged.
            update_id = raw.get("update_id") if isinstance(raw, dict) else None
            log.warning(
                "Update %s cannot be read and is left out: %s", update_id, type(error).__name__
            )
            continue
        if _wanted(update, app):
            yield ReceivedUpdate(update=update, raw=raw, line=line)


def admit(
    received: Iterable[ReceivedUpdate],
    admission: AdmissionControl,
    queue: FairQueue[ReceivedUpdate],
    *,
    ahead: int,
) -> Iterator[ReceivedUpdate]:
    """The updates to handle, and those whose senders are told why not.

    `ahead` is how many updates will be handled before these.
    """
    lines: Counter[str] = Counter()
    for one in received:
        refusal = admission.judge(
            one.update,
            line=one.line,
            waiting=max(0, ahead + lines.total()),
            in_line=queue.waiting(one.line) + lines[one.line],
        )
        if refusal is None or refusal.key:
            lines[one.line] += 1
            yield replace(one, refusal=refusal)


def _captions_as_text(raw: Any) -> Any:  # noqa: ANN401 (whatever Telegram sends)
    """An update whose message has its caption as its text, too.

    So commands and mentions count in captions, where python-telegram-bot does not look for them.
    """
    if not isinstance(raw, dict):
        return raw
    captioned = {
        kind: message
        | {"text": message["caption"], "entities": message.get("caption_entities", [])}
        for kind, message in raw.items()
        if isinstance(message, dict) and message.get("caption") and "text" not in message
    }
    return raw | captioned


def _wanted(update: Update, app: AnyApplication) -> bool:
    checks = (
        handler.check_update(update) for handlers in app.handlers.values() for handler in handlers
    )
    return any(check is not None and check is not False for check in checks)


def _line(update: Update) -> str:
    """The key of the queue for an update: messages by chat, presses and inline queries by person.

    A press must not wait for a long search, and an inline query not for a press.
    """
    if update.callback_query:
        return f"press {update.callback_query.from_user.id}"
    if update.inline_query:
        return f"inline {update.inline_query.from_user.id}"
    if update.guest_message:
        return f"guest {update.guest_message.chat.id}"
    chat = update.effective_chat
    return f"chat {chat.id if chat else 0}"
