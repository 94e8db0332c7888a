"""Who is asked for, and whether a speaker is that person or speaks for that institution.

How well a speaker fits is one of few levels:

    1.0  the person, the institution or the office that is asked for
    .7   most of it: an official of the institution with part of the description; the family name
         alone in the right office
    .5   one word of it: only the role (“the artist”), the office by somebody who no longer holds
         it, the institution where its head is asked for
    .3   the same institution or role, but clearly somebody else there
    0    somebody else

A person is never another person: a name that is asked for and not found is 0, whatever else fits.
"""

from index.entities.affiliation import Affiliation
from index.entities.gazetteer import Gazetteer
from index.entities.names import Name, is_known_as, is_named, name_of
from index.entities.speaker_description import describe_speaker
from index.text.analysis import STOP_WORDS, words

FULL, MOST, PART, NEAR, NOT = 1.0, 0.7, 0.5, 0.3, 0.0
# Who has such a role is somebody else than the person it belongs to: “pengacara Budi”.
_COMPANY = "perusahaan"


class SpeakerQuery:
    """Whom a question asks for, prepared once, to compare many speakers with."""

    def __init__(self, gazetteer: Gazetteer, who: str) -> None:
        self._gazetteer = gazetteer
        self._asked = describe_speaker(gazetteer, who)
        self._office = self._asked.office
        related = (
            frozenset().union(*(gazetteer.related[row] for row in group))
            for group in self._office.groups
        )
        self._groups: tuple[frozenset[int], ...] = tuple(related)
        self._rows: frozenset[int] = frozenset().union(*self._groups)
        self._roles = self._office.roles | self._office.people
        if not (self._groups or self._asked.names):
            self._roles |= self._office.loose
        # Acronyms that the article's reader took for a name, or for a part of one.
        self._acronyms = [gazetteer.acronyms(group) for group in self._groups]
        self._holders = frozenset[int]().union(*(gazetteer.holders[row] for row in self._rows))
        self._holders_words = {
            word for person in self._holders for form in gazetteer.forms[person] for word in form
        }
        # Institutions that the person asked for has led, and those that are asked for as well.
        self._held = self._rows.union(
            row for row, held in enumerate(gazetteer.holders) if held & self._asked.persons
        )
        self._forms = [gazetteer.forms[person] for person in self._asked.persons]

    @property
    def definite(self) -> bool:
        """Whether it is a name or a known office, not a mere description (“the artist”)."""
        return self._asked.definite

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words by which speakers that may match are found in an index of them.

        Those that are asked for, and of all other names, titles and holders.
        """
        gazetteer, found = self._gazetteer, list(self._asked.words)
        for row in sorted(self._rows):
            entity = gazetteer.entities[row]
            found += [word for name in (*entity.names, *entity.heads) for word in words(name)]
        for person in sorted(self._asked.persons or self._holders):
            found += [word for name in gazetteer.people[person] for word in words(name)]
        return tuple(w for w in dict.fromkeys(found) if len(w) > 1 and w not in STOP_WORDS)

    def match(self, *, name: str, role: str, institution: str) -> float:
        """How well a speaker, as an article gives name, role and institution, fits: see above."""
        who = self._gazetteer.read_name(name) if name else ()
        office = self._gazetteer.read_affiliation(role, institution)
        if self._asked.belongs:
            return self._belonging(who, office)
        if self._forms:
            return self._person(who, office)
        if self._asked.names:
            return self._named(who, office)
        return self._described(who, office)

    # ── A person ───────────────────────────────────────────────────────────────────────────────

    def _person(self, who: Name, office: Affiliation) -> float:
        if any(is_known_as(forms, who) for forms in self._forms):
            return FULL
        if not who:
            return PART if office.leads & self._rows and not office.former else NOT
        if len(who) == 1 and office.leads & self._held:
            return MOST if any(who[0] in form for forms in self._forms for form in forms) else NOT
        return NOT

    def _named(self, who: Name, office: Affiliation) -> float:
        """An unknown name, of a person or of an institution."""
        hit = next((n for n in self._asked.names if is_named(name_of(n), who)), None)
        if hit:
            return FULL if len(hit) > 1 else self._with_single_name(hit, office)
        if not self._asked.personal:
            level = min(_institution(name, office) for name in self._asked.names)
            if level and not office.relatives:
                more = self._groups or self._roles or self._office.words
                return min(level, self._described(who, office)) if more else level
        if who:
            return NOT
        alike = self._groups or self._roles
        return PART if alike and self._described(who, office) >= MOST else NOT

    def _with_single_name(self, hit: Name, office: Affiliation) -> float:
        """Whether nothing else that is asked for speaks against somebody of that first name."""
        others = [name for name in self._asked.names if name is not hit]
        if self._groups and office.entities and not office.entities & self._rows:
            return NOT
        if not others:
            return FULL
        if not office.text.strip():
            return MOST
        return min(_institution(name, office) for name in others)

    def _belonging(self, who: Name, office: Affiliation) -> float:
        """Somebody's lawyer, spokesperson, family or company."""
        asked, has = self._office, office.roles | office.people | office.loose
        agrees = bool(self._roles & has or asked.relatives & office.relatives)
        names = self._asked.names
        person = any(is_known_as(forms, who) for forms in self._forms)
        if person or any(is_named(name_of(name), who) for name in names):
            return FULL if agrees else PART if _COMPANY in asked.people else NOT
        mentioned = office.persons & self._asked.persons
        if mentioned or any(_institution(name, office) == FULL for name in names):
            return FULL if agrees else NEAR
        return NOT

    # ── An office or an institution ────────────────────────────────────────────────────────────

    def _described(self, who: Name, office: Affiliation) -> float:
        asked = self._office
        qualified = len(self._groups) > 1 or asked.places or asked.countries or asked.words
        if asked.leads and not qualified and not self._asked.names:
            return self._head(who, office)
        level = self._institution(who, office) if self._groups else self._role(office)
        return min(level, self._circumstances(who, office)) if level else NOT

    def _head(self, who: Name, office: Affiliation) -> float:
        """The head of a known institution is asked for."""
        holds, former = self._holds(who), office.former and not self._office.former
        if office.relatives:
            return NOT
        if office.leads & self._rows:
            if office.countries:
                return NEAR
            if former or not office.leads & self._office.leads:
                return PART
            elsewhere = office.places or office.words or (self._office.bare and who)
            return FULL if holds or not elsewhere else PART
        if holds:
            other = office.entities and not office.entities & self._rows
            return PART if former or other else FULL
        if office.entities & self._rows:
            return NEAR if who or office.roles else PART
        qualified = office.entities or office.places or office.countries or office.words
        alike = office.roles & self._roles and (self._office.bare or not qualified)
        return PART if alike else NOT

    def _institution(self, who: Name, office: Affiliation) -> float:
        """Somebody who speaks for a known institution is asked for."""
        matched = [bool(group & office.entities) for group in self._groups]
        if not any(matched):
            if self._holds(who):
                return PART if office.former or office.entities else self._same_role(who, office)
            matched = [not own.isdisjoint(who) for own in self._acronyms]
            if not any(matched):
                return NOT
        whole = FULL if all(matched) else MOST if matched[0] else NEAR
        if office.relatives and not self._office.relatives:
            return NEAR
        if office.countries - self._office.countries:
            return NEAR
        if office.former and not self._office.former:
            whole = min(whole, PART)
        return min(whole, self._same_role(who, office)) if self._roles else whole

    def _same_role(self, who: Name, office: Affiliation) -> float:
        """How the roles agree of two that are of the same institution."""
        has = office.roles | office.people | office.loose
        if not self._roles or self._roles & has:
            return FULL
        if has:
            return NEAR
        return PART if who else MOST

    def _role(self, office: Affiliation) -> float:
        """Somebody of a role, in no known institution, is asked for."""
        asked, has = self._office, office.roles | office.people | office.loose
        if not self._roles & has or (office.relatives and not asked.relatives):
            return NOT
        if office.former and not asked.former:
            return PART
        if not (asked.words or asked.places or asked.countries or self._asked.names):
            return PART
        return FULL if asked.roles & has or self._asked.names else MOST

    def _circumstances(self, who: Name, office: Affiliation) -> float:
        """How the places agree, and for what the two offices are responsible."""
        asked = self._office
        if asked.countries and not asked.countries & office.countries:
            return NOT
        level = FULL
        if asked.places and not asked.places & office.places:
            if office.places or (office.words - asked.words):
                return NOT
            level = PART
        if asked.words:
            found = sum(word in office.words or f" {word} " in office.text for word in asked.words)
            if found == 0 and any(word in who for word in asked.words):
                return level
            other = office.words - asked.words
            level = min(level, _share(found, len(asked.words), other=bool(other)))
        return level

    def _holds(self, who: Name) -> bool:
        """Whether somebody of that name is known to have held the office that is asked for."""
        if self._holders_words.isdisjoint(who):
            return False
        return any(is_known_as(self._gazetteer.forms[person], who) for person in self._holders)


def _share(found: int, asked: int, *, other: bool) -> float:
    """How well duties agree of which `found` of those `asked` for are there, or only others."""
    if found == asked:
        return FULL
    return MOST if 2 * found >= asked else NEAR if other and not found else PART


def _institution(name: Name, office: Affiliation) -> float:
    """How well an office is one of an institution of that name."""
    if f" {' '.join(name)} " in office.text:
        return FULL
    known = office.words
    return MOST if known and known <= {*name} and 2 * len(known) >= len(name) else NOT
