"""The fields of an article in a loosely typed mapping."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from index.errors import InputUnusable
from index.sources.html.pages import read_page, recognise_html
from index.sources.markup import plain_value
from index.sources.raw import Entry, NamedValues, RawRecord
from index.sources.records.names import (
    FIELDS,
    NAMES,
    NO_MAP,
    PAGES,
    TEASERS,
    FieldMap,
    bare_name,
    is_text_name,
)
from index.sources.records.values import (
    address_value,
    moment_value,
    name_value,
    raw_text,
    text_value,
    utc_value,
    without_cut_mark,
)
from index.text.article_dates import to_iso
from index.text.urls import http_url

# Objects that hold the fields of a record, one level down.
INNER = (
    *("article", "_source", "fields", "attributes", "post", "news", "data", "doc"),
    *("node", "item", "properties", "berita", "artikel", "story"),
)
# Most field names that a message lists.
_LISTED = 12
# Characters; what is longer is no name (a table without a header has values there).
_LONGEST_NAME = 40
_CUT = "its source gives only the beginning of its text"
_LOCALE = re.compile(r"([a-z]{2,3})[-_][A-Za-z]{2,4}")


def known_fields(values: Mapping[str, object], names: FieldMap = NO_MAP) -> dict[str, str]:
    """The article fields (`FIELDS`) of a loosely typed mapping as strings, without blank ones.

    Numbers become strings (an id, a Unix time), lists are joined (authors), objects give what they
    name, tags and entities are read; other values and unknown keys are ignored.
    """
    stated = names.stated(values)
    given = _by_name(values)
    found = {name: _read(name, stated, given) for name in FIELDS}
    # Obsidian's clipper calls the address its source.
    if not found["url"] and re.match("https?://", found["source"]):
        found["url"], found["source"] = found["source"], ""
    return {name: value for name, value in found.items() if value.strip()}


def read_record(values: object, names: FieldMap = NO_MAP) -> RawRecord:
    """The raw record of one article's values; raises InputUnusable for anything else.

    Tags, entities and Markdown marks of its text are read, and its blank lines are dropped: in a
    record they are no layout for cleaning to rely on. A text that is a whole page is read as one.
    """
    if not isinstance(values, dict):
        raise InputUnusable(f"{_kind(values)} where an article record (an object) is expected")
    record = inner_record(values, names)
    fields = {name: one for name, one in known_fields(record, names).items() if name != "text"}
    for raw in _texts(record, names):
        if recognise_html(raw[:1000].encode(errors="replace")):
            return read_page(raw, address=http_url(fields.get("url", "")), known=fields)
        if text := text_value(raw):
            shown = without_cut_mark(text)
            notice = _CUT if shown != text else ""
            return RawRecord(fields={**fields, "text": shown}, notice=notice)
    raise InputUnusable(_why_no_text(record))


def inner_record(values: Mapping[str, object], names: FieldMap = NO_MAP) -> Mapping[str, object]:
    """The record itself, or with the fields of the one object within that has the text."""
    if has_text(values, names):
        return values
    objects = {str(name).lower(): one for name, one in values.items() if isinstance(one, dict)}
    inner = (objects[name] for name in INNER if name in objects)
    found = next((one for one in inner if has_text(one, names)), None)
    return {**values, **found} if found else values


def has_text(values: Mapping[str, object], names: FieldMap = NO_MAP) -> bool:
    """Whether a record has a text of its own."""
    return any(_texts(values, names))


def check_columns(entry: Entry, names: FieldMap) -> None:
    """Raise InputUnusable if no column of a table can be a text: no record of it is an article."""
    if not isinstance(entry, NamedValues) or not entry.uniform:
        return
    stated = {name.split(".")[0].lower() for name in names.names("text")}
    columns = [str(name).strip() for name in entry.values] if isinstance(entry.values, dict) else []
    if not any(is_text_name(name) or name.lower() in stated for name in columns):
        raise InputUnusable(f"no column with a text; {_what_it_has(columns)}")


def are_records(items: object) -> bool:
    """Whether a list holds articles (objects with titles), not the paragraphs of one."""
    if not isinstance(items, list) or not items or not isinstance(items[0], dict):
        return False
    bare = set(map(bare_name, items[0]))
    return not bare.isdisjoint(("title", *NAMES["title"]))


def _texts(values: Mapping[str, object], names: FieldMap) -> Iterator[str]:
    """What may be the text of a record, as it is there, the best first.

    What is said to be it, the field `text`, the longest of the other names, a whole page.
    """
    given = _by_name(values)
    own = (*names.stated(values).get("text", ()), given.get("text"))
    bodies = [
        given.get(name)
        for name in NAMES["text"]
        if not (name in INNER and isinstance(given.get(name), dict))
    ]
    found = [raw_text(one) for one in own if not are_records(one)]
    found += sorted((raw_text(one) for one in bodies if not are_records(one)), key=len)[::-1]
    found += [raw_text(given.get(name)) for name in PAGES]
    return filter(str.strip, found)


def _why_no_text(values: Mapping[str, object]) -> str:
    own = [str(name) for name, value in values.items() if value not in (None, "", [], {})]
    if not own:
        return "no text, nor anything else"
    if isinstance(given := values.get("text"), bool | int | float):
        return f"`text` is {_kind(given)}; it must be a string"
    return f"no text; {_what_it_has(own)}"


def _what_it_has(names: Sequence[str]) -> str:
    short = [name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…" for name in names]
    shown = ", ".join(short[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    teaser = next((name for name in names if bare_name(name) in TEASERS), "")
    if teaser:
        return f"it has {shown}; `--map {teaser}=text` reads the summary as the text"
    return f"it has {shown}; `--map NAME=text` says which is the text"


def _by_name(values: Mapping[str, object]) -> dict[str, object]:
    """The values by bare names; of several under one, the first that is not blank."""
    found: dict[str, object] = {}
    for name, value in values.items():
        bare = bare_name(name)
        if bare and not found.get(bare):
            found[bare] = utc_value(value) if bare.endswith(("gmt", "utc")) else value
    return found


def _read(name: str, stated: Mapping[str, list[object]], given: Mapping[str, object]) -> str:
    """One field: as it is stated, else under its own name, else under others."""
    read, wanted = _READ.get(name, (name_value, bool))
    others = (name,) if name == "text" else (name, *NAMES[name])
    values = stated.get(name) or [given[other] for other in others if other in given]
    texts = [text for value in values if (text := read(value)).strip()]
    value = next(filter(wanted, texts), texts[0] if texts else "")
    return value if name in ("id", "text") else plain_value(value)


def _plain_text_value(value: object) -> str:
    return value if isinstance(value, str) else ""


def _name(value: object) -> str:
    # WordPress gives the numbers of people and categories.
    if isinstance(value, list):
        value = [one for one in value if not isinstance(one, int | float)]
    return "" if isinstance(value, int | float) else name_value(value)


def _lang(value: object) -> str:
    found = name_value(value)
    locale = _LOCALE.fullmatch(found)
    return locale[1] if locale else found


# How each field is read, and which of several values is taken.
_READ: Mapping[str, tuple[Callable[[object], str], Callable[[str], object]]] = {
    "url": (address_value, http_url),
    "published": (moment_value, to_iso),
    "author": (_name, bool),
    "section": (_name, bool),
    "lang": (_lang, bool),
    "text": (_plain_text_value, bool),
}


def _kind(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return "null" if value is None else names.get(type(value), "a number")
