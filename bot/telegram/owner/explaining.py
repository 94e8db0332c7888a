"""The button under answers that shows an owner why an answer is what it is."""

from telegram import CallbackQuery, Message

from bot.presentation.html import as_html
from bot.reports.explanation_pages import explanation_text
from bot.telegram.services import Services


class ExplanationButton:
    """Explains a kept answer by searching for its question again, in the archive as it is now."""

    def __init__(self, services: Services) -> None:
        self._archive = services.archive
        self._kept = services.kept
        self._sender = services.sender
        self._replies = services.replies

    async def press(self, query: CallbackQuery, answer_id: str) -> None:
        """Sends the explanation as a message of its own, below the answer."""
        answer = await self._kept.find(answer_id)
        if answer is None or not isinstance(query.message, Message):
            await self._replies.toast(query, "toast_old")
            return
        messages = await self._replies.messages_for_press(query)
        explained = await self._archive.explained(answer.question)
        await self._sender.toast(query)
        html = as_html(explanation_text(explained, messages, full=False))
        await self._sender.reply(query.message, html)
