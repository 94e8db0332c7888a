"""/summary: an answer with a summary by a language model, and when answers have one anyway."""

from dataclasses import replace

from telegram import CallbackQuery, InlineKeyboardMarkup, Message
from telegram.ext import CallbackQueryHandler, CommandHandler

from bot.answers.types import Answer
from bot.presentation import commands
from bot.presentation.html import as_html, escape_foreign
from bot.presentation.i18n import Messages
from bot.presentation.quotes.summaries import summary_lines, why_no_summary
from bot.storage.chat_settings import ChatSettings, SummaryChoice
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, on_edit, on_message, on_press
from bot.telegram.chat.filters import EDITED_MESSAGE, MESSAGE, is_group, question_text
from bot.telegram.handlers.questions import QuestionHandler
from bot.telegram.services import Services

_CHOICES: dict[SummaryChoice, str] = {"asked": "summary_asked", "always": "summary_always"}
_IN_WORDS: dict[SummaryChoice, str] = {
    "asked": "summary_is_asked",
    "always": "summary_is_always",
    "never": "summary_is_never",
}


class SummaryHandler:
    """The command and its buttons; without a language model there is neither."""

    def __init__(self, services: Services, questions: QuestionHandler) -> None:
        self._summarizer = services.summarizer
        self._kept = services.kept
        self._preferences = services.preferences
        self._sender = services.sender
        self._replies = services.replies
        self._locks = services.locks
        self._questions = questions

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers of the command and of the buttons."""
        if self._summarizer is None:
            return
        names = commands.SUMMARY.names
        press = on_press(self._locks.in_turn(self.choose))
        app.add_handlers(
            [
                CommandHandler(names, on_message(self.command), MESSAGE),
                CommandHandler(names, on_edit(self.edited), EDITED_MESSAGE),
                CallbackQueryHandler(press, callback_data.SUMMARY.pattern),
            ]
        )

    async def command(self, message: Message) -> None:
        """/summary question answers with a summary; as a reply to an answer it sums that up.

        Alone it says when answers have one; in private, buttons change that.
        """
        text = question_text(message)
        answer_id = await self._questions.answer_replied_to(message)
        if text:
            await self._questions.answer(message, text, summary=True)
        elif answer_id and (answer := await self._kept.find(answer_id)):
            await self._sum_up(message, answer)
        else:
            await self._show_choice(message)

    async def edited(self, message: Message) -> None:
        """An edited /summary question: its answer changes, too."""
        if text := question_text(message):
            await self._questions.change(message, text, summary=True)

    async def choose(self, query: CallbackQuery, value: SummaryChoice) -> None:
        """Remembers when the answers of a private chat have a summary."""
        chat = query.message.chat if query.message else None
        if chat is None or is_group(chat.type):
            await self._replies.toast(query, "toast_old")
            return
        settings = replace(await self._preferences.of(chat.id), summary=value)
        await self._preferences.choose(chat.id, settings)
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        await self._sender.edit(
            query, as_html(_text(settings, messages)), _keyboard(value, messages)
        )

    async def _sum_up(self, message: Message, answer: Answer) -> None:
        """Replies with the summary of an answer that was given before, or why there is none."""
        messages = await self._replies.messages(message)
        shown = await self._questions.summed_up(message.chat, asked=True)
        if not shown:
            await self._replies.say(message, "summary_never")
            return
        summary, status = answer.summary, None
        if summary is None and self._summarizer:
            # Its quotes keep their order and numbers: they are on the screen already.
            made = await self._summarizer.summarised(answer, shown=shown, reorder=False)
            summary, status = made.answer.summary, made.status
        if summary is None:
            await self._replies.say(message, why_no_summary(status))
            return
        heading, *sentences = summary_lines(summary, messages)
        html = "\n".join([f"<i>{as_html(heading)}</i>", *map(escape_foreign, sentences)])
        await self._sender.reply(message, html)

    async def _show_choice(self, message: Message) -> None:
        messages = await self._replies.messages(message)
        settings = await self._preferences.of(message.chat.id)
        if is_group(message.chat.type):
            admins = messages.text("summary_admins")
            await self._sender.reply(message, as_html(f"{_text(settings, messages)}\n{admins}"))
        else:
            keyboard = _keyboard(settings.summary, messages)
            await self._sender.reply(message, as_html(_text(settings, messages)), keyboard)


def _text(settings: ChatSettings, messages: Messages) -> str:
    return messages.text("summary_about", chosen=messages.text(_IN_WORDS[settings.summary]))


def _keyboard(chosen: SummaryChoice, messages: Messages) -> InlineKeyboardMarkup:
    labels = {choice: messages.text(key) for choice, key in _CHOICES.items()}
    return InlineKeyboardMarkup.from_column(
        [
            callback_data.SUMMARY.button(f"✓ {label}" if choice == chosen else label, choice)
            for choice, label in labels.items()
        ]
    )
