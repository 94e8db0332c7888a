"""A topic's stories in chronological order, and how many articles appeared when."""

import datetime
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.answers.types import Interpretation
from index.query.filters import Filter
from index.records import Citation
from index.search.stories.topics import Story, Topic

# Of more stories only the most relevant are shown: nobody reads a dozen pages in a chat.
MOST_ENTRIES = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One story: its first report, and how many other articles tell the same."""

    article: Citation
    also: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """What the archive has on a topic over time.

    `entries` are stories in chronological order, those without a date last. There are `stories` in
    all, in `articles` articles. `days` are ISO dates, in order, each with its number of articles;
    `undated` is the number of articles without a date. `interpretation` has the topic and what
    narrowed it. `more`: the archive probably has more stories than were counted.
    """

    interpretation: Interpretation
    entries: tuple[TimelineEntry, ...]
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

    def without_hidden(self, is_hidden: Callable[[Citation], bool]) -> "Timeline":
        """The timeline as it may be shown by now; `is_hidden` says whether an article is hidden.

        The counts stay as they were.
        """
        left = tuple(one for one in self.entries if not is_hidden(one.article))
        return replace(self, entries=left)


def timeline(topic: Topic) -> Timeline:
    """The timeline of a topic; of more than 150 stories it has the most relevant ones."""
    shown = sorted(topic.stories[:MOST_ENTRIES], key=_when)
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
        entries=tuple(TimelineEntry(article=story.first, also=len(story.also)) for story in shown),
        stories=len(topic.stories),
        articles=len(articles),
        days=tuple(sorted(days.items())),
        undated=undated,
        more=topic.more,
    )


def _when(story: Story) -> tuple[bool, str]:
    return not story.first.published, story.first.published
