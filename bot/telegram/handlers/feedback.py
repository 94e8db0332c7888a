"""👍 and 👎 under answers, and why not."""

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.presentation.messages import Messages
from bot.services.async_archive import Desk
from bot.storage.feedback import REASONS, Feedback, Verdict
from bot.telegram.chat.keyboards import LABELS
from bot.telegram.chat.replies import Speech
from bot.telegram.chat.sender import Sender, patiently

_MARK = " ✓"
_REASONS_IN_ROW = 2


class Verdicts:
    """What the presses of 👍, 👎 and of a reason do."""

    def __init__(self, desk: Desk, sender: Sender, speech: Speech) -> None:
        self._desk = desk
        self._sender = sender
        self._speech = speech
        self._feedback = desk.storage.make(Feedback)

    async def good(self, query: CallbackQuery, answer_id: str) -> None:
        """👍, or taking it back."""
        await self._judge(query, answer_id, "good")

    async def bad(self, query: CallbackQuery, answer_id: str) -> None:
        """👎, which asks why in the buttons of the same message, or taking it back."""
        await self._judge(query, answer_id, "bad")

    async def why(self, query: CallbackQuery, answer_id: str, reason: str) -> None:
        """Why not."""
        if reason not in REASONS or await self._desk.find(answer_id) is None:
            await self._speech.toast(query, "toast_old")
            return
        person = self._desk.identities.hashed(query.from_user.id)
        await self._desk.storage.run(self._feedback.explain, answer_id, person, reason)
        await self._speech.toast(query, "feedback_thanks")
        await _show(query, answer_id, "bad", [])

    async def _judge(self, query: CallbackQuery, answer_id: str, verdict: Verdict) -> None:
        if await self._desk.find(answer_id) is None:
            await self._speech.toast(query, "toast_old")
            return
        person = self._desk.identities.hashed(query.from_user.id)
        stands = await self._desk.storage.run(self._feedback.press, answer_id, person, verdict)
        texts = {"good": "feedback_thanks", "bad": "feedback_why", None: "feedback_withdrawn"}
        messages = await self._speech.messages_for_press(query)
        await self._sender.toast(query, messages.text(texts[stands]))
        await _show(
            query, answer_id, stands, _reasons(answer_id, messages) if stands == "bad" else []
        )


def _reasons(answer_id: str, messages: Messages) -> list[list[InlineKeyboardButton]]:
    texts = {
        "topic": messages.text("reason_topic"),
        "old": messages.text("reason_old"),
        "source": messages.text("reason_source"),
        "no_answer": messages.text("reason_no_answer"),
    }
    made = [
        InlineKeyboardButton(texts[reason], callback_data=f"why:{answer_id}:{reason}")
        for reason in REASONS
    ]
    return [made[at : at + _REASONS_IN_ROW] for at in range(0, len(made), _REASONS_IN_ROW)]


async def _show(
    query: CallbackQuery,
    answer_id: str,
    stands: Verdict | None,
    reasons: list[list[InlineKeyboardButton]],
) -> None:
    """Marks the verdict in the message's buttons and puts the reasons below; others stay."""
    message = query.message
    before = message.reply_markup if isinstance(message, Message) else None
    if before is None:
        return
    labels = {
        f"{verdict}:{answer_id}": label + _MARK * (verdict == stands)
        for verdict, label in LABELS.items()
    }
    rows = []
    for row in before.inline_keyboard:
        if any(str(button.callback_data).startswith("why:") for button in row):
            continue
        rows.append([_labelled(button, labels) for button in row])
        if any(button.callback_data in labels for button in row):
            rows += reasons
    after = InlineKeyboardMarkup(rows)
    if after != before:
        await patiently(lambda: query.edit_message_reply_markup(after))


def _labelled(button: InlineKeyboardButton, labels: dict[str, str]) -> InlineKeyboardButton:
    data = button.callback_data
    if not isinstance(data, str) or data not in labels:
        return button
    return InlineKeyboardButton(labels[data], callback_data=data)
