"""Buttons under messages, built row by row.

A button carries only a short id; what it refers to is in `bot.db` or in the archive, so it works
after a restart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message

from bot.answers.types import Answer
from bot.languages import LANGUAGES
from bot.presentation import layout
from bot.presentation.html import Page, render
from bot.presentation.i18n import Messages
from bot.presentation.interpretation import filter_labels
from bot.presentation.links import answer_opened_by, answer_payload, deep_link
from bot.storage.chat_settings import HITS_IN_GROUP
from bot.storage.feedback import Verdict
from bot.telegram.chat import callback_data
from bot.telegram.chat.callback_data import Payload
from bot.telegram.chat.filters import is_group
from index.records import Outcome

Button: TypeAlias = InlineKeyboardButton

_HITS_IN_PRIVATE = 3
# Telegram's longest inline query, which a shared question becomes.
_LONGEST_SHARED = 256
_FILTERS_IN_ROW = 2
_FILTER_LENGTH = 28
LABELS: dict[Verdict, str] = {"good": "👍", "bad": "👎"}
"""The buttons that rate an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAnswer:
    """An answer as a message shows it; its buttons are made from this."""

    answer_id: str
    answer: Answer
    page: Page
    group: bool
    bot_name: str
    inline: bool
    owner: bool = False


RowBuilder: TypeAlias = Callable[[ShownAnswer, Messages], list[list[Button]]]


class BotIdentity(Protocol):
    """What a message needs to know of the bot that sends it; a `telegram.Bot` is one."""

    @property
    def username(self) -> str:
        """The bot's name on Telegram, without @."""

    @property
    def supports_inline_queries(self) -> bool:
        """Whether inline mode is switched on for it."""


def answer_message(
    answer: Answer,
    answer_id: str,
    *,
    bot: BotIdentity,
    chat_type: str,
    page: int = 0,
    asked: bool = False,
    hits: int = HITS_IN_GROUP,
    owner: bool = False,
) -> tuple[str, InlineKeyboardMarkup | None]:
    """An answer as a message of a chat, HTML and buttons; `asked` as in `render`.

    `hits` is how many a message shows in a group. `owner`: the chat is that of an owner.
    """
    messages = Messages(answer.question.language)
    made = render(
        answer,
        messages,
        page=page,
        size=hits_shown(chat_type, hits),
        bot_name=bot.username,
        with_question=asked,
    )
    shown = ShownAnswer(
        answer_id=answer_id,
        answer=answer,
        page=made,
        group=is_group(chat_type),
        bot_name=bot.username,
        inline=bot.supports_inline_queries,
        owner=owner,
    )
    return made.html, answer_keyboard(shown, messages)


def hits_shown(chat_type: str, hits: int) -> int:
    """How many hits a message shows; `hits` is what a group has chosen."""
    return hits if is_group(chat_type) else _HITS_IN_PRIVATE


def answer_keyboard(shown: ShownAnswer, messages: Messages) -> InlineKeyboardMarkup | None:
    """The buttons under an answer; None when it has none, or was not kept."""
    rows = [row for make in ROWS for row in make(shown, messages) if row]
    return InlineKeyboardMarkup(rows) if rows and shown.answer_id else None


def linked_answer_id(message: Message) -> str:
    """The id of the answer that a button of a message opens in private, "" if there is none."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    opened = (answer_opened_by(button.url or "") for row in rows for button in row)
    return next(filter(None, opened), "")


def turn_buttons(
    payload: Payload, messages: Messages, *turns: tuple[str, bool, tuple[str | int, ...]]
) -> list[Button]:
    """Buttons that turn pages, for those `turns` that lead somewhere.

    Each turn is the key of a label, whether it leads somewhere, and the values of the payload.
    """
    return [payload.button(messages.text(key), *values) for key, there, values in turns if there]


def page_rows(shown: ShownAnswer, messages: Messages) -> list[list[Button]]:
    """Buttons to turn the page, and in private to sort by date."""
    page = shown.page
    row = turn_buttons(
        callback_data.ANSWER_PAGE,
        messages,
        ("button_previous", page.has_previous, (shown.answer_id, page.number - 1)),
        ("button_next", page.has_next, (shown.answer_id, page.number + 1)),
    )
    latest = shown.answer.interpretation.query.filters.latest
    if not (shown.group or latest) and len(shown.answer.hits) > 1:
        newest = messages.text("button_newest")
        row.append(callback_data.NEWEST_FIRST.button(newest, shown.answer_id))
    return [row]


def article_rows(shown: ShownAnswer, messages: Messages) -> list[list[Button]]:
    """In private, buttons to read the article of each hit and to share the question.

    In a group, one that opens the answer in the private chat.
    """
    if shown.group:
        button = open_chat_button(shown.answer_id, messages, bot_name=shown.bot_name)
        return [[button]] if shown.page.hits else []
    row = [
        callback_data.OPEN_ARTICLE.button(f"📖 {hit.rank}", hit.article.reference)
        for hit in shown.page.hits
    ]
    question = shown.answer.question.text
    if shown.inline and shown.answer.outcome is Outcome.ANSWER and len(question) <= _LONGEST_SHARED:
        row.append(Button(messages.text("button_share"), switch_inline_query=question))
    return [row]


def open_chat_button(answer_id: str, messages: Messages, *, bot_name: str) -> Button:
    """A button that opens an answer in the private chat."""
    return Button(
        messages.text("button_open_chat"), url=deep_link(bot_name, answer_payload(answer_id))
    )


def filter_rows(shown: ShownAnswer, messages: Messages) -> list[list[Button]]:
    """For each filter in the question, a button to search without it."""
    made = [
        callback_data.WITHOUT_FILTER.button(
            f"✕ {layout.shorten(label, _FILTER_LENGTH)}", shown.answer_id, name
        )
        for name, label in filter_labels(shown.answer.interpretation, messages).items()
    ]
    return [made[at : at + _FILTERS_IN_ROW] for at in range(0, len(made), _FILTERS_IN_ROW)]


def reaction_rows(shown: ShownAnswer, messages: Messages) -> list[list[Button]]:
    """In private, buttons to rate the answer and to follow its question."""
    if shown.group:
        return []
    data = shown.answer_id
    # A row of its own: beside others a telephone would cut its label.
    rows = [[follow_button(data, messages)]]
    if shown.answer.outcome is Outcome.ANSWER:
        verdicts = [
            callback_data.VERDICTS[verdict].button(label, data) for verdict, label in LABELS.items()
        ]
        rows.insert(0, verdicts)
    return rows


def follow_button(answer_id: str, messages: Messages) -> Button:
    """The button that follows the question of an answer."""
    return callback_data.FOLLOW.button(messages.text("button_follow"), answer_id)


def evidence_rows(shown: ShownAnswer, messages: Messages) -> list[list[Button]]:
    """In private, buttons to take the quotes along, and the first one shown as a picture."""
    quoted = [hit for hit in shown.page.hits if hit.quote]
    if shown.group or not quoted:
        return []
    evidence, card = (messages.text(key) for key in ("button_evidence", "button_card"))
    return [
        [
            callback_data.EVIDENCE.button(evidence, shown.answer_id),
            callback_data.QUOTE_CARD.button(card, shown.answer_id, quoted[0].rank),
        ]
    ]


def owner_rows(shown: ShownAnswer, messages: Messages) -> list[list[Button]]:
    """For an owner, a button that explains the answer."""
    if not shown.owner:
        return []
    return [[callback_data.EXPLAIN.button(messages.text("button_explain"), shown.answer_id)]]


ROWS: tuple[RowBuilder, ...] = (
    *(page_rows, article_rows, filter_rows),
    *(evidence_rows, reaction_rows, owner_rows),
)
"""Builders of the rows under an answer, from top to bottom."""


def with_marks_of(
    before: Message, made: InlineKeyboardMarkup | None
) -> InlineKeyboardMarkup | None:
    """The buttons of `made`; those that `before` has, too, keep the labels they have there."""
    if made is None or before.reply_markup is None:
        return made
    known = {_identity(one): one for row in before.reply_markup.inline_keyboard for one in row}
    rows = [
        [known.get(_identity(one), one) if one.callback_data else one for one in row]
        for row in made.inline_keyboard
    ]
    return InlineKeyboardMarkup(rows)


def _identity(button: Button) -> str:
    """What a button does; to follow and to stop following count as the same."""
    data = button.callback_data
    follows = callback_data.FOLLOW.matches(data) or callback_data.UNFOLLOW.matches(data)
    return "follow" if follows else str(data or "")


def language_keyboard() -> InlineKeyboardMarkup:
    """A button for each language, labelled in that language."""
    row = [
        callback_data.LANGUAGE.button(language.name, code) for code, language in LANGUAGES.items()
    ]
    return InlineKeyboardMarkup([row])


def sample_keyboard(questions: Sequence[str]) -> InlineKeyboardMarkup | None:
    """A button for each question; pressing it asks the question."""
    rows = [[callback_data.SAMPLE.button(text, n)] for n, text in enumerate(questions)]
    return InlineKeyboardMarkup(rows) if rows else None


def article_keyboard(reference: str, page: Page, messages: Messages) -> InlineKeyboardMarkup | None:
    """Buttons to turn the pages of an article; None if it has one page."""
    row = turn_buttons(
        callback_data.ARTICLE_PAGE,
        messages,
        ("button_article_previous", page.has_previous, (reference, page.number - 1)),
        ("button_article_next", page.has_next, (reference, page.number + 1)),
    )
    return InlineKeyboardMarkup([row]) if row else None
