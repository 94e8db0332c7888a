"""The list of records within an object: the answer of an API, an export with a head.

`{"articles": […]}`, `{"data": {"posts": […]}}`, `{"hits": {"hits": […]}}`, `{"@graph": […]}`,
GraphQL's edges and nodes, Firebase's object of objects.
"""

import re
from collections.abc import Iterator, Mapping

from index.errors import InputUnusable
from index.sources.records.fields import has_text, inner_record

# Deep enough for {"data": {"posts": {"edges": [{"node": …}]}}}.
_DEEPEST = 4
_LISTS = frozenset("articles results hits docs data items posts news stories entries".split())
_BOM = rb"(?:\xef\xbb\xbf)?\s*"
# How an answer counts its results, says how it went or where to go on: it holds one page of them.
_ANSWER = re.compile(
    _BOM + rb"\{(?:[^\[]|\[\s*\])*?\"(?:total_?results|total_?articles|total_?hits|totalCount"
    rb"|total|count|status|took|next_?page|next|page|per_page|pageSize|offset|cursor|_scroll_id"
    rb"|current_?page|timed_out|numFound)\"\s*:(?:[^\[]|\[\s*\])*?\"(?:articles|results|hits"
    rb"|docs|data|items|posts|news|stories|entries|records|value|content)\"\s*:\s*\[\s*\{",
    re.IGNORECASE,
)
# A list of WordPress' REST interface, ten posts as a rule.
_RENDERED = re.compile(_BOM + rb"\[\s*\{[^\[]*?\"guid\"\s*:\s*\{\s*\"rendered\"")


def recognise_answer(head: bytes) -> bool:
    """Whether a file begins like one page of an API's results."""
    return bool(_ANSWER.match(head) or _RENDERED.match(head))


def records_in(value: object) -> Iterator[tuple[str, object]]:
    """The records of a JSON value, each with its place, "" for one that is all of it.

    Raises InputUnusable for an empty list.
    """
    if isinstance(value, list):
        items = [(f"item {number}", item) for number, item in enumerate(value, 1)]
    elif isinstance(value, dict) and not has_text(inner_record(value)):
        items = _listed(value)
    else:
        items = []
    if not items and (value == [] or _holds_nothing(value)):
        raise InputUnusable("an empty list")
    yield from items or [("", value)]


def _holds_nothing(value: object) -> bool:
    """Whether an object has a list of articles with none in it: an answer without results."""
    return isinstance(value, dict) and any(
        one == [] and str(name).lower() in _LISTS for name, one in value.items()
    )


def _listed(value: Mapping[str, object]) -> list[tuple[str, object]]:
    """The longest list of objects within an object that has records; [] if there is none."""
    lists = sorted(_lists(value, "", _DEEPEST), key=lambda found: -len(found[1]))
    for name, items in lists:
        if any(_is_record(item) for _, item in items):
            return [(f"{name} {key}".strip(), item) for key, item in items]
    return []


def _lists(
    value: Mapping[str, object], name: str, depth: int
) -> Iterator[tuple[str, list[tuple[str, object]]]]:
    if value and all(isinstance(one, dict) for one in value.values()):
        yield name, [(str(key), one) for key, one in value.items()]
    for key, inner in value.items():
        if isinstance(inner, list) and any(isinstance(one, dict) for one in inner):
            yield key, [(str(number), one) for number, one in enumerate(inner, 1)]
        elif isinstance(inner, dict) and depth:
            yield from _lists(inner, key, depth - 1)


def _is_record(item: object) -> bool:
    return isinstance(item, dict) and has_text(inner_record(item))
