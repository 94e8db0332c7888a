"""Which stretch of a text is most like some words."""

import difflib
import re
from collections import Counter
from collections.abc import Sequence

from index.quotes.checking.tokens import QuoteToken, compared_words, weight_of

# Words that the archive may have more than the quotation, in a stretch of text that is looked at.
_ROOM, _ROOM_SHARE = 4, 3
_SENTENCE_END = re.compile(r"[.?!…“”\"\n]")


def nearest_stretch(
    asked: Sequence[QuoteToken], text: str, archived: Sequence[QuoteToken]
) -> tuple[int, int] | None:
    """The range of tokens that is most like those asked for, None if no word is shared."""
    start, stop = _window(asked, archived)
    matcher = difflib.SequenceMatcher(
        None, compared_words(asked), compared_words(archived[start:stop]), autojunk=False
    )
    blocks = [block for block in matcher.get_matching_blocks() if block.size]
    while len(blocks) > 1 and _is_stray(blocks[0], blocks[1], asked):
        blocks = blocks[1:]
    while len(blocks) > 1 and _is_stray(blocks[-1], blocks[-2], asked):
        blocks = blocks[:-1]
    if not blocks:
        return None
    first, last = start + blocks[0].b, start + blocks[-1].b + blocks[-1].size
    # What stands instead of the first and the last words that are asked for.
    for _ in range(blocks[0].a):
        if first and not _SENTENCE_END.search(text, archived[first - 1].end, archived[first].start):
            first -= 1
    for _ in range(len(asked) - blocks[-1].a - blocks[-1].size):
        if last < len(archived) and not _SENTENCE_END.search(
            text, archived[last - 1].end, archived[last].start
        ):
            last += 1
    return first, last


def _is_stray(block: difflib.Match, other: difflib.Match, asked: Sequence[QuoteToken]) -> bool:
    """Whether an outer block is farther from the next in the archive than in the quotation."""
    first, second = sorted((block, other), key=lambda one: one.b)
    between = second.b - first.b - first.size
    beside = second.a - first.a - first.size
    small = weight_of(asked[block.a : block.a + block.size])
    return between - beside > 2 + 2 * small


def _window(asked: Sequence[QuoteToken], archived: Sequence[QuoteToken]) -> tuple[int, int]:
    """The stretch, a little longer than the quotation, that shares most words with it."""
    length = len(asked) + max(_ROOM, len(asked) // _ROOM_SHARE)
    wanted = Counter(token.word for token in asked)
    held: Counter[str] = Counter()
    weight, best, at = 0.0, 0.0, 0
    for place, token in enumerate(archived):
        if token.word in wanted:
            held[token.word] += 1
            weight += token.weight if held[token.word] <= wanted[token.word] else 0.0
        if place >= length:
            gone = archived[place - length]
            if gone.word in wanted:
                weight -= gone.weight if held[gone.word] <= wanted[gone.word] else 0.0
                held[gone.word] -= 1
        if weight > best + 1e-9:
            best, at = weight, place + 1
    # The best window ends with its last shared word, and may begin a little too early.
    return max(0, at - length), min(len(archived), at + _ROOM)
