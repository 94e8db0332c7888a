"""How a message is searched: by the URL of an article, as a pasted text, or as a question."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from index.query.filters import Filter
from index.query.follow_ups import Rewrite, rewrites
from index.query.parse import ParsedQuery, literal_query, parse_query
from index.records import Hit
from index.search.preparation.term_weights import weigh_terms
from index.search.ranking.results import article_hit
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import terms
from index.text.sentences import sentences
from index.text.urls import slug_words, urls_in, without_urls

# URLs of a message that are looked up; a channel's post may end with a dozen.
_MOST_URLS = 3
# Terms beside a URL that are only a remark on it: “benarkah ini?”, “ramai di grup sebelah”.
_REMARK_TERMS = 3
# A message of several sentences with more words is a text that was passed on, not a question;
# so is one with very many words, whatever its punctuation.
LONGEST_QUESTION = 30
LONGEST_SENTENCE = 100
# Words that are searched for; more say the same again, and cost.
KEY_WORDS = 60
# A first line of at most this many words is a headline, which says what the rest is about.
_HEADLINE_WORDS = 20
_HEADLINE_FACTOR = 1.5
# People write without full stops, too: a longer sentence is cut into pieces.
_PIECE_WORDS = 40


class InputKind(StrEnum):
    """What was sent: a question, a text, the URL of an article that the archive has or lacks.

    The values stand in stored answers.
    """

    QUESTION = ""
    TEXT = "text"
    URL = "address"
    UNKNOWN_URL = "unknown_address"


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A message, and how it is to be searched.

    `earlier` is the query that the message is a follow-up of. `without` are filters to leave out;
    `newest`: the newest come first. With `among`, only articles with these numbers answer.
    `waiting` other messages wait for the same cores.
    """

    text: str
    earlier: ParsedQuery | None = None
    without: tuple[Filter, ...] = ()
    newest: bool = False
    among: frozenset[int] | None = None
    limit: int = 10
    waiting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The queries for a message; the most confident answer to one of them counts.

    `opened` is the article whose URL was sent. Articles with ids in `without` are left out: they
    tell its story. `listing`: there is nothing to search for, only articles to list.
    """

    input_kind: InputKind
    queries: tuple[Rewrite, ...]
    opened: Hit | None = None
    without: tuple[str, ...] = ()
    listing: bool = False


def route_request(request: SearchRequest, snapshot: OpenSnapshot, *, today: datetime.date) -> Route:
    """Tell a URL, a pasted text and a question apart."""
    urls = urls_in(request.text)
    rest = without_urls(request.text) if urls else request.text
    numbers = [snapshot.with_url(url) for url in urls[:_MOST_URLS]]
    number = next((number for number in numbers if number is not None), None)
    if number is not None:
        return _url_route(number, rest, request, snapshot)
    if is_text(rest):
        return _literal_route(InputKind.TEXT, key_sentences(rest, snapshot))
    if urls:
        return _literal_route(InputKind.UNKNOWN_URL, f"{rest} {slug_words(urls[0])}")
    query = parse_query(" ".join(rest.split()), today=today)
    queries = rewrites(query, request.earlier) if request.earlier else (Rewrite(query=query),)
    listing = query.is_listing and (not request.earlier or request.earlier.is_listing)
    return Route(input_kind=InputKind.QUESTION, queries=queries, listing=listing)


def _literal_route(input_kind: InputKind, text: str) -> Route:
    return Route(input_kind=input_kind, queries=(Rewrite(query=literal_query(text)),))


def _url_route(number: int, rest: str, request: SearchRequest, snapshot: OpenSnapshot) -> Route:
    """The article with this number, and others on what is asked beside its URL, or on its title."""
    opened = article_hit(number, snapshot)
    asked = rest if len(terms(rest)) > _REMARK_TERMS else opened.article.title or opened.quote
    text = key_sentences(asked, snapshot) if is_text(asked) else asked
    route = _literal_route(InputKind.URL, text)
    same_story = tuple(article.id for article in (opened.article, *opened.also))
    if request.among is not None and number not in request.among:
        return replace(route, without=same_story)
    return replace(route, without=same_story, opened=opened)


def is_text(message: str) -> bool:
    """Whether a message is a text to look up rather than a question."""
    words = len(message.split())
    return words > LONGEST_QUESTION and (words > LONGEST_SENTENCE or len(sentences(message)) > 1)


def key_sentences(text: str, snapshot: OpenSnapshot) -> str:
    """The most telling sentences of a text, in their order, in about sixty words; "" without any.

    A sentence tells as much as those of its terms that the archive has, by inverse document
    frequency. A headline counts one and a half times.
    """
    pieces = _pieces(text)
    known = weigh_terms(dict.fromkeys(t for piece in pieces for t in terms(piece)), snapshot)
    missing = set(known.unknown)
    told = [
        sum(known.weights[term] for term in terms(piece) if term not in missing) for piece in pieces
    ]
    if pieces and len(pieces[0].split()) <= _HEADLINE_WORDS:
        told[0] *= _HEADLINE_FACTOR
    return " ".join(pieces[number] for number in _best(pieces, told))


def _pieces(text: str) -> list[str]:
    """The sentences, each once, long ones in pieces of forty words."""
    found = (text[start:end].split() for start, end in sentences(text))
    return list(
        dict.fromkeys(
            " ".join(words[at : at + _PIECE_WORDS])
            for words in found
            for at in range(0, len(words), _PIECE_WORDS)
        )
    )


def _best(pieces: Sequence[str], told: Sequence[float]) -> list[int]:
    """The numbers of the pieces that tell most, in order, as long as there is room.

    None that tells less than a third of the best: “Sebarkan!” finds nothing.
    """
    room, chosen = KEY_WORDS, list[int]()
    for number in sorted(range(len(pieces)), key=lambda number: (-told[number], number)):
        length = len(pieces[number].split())
        if 3 * told[number] > max(told) and (not chosen or length <= room):
            chosen.append(number)
            room -= length
    return sorted(chosen)
