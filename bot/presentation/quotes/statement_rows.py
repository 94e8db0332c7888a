"""Statements as rows of a table, for other programs and for people."""

from collections.abc import Sequence
from typing import Any, Final

from bot.presentation.quotes.evidence import as_markdown, evidence, table
from index.quotes.listing.statements import SpokenStatement

COLUMNS: Final = (
    *("date", "speaker", "role", "institution", "quote", "title", "outlet", "url"),
    *("article_id", "also_in"),
)


def statement_row(one: SpokenStatement) -> dict[str, Any]:
    """A statement as other programs read it; `also_in` are the ids of articles with the same."""
    return {
        "date": one.article.published[:10],
        "speaker": one.speaker.name,
        "role": one.speaker.role,
        "institution": one.speaker.institution,
        "quote": one.quote,
        "title": one.article.title,
        "outlet": one.article.source,
        "url": one.article.url,
        "article_id": one.article.id,
        "also_in": [article.id for article in one.also],
    }


def statements_csv(statements: Sequence[SpokenStatement]) -> str:
    """The statements as a table; ids of other articles are separated by spaces."""
    rows = map(statement_row, statements)
    return table(COLUMNS, ({**row, "also_in": " ".join(row["also_in"])} for row in rows))


def statements_markdown(statements: Sequence[SpokenStatement]) -> str:
    """The statements as block quotations, each with its source below."""
    return as_markdown(
        [evidence(one.quote, one.speaker.label, one.article, "") for one in statements]
    )
