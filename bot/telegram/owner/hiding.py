"""Hiding articles and showing them again: commands and buttons of the archive's owner."""

from collections.abc import Iterator

from telegram import CallbackQuery, InlineKeyboardMarkup, Message

from bot.presentation import layout
from bot.presentation.i18n import Messages
from bot.presentation.links import article_payload
from bot.reports.pages import HIDDEN_SHOWN, hidden_page, with_article
from bot.telegram.chat import callback_data
from bot.telegram.chat.keyboards import turn_buttons
from bot.telegram.services import Services
from index.records import Citation
from index.store.hidden import HiddenArticle
from index.text.urls import urls_in

_WHAT_LIMIT = 200
_LONGEST_RANK = 3  # digits
_BUTTONS_IN_ROW = 4
_TOAST_TITLE = 120


class AmbiguousArticle(Exception):
    """It is unclear which article is meant; `key` and `values` make the text that says why."""

    def __init__(self, key: str, **values: str) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


class HidingCommands:
    """`/hide` and `/unhide`: by address, by reference, or by number as a reply to an answer."""

    def __init__(self, services: Services) -> None:
        self._pseudonyms = services.pseudonyms
        self._archive = services.archive
        self._admin = services.admin
        self._kept = services.kept
        self._sender = services.sender
        self._replies = services.replies

    async def hide(self, message: Message) -> None:
        """Hides the article that is meant; without any, lists what is hidden."""
        article = await self._article_or_reply(message)
        if article is None:
            return
        messages = await self._replies.messages(message)
        fresh = await self._archive.run(self._admin.hide, article)
        await self._sender.reply(message, *_hidden_reply(article, messages, fresh=fresh))

    async def unhide(self, message: Message) -> None:
        """Shows the article that is meant again; without any, lists what is hidden."""
        article = await self._article_or_reply(message)
        if article is None:
            return
        messages = await self._replies.messages(message)
        entry = await self._entry(article)
        if entry is None:
            text = messages.text("unhide_not_hidden")
            await self._sender.reply(message, with_article(text, article, messages))
        else:
            await self._archive.run(self._admin.unhide, entry.key)
            await self._sender.reply(message, *_shown_reply(article, messages))

    async def _article_or_reply(self, message: Message) -> Citation | None:
        """The article the owner refers to. None if there is none; the reply has then been sent."""
        if not (_argument(message) or message.reply_to_message):
            await self._list(message)
            return None
        try:
            return await self._find_article(message)
        except AmbiguousArticle as problem:
            await self._replies.say(message, problem.key, **problem.values)
            return None

    async def press_hide(self, query: CallbackQuery, reference: str) -> None:
        """Hides an article that was shown again by mistake."""
        article = await self._archive.run(self._admin.look_up, article_payload(reference))
        if article is None:
            await self._replies.toast(query, "article_gone")
            return
        await self._archive.run(self._admin.hide, article)
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        await self._sender.edit(query, *_hidden_reply(article, messages, fresh=True))

    async def press_unhide(self, query: CallbackQuery, key: str) -> None:
        """Shows the article again that the button's message says was hidden."""
        entry = await self._archive.run(self._admin.unhide, key)
        if entry is None:
            await self._replies.toast(query, "toast_old")
            return
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        await self._sender.edit(query, *_shown_reply(entry.article, messages))

    async def press_reveal(self, query: CallbackQuery, key: str, start: str) -> None:
        """Shows an article of the list again; the list goes on without it."""
        messages = await self._replies.messages_for_press(query)
        entry = await self._archive.run(self._admin.unhide, key)
        if entry is None:
            await self._sender.toast(query, messages.text("toast_old"))
        else:
            title = layout.shorten(entry.article.title or entry.article.url, _TOAST_TITLE)
            await self._sender.toast(query, messages.text("toast_unhidden", title=title))
        await self._sender.edit(query, *await self._page(int(start), messages))

    async def press_list(self, query: CallbackQuery, start: str) -> None:
        """Turns the list's page."""
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        await self._sender.edit(query, *await self._page(int(start), messages))

    async def _list(self, message: Message) -> None:
        messages = await self._replies.messages(message)
        await self._sender.reply(message, *await self._page(0, messages))

    async def _page(
        self, start: int, messages: Messages
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        entries = await self._archive.run(self._admin.hidden)
        # The last page may have gone with its last article.
        last = max(0, (len(entries) - 1) // HIDDEN_SHOWN * HIDDEN_SHOWN)
        start = min(start, last)
        return hidden_page(entries, start, messages), _list_keyboard(entries, start, messages)

    async def _find_article(self, message: Message) -> Citation:
        """The one article that is meant; AmbiguousArticle if there is none or more than one."""
        what = _argument(message)
        if what.isdecimal() and len(what) <= _LONGEST_RANK:
            return await self._hit(message, int(what))
        if what:
            return await self._find_by_names([what, *urls_in(what), *_links(message)], what)
        replied = message.reply_to_message
        hits = await self._hits(replied) if replied else ()
        if not hits and replied:
            own = replied.text or replied.caption or ""
            return await self._find_by_names(
                [*_article_shown(replied), *urls_in(own), *_links(replied)], own
            )
        if len(hits) > 1:
            raise AmbiguousArticle("hide_which")
        return hits[0][1]

    async def _hit(self, message: Message, rank: int) -> Citation:
        """The article with this number in the answer that is replied to."""
        hits = await self._hits(message.reply_to_message) if message.reply_to_message else ()
        if not hits:
            raise AmbiguousArticle("hide_reply")
        article = dict(hits).get(rank)
        if article is None:
            raise AmbiguousArticle("hide_no_hit", number=str(rank))
        return article

    async def _hits(self, message: Message) -> tuple[tuple[int, Citation], ...]:
        """Ranks and articles of the answer that a message shows, with those hidden since."""
        place = self._pseudonyms.hashed(message.chat.id)
        answer_id = await self._kept.shown_in(place, message.message_id)
        answer = await self._kept.find_whole(answer_id) if answer_id else None
        return tuple((hit.rank, hit.article) for hit in answer.hits) if answer else ()

    async def _find_by_names(self, names: list[str], said: str) -> Citation:
        found: dict[str, Citation] = {}
        for name in names:
            article = await self._archive.run(self._admin.look_up, name)
            article = article or await self._find_hidden(name)
            if article:
                found[article.id or article.url] = article
        if len(found) > 1:
            raise AmbiguousArticle("hide_which")
        if not found:
            raise AmbiguousArticle("hide_unknown", what=layout.shorten(said, _WHAT_LIMIT) or "–")
        return next(iter(found.values()))

    async def _find_hidden(self, name: str) -> Citation | None:
        """A hidden article that this snapshot does not have, by its address or id."""
        entry = await self._entry(Citation(id=name, url=name))
        return entry.article if entry else None

    async def _entry(self, article: Citation) -> HiddenArticle | None:
        names = HiddenArticle.of(article).names
        entries = await self._archive.run(self._admin.hidden)
        return next((one for one in entries if not one.names.isdisjoint(names)), None)


def _argument(message: Message) -> str:
    """The words behind the command."""
    return " ".join((message.text or "").split()[1:])


def _links(message: Message) -> Iterator[str]:
    entities = message.entities or message.caption_entities
    return (entity.url for entity in entities if entity.url)


def _article_shown(message: Message) -> Iterator[str]:
    """The article that a message shows page by page: it may have no address."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    pages = (callback_data.ARTICLE_PAGE.values(one.callback_data) for row in rows for one in row)
    return (article_payload(page[0]) for page in pages if page)


def _hidden_reply(
    article: Citation, messages: Messages, *, fresh: bool
) -> tuple[str, InlineKeyboardMarkup]:
    text = messages.text("hide_done" if fresh else "hide_already")
    after = messages.text("hide_effect") if fresh else ""
    label = messages.text("button_undo" if fresh else "button_unhide")
    button = callback_data.UNHIDE.button(label, HiddenArticle.of(article).key)
    return with_article(text, article, messages, after=after), InlineKeyboardMarkup([[button]])


def _shown_reply(article: Citation, messages: Messages) -> tuple[str, InlineKeyboardMarkup | None]:
    html = with_article(messages.text("unhide_done"), article, messages)
    if not article.id:
        return html, None
    label = messages.text("button_hide")
    button = callback_data.HIDE.button(label, article.reference)
    return html, InlineKeyboardMarkup([[button]])


def _list_keyboard(
    entries: tuple[HiddenArticle, ...], start: int, messages: Messages
) -> InlineKeyboardMarkup | None:
    shown = entries[start : start + HIDDEN_SHOWN]
    made = [
        callback_data.UNHIDE_IN_LIST.button(f"↩ {place}", entry.key, start)
        for place, entry in enumerate(shown, start + 1)
    ]
    rows = [made[at : at + _BUTTONS_IN_ROW] for at in range(0, len(made), _BUTTONS_IN_ROW)]
    turning = turn_buttons(
        callback_data.HIDDEN_PAGE,
        messages,
        ("button_previous", start > 0, (start - HIDDEN_SHOWN,)),
        ("button_next", start + HIDDEN_SHOWN < len(entries), (start + HIDDEN_SHOWN,)),
    )
    rows += [turning] if turning else []
    return InlineKeyboardMarkup(rows) if rows else None
