"""The entity table: `data/entities.toml` and what the owner adds, checked entry by entry."""

import datetime
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeAlias

from index.errors import ArchiveError
from index.text.analysis import fold

# Sections of words: each row has an Indonesian word and its synonyms, separated by commas.
SECTIONS = ("offices", "people", "anyone", "places", "countries", "subjects", "changes")
# The section that lists offices which one person at a time holds in an institution or place.
_ONE_HOLDER = "one-holder"
_LISTS = ("entity", "person")
_ENTITY_KEYS = {"names", "from", "until", "became", "heads", "holders"}
_HOLDER_KEYS = {"name", "from", "until"}

Synonyms: TypeAlias = Mapping[str, tuple[str, ...]]
# A table as TOML gives it: anything until it is checked.
_Raw: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """A person who held an office, with the first and the last day; None if not known."""

    name: str
    first: datetime.date | None = None
    last: datetime.date | None = None

    def held(self, day: datetime.date) -> bool:
        """Whether the person held the office on that day."""
        return _within(day, self.first, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An institution (or a person) by all its names, the full Indonesian one first.

    `heads` are titles of its head, `became` is a name of its successor or "".
    """

    names: tuple[str, ...]
    heads: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    first: datetime.date | None = None
    last: datetime.date | None = None
    became: str = ""

    def existed(self, day: datetime.date) -> bool:
        """Whether it had these names on that day."""
        return _within(day, self.first, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityTable:
    """All that is known of names and titles.

    `people` are tuples of a person's names, the full one first; `as_written` are the names that
    are found only in that spelling; `synonyms` gives for each section the synonyms of its
    Indonesian words; `one_holder` are the folded offices that one person at a time holds in an
    institution or place.
    """

    entities: tuple[Entity, ...] = ()
    people: tuple[tuple[str, ...], ...] = ()
    as_written: frozenset[str] = frozenset()
    synonyms: Mapping[str, Synonyms] = field(default_factory=dict)
    one_holder: frozenset[str] = frozenset()

    def with_own(self, own: "EntityTable") -> "EntityTable":
        """This table with the entries of another, which replace those of the same first name."""
        entities = {fold(entity.names[0]): entity for entity in (*self.entities, *own.entities)}
        people = {fold(names[0]): names for names in (*self.people, *own.people)}
        return EntityTable(
            entities=tuple(entities.values()),
            people=tuple(people.values()),
            as_written=self.as_written | own.as_written,
            synonyms={
                name: _joined(self.synonyms.get(name, {}), own.synonyms.get(name, {}))
                for name in SECTIONS
            },
            one_holder=self.one_holder | own.one_holder,
        )

    def with_entities(self, more: Iterable[Entity], as_written: Iterable[str]) -> "EntityTable":
        """This table with further entities and names that are found only as written."""
        return replace(
            self,
            entities=(*self.entities, *more),
            as_written=self.as_written | frozenset(as_written),
        )


@cache
def load_shipped_table() -> EntityTable:
    """The table that comes with the program, read once."""
    source = resources.files("index") / "data" / "entities.toml"
    return _table(tomllib.loads(source.read_text(encoding="utf-8")), "entities.toml")


def load_own_table(path: Path) -> EntityTable:
    """An owner's table, empty if there is no such file; ArchiveError says what is wrong in it."""
    try:
        return _table(tomllib.loads(path.read_text(encoding="utf-8-sig")), str(path))
    except FileNotFoundError:
        return EntityTable()
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ArchiveError(f"{path}: not UTF-8 text; save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise ArchiveError(f"{path}: not valid TOML: {error}") from error


def _within(day: datetime.date, first: datetime.date | None, last: datetime.date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _joined(one: Synonyms, other: Synonyms) -> Synonyms:
    return {word: (*one.get(word, ()), *other.get(word, ())) for word in (*one, *other)}


def _table(raw: _Raw, file: str) -> EntityTable:
    _check_keys(raw, {*SECTIONS, *_LISTS, "as-written", _ONE_HOLDER}, file)
    for name in _LISTS:
        rows = raw.get(name, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise ArchiveError(f"{file}: “{name}” must be written as [[{name}]] entries")
    return EntityTable(
        entities=tuple(_entity(row, file) for row in raw.get("entity", [])),
        people=tuple(_person(row, file) for row in raw.get("person", [])),
        as_written=frozenset(_strings(raw, "as-written", file)),
        synonyms={name: _synonyms(raw.get(name, {}), f"{file}: [{name}]") for name in SECTIONS},
        one_holder=_one_holder(raw.get(_ONE_HOLDER, {}), f"{file}: [{_ONE_HOLDER}]"),
    )


def _entity(row: _Raw, file: str) -> Entity:
    names = _names(row, file, "entity")
    place = f"{file}: entry “{names[0]}”"
    _check_keys(row, _ENTITY_KEYS, place)
    became = row.get("became", "")
    if not isinstance(became, str):
        raise ArchiveError(f"{place}: “became” must be one name in quotation marks")
    holders = row.get("holders", [])
    if not isinstance(holders, list):
        raise ArchiveError(f"{place}: “holders” must be a list")
    first, last = _dates(row, place)
    return Entity(
        names=names,
        heads=_strings(row, "heads", place),
        holders=tuple(_holder(holder, place) for holder in holders),
        first=first,
        last=last,
        became=became,
    )


def _person(row: _Raw, file: str) -> tuple[str, ...]:
    names = _names(row, file, "person")
    _check_keys(row, {"names"}, f"{file}: entry “{names[0]}”")
    return names


def _names(row: _Raw, file: str, kind: str) -> tuple[str, ...]:
    names = _strings(row, "names", f"{file}: a [[{kind}]] entry")
    if not names:
        raise ArchiveError(f"{file}: a [[{kind}]] entry has no “names”")
    return names


def _holder(row: object, place: str) -> Holder:
    if not isinstance(row, dict) or not isinstance(row.get("name"), str) or not row["name"].strip():
        raise ArchiveError(f'{place}: a holder must be written as {{ name = "…" }}')
    place = f"{place}, holder “{row['name']}”"
    _check_keys(row, _HOLDER_KEYS, place)
    first, last = _dates(row, place)
    return Holder(name=row["name"], first=first, last=last)


def _dates(row: _Raw, place: str) -> tuple[datetime.date | None, datetime.date | None]:
    first, last = (_date(row.get(key), f"{place}: “{key}”") for key in ("from", "until"))
    if first and last and last < first:
        raise ArchiveError(f"{place}: “until” {last} is before “from” {first}")
    return first, last


def _date(value: object, place: str) -> datetime.date | None:
    if value is None or type(value) is datetime.date:
        return value
    try:
        return datetime.date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ArchiveError(f"{place} must be a day like 2019-10-23, not {value!r}") from None


def _strings(row: _Raw, key: str, place: str) -> tuple[str, ...]:
    value = row.get(key, [])
    good = isinstance(value, list) and all(isinstance(x, str) and x.strip() for x in value)
    if not good:
        raise ArchiveError(f'{place}: “{key}” must be a list like ["…", "…"], not {value!r}')
    return tuple(value)


def _synonyms(section: object, place: str) -> Synonyms:
    if not isinstance(section, dict):
        raise ArchiveError(f'{place} must hold lines like "juru bicara" = "jubir, spokesman"')
    for word, others in section.items():
        if not isinstance(others, str):
            raise ArchiveError(f"{place}: “{word}” must be words in quotation marks")
    return {
        word: tuple(name for other in others.split(",") if (name := " ".join(other.split())))
        for word, others in section.items()
    }


def _one_holder(section: object, place: str) -> frozenset[str]:
    lists = _synonyms(section, place)
    _check_keys(dict(lists), {"offices"}, place)
    return frozenset(map(fold, lists.get("offices", ())))


def _check_keys(row: _Raw, known: set[str], place: str) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        raise ArchiveError(f"{place}: unknown “{unknown[0]}”; known are {', '.join(sorted(known))}")
