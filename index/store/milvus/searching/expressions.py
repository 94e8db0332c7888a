"""Filters in the language of Milvus."""

import json
from collections.abc import Iterable, Iterator

from index.store.milvus.server import among
from index.store.snapshot.engines.selection import Selection, day_moments


def restricted(where: str, within: Selection) -> str:
    """A filter, maybe "", for the selected passages; "" for all."""
    conditions = [where] if where else []
    return " and ".join([*conditions, *_conditions(within)])


def _conditions(within: Selection) -> Iterator[str]:
    if within.first or within.last or within.dated:
        first, last = day_moments(within.first, within.last)
        yield f"published >= {first}"
        if last is not None:
            yield f"published <= {last}"
    named = {"outlet": within.outlets, "author": within.authors, "section": within.sections}
    for field, names in named.items():
        if names is not None:
            yield among(field, sorted(names))
    if within.articles is not None:
        yield among("article", within.articles)
    if within.without:
        yield f"article not in {json.dumps(list(within.without))}"


def with_any(field: str, phrases: Iterable[tuple[str, ...]]) -> str:
    """The filter that a field of analysed words has any of these words or phrases; "" if none."""
    single, several = set[str](), set[tuple[str, ...]]()
    for phrase in phrases:
        if len(phrase) == 1:
            single.update(phrase)
        elif phrase:
            several.add(phrase)
    found = [_match(field, sorted(single))] if single else []
    found += [_phrase(field, phrase) for phrase in sorted(several)]
    return f"({' or '.join(found)})" if found else ""


def _phrase(field: str, phrase: tuple[str, ...]) -> str:
    """The words by the index of words, which leaves few texts to look for the phrase in."""
    held = " and ".join(_match(field, [word]) for word in dict.fromkeys(phrase))
    # An underscore stands for any letter in a pattern; words have no other signs of their own.
    pattern = " ".join(phrase).replace("_", "\\_")
    return f"({held} and {field} like {json.dumps(f'% {pattern} %', ensure_ascii=False)})"


def _match(field: str, words: Iterable[str]) -> str:
    return f"TEXT_MATCH({field}, {json.dumps(' '.join(words), ensure_ascii=False)})"
