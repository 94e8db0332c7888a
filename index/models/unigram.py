"""A Unigram tokenizer (SentencePiece) that takes 70 MB where that of `tokenizers` takes 280.

`tokenizers` 0.23 keeps a vocabulary as a tree of hash maps, one for each byte of each piece: 280 MB
for the 250,000 pieces of multilingual models, half of what the whole bot took. Here pieces are keys
of a dictionary, and the most probable pieces of a word (Kudo, “Subword Regularization”, ACL 2018)
are found by the same steps as there, in the same arithmetic. All else is the library's: how text is
normalised and divided into words, where tokens lie in it, special tokens.

Ids and places were the same in 3,000 passages and 300 questions. They took half of the library's
time where all words had been seen lately, nearly twice as much where none had.
"""

import json
from array import array
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

from tokenizers import Encoding, PreTokenizedString, Token, Tokenizer

# What a character that is no piece costs, below the least probable piece, as in SentencePiece.
_UNKNOWN_PENALTY = 10.0
# Words whose pieces are kept, less than a kilobyte each; longer ones do not come again.
_KEPT_WORDS, _KEPT_LENGTH = 20_000, 40


class TextTokenizer(Protocol):
    """What turns a text into tokens, neither padded nor cut; a `tokenizers.Tokenizer` is one."""

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> Encoding:
        """The tokens of a text with their numbers and places."""
        ...


class UnigramTokenizer:
    """A TextTokenizer; safe to share between threads.

    Special tokens are not recognised where a text spells them out: “<s>” is read as it stands.
    """

    def __init__(self, described: dict[str, Any]) -> None:
        """`described` is a Unigram tokenizer in the JSON of the `tokenizers` library."""
        model = described["model"]
        self._numbers = {piece: number for number, (piece, _) in enumerate(model["vocab"])}
        self._scores = array("d", (score for _, score in model["vocab"]))
        self._longest = max(map(len, self._numbers))
        self._unknown = model["unk_id"]
        self._unknown_score = min(self._scores) - _UNKNOWN_PENALTY
        # The rest of the tokenizer, which never sees a word.
        few = model | {"vocab": model["vocab"][: self._unknown + 1]}
        self._rest = Tokenizer.from_str(json.dumps(described | {"model": few, "added_tokens": []}))
        self._kept = lru_cache(_KEPT_WORDS)(self._tokens_of)

    def encode(self, sequence: str, *, add_special_tokens: bool = True) -> Encoding:
        """The tokens of a text with their numbers and places."""
        text = PreTokenizedString(sequence)
        text.normalize(self._rest.normalizer.normalize)
        self._rest.pre_tokenizer.pre_tokenize(text)
        text.tokenize(self._tokens)
        return self._rest.post_process(text.to_encoding(), None, add_special_tokens)

    def _tokens(self, word: str) -> list[Token]:
        return self._kept(word) if len(word) <= _KEPT_LENGTH else self._tokens_of(word)

    def _tokens_of(self, word: str) -> list[Token]:
        """The pieces of a word, unknown ones that follow each other as one; places are bytes."""
        at = [0, *accumulate(len(letter.encode()) for letter in word)]
        joined: list[tuple[int, int, int]] = []
        for number, start, end in self._pieces(word):
            first = start
            if joined and number == joined[-1][0] == self._unknown:
                first = joined.pop()[1]
            joined.append((number, first, end))
        return [Token(number, word[a:b], (at[a], at[b])) for number, a, b in joined]

    def _pieces(self, word: str) -> list[tuple[int, int, int]]:
        """Number, start and end of the pieces whose log probabilities have the highest sum."""
        numbers, scores, length = self._numbers, self._scores, len(word)
        # For each end the best sum up to there, and the last piece of it.
        best = [0.0] * (length + 1)
        last = [(self._unknown, -1, 0)] * (length + 1)
        for start in range(length):
            known = False
            for end in range(start + 1, min(length, start + self._longest) + 1):
                number = numbers.get(word[start:end])
                if number is None:
                    continue
                known = known or end == start + 1
                score = best[start] + scores[number]
                if last[end][1] < 0 or score > best[end]:
                    best[end], last[end] = score, (number, start, end)
            score = best[start] + self._unknown_score
            if not known and (last[start + 1][1] < 0 or score > best[start + 1]):
                best[start + 1], last[start + 1] = score, (self._unknown, start, start + 1)
        found: list[tuple[int, int, int]] = []
        while length:
            found.append(last[length])
            length = last[length][1]
        return found[::-1]


def read_tokenizer(path: Path) -> TextTokenizer:
    """The tokenizer in a file of the `tokenizers` library; raises anything if it is damaged."""
    described = json.loads(path.read_bytes())
    model = described.get("model", {})
    if model.get("type") == "Unigram" and not model.get("byte_fallback"):
        return UnigramTokenizer(described)
    return library_tokenizer(path)


def library_tokenizer(path: Path) -> Tokenizer:
    """The same as the library itself reads it, which also takes pairs of texts."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
