"""Questions and articles as the reader takes them in: token ids, windows, marks of words (pure)."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

from index.models.unigram import TextTokenizer

START, END = 0, 2
QUESTION_TOKENS = 48
HEADING_TOKENS = 48
SENTENCE_TOKENS = 120
# Tokens of a window at most, heading and all; with a question's some 290, as in the first tries.
WINDOW_TOKENS = 264
WORD = re.compile(r"\w+")
PLAIN_LETTERS = 4


class Mark(IntEnum):
    """What a word of the text or of the question has to do with the other side."""

    NONE = 0
    TEXT_WORD = 1
    """A word of the text that the question has too."""
    TEXT_NAME = 2
    """A name or number of the text that the question has too."""
    ASKED_WORD = 3
    """A word of the question that the window has too."""
    ASKED_NAME = 4
    """A name or number of the question that the window has too."""
    ASKED_ELSEWHERE = 5
    """A name or number of the question that only another part of the article has."""
    ASKED_NOWHERE = 6
    """A name or number of the question that the article does not have."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word, folded, and its tokens from `start` to before `end`."""

    text: str
    start: int
    end: int
    name: bool
    """Whether it looks like a name or number where it stands."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Token numbers and the words that they make."""

    ids: list[int]
    words: list[Word]

    def cut(self, length: int) -> "Tokens":
        """The first `length` tokens."""
        return Tokens(self.ids[:length], [w for w in self.words if w.end <= length])


@dataclass(frozen=True, slots=True)
class Window:
    """Sentences of an article, as tokens, after its heading.

    `numbers` are the sentences' numbers in the article and `spans` where their tokens are.
    """

    tokens: Tokens
    numbers: list[int]
    spans: list[tuple[int, int]]
    article: "ArticleTokens"


@dataclass(frozen=True, slots=True)
class ArticleTokens:
    """An article's heading and sentences as tokens; `words` and `names` are of the whole of it."""

    heading: Tokens
    sentences: list[Tokens]
    words: frozenset[str]
    names: frozenset[str]


def fold(word: str) -> str:
    """The form in which words are compared: small letters, without the ending -nya."""
    word = word.casefold()
    return word.removesuffix("nya") if len(word) > len("punya") + 1 else word


class ReaderTokenizer:
    """Turns text into tokens with the embedding model's own tokenizer."""

    def __init__(self, tokenizer: TextTokenizer) -> None:
        self._tokenizer = tokenizer
        # By itself, with the space behind it, as its weights have always seen it.
        self._passage = list(tokenizer.encode("passage: ", add_special_tokens=False).ids)

    def question(self, text: str) -> Tokens:
        """A question with its prefix, between the tokens of start and end."""
        asked = self.tokens(text, prefix="query: ").cut(QUESTION_TOKENS)
        return _joined([START], [asked], [END])[0]

    def article(self, heading: str, sentences: Sequence[str]) -> ArticleTokens:
        """The heading (title, outlet, date) and the sentences, each cut to its length."""
        head = self.tokens(heading).cut(HEADING_TOKENS)
        parts = [self.tokens(text).cut(SENTENCE_TOKENS) for text in sentences]
        # In a title everything is written large.
        names = {w.text for part in parts for w in part.words if w.name}
        words = {w.text for part in (head, *parts) for w in part.words}
        return ArticleTokens(head, parts, frozenset(words), frozenset(names))

    def windows(self, article: ArticleTokens, limit: int = WINDOW_TOKENS) -> list[Window]:
        """Windows of `limit` tokens over the whole article, with one sentence of overlap."""
        found: list[Window] = []
        first = 0
        while first < len(article.sentences):
            window = self._window(article, first, limit)
            found.append(window)
            last = window.numbers[-1]
            if last == len(article.sentences) - 1:
                break
            first = max(last, first + 1)
        return found

    def tokens(self, text: str, *, prefix: str = "") -> Tokens:
        """Tokens of prefix and text, and the text's words; the first never counts as a name."""
        encoded = self._tokenizer.encode(prefix + text, add_special_tokens=False)
        words = list(_words(prefix + text, encoded.offsets, len(prefix)))
        return Tokens(list(encoded.ids), words)

    def _window(self, article: ArticleTokens, first: int, limit: int) -> Window:
        before = [START, *self._passage]
        length = len(before) + len(article.heading.ids) + 1
        end = first
        for part in article.sentences[first:]:
            if end > first and length + len(part.ids) > limit:
                break
            length += len(part.ids)
            end += 1
        parts = [article.heading, *article.sentences[first:end]]
        tokens, spans = _joined(before, parts, [END])
        return Window(tokens, list(range(first, end)), spans[1:], article)


def _joined(
    before: list[int], parts: list[Tokens], after: list[int]
) -> tuple[Tokens, list[tuple[int, int]]]:
    ids = list(before)
    words: list[Word] = []
    spans: list[tuple[int, int]] = []
    for part in parts:
        at = len(ids)
        words += [Word(w.text, w.start + at, w.end + at, w.name) for w in part.words]
        ids += part.ids
        spans.append((at, len(ids)))
    return Tokens(ids + after, words), spans


def _words(text: str, offsets: list[tuple[int, int]], first: int) -> Iterator[Word]:
    token = 0
    for number, match in enumerate(WORD.finditer(text, first)):
        while token < len(offsets) and offsets[token][1] <= match.start():
            token += 1
        end = token
        while end < len(offsets) and offsets[end][0] < match.end():
            end += 1
        if end > token:
            word = match[0]
            name = any(map(str.isdigit, word)) or (number > 0 and word[0].isupper())
            yield Word(fold(word), token, end, name)


def marks(question: Tokens, window: Window) -> tuple[list[int], list[int]]:
    """The marks of every token of the question and of the window."""
    asked = {w.text: _is_name(w, window.article.names) for w in question.words}
    here = {w.text for w in window.tokens.words}
    of_question = [Mark.NONE] * len(question.ids)
    of_window = [Mark.NONE] * len(window.tokens.ids)
    for word in question.words:
        mark = _asked_mark(word.text, asked[word.text], here, window.article.words)
        of_question[word.start : word.end] = [mark] * (word.end - word.start)
    for word in window.tokens.words:
        if word.text in asked:
            mark = _text_mark(word.text, asked[word.text])
            of_window[word.start : word.end] = [mark] * (word.end - word.start)
    return list(map(int, of_question)), list(map(int, of_window))


def _is_name(word: Word, names: Collection[str]) -> bool:
    """In chat names are written small: the text tells."""
    return word.name or word.text in names


def _asked_mark(text: str, name: bool, here: Collection[str], article: Collection[str]) -> Mark:
    if name:
        if text in here:
            return Mark.ASKED_NAME
        return Mark.ASKED_ELSEWHERE if text in article else Mark.ASKED_NOWHERE
    return Mark.ASKED_WORD if len(text) >= PLAIN_LETTERS and text in here else Mark.NONE


def _text_mark(text: str, name: bool) -> Mark:
    if name:
        return Mark.TEXT_NAME
    return Mark.TEXT_WORD if len(text) >= PLAIN_LETTERS else Mark.NONE
