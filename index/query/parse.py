"""The query parser: what a question asks for, from its own words alone (pure)."""

import datetime
import re
from dataclasses import dataclass, replace

from index.query.bylines import find_byline
from index.query.dates.ranges import find_date_range, find_latest_phrase
from index.query.filters import NO_FILTERS, Filter, Filters
from index.query.operators import Operators, parse_operators
from index.query.slang import normalize_slang
from index.query.speaker_request import parse_speaker_request
from index.text.analysis import WORD, fold, terms, words
from index.text.normalize import normalize_line
from index.text.stopwords import REQUEST_WORDS, STOP_WORDS

# Words of a question kept as its topic; what it is about stands among its first.
LONGEST_TOPIC = 12

_ABOUT_ID = r"(?:tentang|soal|mengenai|terkait|perihal|ihwal|seputar|menyangkut)"
_REQUEST_PHRASES = (
    # tolong carikan saya berita terbaru soal …; apakah ada artikel tentang …
    r"(?:(?:tolong|mohon|coba|bisa|boleh|halo|hai|min|kak|admin|bot)\b[\s,]*)*"
    r"(?:(?:cari(?:kan)?|temukan|tampilkan|tunjukkan|lihat(?:kan)?|berikan|beri|kasih|minta)\s+)?"
    r"(?:(?:saya|aku|kami)\s+)?(?:(?:apa(?:kah)?\s+)?ada(?:kah)?\s+|apa\s+saja\s+)?"
    r"(?:semua\s+|beberapa\s+)?"
    r"(?:berita|artikel|kabar|info(?:rmasi)?|liputan)(?:-berita|-artikel|nya)?"
    r"(?:\s+(?:terbaru|terkini|terakhir|lain|apa\s+saja))?\s+" + _ABOUT_ID,
    # please find me the latest news about …; are there any articles on …
    r"(?:please\s+|(?:can|could)\s+you\s+|hi\s+|hello\s+)*"
    r"(?:(?:find|show|give|get|search\s+for|look\s+for|i\s*['’]?a?m\s+looking\s+for)\s+(?:me\s+)?)?"
    r"(?:(?:is|are)\s+there\s+|do\s+you\s+have\s+|have\s+you\s+got\s+|what\s+is\s+|what['’]s\s+)?"
    r"(?:any\s+|all\s+|some\s+|the\s+)*(?:latest\s+|newest\s+|recent\s+|more\s+)?"
    r"(?:news|articles?|stories|coverage|info(?:rmation)?)\s+"
    r"(?:about|on|regarding|concerning|covering)",
)
_REQUEST_PHRASE = re.compile(
    rf"\W*(?:{'|'.join(_REQUEST_PHRASES)})\b[\s:,]*(?=\w|[\"“‘'(])", re.IGNORECASE
)
# What is left of “berita Huawei yang terbaru”, “the latest Huawei news” without its order.
_NEWS_NOUN = re.compile(
    r"\W*(?:(?:ada(?:kah)?|apa(?:kah)?|minta|mau|coba|tolong|cari(?:kan)?|kasih|lihat|bagaimana|the|any"
    r"|some|(?:give|show)\s+me)\s+)*"
    r"(?:berita|kabar|info(?:rmasi)?|perkembangan|artikel|updates?|news)(?:nya)?\s+(?=\w)"
    r"|(?<=\w)\s+(?:news|updates?|stories)(?=\W*\Z)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedQuery:
    """A question and what it asks for.

    `text` is the question as asked, without its operators. `search_text` is the text in formal
    language without phrases that only ask for news on something; it is what is searched. `content`
    is the search text without words for time, outlet and order. `wants_statement`: somebody's words
    are wanted; whose is `filters.speaker`, "" for anybody's. `period_inferred`: the period was read
    from words, not typed as an operator, and may be about something else than when articles
    appeared; it has a margin for late reports unless news of that time is asked for. `problems` are
    operators that made no sense, as they were typed. `is_listing`: only a time, an outlet or an
    order is named and no subject.
    """

    text: str = ""
    search_text: str = ""
    content: str = ""
    wants_statement: bool = False
    filters: Filters = NO_FILTERS
    period_inferred: bool = False
    problems: tuple[str, ...] = ()
    is_listing: bool = False

    @property
    def topic(self) -> str:
        """What the question is about: its first twelve words that carry a subject, as written.

        "" for a listing, whose words name none.
        """
        if self.is_listing:
            return ""
        speaker = set(terms(self.filters.speaker))
        kept = [
            word
            for word in WORD.findall(self.content)
            if fold(word) not in STOP_WORDS and fold(word) not in speaker
        ]
        return " ".join(list(dict.fromkeys(kept))[:LONGEST_TOPIC])

    @property
    def whole_question(self) -> str:
        """The question as it makes sense by itself, in formal language; a follow-up completed.

        Of the questions in chat language in a development set with all sentences that answer, .70
        are so answered with a claim instead of .65 as typed, and as few near misses.
        """
        formal = normalize_slang(self.text)
        if {*words(self.text), *words(formal)}.issuperset(words(self.search_text)):
            return formal
        speaker = self.filters.speaker
        if not (self.wants_statement and speaker):
            return self.search_text
        topic = self.search_text.removeprefix(speaker).strip()
        return f"apa kata {speaker} soal {topic}"

    @property
    def has_subject(self) -> bool:
        """Whether a word names a subject: stop words, numbers and single letters do not."""
        return any(len(term) > 1 and any(map(str.isalpha, term)) for term in terms(self.content))

    @property
    def is_empty(self) -> bool:
        """Whether there is neither a term to search for nor a filter."""
        return not terms(self.content) and not self.filters.names

    def without(self, *names: Filter) -> "ParsedQuery":
        """The same query without some of its filters.

        Without its speaker, anybody's words may answer, and the name is still searched for.
        """
        inferred = self.period_inferred and Filter.PERIOD not in names
        return replace(self, filters=self.filters.without(*names), period_inferred=inferred)


def parse_query(question: str, *, today: datetime.date) -> ParsedQuery:
    """Parse a question; `today` is the day that “yesterday” and “bulan lalu” count from."""
    operators = parse_operators(normalize_line(question))
    text = _readable(operators)
    period = find_date_range(text, today=today)
    latest = find_latest_phrase(text)
    search_text = strip_request_phrase(normalize_slang(text))
    spans = [(period.start, period.end)] if period else []
    spans += [latest] if latest else []
    byline = find_byline(text)
    spans += byline.spans
    rest = _cut(text, spans)
    # With nothing else left, the words for time themselves are searched for.
    content = strip_request_phrase(normalize_slang(rest if any(map(str.isalnum, rest)) else text))
    if latest:
        content = strip_news_noun(content)
        search_text = content if not period else search_text
    request = parse_speaker_request(search_text)
    is_listing = bool(spans or operators.filters.names) and REQUEST_WORDS.issuperset(
        terms(normalize_slang(rest))
    )
    inferred = period.period if period else None
    if inferred and not (is_listing or _asks_for_news(rest)):
        inferred = inferred.widened()
    return ParsedQuery(
        text=text,
        search_text=search_text,
        content=content,
        wants_statement=request.wants_statement,
        filters=replace(
            operators.filters,
            period=operators.filters.period or inferred,
            authors=operators.filters.authors or byline.filters.authors,
            sections=operators.filters.sections or byline.filters.sections,
            speaker=_without_time(request.speaker, content),
            latest=operators.filters.latest or latest is not None,
        ),
        period_inferred=period is not None and operators.filters.period is None,
        problems=operators.problems,
        is_listing=is_listing,
    )


def literal_query(text: str) -> ParsedQuery:
    """A query for a text as it is: nothing in it is a filter or asks for somebody's words."""
    line = " ".join(text.split())
    return ParsedQuery(text=line, search_text=line, content=line)


def strip_request_phrase(question: str) -> str:
    """The question without the phrase that only asks for news on what follows.

    “Adakah berita tentang …”: every article is “berita”. The word would be looked for in texts that
    need not hold it, and draws the question's vector towards news about news.
    """
    match = _REQUEST_PHRASE.match(question)
    return question[match.end() :] if match else question


def _asks_for_news(question: str) -> bool:
    """Whether it says itself that articles are wanted: then a day in it is that of publication."""
    return bool(_REQUEST_PHRASE.match(question) or _NEWS_NOUN.match(question))


def strip_news_noun(question: str) -> str:
    """The question without a noun for news, which only says what is to be listed: “berita Huawei”.

    For questions that ask for the newest: elsewhere “berita” may be what is asked about.
    """
    return _NEWS_NOUN.sub("", question, count=1)


def _without_time(speaker: str, content: str) -> str:
    """The speaker without words for time: “Jokowi”, not “Jokowi kemarin”."""
    timeless = parse_speaker_request(content).speaker
    return timeless if timeless in speaker else speaker


def _readable(operators: Operators) -> str:
    """The text without operators that made no sense; all of it if nothing else would be left."""
    text = operators.text
    for problem in operators.problems:
        text = text.replace(" ".join(problem.split()), " ", 1)
    return " ".join(text.split()) or operators.text


def _cut(text: str, spans: list[tuple[int, int]]) -> str:
    """The text without these spans."""
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return " ".join(text.split())
