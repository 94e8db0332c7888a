"""Whose statements a name, an office or an institution stands for in a snapshot, and on which days.

A search may take anybody who ever held an office for its voice; a list of statements may not: who
has held it before or after speaks for somebody else by then.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from index.attribution.mentions import Speaker
from index.entities.matcher import EntityIndex
from index.entities.names import Name, is_known_as, is_named, name_of
from index.entities.speaker_match import SpeakerQuery
from index.entities.table import Holder
from index.search.speakers.speaker_scores import matching_speakers
from index.search.tuning import Tuning
from index.store.snapshot.open_snapshot import OpenSnapshot
from index.text.analysis import words

_OFTEN_LEFT_OUT = frozenset("muhammad ir dr drs prof haji kh gus pak bu".split())
_PREFIX = "muhammad"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestedSpeakers:
    """The speakers asked for, by number; `former` are those who held the office at some time.

    Of these a statement counts only while they held it: `holders` has when that was.
    """

    speakers: Mapping[int, Speaker]
    former: frozenset[int] = frozenset()
    holders: tuple[Holder, ...] = ()

    def speaks(self, number: int, day: datetime.date | None) -> bool:
        """Whether the speaker with this number is the one asked for on this day."""
        if number not in self.former:
            return number in self.speakers
        name = _name(self.speakers[number].name)
        return day is not None and any(
            holder.held(day) and is_known_as([_name(holder.name)], name) for holder in self.holders
        )


def find_requested(
    text: str, entities: EntityIndex, snapshot: OpenSnapshot, tuning: Tuning
) -> RequestedSpeakers:
    """The speakers of a snapshot whom a text names or describes."""
    asked = entities.parse_speaker(text)
    least = tuning.same_speaker if asked.definite else tuning.similar_speaker
    alike = matching_speakers(asked, snapshot, tuning, least=0.0)
    own = _name(text)
    same = {number: one for number, one in alike.items() if _name(one.name) == own}
    if same and len(own) > 1 and own not in asked.relation_to:
        # The table may take the name for something else, or for that of a relative.
        return RequestedSpeakers(speakers=same)
    found = matching_speakers(asked, snapshot, tuning, least=least)
    if named := _named(found, asked.relation_to):
        return RequestedSpeakers(speakers=named)
    holders = tuple(
        holder for mention in entities.find_mentions(text) for holder in mention.entity.holders
    )
    former = {number for number, speaker in found.items() if not _speaks_for(speaker, asked, least)}
    return RequestedSpeakers(speakers=found, former=frozenset(former), holders=holders)


def _name(text: str) -> Name:
    return name_of(words(text))


def _speaks_for(speaker: Speaker, asked: SpeakerQuery, least: float) -> bool:
    """Whether the office or institution that the article gives is the one asked for."""
    if not speaker.name:
        return True
    return asked.match(name="", role=speaker.role, institution=speaker.institution) >= least


def _named(speakers: Mapping[int, Speaker], asked: Collection[Name]) -> dict[int, Speaker]:
    """Those of the speakers whose own names are those asked for; who has only an office, too.

    Nobody if no own name is: then an institution is asked for.
    """
    own = {
        number: speaker
        for number, speaker in speakers.items()
        if speaker.name and _is_one_of(_name(speaker.name), asked)
    }
    if not own:
        return {}
    names = {number: _name(one.name) for number, one in own.items()}
    whole = [name for name in names.values() if name in asked]
    # With the whole name there, a part of it that lacks the given name is a relative's.
    tails = {name[at:] for name in whole for at in range(1, len(name))}
    own = {number: one for number, one in own.items() if names[number] not in tails}
    return own | {number: one for number, one in speakers.items() if not one.name}


def _is_one_of(own: Name, asked: Collection[Name]) -> bool:
    return any(is_named(known, own) for known in asked) and not is_somebody_else(own, asked)


def is_somebody_else(own: Name, asked: Collection[Name]) -> bool:
    """Whether a name only looks like one of those asked for.

    With another given name before it (“Iriana Joko Widodo”), but for initials and what many leave
    out; or with nothing in common but Muhammad and one more word.
    """
    if own in asked:
        return False
    for known in asked:
        before = own[: len(own) - len(known)]
        if len(known) > 1 and before and own[len(before) :] == known:
            return any(len(word) > 1 and word not in _OFTEN_LEFT_OUT for word in before)
    longest = max(map(len, asked), default=0)
    return own[:1] == (_PREFIX,) and len(own) == 2 < longest
