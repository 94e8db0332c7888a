"""What the bot does besides answering: menus, newer archives, news of them, and forgetting."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable

from bot.answers.hints import with_advice
from bot.answers.types import Answers
from bot.services.alerts import Watch
from bot.services.async_archive import Desk
from bot.settings import Settings
from bot.storage.retention import keep_forgetting
from bot.telegram.access import Door, Policy
from bot.telegram.chat.adapters import AnyApplication
from bot.telegram.chat.replies import Speech
from bot.telegram.chat.sender import Sender
from bot.telegram.handlers.follows import NewsSender
from bot.telegram.menu import publish_menus

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def chores(
    app: AnyApplication,
    desk: Desk,
    answers: Answers,
    settings: Settings,
    *,
    refresh: Callable[[], None] | None,
    every: float,
    after_failure: float,
) -> AsyncIterator[None]:
    """They run inside. A newer archive, and news, are looked for `every` so many seconds.

    News that could not be sent are tried again `after_failure`.
    """
    publishing = publish_menus(
        app.bot, default_language=settings.default_language, admin_ids=settings.admin_ids
    )
    menus = asyncio.create_task(publishing)
    watch = _watch(app, desk, answers, settings)
    watching = asyncio.create_task(watch.keep_looking(every=every, after_failure=after_failure))
    others = [asyncio.create_task(keep_forgetting(desk.storage, keep_days=settings.keep_days))]
    if refresh:
        others.append(asyncio.create_task(_keep_refreshing(refresh, every)))
    try:
        yield
    finally:
        watch.end()
        # A request that is cancelled may leave its connection open; these are soon over.
        await asyncio.wait([menus, watching], timeout=1)
        for task in (menus, watching, *others):
            task.cancel()
        await asyncio.gather(menus, watching, *others, return_exceptions=True)


def _watch(app: AnyApplication, desk: Desk, answers: Answers, settings: Settings) -> Watch:
    sender = Sender(desk)
    door = Door(desk, sender, Speech(desk, sender), Policy.of(settings))
    messenger = NewsSender(app.bot, sender, admits=door.admits_person)
    return Watch(answers, desk, messenger, news_per_day=settings.news_per_day)


async def _keep_refreshing(refresh: Callable[[], None], every: float) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            await asyncio.to_thread(refresh)
        except Exception as error:
            # The archive that is open goes on serving.
            # A traceback has the error, but not the advice.
            log.exception("A newer archive could not be opened: %s", with_advice(error))  # noqa: TRY401
