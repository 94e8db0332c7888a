"""/forget: deletes everything that is known of a person, once they confirm."""

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.presentation.html import as_html
from bot.telegram.chat import callback_data
from bot.telegram.services import Services


class ForgetHandler:
    """The command in private, and its two buttons."""

    def __init__(self, services: Services) -> None:
        self._pseudonyms = services.pseudonyms
        self._storage = services.storage
        self._sender = services.sender
        self._replies = services.replies

    async def ask(self, message: Message) -> None:
        """Says what would be deleted, with buttons to confirm or cancel."""
        messages = await self._replies.messages(message)
        rows = [
            [callback_data.FORGET.button(messages.text("button_forget"), "yes")],
            [callback_data.FORGET.button(messages.text("button_forget_not"), "no")],
        ]
        html = as_html(messages.text("forget_ask"))
        await self._sender.reply(message, html, InlineKeyboardMarkup(rows))

    async def decide(self, query: CallbackQuery, decision: str) -> None:
        """Deletes the data of the person who pressed, or does not."""
        # Read first: their language will be forgotten, too.
        messages = await self._replies.messages_for_press(query)
        key = "forget_nothing"
        if decision == "yes":
            person = self._pseudonyms.hashed(query.from_user.id)
            await self._storage.run(self._storage.forget_person, person)
            key = "forgotten"
        await self._sender.toast(query)
        await self._sender.edit(query, as_html(messages.text(key)))
