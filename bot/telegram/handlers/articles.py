"""Articles to read in the chat."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.presentation.article_pages import render_article
from bot.presentation.i18n import Messages
from bot.telegram.chat.keyboards import article_keyboard
from bot.telegram.services import Services


class ArticleReader:
    """Shows whole articles of the live archive, in pages."""

    def __init__(self, services: Services) -> None:
        self._archive = services.archive
        self._sender = services.sender
        self._replies = services.replies
        self._locks = services.locks

    async def show(self, message: Message, reference: str) -> None:
        """Sends the first page of an article to the chat of `message`."""
        made = await self._page(reference, 0, await self._replies.messages(message))
        if made is None:
            await self._replies.say(message, "article_gone")
        else:
            await self._sender.reply(message, *made)

    async def open(self, query: CallbackQuery, reference: str) -> None:
        """Sends it in reply to an answer; presses in quick succession count once."""
        message = query.message
        if not isinstance(message, Message):
            await self._replies.toast(query, "toast_old")
            return
        messages = await self._replies.messages_for_press(query)
        made = await self._page(reference, 0, messages)
        if made is None:
            await self._replies.toast(query, "article_gone")
            return
        await self._sender.toast(query)
        if not self._locks.repeated(message.chat.id, message.message_id, reference):
            await self._sender.reply(message, *made)

    async def turn(self, query: CallbackQuery, reference: str, number: str) -> None:
        """Shows another page in the message of the button."""
        made = await self._page(
            reference, int(number), await self._replies.messages_for_press(query)
        )
        if made is None:
            await self._replies.toast(query, "article_gone")
            return
        await self._sender.toast(query)
        await self._sender.edit(query, *made)

    async def _page(
        self, reference: str, number: int, messages: Messages
    ) -> tuple[str, InlineKeyboardMarkup | None] | None:
        article = await self._archive.article(reference)
        if article is None:
            return None
        page = render_article(article, messages, page=number)
        return page.html, article_keyboard(reference, page, messages)
