"""How well a speaker fits the one a question asks for: by name, or for an institution.

The fit is one of few levels:

    1.0  the person, the institution or the office asked for
    .7   most of it: an official of the institution with part of the description; the family name
         alone in the right office
    .5   one part of it: only the role (“the artist”), somebody who no longer holds the office, the
         institution where its head is asked for
    .3   the same institution or role, but clearly somebody else there
    0    somebody else

One person never fits as another: if a name is asked for and the speaker has a different one, the
level is 0, whatever else fits.
"""

from index.entities.affiliation import Affiliation
from index.entities.gazetteer import Gazetteer
from index.entities.names import Name, is_known_as, is_named, name_of
from index.entities.speaker_description import describe_speaker, searchable_words

FULL, MOST, PART, NEAR, NOT = 1.0, 0.7, 0.5, 0.3, 0.0
# Where somebody's company is asked for (“Sukanto Tanoto's company”), that person is part of the
# answer; where somebody's lawyer or family is, they are not.
_COMPANY = "perusahaan"
# Crowds: no one in particular is asked for, as “the artist” is, so the role alone will do.
_CROWDS = frozenset(["netizen", "pengamat", "warga", "mahasiswa"])


class SpeakerQuery:
    """The speaker a question asks for, prepared once to be compared with many."""

    def __init__(self, gazetteer: Gazetteer, who: str) -> None:
        self._gazetteer = gazetteer
        self._description = describe_speaker(gazetteer, who)
        self._asked = self._description.affiliation
        self._groups: tuple[frozenset[int], ...] = tuple(
            frozenset().union(*(gazetteer.related[row] for row in group))
            for group in self._asked.groups
        )
        self._rows: frozenset[int] = frozenset().union(*self._groups)
        self._roles = self._asked.roles | self._asked.occupations
        if not (self._groups or self._description.names):
            self._roles |= self._asked.generic_roles
        # Acronyms, which the attribution may have taken for a name or a part of one.
        self._acronyms = [gazetteer.acronyms(group) for group in self._groups]
        self._holders = frozenset[int]().union(*(gazetteer.holders[row] for row in self._rows))
        self._holders_words = {
            word for person in self._holders for form in gazetteer.forms[person] for word in form
        }
        # Institutions that the person asked for has led, and those asked for.
        self._held = self._rows.union(
            row for row, held in enumerate(gazetteer.holders) if held & self._description.persons
        )
        self._forms = [gazetteer.forms[person] for person in self._description.persons]

    @property
    def definite(self) -> bool:
        """Whether a name or a known office is asked for, not just a description (“the artist”)."""
        return self._description.definite

    @property
    def relation(self) -> frozenset[str]:
        """The words for the tie if somebody's relative is asked for: “istri”; else none."""
        return self._asked.relatives if self._description.belongs else frozenset()

    @property
    def relation_to(self) -> tuple[Name, ...]:
        """The names of whose relative, lawyer or company is asked for."""
        return (*self._description.names, *(form for forms in self._forms for form in forms))

    @property
    def words(self) -> tuple[str, ...]:
        """Folded words, of all names it may mean, by which an index of speakers is searched."""
        people = self._description.persons or self._holders
        return searchable_words(self._gazetteer, self._description, self._rows, people)

    def match(self, *, name: str, role: str, institution: str) -> float:
        """The level, 0 … 1, at which a speaker of an article fits; the module explains them."""
        who = self._gazetteer.read_name(name) if name else ()
        given = self._gazetteer.read_affiliation(role, institution)
        if self._description.belongs:
            return self._match_belonging(who, given)
        if self._forms:
            return self._match_person(who, given)
        if self._description.names:
            return self._match_name(who, given)
        return self._match_description(who, given)

    # ── A person ───────────────────────────────────────────────────────────────────────────────

    def _match_person(self, who: Name, given: Affiliation) -> float:
        """The level where a known person is asked for."""
        if any(is_known_as(forms, who) for forms in self._forms):
            return FULL
        if not who:
            return PART if given.leads & self._rows and not given.former else NOT
        if len(who) == 1 and given.leads & self._held:
            return MOST if any(who[0] in form for forms in self._forms for form in forms) else NOT
        return NOT

    def _match_name(self, who: Name, given: Affiliation) -> float:
        """The level where an unknown name is asked for, of a person or an institution."""
        hit = next((n for n in self._description.names if is_named(name_of(n), who)), None)
        if hit:
            return FULL if len(hit) > 1 else self._match_single_name(hit, given)
        if not self._description.personal:
            level = min(_compare_institution(name, given) for name in self._description.names)
            if level and not given.relatives:
                more = self._groups or self._roles or self._asked.words
                return min(level, self._match_description(who, given)) if more else level
        if who:
            return NOT
        alike = self._groups or self._roles
        return PART if alike and self._match_description(who, given) >= MOST else NOT

    def _match_single_name(self, hit: Name, given: Affiliation) -> float:
        """The level of a speaker whose name has the single word asked for (`hit`)."""
        others = [name for name in self._description.names if name is not hit]
        if self._groups and given.entities and not given.entities & self._rows:
            return NOT
        if not others:
            return FULL
        if not given.text.strip():
            return MOST
        return min(_compare_institution(name, given) for name in others)

    def _match_belonging(self, who: Name, given: Affiliation) -> float:
        """The level where somebody's lawyer, spokesperson, family or company is asked for."""
        asked, has = self._asked, given.all_roles
        agrees = bool(self._roles & has or asked.relatives & given.relatives)
        names = self._description.names
        person = any(is_known_as(forms, who) for forms in self._forms)
        if person or any(is_named(name_of(name), who) for name in names):
            return FULL if agrees else PART if _COMPANY in asked.occupations else NOT
        mentioned = given.persons & self._description.persons
        if mentioned or any(_compare_institution(name, given) == FULL for name in names):
            return FULL if agrees else NEAR
        return NOT

    # ── An office or an institution ────────────────────────────────────────────────────────────

    def _match_description(self, who: Name, given: Affiliation) -> float:
        """The level where somebody is asked for by office, institution or role."""
        asked = self._asked
        qualified = len(self._groups) > 1 or asked.places or asked.countries or asked.words
        if asked.leads and not qualified and not self._description.names:
            return self._match_head(who, given)
        match = self._match_institution if self._groups else self._match_role
        level = match(who, given)
        return min(level, self._compare_circumstances(who, given)) if level else NOT

    def _match_head(self, who: Name, given: Affiliation) -> float:
        """The level where the head of a known institution is asked for."""
        holds, former = self._holds(who), given.former and not self._asked.former
        if given.relatives:
            return NOT
        if given.leads & self._rows:
            if given.countries:
                return NEAR
            if former or not given.leads & self._asked.leads:
                return PART
            elsewhere = given.places or given.words or (self._asked.bare and who)
            return FULL if holds or not elsewhere else PART
        if holds:
            other = given.entities and not given.entities & self._rows
            return PART if former or other else FULL
        if given.entities & self._rows:
            return NEAR if who or given.roles else PART
        qualified = given.entities or given.places or given.countries or given.words
        alike = given.roles & self._roles and (self._asked.bare or not qualified)
        return PART if alike else NOT

    def _match_institution(self, who: Name, given: Affiliation) -> float:
        """The level where somebody who speaks for a known institution is asked for."""
        matched = [bool(group & given.entities) for group in self._groups]
        if not any(matched):
            if self._holds(who):
                return PART if given.former or given.entities else self._compare_roles(who, given)
            matched = [not own.isdisjoint(who) for own in self._acronyms]
            if not any(matched):
                return NOT
        whole = FULL if all(matched) else MOST if matched[0] else NEAR
        if given.relatives and not self._asked.relatives:
            return NEAR
        if given.countries - self._asked.countries:
            return NEAR
        if given.former and not self._asked.former:
            whole = min(whole, PART)
        return min(whole, self._compare_roles(who, given)) if self._roles else whole

    def _compare_roles(self, who: Name, given: Affiliation) -> float:
        """How far the roles of two speakers of the same institution agree."""
        has = given.all_roles
        if not self._roles or self._roles & has:
            return FULL
        if has:
            return NEAR
        return PART if who else MOST

    def _match_role(self, who: Name, given: Affiliation) -> float:
        """The level where somebody of a role is asked for, in no known institution."""
        asked, has = self._asked, given.all_roles
        if not self._roles & has or (given.relatives and not asked.relatives):
            return NOT
        if given.former and not asked.former:
            return PART
        if not (asked.words or asked.places or asked.countries or self._description.names):
            crowd = self._roles & has & _CROWDS and not self._description.singular
            return (MOST if who else FULL) if crowd else PART
        return FULL if asked.roles & has or self._description.names else MOST

    def _compare_circumstances(self, who: Name, given: Affiliation) -> float:
        """How far the places and the duties of the two affiliations agree."""
        asked = self._asked
        if asked.countries and not asked.countries & given.countries:
            return NOT
        level = FULL
        if asked.places and not asked.places & given.places:
            if given.places or (given.words - asked.words):
                return NOT
            level = PART
        if asked.words:
            found = sum(word in given.words or f" {word} " in given.text for word in asked.words)
            if found == 0 and any(word in who for word in asked.words):
                return level
            other = given.words - asked.words
            level = min(level, _compare_duties(found, len(asked.words), other=bool(other)))
        return level

    def _holds(self, who: Name) -> bool:
        """Whether somebody of that name is known to have held the office asked for."""
        if self._holders_words.isdisjoint(who):
            return False
        return any(is_known_as(self._gazetteer.forms[person], who) for person in self._holders)


def _compare_duties(found: int, asked: int, *, other: bool) -> float:
    """The level at which duties agree: `found` of those `asked` for; `other`: more are given."""
    if found == asked:
        return FULL
    return MOST if 2 * found >= asked else NEAR if other and not found else PART


def _compare_institution(name: Name, given: Affiliation) -> float:
    """The level at which an affiliation is one with an institution of that name."""
    if f" {' '.join(name)} " in given.text:
        return FULL
    known = given.words
    return MOST if known and known <= {*name} and 2 * len(known) >= len(name) else NOT
