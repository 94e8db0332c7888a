"""Articles by their day, for who asks for no subject: “berita terbaru”, `sumber:viva`."""

from itertools import islice

import numpy as np

from index.records import Hit
from index.search.candidates import Allowed
from index.search.results import opening
from index.store.snapshot_reader import OpenSnapshot


def listing(
    snapshot: OpenSnapshot, within: Allowed, *, limit: int, newest: bool = True
) -> tuple[Hit, ...]:
    """At most `limit` of the articles that are allowed, one a story, each with its first sentence.

    The newest first, or the oldest; those without a date are last.
    """
    numbers = np.arange(len(snapshot.days))
    if within.articles is not None:
        numbers = numbers[within.articles]
    days = snapshot.days[numbers]
    ordered = numbers[np.lexsort((-numbers, -days if newest else days, days == 0))]
    # The first of each story.
    _, first = np.unique(snapshot.stories[ordered], return_index=True)
    chosen = islice(ordered[np.sort(first)].tolist(), limit)
    return tuple(opening(number, snapshot) for number in chosen)
