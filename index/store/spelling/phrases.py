"""Spelling correction by context: two misspelt words that only make sense together.

“veronika kumon” and “habiebie meningal”: “kumon” is more than a slip away from “koman”, and a large
archive has “veronika” itself. What tells is the phrase: of the words that look or sound alike, only
“veronica koman” stand side by side in the articles, as a noisy channel with a bigram model has it
(E. Mays, F. Damerau, R. Mercer, “Context based spelling correction”, 1991).
"""

from collections.abc import Sequence
from itertools import pairwise, product

from index.store.snapshot.engines.contents import PassageWords, SpellingTable
from index.store.spelling.slips import is_correctable, similar_words
from index.text.stopwords import STOP_WORDS, is_common

# How far a word that the archive lacks may be from one that it has, by its length: a slip costs 1,
# any other edit 3.
FARTHEST = {4: 3, 5: 4, 6: 4, 7: 4}
FARTHEST_LONG = 5
# A word that some passages have may be misspelt there, too: how far it may be from another, by the
# most passages, and how many times as many the other needs.
FARTHEST_KNOWN = ((5, 3), (30, 2))
MORE_PASSAGES = 2
# Passages that must have the corrected phrase, and how many times those with the phrase as asked.
FEWEST_PHRASES, MORE_PHRASES = 3, 10
# … and which share of the passages with a corrected word have the phrase: a word that stands beside
# everything tells nothing.
SHARE = 0.05
# A common word, which is beside many, must be nearly the same.
CLOSE = 1
# Words that are tried for one, the nearest and then the most frequent, and pairs of them.
MOST_OPTIONS, MOST_PAIRS = 40, 200
# Spellings from before 1972, and of foreign names by ear.
_BY_EAR = (("dj", "j"), ("tj", "c"), ("oe", "u"), ("ie", "i"), ("nj", "ny"))


def correct_phrases(
    table: SpellingTable, index: PassageWords, words: Sequence[str], protected: frozenset[str]
) -> dict[str, str]:
    """The corrections of folded words that stand side by side, as far as the phrases tell.

    A pair is corrected if the archive has the phrase, and hardly the one as asked. Words in
    `protected` are not corrected. `table` has the spellings of the snapshot, `index` its words.
    """
    counts = index.count_passages(words)
    options = {
        word: [] if word in protected else _options(table, word, counts.get(word, 0))
        for word in set(words)
    }
    found: dict[str, str] = {}

    def choices(word: str) -> list[str]:
        return [found[word]] if word in found else [word, *options[word]]

    for first, second in pairwise(word for word in words if word not in STOP_WORDS):
        if options[first] or options[second]:
            found |= _best_pair(index, (first, second), [*map(choices, (first, second))])
    return found


def _options(table: SpellingTable, word: str, own: int) -> list[str]:
    """Other words of the archive that may be meant by a word, the likeliest first.

    `own`: the passages that it stands in itself.
    """
    farthest = FARTHEST.get(len(word), FARTHEST_LONG)
    if own:
        farthest = next((cost for most, cost in FARTHEST_KNOWN if own <= most), 0)
    if not farthest or not is_correctable(word):
        return []
    costs: dict[str, tuple[int, int]] = {}
    for spelling in dict.fromkeys((word, _by_ear(word))):
        for similar in similar_words(table, spelling, farthest):
            cost = (similar.cost, -similar.passages)
            most = CLOSE if is_common(similar.word) else farthest
            if similar.cost <= most and similar.passages > MORE_PASSAGES * own:
                costs[similar.word] = min(cost, costs.get(similar.word, cost))
    costs.pop(word, None)
    return sorted(costs, key=lambda one: (costs[one], one))[:MOST_OPTIONS]


def _by_ear(word: str) -> str:
    for old, new in _BY_EAR:
        word = word.replace(old, new)
    return word


def _best_pair(
    index: PassageWords, asked: tuple[str, str], options: Sequence[Sequence[str]]
) -> dict[str, str]:
    """What the words of a pair become; nothing if no other phrase is much more frequent."""
    numbered = sorted(product(*map(enumerate, options)), key=lambda pair: pair[0][0] + pair[1][0])
    pairs = [(first, second) for (_, first), (_, second) in numbered[:MOST_PAIRS]]
    phrases = index.count_phrases(" ".join(pair) for pair in pairs)
    best = max(range(len(pairs)), key=lambda number: (phrases[number], -number))
    changed = {old: new for old, new in zip(asked, pairs[best], strict=True) if old != new}
    own = index.count_passages(changed.values())
    least = max(
        FEWEST_PHRASES,
        MORE_PHRASES * (phrases[pairs.index(asked)] if asked in pairs else 0),
        SHARE * max(own.values(), default=0),
    )
    return changed if phrases[best] >= least else {}
