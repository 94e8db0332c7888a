"""Presses of the buttons under answers. Each is answered, or its button keeps spinning."""

from dataclasses import dataclass, replace

from telegram import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MaybeInaccessibleMessage,
    Message,
)

from bot.answers.types import Answer, Question
from bot.presentation.html import as_html
from bot.presentation.i18n import Messages
from bot.storage.feedback import BAD_ANSWER_REASONS, FeedbackStore, Verdict
from bot.telegram.chat import callback_data
from bot.telegram.chat.filters import is_group
from bot.telegram.chat.keyboards import LABELS, with_marks_of
from bot.telegram.handlers.questions import QuestionHandler
from bot.telegram.services import Services
from index.query.filters import Filter


class AnswerButtons:
    """Pages, order and filters of an answer; also the buttons that choose a language."""

    def __init__(self, services: Services, questions: QuestionHandler) -> None:
        self._pseudonyms = services.pseudonyms
        self._kept = services.kept
        self._preferences = services.preferences
        self._sender = services.sender
        self._replies = services.replies
        self._questions = questions

    async def turn_page(self, query: CallbackQuery, answer_id: str, number: str) -> None:
        """Shows another page of an answer; in groups anybody may turn it."""
        found = await self._pressed_answer(query, answer_id)
        if found is None:
            return
        await self._sender.toast(query)
        html, keyboard = await self._questions.as_message(
            found.answer,
            found.answer_id,
            found.message.chat,
            page=int(number),
            asked=found.asked,
        )
        if isinstance(found.message, Message):
            keyboard = with_marks_of(found.message, keyboard)
        await self._sender.edit(query, html, keyboard)

    async def newest(self, query: CallbackQuery, answer_id: str) -> None:
        """Searches again, with the newest articles first."""
        if found := await self._pressed_answer(query, answer_id):
            question = found.answer.question
            without = tuple(name for name in question.without if name != Filter.LATEST)
            await self._search_again(query, found, replace(question, newest=True, without=without))

    async def without(self, query: CallbackQuery, answer_id: str, name: str) -> None:
        """Searches again without one of the filters."""
        if found := await self._pressed_answer(query, answer_id):
            question = found.answer.question
            unwanted = tuple(dict.fromkeys((*question.without, name)))
            newest = question.newest and name != Filter.LATEST
            await self._search_again(
                query, found, replace(question, without=unwanted, newest=newest)
            )

    async def choose_language(self, query: CallbackQuery, language: str) -> None:
        """Remembers the language of a private chat; groups have their settings."""
        chat = query.message.chat if query.message else None
        if chat is None or is_group(chat.type):
            await self.too_old(query)
            return
        settings = await self._preferences.of(chat.id)
        await self._preferences.choose(chat.id, replace(settings, language=language))
        await self._sender.toast(query)
        chosen = Messages(language).text("language_chosen")
        await self._sender.edit(query, as_html(chosen))

    async def too_old(self, query: CallbackQuery) -> None:
        """Says that a button no longer works."""
        await self._replies.toast(query, "toast_old")

    async def _search_again(
        self, query: CallbackQuery, found: "_PressedAnswer", question: Question
    ) -> None:
        if question == found.answer.question:
            # Pressed twice before the first press had changed the buttons.
            await self._sender.toast(query)
        else:
            summary = found.answer.summary is not None
            await self._questions.ask_again(query, found.message, question, summary=summary)

    async def _pressed_answer(
        self, query: CallbackQuery, answer_id: str
    ) -> "_PressedAnswer | None":
        """The answer a button belongs to. None if it is gone; the person has then been told.

        It is the answer that the message shows now: another button may have been pressed before.
        """
        message = query.message
        if message is None:
            await self.too_old(query)
            return None
        place = self._pseudonyms.hashed(message.chat.id)
        answer_id = await self._kept.shown_in(place, message.message_id) or answer_id
        answer = await self._kept.find(answer_id)
        if answer is None:
            await self.too_old(query)
            return None
        asked_in = await self._kept.asked_in(place, message.message_id)
        return _PressedAnswer(
            answer_id=answer_id, answer=answer, message=message, asked=asked_in == 0
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _PressedAnswer:
    """A kept answer and its message; `asked` if that shows the question, too."""

    answer_id: str
    answer: Answer
    message: MaybeInaccessibleMessage
    asked: bool


_MARK = " ✓"
_REASONS_IN_ROW = 2


class FeedbackButtons:
    """👍, 👎 and the reasons for 👎."""

    def __init__(self, services: Services) -> None:
        self._pseudonyms = services.pseudonyms
        self._storage = services.storage
        self._kept = services.kept
        self._sender = services.sender
        self._replies = services.replies
        self._feedback = services.storage.make(FeedbackStore)

    async def good(self, query: CallbackQuery, answer_id: str) -> None:
        """Rates an answer 👍, or takes that back."""
        await self._rate(query, answer_id, "good")

    async def bad(self, query: CallbackQuery, answer_id: str) -> None:
        """Rates an answer 👎 and asks why, with buttons in the same message; or takes that back."""
        await self._rate(query, answer_id, "bad")

    async def why(self, query: CallbackQuery, answer_id: str, reason: str) -> None:
        """Keeps the reason for 👎."""
        if reason not in BAD_ANSWER_REASONS or await self._kept.find(answer_id) is None:
            await self._replies.toast(query, "toast_old")
            return
        person = self._pseudonyms.hashed(query.from_user.id)
        await self._storage.run(self._feedback.rate_bad, answer_id, person, reason)
        await self._replies.toast(query, "feedback_thanks")
        await _show_verdict(query, answer_id, "bad", [])

    async def _rate(self, query: CallbackQuery, answer_id: str, verdict: Verdict) -> None:
        if await self._kept.find(answer_id) is None:
            await self._replies.toast(query, "toast_old")
            return
        person = self._pseudonyms.hashed(query.from_user.id)
        stands = await self._storage.run(self._feedback.toggle, answer_id, person, verdict)
        texts = {"good": "feedback_thanks", "bad": "feedback_why", None: "feedback_withdrawn"}
        messages = await self._replies.messages_for_press(query)
        await self._sender.toast(query, messages.text(texts[stands]))
        await _show_verdict(
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
        callback_data.REASON.button(texts[reason], answer_id, reason)
        for reason in BAD_ANSWER_REASONS
    ]
    return [made[at : at + _REASONS_IN_ROW] for at in range(0, len(made), _REASONS_IN_ROW)]


async def _show_verdict(
    query: CallbackQuery,
    answer_id: str,
    stands: Verdict | None,
    reasons: list[list[InlineKeyboardButton]],
) -> None:
    """Marks the verdict in the message's buttons, with the reasons below; other buttons stay."""
    message = query.message
    before = message.reply_markup if isinstance(message, Message) else None
    if before is None:
        return
    labels = {
        callback_data.VERDICTS[verdict].data(answer_id): label + _MARK * (verdict == stands)
        for verdict, label in LABELS.items()
    }
    rows = []
    for row in before.inline_keyboard:
        if any(callback_data.REASON.matches(button.callback_data) for button in row):
            continue
        rows.append([_labelled(button, labels) for button in row])
        if any(button.callback_data in labels for button in row):
            rows += reasons
    after = InlineKeyboardMarkup(rows)
    if after != before:
        await query.edit_message_reply_markup(after)


def _labelled(button: InlineKeyboardButton, labels: dict[str, str]) -> InlineKeyboardButton:
    data = button.callback_data
    if not isinstance(data, str) or data not in labels:
        return button
    return InlineKeyboardButton(labels[data], callback_data=data)
