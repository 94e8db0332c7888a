"""What is asked for by “/kutipan Rudiantara soal media sosial 2019”."""

import datetime
import re

from index.query.dates.ranges import DateRange, find_date_range
from index.query.operators import parse_operators
from index.query.slang import normalize_slang
from index.quotes.listing.statements import StatementOrder, StatementRequest
from index.text.normalize import normalize_line

_ABOUT = re.compile(
    r"\s+(?:soal|tentang|mengenai|terkait|perihal|ihwal|seputar|about|on|regarding|concerning)\s+",
    re.IGNORECASE,
)
# “12 September 2019”
_PERIOD_WORDS = 3
_LEAD = re.compile(
    r"(?:semua\s+|all\s+)?(?:kutipan|pernyataan|ucapan|kata-kata|quotes?|statements?)\s+"
    r"(?:dari\s+|by\s+|from\s+|of\s+|oleh\s+)?",
    re.IGNORECASE,
)


def _split_period(text: str, today: datetime.date) -> tuple[DateRange | None, str]:
    """The time that a text names, and the text without it; at its end, a bare year will do."""
    if found := find_date_range(text, today=today):
        return found.period, f"{text[: found.start]} {text[found.end :]}"
    words = text.split()
    for count in range(min(_PERIOD_WORDS, len(words) - 1), 0, -1):
        told = f"pada {' '.join(words[-count:])}"
        found = find_date_range(told, today=today)
        if found and (found.start, found.end) == (0, len(told)):
            return found.period, " ".join(words[:-count])
    return None, text


def read_statement_request(text: str, *, today: datetime.date) -> StatementRequest:
    """Whose statements a text asks for, on what and from when; the speaker is "" without one.

    `today` is the day that “bulan lalu” counts from. On a topic the most relevant come first,
    otherwise the newest.
    """
    operators = parse_operators(normalize_line(text))
    rest = normalize_slang(operators.text)
    period, rest = _split_period(rest, today)
    period = operators.filters.period or period
    lead = _LEAD.match(rest)
    speaker, _, about = _ABOUT.sub("\0", rest[lead.end() if lead else 0 :], count=1).partition("\0")
    speaker, about = (" ".join(part.split()).strip(' ,.?!:"“”') for part in (speaker, about))
    return StatementRequest(
        speaker=speaker,
        about=about,
        period=period,
        order=StatementOrder.RELEVANCE if about else StatementOrder.NEWEST,
    )
