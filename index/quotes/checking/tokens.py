"""The words of a quotation as they are compared: numbers, negations and names apart from others."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.text.analysis import APOSTROPHES, fold, stem

_TOKEN = re.compile(
    rf"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*|[%‰]",
)
# What stands before the first word of a sentence or of a quotation.
_BEGINS = re.compile(r"[.?!:…“”\"‘\n]")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
# One negation in several styles: with them, a sentence says the same.
_SAME_NEGATION = dict.fromkeys(
    "tak nggak enggak engga ngga gak ga kagak ndak tdk tiada tidaklah".split(), "tidak"
)
_SAME_NEGATION |= {"bkn": "bukan", "bukanlah": "bukan", "blm": "belum"}
_SAME_NEGATION |= dict.fromkeys(["jgn", "janganlah"], "jangan")
_SIGNS = {"%": "persen", "percent": "persen"}
NEGATIONS = frozenset(
    "tidak bukan belum jangan tanpa takkan mustahil anti non not no never none nor neither without"
    " cannot cant dont doesnt didnt isnt arent wasnt werent wont wouldnt couldnt shouldnt havent"
    " hasnt hadnt aint".split()
)
_CONTRACTED = re.compile(rf"[a-z]+n[{APOSTROPHES}]t")
CARRIES_NEGATION = NEGATIONS | frozenset(
    "akan pernah ada perlu boleh bisa dapat mau harus lagi sempat juga mungkin ingin benar bilang"
    " mengatakan bahwa be been to have has ever going will say said that do does did".split()
)
"""Words between a negation and what it negates: “tidak akan pernah …”, “tidak pernah bilang …”."""
NUMBER_WORDS = frozenset(
    "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh seratus"
    " ratus ratusan seribu ribu ribuan sejuta juta jutaan miliar milyar miliaran triliun setengah"
    " separuh sepertiga seperempat pertama kedua ketiga keempat kelima keenam ketujuh kedelapan"
    " kesembilan kesepuluh zero one two three four five six seven eight nine ten eleven twelve"
    " twenty thirty forty fifty hundred hundreds thousand thousands million millions billion"
    " billions trillion half third quarter first second".split()
)
SMALL_WORDS = frozenset(
    "yang yg itu ini tersebut nya lah kah pun sih dong deh kok ya yah nih tuh kan nah toh oh eh"
    " dan di ke dari pada untuk dengan dalam oleh bahwa adalah ialah merupakan para sang si jadi"
    " juga lagi saja aja kita kami saya aku kalau kalo the a an of to in on at for is are was were"
    " be been that this these those and so well it its s".split()
)
"""Words without which a sentence says the same: articles, particles, prepositions, fillers.

Pronouns of the speaker are among them, modal verbs, comparisons and “hanya” are not.
"""


@dataclass(frozen=True, slots=True)
class QuoteToken:
    """One word, `text[start:end]`; `word` is how it is compared, `named` that it is a name."""

    start: int
    end: int
    word: str
    named: bool

    @property
    def is_number(self) -> bool:
        """Whether it counts something, in figures or in words."""
        return self.word[0].isdigit() or self.word in NUMBER_WORDS

    @property
    def is_negation(self) -> bool:
        """Whether a sentence with it says the opposite of one without."""
        return self.word in NEGATIONS

    @property
    def is_small(self) -> bool:
        """Whether a sentence without it says the same."""
        return self.word in SMALL_WORDS and not self.named

    @property
    def weight(self) -> float:
        """What sharing it tells: a small word little."""
        return 0.25 if self.is_small else 1.0


def quote_tokens(text: str) -> list[QuoteToken]:
    """The words of a text in order.

    A capital makes a name, but at the beginning of a sentence or a quotation, and in texts that are
    all capitals.
    """
    shouted = text.isupper()
    found: list[QuoteToken] = []
    last = 0
    for match in _TOKEN.finditer(text):
        word, start = match[0], match.start()
        named = False
        if found and not shouted and word[0].isupper():
            named = _BEGINS.search(text, last, start) is None
        last = match.end()
        found.append(QuoteToken(start, last, _compared(word), named))
    return found


@lru_cache(maxsize=200_000)
def _compared(written: str) -> str:
    if written[0].isdigit():
        grouped = _GROUPED.fullmatch(written)
        return re.sub("[.,]", "", written) if grouped else written.replace(",", ".")
    if _CONTRACTED.fullmatch(written.lower()):
        return "not"
    word = fold(written)
    return _SAME_NEGATION.get(word) or _SIGNS.get(word) or word


def compared_words(tokens: Iterable[QuoteToken]) -> list[str]:
    """The words of tokens as they are compared."""
    return [token.word for token in tokens]


def weight_of(tokens: Iterable[QuoteToken]) -> float:
    """The weight of tokens together."""
    return sum(token.weight for token in tokens)


def says_the_same(asked: Sequence[QuoteToken], archived: Sequence[QuoteToken]) -> bool:
    """Whether a sentence says the same with either of these words in one place.

    True of small words, of other spellings and of other forms of one word. Never of numbers,
    negations and names, nor of “ditangkap” for “menangkap”: who did it to whom changes.
    """
    both = (*asked, *archived)
    if any(token.is_number or token.is_negation for token in both):
        return False
    if "".join(compared_words(asked)) == "".join(compared_words(archived)):
        return True
    if any(token.named for token in both):
        return False
    one = [token.word for token in asked if not token.is_small]
    other = [token.word for token in archived if not token.is_small]
    return len(one) == len(other) and all(map(_is_form_of, one, other))


def _is_form_of(one: str, other: str) -> bool:
    voices = {_is_passive(one), _is_passive(other)}
    return one == other or (stem(one) == stem(other) and len(voices) == 1)


def _is_passive(word: str) -> bool:
    return word.startswith(("di", "ter")) and stem(word) != word
