"""The office of a speaker, however it is written, and whether one person at a time holds it."""

from collections.abc import Set
from typing import NamedTuple

from index.attribution.lexicon.office_words import CLUBS, FIELDS, KINDS, ROLES
from index.attribution.mentions import Speaker
from index.entities.affiliation import Affiliation
from index.entities.gazetteer import Gazetteer
from index.text.analysis import WORD, words

# A spokesperson's title says nothing against one: “Kepala Biro Humas” is its spokesperson too.
BESIDE = frozenset(["juru bicara"])
# Held by several people in one institution, unless further words say of what: “Direktur
# Penyidikan”.
ONE_OF_SEVERAL = frozenset(["direktur", "wakil presiden"])
# With these words the offices below have several holders: a party has more than one “Ketua DPP”, a
# parliament more than one “Ketua Fraksi”.
SEVERAL = frozenset("dpp pp pb pengurus fraksi".split())
IN_SEVERAL = frozenset(["ketua", "sekretaris"])
# Parts that every institution has, so that they identify none.
PARTS = frozenset(
    "bidang bagian seksi biro divisi subdit direktorat pusat unit satuan departemen dinas kantor"
    " wilayah cabang".split()
)
# Words in the names of many offices and institutions: capitals do not make them identify one.
COMMON = (FIELDS - CLUBS) | KINDS | ROLES | {"pribadi"}


class Position(NamedTuple):
    """An office in terms of the table of entities; equal for all ways to write it.

    The fields are those of `Affiliation` (`people` are its `occupations`), but `entities` and
    `leads` include earlier and later names of an institution.
    """

    roles: frozenset[str]
    entities: frozenset[int]
    leads: frozenset[int]
    places: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    people: frozenset[str]

    def covers(self, other: "Position") -> bool:
        """Whether everything the other says of the office is said by this one, too."""
        return all(theirs <= own for own, theirs in zip(self, other, strict=True))


class ParsedPosition(NamedTuple):
    """A speaker's office, None for a former one, and whether one person at a time holds it."""

    position: Position | None
    single: bool


def parse_position(gazetteer: Gazetteer, speaker: Speaker) -> ParsedPosition:
    """Parse the role and institution of a speaker; a speaker without any has an empty position."""
    office = gazetteer.read_affiliation(speaker.role, speaker.institution)
    if office.former or office.relatives or office.persons:
        return ParsedPosition(None, single=False)
    heads = frozenset[str]().union(*(gazetteer.head_roles[row] for row in office.leads))
    # “Staf Khusus Presiden” leads nothing; “Menteri PPN/Kepala Bappenas” is one office twice.
    leads = bool(office.leads) and office.roles - heads <= gazetteer.one_holder
    position = Position(
        roles=heads if leads else office.roles,
        entities=_related(gazetteer, office.entities),
        leads=_related(gazetteer, office.leads),
        places=office.places,
        countries=office.countries,
        words=office.words,
        people=office.occupations,
    )
    single = leads or _is_single(position, office, speaker, gazetteer.one_holder)
    return ParsedPosition(position, single)


def _related(gazetteer: Gazetteer, rows: Set[int]) -> frozenset[int]:
    """The rows of institutions together with those of their earlier and later names."""
    return frozenset(other for row in rows for other in gazetteer.related[row])


def _is_single(
    position: Position, office: Affiliation, speaker: Speaker, one_holder: Set[str]
) -> bool:
    """Whether one person at a time holds an office that names its institution or place."""
    held, said = position.roles - BESIDE, office.text.split()
    if not held or not held <= one_holder:
        return False
    if held <= ONE_OF_SEVERAL and len(words(speaker.role)) == 1:
        return False
    if held <= IN_SEVERAL and not SEVERAL.isdisjoint(said):
        return False
    placed = bool(position.entities or position.places or position.countries)
    return placed or (PARTS.isdisjoint(said) and _is_named(position, speaker))


def _is_named(position: Position, speaker: Speaker) -> bool:
    """Whether a capitalised word identifies the institution or place: “Bupati Asmat”."""
    written = WORD.findall(f"{speaker.role} {speaker.institution}")
    capitals = {folded for word in written if word[0].isupper() for folded in words(word)}
    return bool(capitals & position.words - COMMON)
