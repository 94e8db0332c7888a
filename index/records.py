"""The records that packages share. All are frozen; text is NFC, dates are ISO 8601 strings."""

import datetime
import hashlib
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a reader needs to find an article again.

    `published` is an ISO 8601 date ("2020-10-16") or date-time with offset, as the outlet
    gave it; "" when unknown. It is not moved to UTC: the day printed by the outlet is the
    day people quote.
    """

    id: str
    url: str = ""
    title: str = ""
    source: str = ""
    published: str = ""
    author: str = ""

    @property
    def date(self) -> datetime.date | None:
        """The day of publication, None when unknown."""
        return datetime.date.fromisoformat(self.published[:10]) if self.published else None

    @property
    def reference(self) -> str:
        """Sixteen hexadecimal digits that stand for the id where only little fits."""
        return hashlib.blake2b(self.id.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article(Citation):
    """One news article, cleaned. Paragraphs of `text` are separated by single newlines.

    `section` is the outlet's own name of the part of the paper it stood in, "" when unknown.
    """

    text: str
    lang: str = ""
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of whole sentences: `text` is exactly `article.text[start:end]`."""

    article_id: str
    position: int
    start: int
    end: int
    text: str


class Outcome(StrEnum):
    """What a search comes to: an answer, articles that are only related, or nothing."""

    ANSWER = "answer"
    RELATED = "related"
    NOTHING = "nothing"


# Between two pieces of one quote.
OMISSION = " … "


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article that may answer, with its best passage.

    `quote` is a verbatim substring of `passage`, which is a verbatim part of the article's text, or
    two such substrings joined by `OMISSION`. `score` is the fused relevance, 0–1, higher is better.
    `speaker` is "" when nobody is known to have said the quote. `also` are other articles that tell
    the same story in nearly the same words. `missing` are names and numbers of the question that
    the article lacks, as they were asked; `elsewhere` those that the article has, but not near the
    quote.
    """

    rank: int
    score: float
    article: Citation
    passage: str
    quote: str
    speaker: str = ""
    also: tuple[Citation, ...] = ()
    missing: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a snapshot holds. `first` and `last` are ISO dates, "" when no article is dated.

    `outlets` is ordered by number of articles, most first.
    """

    articles: int
    passages: int
    outlets: tuple[str, ...]
    first: str
    last: str
