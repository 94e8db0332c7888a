"""Which office of a speaker is one that a single person holds at a time, however it is written."""

from collections.abc import Set
from typing import NamedTuple

from index.attribution.mentions import Speaker
from index.attribution.office_words import CLUBS, FIELDS, KINDS, ROLES
from index.entities.affiliation import Affiliation
from index.entities.gazetteer import Gazetteer
from index.text.analysis import WORD, words

# A spokesperson's title says nothing against one: “Kepala Biro Humas” is its spokesperson too.
BESIDE = frozenset(["juru bicara"])
# Several people in one institution, unless more words tell of what: “Direktur Penyidikan”.
ONE_OF_SEVERAL = frozenset(["direktur", "wakil presiden"])
# A party has several “Ketua DPP”, and every parliament a “Ketua Fraksi”.
SEVERAL = frozenset("dpp pp pb pengurus fraksi".split())
IN_SEVERAL = frozenset(["ketua", "sekretaris"])
# Every institution has such parts, so that they name none.
PARTS = frozenset(
    "bidang bagian seksi biro divisi subdit direktorat pusat unit satuan departemen dinas kantor"
    " wilayah cabang".split()
)
# What many offices and institutions are called, in capitals or not.
COMMON = (FIELDS - CLUBS) | KINDS | ROLES | {"pribadi"}


class Position(NamedTuple):
    """An office in terms of the table; equal for all ways to write it."""

    roles: frozenset[str]
    entities: frozenset[int]
    leads: frozenset[int]
    places: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]
    people: frozenset[str]

    def covers(self, other: "Position") -> bool:
        """Whether the other says nothing that this one does not say."""
        return all(theirs <= own for own, theirs in zip(self, other, strict=True))


class ParsedPosition(NamedTuple):
    """What a speaker's office is, None for a former one; and whether one person holds it."""

    post: Position | None
    single: bool


def parse_position(gazetteer: Gazetteer, speaker: Speaker) -> ParsedPosition:
    """Read the role and institution of a speaker; without any it is a post that says nothing."""
    office = gazetteer.read_affiliation(speaker.role, speaker.institution)
    if office.former or office.relatives or office.persons:
        return ParsedPosition(None, single=False)
    heads = frozenset[str]().union(*(gazetteer.head_roles[row] for row in office.leads))
    # “Staf Khusus Presiden” leads nothing; “Menteri PPN/Kepala Bappenas” is one office twice.
    leads = bool(office.leads) and office.roles - heads <= gazetteer.one_holder
    post = Position(
        roles=heads if leads else office.roles,
        entities=_related(gazetteer, office.entities),
        leads=_related(gazetteer, office.leads),
        places=office.places,
        countries=office.countries,
        words=office.words,
        people=office.occupations,
    )
    return ParsedPosition(post, single=leads or _is_single(gazetteer, post, office, speaker))


def _related(gazetteer: Gazetteer, rows: Set[int]) -> frozenset[int]:
    """Institutions with what they were called before and after."""
    return frozenset(other for row in rows for other in gazetteer.related[row])


def _is_single(gazetteer: Gazetteer, post: Position, office: Affiliation, speaker: Speaker) -> bool:
    """Whether one person at a time holds an office, and it says in which institution or place."""
    held, said = post.roles - BESIDE, office.text.split()
    if not held or not held <= gazetteer.one_holder:
        return False
    if held <= ONE_OF_SEVERAL and len(words(speaker.role)) == 1:
        return False
    if held <= IN_SEVERAL and not SEVERAL.isdisjoint(said):
        return False
    placed = bool(post.entities or post.places or post.countries)
    return placed or (PARTS.isdisjoint(said) and _is_named(post, speaker))


def _is_named(post: Position, speaker: Speaker) -> bool:
    """Whether a capital word tells the institution or place from others: “Bupati Asmat”."""
    written = WORD.findall(f"{speaker.role} {speaker.institution}")
    capitals = {folded for word in written if word[0].isupper() for folded in words(word)}
    return bool(capitals & post.words - COMMON)
