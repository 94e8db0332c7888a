"""Query suggestions: who speaks in an archive, and on which topics with a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import attrgetter

from index.store.snapshot.open_snapshot import OpenSnapshot
from index.store.snapshot.speakers.speaker_queries import Subject
from index.text.analysis import fold

# Speakers that are considered, those in most articles first, and the newest articles of each.
SPEAKERS = 20
ARTICLES = 8


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

    Always the same for one snapshot and the same hidden articles; no two are on one topic.
    """
    chosen: dict[str, Subject] = {}
    for subjects in islice(_visible(snapshot), SPEAKERS):
        fresh = [one for one in subjects if one.topic and fold(one.topic) not in chosen]
        if fresh:
            best = max(fresh, key=lambda one: (one.titles, len(one.topic)))
            chosen[fold(best.topic)] = best
    articles = snapshot.tables.citations({one.article for one in chosen.values()})
    return tuple(
        Suggestion(speaker=one.speaker, topic=one.topic, article=articles[one.article].id)
        for one in chosen.values()
    )


def _visible(snapshot: OpenSnapshot) -> Iterator[list[Subject]]:
    """The subjects of each speaker in the newest articles that are not hidden."""
    hidden = set(snapshot.hidden)
    shown = [one for one in snapshot.tables.subjects() if one.article not in hidden]
    for _, subjects in groupby(shown, key=attrgetter("speaker")):
        by_article = groupby(subjects, key=attrgetter("article"))
        yield [one for _, group in islice(by_article, ARTICLES) for one in group]
