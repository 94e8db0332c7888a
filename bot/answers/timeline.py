"""A topic's stories in chronological order, and how many articles appeared when."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answers.types import Interpretation
from index.query.filters import Filter
from index.records import Citation
from index.search.topics import Story, Topic

# Of more stories only the most relevant are shown: nobody reads a dozen pages in a chat.
MOST_TOLD = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One story: its first report, and how many other articles tell the same."""

    article: Citation
    also: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What the archive has on a topic over time.

    `told` are stories in order of time, those without a date last; `stories` is how many there are
    altogether, `articles` how many tell them. `days` are ISO dates with the number of articles of
    that day, in order; `undated` is the number of those without. `interpretation` holds the topic
    and what narrowed it. `more` tells that the archive probably has more than was counted.
    """

    interpretation: Interpretation
    told: tuple[TimelineEntry, ...]
    stories: int
    articles: int
    days: tuple[tuple[str, int], ...]
    undated: int
    more: bool

    @property
    def first(self) -> datetime.date | None:
        """The day of the first article that has a date."""
        return datetime.date.fromisoformat(self.days[0][0]) if self.days else None

    @property
    def last(self) -> datetime.date | None:
        """The day of the last article that has a date."""
        return datetime.date.fromisoformat(self.days[-1][0]) if self.days else None

    def without_hidden(self, hides: Callable[[Citation], bool]) -> "Timeline":
        """The timeline as it may be shown by now; `hides` says whether an article is hidden.

        The counts stay those of the day it was made.
        """
        return replace(self, told=tuple(one for one in self.told if not hides(one.article)))


def timeline(topic: Topic) -> Timeline:
    """The stories of `topic` in order of time; of more than 150 the most relevant."""
    told = sorted(topic.stories[:MOST_TOLD], key=_when)
    articles = [article for story in topic.stories for article in story.articles]
    days = Counter(article.published[:10] for article in articles)
    undated = days.pop("", 0)
    return Timeline(
        interpretation=Interpretation(
            # The title names the speaker, and a timeline has an order of its own.
            query=topic.query.without(Filter.SPEAKER, Filter.LATEST),
            dropped=topic.dropped if topic.stories else (),
            corrections=topic.corrections,
        ),
        told=tuple(TimelineEntry(article=story.first, also=len(story.also)) for story in told),
        stories=len(topic.stories),
        articles=len(articles),
        days=tuple(sorted(days.items())),
        undated=undated,
        more=topic.more,
    )


def _when(story: Story) -> tuple[bool, str]:
    return not story.first.published, story.first.published
