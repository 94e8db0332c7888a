"""What an archive can be asked about: who speaks in it, and on which matters with a name."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.entities.matcher import EntityIndex
from index.entities.speaker_match import SpeakerQuery
from index.search.speaker_scores import SAME
from index.store import speaker_queries
from index.store.snapshot_queries import count_titles
from index.store.snapshot_reader import OpenSnapshot
from index.text.analysis import fold, fts_query, words
from index.text.article_dates import MONTH
from index.text.sentences import sentences

# Speakers that are looked at, those of most articles first, and of each the newest articles.
SPEAKERS = 20
ARTICLES = 8
# A matter that more of all articles name in their titles is a place or the government.
COMMON = 0.03
_ALWAYS_FEW = 10

# “Palapa Ring”, “RUU KPK”, “5G”: written large inside a sentence.
_NAMED = re.compile(r"(?<=[\w,;:] )(?:[A-Z][\w-]+|\d*[A-Z]+)(?: (?:[A-Z][\w-]+|\d*[A-Z]+))*\b")
_LONGEST = 3  # words
_SHORTEST = 3  # letters
_MONTH = re.compile(MONTH, re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][a-z'’.-]+(?: [A-Z][a-z'’.-]+){,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody who speaks in the archive, and a matter named in the title of such an article."""

    speaker: str
    topic: str
    article: str


def subjects(snapshot: OpenSnapshot) -> tuple[Subject, ...]:
    """For each of those who speak in most articles, the matter that most titles name.

    The same for the same snapshot. No two are on the same matter.
    """
    found: dict[str, Subject] = {}
    for speaker in _speakers(snapshot):
        titles = Counter(dict(_matters(speaker, snapshot)))
        fresh = [matter for matter in titles if fold(matter[0]) not in found]
        if fresh:
            topic, article = max(fresh, key=lambda matter: (titles[matter], len(matter[0])))
            found[fold(topic)] = Subject(speaker=speaker, topic=topic, article=article)
    return tuple(found.values())


def _speakers(snapshot: OpenSnapshot) -> Iterator[str]:
    """Names of people, those of most articles first, nobody by two names."""
    seen: list[SpeakerQuery] = []
    for name in speaker_queries.names_by_articles(snapshot.db, hidden=snapshot.hidden):
        others = (one.match(name=name, role="", institution="") for one in seen)
        if _PERSON.fullmatch(name) and all(agreement < SAME for agreement in others):
            seen.append(EntityIndex.shipped().parse_speaker(name))
            yield name
        if len(seen) == SPEAKERS:
            return


def _matters(speaker: str, snapshot: OpenSnapshot) -> Iterator[tuple[tuple[str, str], int]]:
    """Matters that somebody's articles name in title and text, with the articles' ids.

    And how many articles have it in their title, none of them too common.
    """
    few = max(_ALWAYS_FEW, COMMON * len(snapshot.days))
    for article, title, text in speaker_queries.articles_with(
        snapshot.db, speaker, hidden=snapshot.hidden, limit=ARTICLES
    ):
        for topic in _named(title, text, apart=set(words(speaker))):
            titles = count_titles(snapshot.db, fts_query([topic]))
            if titles <= few:
                yield (topic, article), titles


def _named(title: str, text: str, *, apart: set[str]) -> list[str]:
    """Names that stand at least twice inside sentences of the text, and in the title.

    Not those of places, offices and people that are known, of months, of parts of longer names.
    """
    known, small = f" {' '.join(words(title))} ", set(re.findall(r"\b[a-z]+\b", text))
    inside = Counter(
        found[0] for start, end in sentences(text) for found in _NAMED.finditer(text, start, end)
    )
    parts = {word for name in inside if " " in name for word in name.split()}
    return [
        name
        for name, times in sorted(inside.items())
        if times > 1
        and f" {' '.join(words(name))} " in known
        and apart.isdisjoint(words(name))
        and len(name) >= _SHORTEST
        and len(name.split()) <= _LONGEST
        and not (name in parts or name.lower() in small or _MONTH.search(name))
        and not EntityIndex.shipped().knows(name)
    ]
