"""The author and the section that a question names, where its words are unmistakable (pure).

“artikel oleh Budi Santoso tentang …”, “berita di rubrik Ekonomi”, “articles by …”, “in the Sports
section”. A book is written by somebody, too, and “ekonomi” is mostly a subject: without the noun
for news, or the word for a section, nothing is a filter.
"""

import re
from dataclasses import dataclass

from index.query.filters import NO_FILTERS, Filters

_END = (
    r"(?=\s+(?:tentang|soal|mengenai|terkait|perihal|seputar|pada|tahun|bulan|di|yang|dan"
    r"|about|on|regarding|in|from|since)\b|\s*[?.!,;]|\s*\Z)"
)
_CAPITALS = r"(?-i:[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*){0,3})"
_FEW_WORDS = r"[\w'’-]+(?:\s+[\w'’-]+){0,2}?"
_QUOTED = r"[\"“][^\"“”]+[\"”]"
# Sections that English papers have, which need no capital.
_USUAL = (
    r"(?:business|sports?|politics|opinion|tech(?:nology)?|economy|national|world|entertainment"
    r"|lifestyle|health|travel)"
)
_AUTHOR = re.compile(
    r"\b(?P<noun>artikel|berita|tulisan|liputan|articles?|stories|news)\s+"
    r"(?:(?:yang\s+)?(?:ditulis\s+)?oleh|(?:that\s+were\s+)?(?:written\s+)?by)\s+"
    r"(?:(?:wartawan|jurnalis|penulis|reporter|journalist)\s+)?"
    rf"(?P<name>{_QUOTED}|{_CAPITALS}){_END}",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:\b(?:di|dari|dalam|pada)\s+|(?<=\bberita )|(?<=\bartikel ))rubrik\s+"
    rf"(?P<placed>{_QUOTED}|{_CAPITALS}|{_FEW_WORDS}){_END}"
    rf"|\brubrik\s+(?P<named>{_QUOTED}|{_CAPITALS}){_END}"
    rf"|\b(?:in|from)\s+the\s+(?P<english>{_QUOTED}|{_CAPITALS}|{_USUAL})\s+section\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """The filters that the words of a question set, and the ranges of these words."""

    filters: Filters = NO_FILTERS
    spans: tuple[tuple[int, int], ...] = ()


def find_byline(question: str) -> Byline:
    """The author and the section that a question names; the noun for news is not in the ranges."""
    author, section = _AUTHOR.search(question), _SECTION.search(question)
    spans = [(author.end("noun"), author.end())] if author else []
    spans += [section.span()] if section else []
    return Byline(
        filters=Filters(
            authors=(_plain(author["name"]),) if author else (),
            sections=(_plain(section[section.lastgroup or 0]),) if section else (),
        ),
        spans=tuple(spans),
    )


def _plain(name: str) -> str:
    return name.strip(' "“”')
