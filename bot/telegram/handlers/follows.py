"""Following a question: its button, and the list of followed questions."""

import logging
from collections.abc import Callable

from telegram import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from telegram.ext import CallbackQueryHandler, CommandHandler, filters

from bot.presentation import commands, layout
from bot.presentation.html import as_html, escape_foreign
from bot.presentation.i18n import Messages
from bot.services.alerts import QUESTION_LIMIT
from bot.storage.follows import Follow, FollowLimitReached, FollowStore
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication, on_message, on_press
from bot.telegram.chat.callback_data import ALL_FOLLOWS
from bot.telegram.chat.filters import MESSAGE
from bot.telegram.chat.keyboards import follow_button
from bot.telegram.services import Services

log = logging.getLogger(__name__)

_LABEL_LIMIT = 30
_IN_ROW = 5


class FollowHandler:
    """Presses of the buttons, and the command that lists followed questions."""

    def __init__(self, services: Services, *, most: int) -> None:
        self._pseudonyms = services.pseudonyms
        self._storage = services.storage
        self._kept = services.kept
        self._sender = services.sender
        self._replies = services.replies
        self._locks = services.locks
        self._most = most
        self._follows = services.storage.make(FollowStore)

    def add_to(self, app: AnyApplication) -> None:
        """Adds the handlers; to be called before those of questions and of old buttons."""
        private = MESSAGE & filters.ChatType.PRIVATE
        app.add_handler(CommandHandler(commands.FOLLOWS.names, on_message(self.list), private))
        pressed = {
            callback_data.FOLLOW: self.follow,
            callback_data.UNFOLLOW: self.stop,
            callback_data.UNFOLLOW_IN_LIST: self.unlist,
        }
        for payload, handle in pressed.items():
            press = on_press(self._locks.in_turn(handle))
            app.add_handler(CallbackQueryHandler(press, payload.pattern))

    async def follow(self, query: CallbackQuery, answer_id: str) -> None:
        """Follows the question of an answer; if it is followed already, it stays so."""
        answer = await self._kept.find(answer_id)
        if answer is None:
            await self._replies.toast(query, "toast_old")
            return
        shown = [article.reference for hit in answer.hits for article in (hit.article, *hit.also)]
        try:
            follow_id = await self._storage.run(
                self._follows.follow,
                answer.question,
                chat_id=query.from_user.id,
                person=self._person(query),
                snapshot=answer.snapshot,
                shown=shown,
                most=self._most,
            )
        except FollowLimitReached:
            await self._replies.toast(query, "follow_limit", count=str(self._most))
            return
        messages = await self._replies.messages_for_press(query)
        await self._sender.toast(query, messages.text("followed"))
        stop = callback_data.UNFOLLOW.button(messages.text("button_followed"), follow_id)
        followed = callback_data.FOLLOW.data(answer_id)
        await _replace(query, lambda data: data == followed, stop)

    async def stop(self, query: CallbackQuery, follow_id: str) -> None:
        """Ends one follow, or `ALL_FOLLOWS`; its button goes, or offers to follow again."""
        person = self._person(query)
        if follow_id == ALL_FOLLOWS:
            await self._storage.run(self._follows.stop_all, person)
        else:
            await self._storage.run(self._follows.stop, follow_id, person)
        messages = await self._replies.messages_for_press(query)
        key = "unfollowed_all" if follow_id == ALL_FOLLOWS else "unfollowed"
        await self._sender.toast(query, messages.text(key))
        answer_id = await self._answer_shown(query)
        again = follow_button(answer_id, messages) if answer_id else None
        stopped = callback_data.UNFOLLOW.data(follow_id)
        every = callback_data.UNFOLLOW.matches
        await _replace(
            query, every if follow_id == ALL_FOLLOWS else lambda data: data == stopped, again
        )

    async def list(self, message: Message) -> None:
        """Lists the followed questions, with a button to stop each."""
        messages = await self._replies.messages(message)
        person = self._pseudonyms.hashed(message.chat.id)
        await self._sender.reply(message, *await self._listed(person, messages))

    async def unlist(self, query: CallbackQuery, follow_id: str) -> None:
        """Ends one follow, or `ALL_FOLLOWS`, and shows the list that is left."""
        person = self._person(query)
        if follow_id == ALL_FOLLOWS:
            await self._storage.run(self._follows.stop_all, person)
        else:
            await self._storage.run(self._follows.stop, follow_id, person)
        messages = await self._replies.messages_for_press(query)
        await self._sender.toast(query)
        await self._sender.edit(query, *await self._listed(person, messages))

    async def _listed(
        self, person: str, messages: Messages
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        follows = await self._storage.run(self._follows.of_person, person)
        if not follows:
            return as_html(messages.text("follows_none")), None
        lines = [
            f"{number}. {escape_foreign(_shortened(follow, QUESTION_LIMIT))}"
            for number, follow in enumerate(follows, 1)
        ]
        buttons = [
            callback_data.UNFOLLOW_IN_LIST.button(f"🔕 {number}", follow.id)
            for number, follow in enumerate(follows, 1)
        ]
        rows = [buttons[at : at + _IN_ROW] for at in range(0, len(buttons), _IN_ROW)]
        rows.append(
            [callback_data.UNFOLLOW_IN_LIST.button(messages.text("button_stop_all"), ALL_FOLLOWS)]
        )
        html = "\n".join([as_html(messages.text("follows")), "", *lines])
        return html, InlineKeyboardMarkup(rows)

    def _person(self, query: CallbackQuery) -> str:
        return self._pseudonyms.hashed(query.from_user.id)

    async def _answer_shown(self, query: CallbackQuery) -> str:
        """The id of the answer that the button's message shows, "" if it shows none."""
        if query.message is None:
            return ""
        place = self._pseudonyms.hashed(query.message.chat.id)
        return await self._kept.shown_in(place, query.message.message_id)


def _shortened(follow: Follow, limit: int) -> str:
    return layout.shorten(follow.question.text, limit)


async def _replace(
    query: CallbackQuery,
    replaced: Callable[[object], bool],
    button: InlineKeyboardButton | None,
) -> None:
    """Puts `button` in the place of those whose data are `replaced`; None takes them away."""
    before = query.message.reply_markup if isinstance(query.message, Message) else None
    if before is None:
        return
    rows = []
    for row in before.inline_keyboard:
        fits = [replaced(one.callback_data) for one in row]
        made = [button if hit else one for one, hit in zip(row, fits, strict=True)]
        rows.append([one for one in made if one])
    after = InlineKeyboardMarkup([row for row in rows if row])
    if after != before:
        await query.edit_message_reply_markup(after)
