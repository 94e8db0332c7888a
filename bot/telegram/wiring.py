"""Everything the bot is made of, each part made once, and every handler in order."""

import datetime
from collections.abc import Awaitable, Callable

from telegram import LinkPreviewOptions
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    Defaults,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.answers.archive_admin import ArchiveAdmin
from bot.answers.types import Answers
from bot.configuration.settings import Settings
from bot.presentation import commands
from bot.services.async_archive import AsyncArchive
from bot.services.chat_preferences import ChatPreferences
from bot.services.conversation import Conversation
from bot.services.kept_answers import KeptAnswers
from bot.services.summaries.summarizer import build_summarizer
from bot.storage.database import Storage
from bot.storage.pseudonyms import Pseudonyms
from bot.telegram.access import AccessControl
from bot.telegram.chat import callback_data
from bot.telegram.chat.adapters import (
    AnyApplication,
    on_edit,
    on_guest,
    on_inline,
    on_membership,
    on_message,
    on_press,
)
from bot.telegram.chat.callback_data import Payload
from bot.telegram.chat.clock import TelegramClock
from bot.telegram.chat.filters import (
    ADDRESSED,
    EDITED_MESSAGE,
    GUEST_MESSAGE,
    MESSAGE,
    MOVED,
    NEWCOMERS,
)
from bot.telegram.chat.message_locks import MessageLocks
from bot.telegram.chat.prompts import Prompts
from bot.telegram.chat.replies import Replies
from bot.telegram.chat.sender import Sender
from bot.telegram.error_handler import ErrorHandler
from bot.telegram.handlers.answer_buttons import AnswerButtons, FeedbackButtons
from bot.telegram.handlers.articles import ArticleReader
from bot.telegram.handlers.follows import FollowHandler
from bot.telegram.handlers.group_settings import GroupSettingsHandler
from bot.telegram.handlers.inline import InlineHandler
from bot.telegram.handlers.joining import GroupJoinHandler
from bot.telegram.handlers.messages import ChatHandler, GuestHandler
from bot.telegram.handlers.privacy import ForgetHandler
from bot.telegram.handlers.questions import QuestionHandler
from bot.telegram.handlers.quotes.checks import CheckHandler
from bot.telegram.handlers.quotes.evidence import EvidenceButtons
from bot.telegram.handlers.quotes.statements import StatementHandler
from bot.telegram.handlers.quotes.summaries import SummaryHandler
from bot.telegram.handlers.start import StartHandler
from bot.telegram.handlers.status import StatusHandler
from bot.telegram.handlers.timeline import TimelineHandler
from bot.telegram.owner.commands import OwnerCommands
from bot.telegram.services import Services
from bot.telegram.transport.connection import new_request
from bot.telegram.transport.delivery import PacedRateLimiter
from bot.telegram.transport.intake import AT_ONCE
from index.fetching.state import FetchState


def build_services(
    settings: Settings, answers: Answers, admin: ArchiveAdmin, *, search_timeout: float
) -> Services:
    """What handlers share; raises OSError or sqlite3.Error if the database cannot be opened.

    SettingsError if there is a language model and its client is not installed.
    """
    summarizer = build_summarizer(settings)
    storage = Storage(settings.data_dir / "bot.db")
    pseudonyms = Pseudonyms(settings.data_dir)
    archive = AsyncArchive(answers, timeout=search_timeout)
    kept = KeptAnswers(storage, admin)
    preferences = ChatPreferences(storage, pseudonyms, default_language=settings.default_language)

    async def move_chat(old: int, new: int) -> None:
        await preferences.move(old, new)
        await access.move(old, new)

    sender = Sender(move_chat)
    replies = Replies(archive, preferences, sender)
    access = AccessControl(storage, pseudonyms, sender, replies, settings)
    return Services(
        archive=archive,
        admin=admin,
        storage=storage,
        pseudonyms=pseudonyms,
        kept=kept,
        preferences=preferences,
        conversation=Conversation(archive, kept, today=settings.today, summarizer=summarizer),
        sender=sender,
        replies=replies,
        prompts=Prompts(storage, pseudonyms, replies),
        access=access,
        locks=MessageLocks(),
        clock=TelegramClock(),
        zone=settings.timezone,
        sources=FetchState(settings.data_dir),
        summarizer=summarizer,
        move_chat=move_chat,
    )


def build_application(
    settings: Settings,
    services: Services,
    limiter: PacedRateLimiter,
    *,
    stale_after: datetime.timedelta,
    token_rejected: Callable[[], None],
) -> AnyApplication:
    """The python-telegram-bot application with every handler, not yet connected."""
    # More than there are updates at work: an error report must not wait for a connection.
    calls = new_request(2 * AT_ONCE, on_answer=services.clock.read_answer)
    app = (
        ApplicationBuilder()
        .token(settings.telegram_bot_token.reveal())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(calls)
        .updater(None)
        .rate_limiter(limiter)
        .defaults(_defaults())
        .job_queue(None)
        .build()
    )
    add_handlers(app, settings, services, stale_after=stale_after)
    errors = ErrorHandler(services, admin_ids=settings.admin_ids, token_rejected=token_rejected)
    app.add_error_handler(errors.handle)
    return app


def add_handlers(
    app: AnyApplication, settings: Settings, services: Services, *, stale_after: datetime.timedelta
) -> None:
    """Everything the bot reacts to, in the order in which it is tried."""
    questions = QuestionHandler(services, stale_after=stale_after)
    timelines = TimelineHandler(services, questions)
    articles = ArticleReader(services)
    start = StartHandler(services, questions, articles)
    checks = CheckHandler(services, questions)
    statements = StatementHandler(services, questions, today=settings.today)
    chat = ChatHandler(
        services,
        questions,
        timelines=timelines,
        checks=checks,
        statements=statements,
        admin_ids=settings.admin_ids,
    )
    guests = GuestHandler(services, questions, checks, stale_after=stale_after)
    privacy = ForgetHandler(services)
    joining = GroupJoinHandler(services)
    group_settings = GroupSettingsHandler(services)
    status = StatusHandler(services)
    inline = InlineHandler(services)
    FollowHandler(services, most=settings.follows_per_person).add_to(app)
    for commanded in (timelines, checks, statements, SummaryHandler(services, questions)):
        commanded.add_to(app)
    OwnerCommands(services, admin_ids=settings.admin_ids).add_to(app)
    language_or_settings = [*commands.LANGUAGE.names, *commands.SETTINGS.names]
    private, groups = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
    words = (filters.TEXT | filters.CAPTION) & ~filters.COMMAND
    app.add_handlers(
        [
            CommandHandler("start", on_message(start.start), MESSAGE & private),
            CommandHandler("start", on_message(joining.started), MESSAGE & groups),
            CommandHandler(commands.HELP.names, on_message(chat.help), MESSAGE),
            CommandHandler(language_or_settings, on_message(chat.language), MESSAGE & private),
            CommandHandler(language_or_settings, on_message(group_settings.show), MESSAGE & groups),
            CommandHandler(commands.STATUS.names, on_message(status.show), MESSAGE),
            CommandHandler(commands.ASK.names, on_message(chat.ask), MESSAGE),
            CommandHandler(commands.FORGET.names, on_message(privacy.ask), MESSAGE & private),
            MessageHandler(MESSAGE & private & filters.COMMAND, on_message(chat.unknown_command)),
            MessageHandler(MESSAGE & private & words, on_message(chat.answer_in_private)),
            MessageHandler(
                MESSAGE & private & ~filters.StatusUpdate.ALL, on_message(chat.not_text)
            ),
            MessageHandler(MESSAGE & ADDRESSED & words, on_message(chat.answer_in_group)),
            CommandHandler(commands.ASK.names, on_edit(chat.edited), EDITED_MESSAGE),
            MessageHandler(EDITED_MESSAGE & (private | ADDRESSED) & words, on_edit(chat.edited)),
            MessageHandler(GUEST_MESSAGE, on_guest(guests.handle)),
            InlineQueryHandler(on_inline(inline.answer)),
        ]
    )
    buttons, feedback = AnswerButtons(services, questions), FeedbackButtons(services)
    evidence = EvidenceButtons(services)
    add_buttons(
        app,
        services.locks,
        {
            callback_data.ANSWER_PAGE: buttons.turn_page,
            callback_data.NEWEST_FIRST: buttons.newest,
            callback_data.WITHOUT_FILTER: buttons.without,
            callback_data.OPEN_ARTICLE: articles.open,
            callback_data.ARTICLE_PAGE: articles.turn,
            callback_data.SAMPLE: start.ask,
            callback_data.VERDICTS["good"]: feedback.good,
            callback_data.VERDICTS["bad"]: feedback.bad,
            callback_data.REASON: feedback.why,
            callback_data.EVIDENCE: evidence.send_file,
            callback_data.QUOTE_CARD: evidence.send_card,
            callback_data.FORGET: privacy.decide,
            callback_data.SETTING: group_settings.change,
            callback_data.SETTINGS_DONE: group_settings.close,
            callback_data.ACCESS: services.access.decide,
            callback_data.LANGUAGE: buttons.choose_language,
        },
        otherwise=buttons.too_old,
    )
    services.access.guard(app)
    # Not guarded: a group that may not use the bot still joins and moves.
    app.add_handlers(
        [
            # They wait a moment for what the same chat has to say next.
            ChatMemberHandler(on_membership(joining.changed), block=False),
            MessageHandler(NEWCOMERS, on_message(joining.joined), block=False),
            MessageHandler(MOVED, on_message(joining.moved)),
        ]
    )


def add_buttons(
    app: AnyApplication,
    locks: MessageLocks,
    pressed: dict[Payload, Callable[..., Awaitable[None]]],
    *,
    otherwise: Callable[..., Awaitable[None]],
) -> None:
    """A handler for each kind of button, and `otherwise` for those of earlier versions."""
    for payload, handle in pressed.items():
        press = on_press(locks.in_turn(handle))
        app.add_handler(CallbackQueryHandler(press, payload.pattern))
    app.add_handler(CallbackQueryHandler(on_press(locks.in_turn(otherwise))))


def _defaults() -> Defaults:
    return Defaults(
        # A preview of one of several links pushes the answer off the screen.
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        # Somebody may delete the question before the answer is there.
        allow_sending_without_reply=True,
    )
