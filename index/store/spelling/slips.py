"""Spelling correction: a misspelt word → the word of the archive that was probably meant.

Beside its vocabulary a snapshot has a table of words that is scanned completely: one row for each
length, with the letters of every word as a signature of 52 bits. Words that differ by n edits
differ in at most 2n of these bits, which leaves some dozens to compare letter by letter. Measured
on the 39,969 such words of 17,891 articles: 0.8 MB, built in 0.2 s, 1 ms for a word (with six times
as many words 2 ms); a table of deletions (SymSpell, prefix 7, distance 2) takes 20 MB.
"""

import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from index.store.snapshot.engines.contents import SpellingTable
from index.text.analysis import fold, stem

# `words` are all words of one length, concatenated, the most frequent first. For each of them,
# `letters` has a little-endian number of 64 bits, its signature, and `passages` one of 32 bits: in
# how many passages it stands.
SCHEMA = """
DROP TABLE IF EXISTS spellings;
CREATE TABLE spellings (
    length INTEGER PRIMARY KEY, words BLOB NOT NULL, letters BLOB NOT NULL, passages BLOB NOT NULL)
"""
SHORTEST, LONGEST = 4, 40
_PLAIN = re.compile(r"[a-z]+").fullmatch
# Words of up to 5 letters often differ from another word by one letter, so fewer edits are allowed;
# from 9 letters on, two slips are (if from 8 on, 18 of 285 real words of 8 letters would be changed
# instead of 7).
SHORT, LONG = 5, 9
# Rarer words may be misspelt themselves, and a rare short word is seldom what was meant.
FEWEST_PASSAGES, FEWEST_PASSAGES_SHORT = 3, 5
# A slip is an edit as people make them: letters swapped, left out or doubled, a neighbouring key, a
# name written as it sounds. Other edits mostly lead from a word that the archive lacks to another
# real word. Measured on 1,000 misspelt names and on real words that an archive of 3,000 articles
# lacks: allowing any one edit (two from 8 letters on) corrects 82 % of the names and changes 36 %
# of 600 words; allowing only slips, with the limits above, corrects 91 % and changes 8 % of 2,000.
KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ALIKE = ("ei", "ou", "iy", "fpv", "sz", "jz", "ckq", "dt", "bp")
SILENT = "hy"
NO_SLIP = np.int16(3)

# More than three edits leave too little of a word, and would have most words compared.
MOST_EDITS = 3
# With as many as that, a word begins with the same letter or one that is a slip away.
SURE_FIRST_LETTER = 2

Letters = NDArray[np.uint8]


class Vocabulary(Protocol):
    """The words of an archive."""

    def count_passages(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each of these folded words stands; those in none are left out."""
        ...


class SimilarWord(NamedTuple):
    """A word of the archive, what it costs to make it of another, in how many passages it stands.

    A slip costs 1, any other edit 3.
    """

    word: str
    cost: int
    passages: int


@dataclass(frozen=True, slots=True)
class _SimilarWords:
    """Words of the archive with nearly the same letters as another word.

    `letters` (n, width) are ASCII codes with zeros after a word's end, `lengths` (n,) its lengths,
    `passages` (n,) in how many passages a word stands.
    """

    letters: Letters
    lengths: NDArray[np.intp]
    passages: NDArray[np.int64]


def write_spellings(db: sqlite3.Connection, vocabulary: Iterable[tuple[str, int]]) -> None:
    """Create the table `spellings` from all words of the index and the passages they stand in."""
    db.executescript(SCHEMA)
    usual = (one for one in vocabulary if _is_usual(*one))
    ordered = sorted(usual, key=lambda one: (len(one[0]), -one[1], one[0]))
    for length, group in groupby(ordered, key=lambda one: len(one[0])):
        words, passages = zip(*group, strict=True)
        joined = "".join(words).encode("ascii")
        letters = _signatures(np.frombuffer(joined, np.uint8).reshape(-1, length))
        counts = np.array(passages, "<u4")
        db.execute(
            "INSERT INTO spellings (length, words, letters, passages) VALUES (?, ?, ?, ?)",
            [length, joined, letters.astype("<u8").tobytes(), counts.tobytes()],
        )


def _is_usual(word: str, passages: int) -> bool:
    """Whether a word may be what a misspelt one stands for."""
    fewest = FEWEST_PASSAGES_SHORT if len(word) <= SHORT else FEWEST_PASSAGES
    return passages >= fewest and SHORTEST - 1 <= len(word) <= LONGEST and _PLAIN(word) is not None


def correct_spelling(table: SpellingTable, vocabulary: Vocabulary, word: str) -> str | None:
    """The word of the archive (folded) that `word` most probably misspells; None if there is none.

    Words of 4 to 8 letters are corrected by one slip, longer ones by up to two; of the nearest
    words the most frequent is taken. A word that the archive has, or whose stem it has, is not
    corrected, nor is one with other characters than a to z. `table` has the snapshot's spellings.
    """
    word = fold(word)
    if not is_correctable(word) or vocabulary.count_passages([word, stem(word)]):
        return None
    similar = similar_words(table, word, 2 if len(word) >= LONG else 1)
    return similar[0].word if similar else None


def is_correctable(word: str) -> bool:
    """Whether a folded word may be corrected at all: 4 to 40 letters, all of a to z."""
    return SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()


def similar_words(table: SpellingTable, word: str, farthest: int) -> list[SimilarWord]:
    """The words of the archive within a cost of `farthest`, nearest first, then most frequent.

    `word` must be correctable. Of words as near as their own stem, which the index has as well,
    the stem is left out: of “bahury”, “bahuri” was meant and not “bahur”.
    """
    near = _similar_words(table, word, min(farthest, MOST_EDITS))
    if near is None:
        return []
    costs = _costs(word, near.letters)[np.arange(len(near.lengths)), near.lengths]
    found = [
        SimilarWord(bytes(near.letters[row]).rstrip(b"\0").decode("ascii"), *facts)
        for row in np.flatnonzero(costs <= farthest).tolist()
        for facts in [(int(costs[row]), int(near.passages[row]))]
    ]
    stems = {(stem(one.word), one.cost) for one in found if stem(one.word) != one.word}
    whole = [one for one in found if (one.word, one.cost) not in stems]
    return sorted(whole, key=lambda one: (one.cost, -one.passages))


def _similar_words(spelt: SpellingTable, word: str, edits: int) -> _SimilarWords | None:
    """All words within `edits` of `word`, and some others; None if there are none."""
    typed = np.uint64(_signature(word))
    width = len(word) + edits
    found = []
    for length, words, letters, passages in spelt.spellings(len(word) - edits, width):
        differing = np.bitwise_count(np.frombuffer(letters, "<u8") ^ typed)
        alike = differing <= 2 * edits
        if edits > SURE_FIRST_LETTER:
            first = np.frombuffer(words, np.uint8)[::length]
            alike &= (first == ord(word[0])) | (_OTHER_LETTER[ord(word[0])][first] == 1)
        rows = np.flatnonzero(alike)
        table = np.zeros((len(rows), width), np.uint8)
        table[:, :length] = np.frombuffer(words, np.uint8).reshape(-1, length)[rows]
        found.append((table, np.full(len(rows), length), np.frombuffer(passages, "<u4")[rows]))
    tables, lengths, counts = zip(*found, strict=True) if found else ((), (), ())
    if not sum(map(len, tables)):
        return None
    return _SimilarWords(np.vstack(tables), np.hstack(lengths), np.hstack(counts).astype(np.int64))


def _costs(word: str, table: Letters) -> NDArray[np.int16]:
    """Slips from `word` to each prefix of each word: (n, width + 1), by length of the prefix.

    Damerau–Levenshtein distance (optimal string alignment: no letter is edited twice) with the
    costs above, for all words a row at a time; a running minimum accounts for missing letters,
    which otherwise depend on the cell to the left.
    """
    places = np.arange(table.shape[1] + 1, dtype=np.int16)
    earlier = before = np.tile(places * NO_SLIP, (len(table), 1))
    for number, letter in enumerate(word.encode("ascii")):
        now = before + _extra_letter(word, number)
        other = _OTHER_LETTER[letter][table] if number and len(word) > SHORTEST else NO_SLIP
        np.minimum(now[:, 1:], before[:, :-1] + (table != letter) * other, out=now[:, 1:])
        if number:
            swapped = (table[:, 1:] == ord(word[number - 1])) & (table[:, :-1] == letter)
            swap = np.where(swapped, earlier[:, :-2] + 1, now[:, 2:])
            np.minimum(now[:, 2:], swap, out=now[:, 2:])
        missing = places * _missing_letter(word, number)
        earlier, before = before, np.minimum.accumulate(now - missing, axis=1) + missing
    return before


def _extra_letter(word: str, number: int) -> np.int16:
    """Cost of deleting letter `number` of `word`: a slip if it is doubled or silent."""
    doubled = word[number] == word[number - 1 : number]
    silent = len(word) > SHORT and number and word[number] in SILENT
    return np.int16(1) if doubled or silent else NO_SLIP


def _missing_letter(word: str, number: int) -> np.int16:
    """Cost of inserting a letter after letter `number` of `word`: a slip.

    Not at the end of short words, where real words differ by a suffix.
    """
    return NO_SLIP if number == len(word) - 1 and len(word) <= SHORT else np.int16(1)


def _signatures(table: Letters) -> NDArray[np.uint64]:
    """Signatures of words (n, length): a bit for each letter a to z, and one if it occurs twice."""
    result = np.zeros(len(table), np.uint64)
    for place, letter in enumerate(b"abcdefghijklmnopqrstuvwxyz"):
        counts = (table == letter).sum(axis=1)
        result |= (counts > 0).astype(np.uint64) << np.uint64(2 * place)
        result |= (counts > 1).astype(np.uint64) << np.uint64(2 * place + 1)
    return result


def _signature(word: str) -> int:
    """The signature of one word, without the twenty-six passes over a table."""
    places = ((ord(letter) - ord("a"), word.count(letter)) for letter in set(word))
    return sum((3 if times > 1 else 1) << 2 * place for place, times in places)


def _other_letter() -> NDArray[np.int16]:
    """Cost of one letter (row) standing for another (column), by their ASCII codes."""
    result = np.full((128, 128), NO_SLIP)
    # A key's neighbours: left and right, and in the next row up to half a key away.
    places = {
        key: (column + row / 2, row)
        for row, keys in enumerate(KEYBOARD)
        for column, key in enumerate(keys)
    }
    for first, (x, y) in places.items():
        for second, (u, v) in places.items():
            beside = abs(y - v) <= 1 and abs(x - u) <= (1 if y == v else 0.5)
            if beside or any(first in group and second in group for group in ALIKE):
                result[ord(first), ord(second)] = 1
    return result


_OTHER_LETTER = _other_letter()
