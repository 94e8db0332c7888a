"""Query suggestions: who speaks in an archive, and on which topics with a name."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from index.entities.matcher import EntityIndex
from index.entities.speaker_match import MOST, SpeakerQuery
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import fold, spaced_words, words
from index.text.article_dates import MONTH
from index.text.sentences import sentences

# Speakers that are considered, those in most articles first, and the newest articles of each.
SPEAKERS = 20
ARTICLES = 8
# A topic in the titles of more than this share of all articles is a place or the government.
COMMON = 0.03
_ALWAYS_FEW = 10

# “Palapa Ring”, “RUU KPK”, “5G”: capitals inside a sentence.
_NAMED = re.compile(r"(?<=[\w,;:] )(?:[A-Z][\w-]+|\d*[A-Z]+)(?: (?:[A-Z][\w-]+|\d*[A-Z]+))*\b")
_LONGEST = 3  # words
_SHORTEST = 3  # letters
_MONTH = re.compile(MONTH, re.IGNORECASE)
_PERSON = re.compile(r"[A-Z][a-z'’.-]+(?: [A-Z][a-z'’.-]+){,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A speaker of the archive and a topic in the title of an article that quotes them.

    `article` is the id of that article.
    """

    speaker: str
    topic: str
    article: str


def suggest(snapshot: OpenSnapshot) -> tuple[Suggestion, ...]:
    """For each of the speakers in most articles, the topic that stands in most titles.

    Always the same for one snapshot; no two are on one topic.
    """
    found: dict[str, Suggestion] = {}
    for speaker in _speakers(snapshot):
        titles = Counter(dict(_topics(speaker, snapshot)))
        fresh = [one for one in titles if fold(one[0]) not in found]
        if fresh:
            topic, article = max(fresh, key=lambda one: (titles[one], len(one[0])))
            found[fold(topic)] = Suggestion(speaker=speaker, topic=topic, article=article)
    return tuple(found.values())


def _speakers(snapshot: OpenSnapshot) -> Iterator[str]:
    """Names of people, those in most articles first, nobody under two names."""
    seen: list[SpeakerQuery] = []
    for name in snapshot.tables.names_by_articles(hidden=snapshot.hidden):
        others = (one.match(name=name, role="", institution="") for one in seen)
        if _PERSON.fullmatch(name) and all(agreement < MOST for agreement in others):
            seen.append(EntityIndex.shipped().parse_speaker(name))
            yield name
        if len(seen) == SPEAKERS:
            return


def _topics(speaker: str, snapshot: OpenSnapshot) -> Iterator[tuple[tuple[str, str], int]]:
    """Topics in title and text of a speaker's articles, each with the id of the article.

    And how many articles have the topic in their title; too common ones are left out.
    """
    few = max(_ALWAYS_FEW, COMMON * len(snapshot.days))
    for article, title, text in snapshot.tables.articles_with(
        speaker, hidden=snapshot.hidden, limit=ARTICLES
    ):
        for topic in _named(title, text, apart=set(words(speaker))):
            titles = snapshot.words.count_titles(topic)
            if titles <= few:
                yield (topic, article), titles


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
