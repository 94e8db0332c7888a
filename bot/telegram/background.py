"""What the bot does besides answering: menus, newer archives, alerts, and deleting old data."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest, Forbidden, TelegramError, TimedOut

from bot.answers.hints import with_advice
from bot.configuration.settings import Settings
from bot.languages import LANGUAGES
from bot.logs import Repetition
from bot.operations.fetching import ScheduledFetching
from bot.presentation import layout
from bot.presentation.commands import Where, menu
from bot.presentation.i18n import Messages
from bot.services.alerts import Alert, AlertRunner, DeliveryStatus, render_alerts
from bot.services.source_watch import SourceWatch
from bot.storage.database import enforce_retention
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.chat.sender import Sender
from bot.telegram.owner.sources import OwnersSourceNews
from bot.telegram.services import Services

log = logging.getLogger(__name__)

_LABEL_LIMIT = 30
# Seconds. Sources are fetched every few minutes at most.
_WATCH_SOURCES_EVERY = 60.0


@contextlib.asynccontextmanager
async def background_tasks(
    app: AnyApplication,
    settings: Settings,
    services: Services,
    *,
    refresh: Callable[[], None] | None,
    every: float,
    after_failure: float,
) -> AsyncIterator[None]:
    """Runs the background tasks as long as the context is open.

    Every `every` seconds a newer snapshot and due alerts are looked for; after a failed round of
    alerts the next one comes `after_failure` seconds later.
    """
    channel = TelegramAlerts(app.bot, services.sender, admits=services.access.admits_person)
    runner = AlertRunner(services.archive, services.storage, channel, per_day=settings.news_per_day)
    menus = asyncio.create_task(
        publish_menus(
            app.bot,
            default_language=settings.default_language,
            admin_ids=settings.admin_ids,
            summaries=services.summarizer is not None,
        )
    )
    alerts = asyncio.create_task(runner.keep_running(every=every, after_failure=after_failure))
    retention = enforce_retention(services.storage, keep_days=settings.keep_days)
    others = [asyncio.create_task(retention)]
    news = OwnersSourceNews(app.bot, services, settings.admin_ids)
    watch = SourceWatch(services.sources.sources, services.storage, news.tell)
    others.append(asyncio.create_task(watch.keep_running(_WATCH_SOURCES_EVERY)))
    if settings.fetch_every:
        fetching = ScheduledFetching(settings.data_dir, settings.fetch_every)
        others.append(asyncio.create_task(fetching.keep_running()))
    if refresh:
        others.append(asyncio.create_task(_keep_refreshing(refresh, services, every)))
    try:
        yield
    finally:
        runner.stop()
        # A request that is cancelled may leave its connection open; these are soon over.
        await asyncio.wait([menus, alerts], timeout=1)
        for task in (menus, alerts, *others):
            task.cancel()
        await asyncio.gather(menus, alerts, *others, return_exceptions=True)


async def _keep_refreshing(refresh: Callable[[], None], services: Services, every: float) -> None:
    """Opens newer snapshots, and has the samples of /start ready, which take some searches."""
    repetition = Repetition()
    while True:
        await asyncio.sleep(every)
        try:
            await asyncio.to_thread(refresh)
            repetition.is_news(None)
        except Exception as error:
            # The open snapshot goes on serving. The traceback has the error, not the advice.
            if repetition.is_news(error):
                log.exception("A newer archive could not be opened: %s", with_advice(error))  # noqa: TRY401
        for language in LANGUAGES:
            # Nothing is searched unless the archive has changed.
            await services.archive.samples(language)


async def publish_menus(
    bot: Bot, *, default_language: str, admin_ids: Sequence[int], summaries: bool = False
) -> None:
    """Sets the command menu of every kind of chat and language that lacks the right one.

    Telegram limits how often menus may be set, so they are read first. The bot works without
    menus: a failure is only logged.
    """
    try:
        for scope, where in _scopes(admin_ids):
            more: tuple[Where, ...] = ("summary",) if summaries else ()
            await _publish(bot, scope, (*more, *where), default_language)
    except TelegramError as error:
        log.warning("The command menus could not be set: %s", error)


def _scopes(admin_ids: Sequence[int]) -> Iterator[tuple[BotCommandScope, tuple[Where, ...]]]:
    yield BotCommandScopeAllPrivateChats(), ("private",)
    yield BotCommandScopeAllGroupChats(), ("group",)
    yield BotCommandScopeAllChatAdministrators(), ("group", "admin")
    for admin in admin_ids:
        yield BotCommandScopeChat(admin), ("private", "owner")


async def _publish(
    bot: Bot, scope: BotCommandScope, where: tuple[Where, ...], default_language: str
) -> None:
    for code, language in ((None, default_language), *((code, code) for code in LANGUAGES)):
        entries = menu(Messages(language), *where)
        commands = tuple(BotCommand(name, what) for name, what in entries)
        try:
            if await bot.get_my_commands(scope, code) != commands:
                await bot.set_my_commands(commands, scope, code)
        except BadRequest as refusal:
            # An admin who never wrote to the bot has no chat with it yet.
            log.info("No menu for %s: %s", where[-1], refusal)
            return


class TelegramAlerts:
    """Delivers alerts to private chats."""

    def __init__(
        self, bot: Bot, sender: Sender, *, admits: Callable[[int], Awaitable[bool]]
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._admits = admits

    async def may_tell(self, chat_id: int) -> bool:
        """Whether the person may still use the bot."""
        return await self._admits(chat_id)

    async def deliver(self, alerts: Sequence[Alert], messages: Messages) -> DeliveryStatus:
        """Sends one message with all `alerts`, which are for one person."""
        html = render_alerts(alerts, messages, bot_name=self._bot.username)
        markup = _stop_buttons(alerts, messages)
        chat_id = alerts[0].follow.chat_id
        try:
            await self._sender.post(
                lambda text, mode: self._bot.send_message(chat_id, text, mode, reply_markup=markup),
                html,
            )
        except (Forbidden, BadRequest) as refusal:
            # Blocked, deleted, or never there; what Telegram refuses once it refuses again.
            log.info("A follower cannot be reached: %s", refusal)
            return DeliveryStatus.GONE
        except TimedOut:
            # Nobody wants the same alert twice.
            log.warning("An alert timed out; it may have been delivered")
            return DeliveryStatus.SENT
        except TelegramError as error:
            log.warning("An alert could not be sent for now: %s", error)
            return DeliveryStatus.FAILED
        return DeliveryStatus.SENT


def _stop_buttons(alerts: Sequence[Alert], messages: Messages) -> InlineKeyboardMarkup:
    """A button to stop each question, and one to stop all of them."""
    labels = [layout.shorten(alert.follow.question.text, _LABEL_LIMIT) for alert in alerts]
    rows = [
        [callback_data.UNFOLLOW.button(f"🔕 {label}", alert.follow.id)]
        for label, alert in zip(labels, alerts, strict=True)
    ]
    stop_all = messages.text("button_stop_all")
    rows.append([callback_data.UNFOLLOW.button(stop_all, callback_data.ALL_FOLLOWS)])
    return InlineKeyboardMarkup(rows)
