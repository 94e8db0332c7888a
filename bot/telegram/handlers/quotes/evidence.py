"""The buttons “Evidence” and “Quote card” under answers."""

from telegram import CallbackQuery, Message

from bot.answers.types import Answer
from bot.presentation.html import as_html
from bot.presentation.quotes.card import draw_card
from bot.presentation.quotes.evidence import Evidence, as_csv, evidence
from bot.telegram.services import Services
from index.errors import ArchiveError
from index.records import Hit


class EvidenceButtons:
    """Sends the quotes of an answer as a file, or one of them as a picture."""

    def __init__(self, services: Services) -> None:
        self._archive = services.archive
        self._kept = services.kept
        self._sender = services.sender
        self._replies = services.replies

    async def send_file(self, query: CallbackQuery, answer_id: str) -> None:
        """Sends all quotes of an answer as CSV, with links and checksums."""
        answer = await self._answer(query, answer_id)
        if answer is None or not isinstance(query.message, Message):
            return
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        try:
            shown = [await self._evidence(hit) for hit in answer.hits]
        except (ArchiveError, TimeoutError):
            await self._sender.reply(query.message, as_html(messages.text("unavailable")))
            return
        caption = as_html(messages.text("evidence_caption"))
        await self._sender.send_file(query.message, "bukti.csv", as_csv(shown), caption)

    async def send_card(self, query: CallbackQuery, answer_id: str, rank: str) -> None:
        """Sends the quote with this rank as a picture."""
        answer = await self._answer(query, answer_id)
        if answer is None or not isinstance(query.message, Message):
            return
        hit = next((one for one in answer.hits if one.rank == int(rank) and one.quote), None)
        if hit is None:
            await self._replies.toast(query, "evidence_gone")
            return
        await self._sender.toast(query)
        messages = await self._replies.messages_for_press(query)
        picture = await self._archive.run(draw_card, hit, messages)
        await self._sender.send_picture(query.message, picture)

    async def _answer(self, query: CallbackQuery, answer_id: str) -> Answer | None:
        """A kept answer with quotes. None if it is gone; the person has then been told."""
        answer = await self._kept.find(answer_id)
        if answer is None or not answer.hits:
            await self._replies.toast(query, "toast_old")
            return None
        return answer

    async def _evidence(self, hit: Hit) -> Evidence:
        article = await self._archive.article(hit.article.reference)
        return evidence(hit.quote, hit.speaker, hit.article, article.text if article else "")
