"""Splits an article into passages of whole sentences that the embedding model reads whole."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.records import Article, Passage
from index.text.sentences import sentences

CountTokens = Callable[[Sequence[str]], list[int]]
Span = tuple[int, int]

# Passages have 150–250 tokens: long enough to stand alone, short enough for one vector to represent
# them. 200 tokens are about 930 characters of Indonesian news.
AIM = 200
MOST = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class _MeasuredSentences:
    """Sentences as ranges of the article's text, with their lengths in tokens."""

    spans: tuple[Span, ...]
    tokens: tuple[int, ...]


def passage_heading(article: Article) -> str:
    """What is put before every passage of an article when it is embedded: title and date."""
    title = article.title.rstrip(" .")
    return "".join(f"{part}. " for part in (title, article.published[:10]) if part)


def split_article(article: Article, count: CountTokens, *, limit: int) -> list[Passage]:
    """The article's passages in order; together they hold every sentence once.

    `count` gives the length of texts in tokens, `limit` is how many tokens heading and passage may
    have together. A sentence that is longer than a passage may be is cut between words.
    """
    room = max(16, limit - count([passage_heading(article)])[0] - 2)
    most = min(MOST, room)
    measured = _fit(article.text, count, most)
    groups = _pack(measured.tokens, aim=min(AIM, most), most=most)
    return [
        _passage(article, position, measured.spans[first][0], measured.spans[last - 1][1])
        for position, (first, last) in enumerate(groups)
    ]


def _passage(article: Article, position: int, start: int, end: int) -> Passage:
    return Passage(
        article_id=article.id,
        position=position,
        start=start,
        end=end,
        text=article.text[start:end],
    )


def _fit(text: str, count: CountTokens, most: int) -> _MeasuredSentences:
    """The sentences of a text; those of more than `most` tokens are cut between words."""
    spans = sentences(text)
    tokens = count([text[start:end] for start, end in spans]) if spans else []
    fitted: list[tuple[Span, int]] = []
    for (start, end), length in zip(spans, tokens, strict=True):
        if length <= most:
            fitted.append(((start, end), length))
        else:
            fitted.extend(_cut(text, start, end, count, most))
    return _MeasuredSentences(spans=tuple(s for s, _ in fitted), tokens=tuple(n for _, n in fitted))


def _cut(text: str, start: int, end: int, count: CountTokens, most: int) -> list[tuple[Span, int]]:
    """Pieces of at most `most` tokens, cut between words; an overlong word is cut inside."""
    words = [match.span() for match in re.finditer(r"\S{1,64}\s*", text[start:end])]
    lengths = count([text[start + a : start + b] for a, b in words])
    pieces = []
    for first, last in _pack(lengths, aim=most, most=most):
        left, right = start + words[first][0], start + words[last - 1][1]
        pieces.append(((left, left + len(text[left:right].rstrip())), sum(lengths[first:last])))
    return pieces


def _pack(lengths: Sequence[int], *, aim: int, most: int) -> list[Span]:
    """Runs of neighbouring items as (first, end), each near `aim` and, if possible, at most `most`.

    Before each run the rest is divided evenly anew, so that no article ends in a tiny passage.
    """
    groups: list[Span] = []
    first, size, left = 0, 0, sum(lengths)
    for at, length in enumerate(lengths):
        even = left / max(1, round(left / aim), -(-left // most))
        over = size + length - even
        if size and (size + length > most or over > even - size):
            groups.append((first, at))
            first, size, left = at, 0, left - size
        size += length
    return [*groups, (first, len(lengths))] if lengths else []
