"""Adapters from python-telegram-bot's callbacks to handler methods, which get what they need."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, TypeAlias

from telegram import ChatMemberUpdated, InlineQuery, Message, Update
from telegram.ext import Application, ContextTypes

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]
Callback: TypeAlias = Callable[[Update, ContextTypes.DEFAULT_TYPE], Coroutine[Any, Any, None]]


def on_message(handle: Callable[[Message], Awaitable[None]]) -> Callback:
    """Passes the new message of an update."""

    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message:
            await handle(update.message)

    return callback


def on_edit(handle: Callable[[Message], Awaitable[None]]) -> Callback:
    """Passes the edited message of an update."""

    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.edited_message:
            await handle(update.edited_message)

    return callback


def on_guest(handle: Callable[[Message], Awaitable[None]]) -> Callback:
    """Passes the message of an update that names the bot in a chat it is not a member of."""

    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.guest_message:
            await handle(update.guest_message)

    return callback


def on_inline(handle: Callable[[InlineQuery], Awaitable[None]]) -> Callback:
    """Passes what somebody types after the bot's name in any chat."""

    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.inline_query:
            await handle(update.inline_query)

    return callback


def on_membership(handle: Callable[[ChatMemberUpdated], Awaitable[None]]) -> Callback:
    """Passes what changed about the bot's own membership of a chat."""

    async def callback(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        if update.my_chat_member:
            await handle(update.my_chat_member)

    return callback


def on_press(handle: Callable[..., Awaitable[None]]) -> Callback:
    """Passes the press, with the groups that the pattern matched in the button's data."""

    async def callback(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.callback_query:
            found = context.matches[0].groups() if context.matches else ()
            await handle(update.callback_query, *found)

    return callback
