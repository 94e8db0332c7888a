"""/start: a greeting with sample questions; or what a link to the bot opens."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.presentation.html import as_html
from bot.presentation.links import ANSWER_PREFIX, ARTICLE_PREFIX
from bot.telegram.chat import callback_data
from bot.telegram.chat.keyboards import sample_keyboard
from bot.telegram.handlers.articles import ArticleReader
from bot.telegram.handlers.questions import QuestionHandler
from bot.telegram.services import Services


class StartHandler:
    """`/start`, alone or from a link, and its sample questions."""

    def __init__(
        self, services: Services, questions: QuestionHandler, articles: ArticleReader
    ) -> None:
        self._archive = services.archive
        self._sender = services.sender
        self._replies = services.replies
        self._locks = services.locks
        self._questions = questions
        self._links = {ANSWER_PREFIX: questions.show, ARTICLE_PREFIX: articles.show}

    async def start(self, message: Message) -> None:
        """Greets, or opens what the link names: `/start a_` an answer, `/start r_` an article."""
        _, _, payload = (message.text or "").partition(" ")
        opened = self._links.get(payload[:2])
        if opened:
            await opened(message, payload[2:].strip())
        else:
            await self._greet(message)

    async def ask(self, query: CallbackQuery, number: str) -> None:
        """Asks the sample question on the button; presses in quick succession count once."""
        message = query.message
        text = (
            _label(message, callback_data.SAMPLE.data(number))
            if isinstance(message, Message)
            else ""
        )
        if not isinstance(message, Message) or not text:
            await self._replies.toast(query, "toast_old")
            return
        await self._sender.toast(query)
        if not self._locks.repeated(message.chat.id, message.message_id, text):
            await self._questions.ask(query, message, text)

    async def _greet(self, message: Message) -> None:
        messages = await self._replies.messages(message)
        questions = await self._archive.samples(messages.language)
        parts = [
            messages.text("start"),
            await self._replies.archive_line(messages),
            messages.text("start_samples") if questions else "",
            messages.text("start_help"),
        ]
        html = as_html("\n\n".join(part for part in parts if part))
        await self._sender.reply(message, html, sample_keyboard(questions))


def _label(message: Message, data: str) -> str:
    """The label of the button with this data: the question, even if the samples have changed."""
    markup: InlineKeyboardMarkup | None = message.reply_markup
    rows = markup.inline_keyboard if markup else ()
    labels = (button.text for row in rows for button in row if button.callback_data == data)
    return next(labels, "")
