"""What can be asked of an archive, worked out while its snapshot is written.

Who speaks in most articles, and on which topics with a name. Counting the articles of all speakers
of a million passages takes over a minute by SQL, which nobody can wait for who begins to chat.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Iterator

import numpy as np

from index.entities.matcher import EntityIndex
from index.entities.speaker_match import MOST, SpeakerQuery
from index.store.snapshot.article_arrays import Numbers
from index.store.snapshot.speakers.speaker_queries import (
    Subject,
    all_speakers,
    newest_texts,
    write_subjects,
)
from index.store.snapshot.speakers.spoken_rows import SpokenRows
from index.store.snapshot.word_index import WordIndex
from index.text.analysis import spaced_words, words
from index.text.article_dates import MONTH
from index.text.sentences import sentences

# A topic in the titles of more than this share of all articles is a place or the government.
COMMON = 0.03
_ALWAYS_FEW = 10
# Speakers and articles of each that are kept: twice what is looked at (search/stories/suggestions),
# for when articles are hidden.
SPEAKERS = 40
ARTICLES = 16

# “Palapa Ring”, “RUU KPK”, “5G”: capitals inside a sentence.
_NAMED = re.compile(r"(?<=[\w,;:] )(?:[A-Z][\w-]+|\d*[A-Z]+)(?: (?:[A-Z][\w-]+|\d*[A-Z]+))*\b")
_LONGEST = 3  # words
_SHORTEST = 3  # letters
_MONTH = re.compile(MONTH, re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][a-z'’.-]+(?: [A-Z][a-z'’.-]+){,2}")


def write_sample_subjects(db: sqlite3.Connection, spoken: SpokenRows, index: WordIndex) -> None:
    """Write the table `subjects` of a snapshot whose other tables and arrays are written."""
    articles = len(spoken.articles.days)
    few = max(_ALWAYS_FEW, COMMON * articles)
    found: list[Subject] = []
    for speaker, numbers in _speakers(db, spoken):
        for number, title, text in newest_texts(db, _newest(numbers, spoken), limit=ARTICLES):
            named = _named(title, text, apart=set(words(speaker)))
            counts = {topic: index.count_titles(topic) for topic in named}
            rare = {topic: count for topic, count in counts.items() if count <= few}
            # An article without a topic counts among the newest, too.
            found += [Subject(speaker, number, *one) for one in (rare or {"": 0}).items()]
    write_subjects(db, found)


def _speakers(db: sqlite3.Connection, spoken: SpokenRows) -> Iterator[tuple[str, Numbers]]:
    """Names of people with their articles, those in most first, nobody under two names."""
    seen: list[SpeakerQuery] = []
    for name, numbers in _by_articles(db, spoken):
        others = (one.match(name=name, role="", institution="") for one in seen)
        if _PERSON.fullmatch(name) and all(agreement < MOST for agreement in others):
            seen.append(EntityIndex.shipped().parse_speaker(name))
            yield name, numbers
        if len(seen) == SPEAKERS:
            return


def _by_articles(db: sqlite3.Connection, spoken: SpokenRows) -> Iterator[tuple[str, Numbers]]:
    """All names of speakers with their articles, most articles first, equal ones by name."""
    names, codes = np.unique([one.name for one in all_speakers(db)] or [""], return_inverse=True)
    of_statements = np.repeat(codes[: len(spoken.starts) - 1], np.diff(spoken.starts))
    articles = spoken.articles.articles[spoken.rows]
    # Each name with each of its articles once, as one number, in order.
    size = max(len(spoken.articles.days), 1)
    pairs = np.unique(of_statements * size + articles)
    counts = np.bincount(pairs // size, minlength=len(names))
    ends = np.cumsum(counts)
    for code in np.lexsort((np.arange(len(names)), -counts)).tolist():
        if names[code] and counts[code]:
            yield str(names[code]), pairs[ends[code] - counts[code] : ends[code]] % size


def _newest(numbers: Numbers, spoken: SpokenRows) -> list[int]:
    """Those of the articles that can be among the newest ones: their last days."""
    days = spoken.articles.days[numbers]
    last = np.sort(days)[-ARTICLES:][0]
    return [int(number) for number in numbers[days >= last]]


def _named(title: str, text: str, *, apart: set[str]) -> list[str]:
    """Names that stand at least twice inside sentences of the text, and in the title.

    Without months, parts of longer names, and known places, offices and people.
    """
    known, small = spaced_words(title), set(re.findall(r"\b[a-z]+\b", text))
    inside = Counter(
        found[0] for start, end in sentences(text) for found in _NAMED.finditer(text, start, end)
    )
    parts = {word for name in inside if " " in name for word in name.split()}
    return [
        name
        for name, times in sorted(inside.items())
        if times > 1
        and spaced_words(name) in known
        and apart.isdisjoint(words(name))
        and len(name) >= _SHORTEST
        and len(name.split()) <= _LONGEST
        and not (name in parts or name.lower() in small or _MONTH.search(name))
        and not EntityIndex.shipped().knows(name)
    ]
