"""What a pasted text is about: the sentences of it that tell most, in an archive."""

from collections.abc import Sequence

from index.search.term_weights import information
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import terms
from index.text.sentences import sentences

# A message of several sentences with more words is a text that was passed on, not a question;
# so is one with very many, whatever its stops.
LONGEST_QUESTION = 30
LONGEST_SENTENCE = 100
# Words that are searched; more say the same again, and cost.
ESSENCE_WORDS = 60
# A first line of at most this many words is a headline, which says what the rest is about.
_HEADLINE_WORDS = 20
_HEADLINE_COUNTS = 1.5
# People write without stops, too: a longer sentence is several pieces.
_PIECE_WORDS = 40


def is_text(message: str) -> bool:
    """Whether a message is a text to look up rather than a question."""
    words = len(message.split())
    return words > LONGEST_QUESTION and (words > LONGEST_SENTENCE or len(sentences(message)) > 1)


def essence(text: str, snapshot: OpenSnapshot) -> str:
    """The most telling sentences of a text, in their order, in about sixty words; "" without any.

    A sentence tells as much as those of its terms that the archive has, by inverse document
    frequency. A headline counts one and a half times.
    """
    pieces = _pieces(text)
    known = information(dict.fromkeys(t for piece in pieces for t in terms(piece)), snapshot)
    missing = set(known.unknown)
    told = [
        sum(known.weights[term] for term in terms(piece) if term not in missing) for piece in pieces
    ]
    if pieces and len(pieces[0].split()) <= _HEADLINE_WORDS:
        told[0] *= _HEADLINE_COUNTS
    return " ".join(pieces[number] for number in _best(pieces, told))


def _pieces(text: str) -> list[str]:
    """The sentences, long ones in pieces of forty words, each once."""
    found = (text[start:end].split() for start, end in sentences(text))
    return list(
        dict.fromkeys(
            " ".join(words[at : at + _PIECE_WORDS])
            for words in found
            for at in range(0, len(words), _PIECE_WORDS)
        )
    )


def _best(pieces: Sequence[str], told: Sequence[float]) -> list[int]:
    """The numbers of those that tell most, in order, as long as there is room.

    None that tells less than a third of the best: “Sebarkan!” finds nothing.
    """
    room, chosen = ESSENCE_WORDS, list[int]()
    for number in sorted(range(len(pieces)), key=lambda number: (-told[number], number)):
        length = len(pieces[number].split())
        if 3 * told[number] > max(told) and (not chosen or length <= room):
            chosen.append(number)
            room -= length
    return sorted(chosen)
