"""From the lines of printed pages to running text: paragraphs, words that were split, furniture."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

# Lines at the top and at the bottom of a page among which running heads and feet are.
_EDGE = 2
# A line that ends a paragraph is shorter than this share of a full one.
_SHORT = 0.8
# … and a heading, which has no full stop, than this.
_HEADING = 0.7
# Letters at the end that the halves of a rhymed pair have in common.
_RHYME = 3
_PAGE_NUMBER = re.compile(
    r"\W*(?:(?:halaman|hal|page|hlm)\W*)?\d{1,4}(?:\s*(?:/|of|dari)\s*\d{1,4})?\W*", re.IGNORECASE
)
_SPLIT = re.compile(r"(\w+)[-\u00ad\u2010]$")
_FIRST_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…:][\"”’')\]]*$")
_BULLET = re.compile(r"\s*[•▪●‣–-]\s+\S")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
# Titles that programs write where nobody gave one.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel)\b.*|.*\.(?:docx?|pdf|indd|qxp|rtf|odt|pmd|cdr|ai|psd)"
    r"|untitled.*|layout \d+|document\s*\d*|(?:slide|page|hal\w*)\s*\d+|[\w.-]*)\s*",
    re.IGNORECASE,
)
_LONGEST_TITLE = 20  # words


def running_text(pages: Sequence[str]) -> str:
    """The text of pages, one paragraph a line, without running heads, feet and page numbers."""
    lines = [_lines(page) for page in pages]
    repeated = _repeated(lines)
    kept = [line for page in lines for line in _without_edges(page, repeated)]
    words = Counter(word for line in kept for word in re.findall(r"\w+(?:-\w+)*", line.lower()))
    return "\n".join(_paragraphs(kept, words))


def stated_title(title: str) -> str:
    """A title among a document's properties, "" if it is none but a program's."""
    title = " ".join(title.split())
    return "" if _NO_TITLE.fullmatch(title) else title


def own_title(text: str) -> str:
    """The first line, if it is a heading: short, no sentence, above others; else ""."""
    first, _, rest = text.partition("\n")
    short = 2 <= len(first.split()) <= _LONGEST_TITLE
    return first if short and rest and not first.rstrip().endswith((".", ":", ",")) else ""


def _lines(page: str) -> list[str]:
    """The lines of a page; blank ones are kept as "", as they end paragraphs."""
    lines = page.translate(_LIGATURES).strip().splitlines()
    return [" ".join(line.split()) for line in lines]


def _edges(lines: Sequence[str]) -> set[int]:
    """Which lines are among the first and the last that are not blank."""
    filled = [n for n, line in enumerate(lines) if line]
    return {*filled[:_EDGE], *filled[-_EDGE:]}


def _repeated(pages: Sequence[Sequence[str]]) -> set[str]:
    """The lines at the edges of most pages, but for their digits; none of a single page."""
    seen = Counter(key for page in pages for key in {_key(page[n]) for n in _edges(page)})
    return {key for key, count in seen.items() if count >= 2 and 2 * count > len(pages)}


def _key(line: str) -> str:
    return re.sub(r"\d+", "0", line.casefold())


def _without_edges(page: Sequence[str], repeated: set[str]) -> Iterator[str]:
    edges = _edges(page)
    for n, line in enumerate(page):
        if n not in edges or not (_key(line) in repeated or _PAGE_NUMBER.fullmatch(line)):
            yield line


def _paragraphs(lines: Sequence[str], words: Counter[str]) -> Iterator[str]:
    """Lines joined to paragraphs: one ends with a blank line, or a short line that ends it."""
    lengths = sorted(len(line) for line in lines if line)
    full = lengths[9 * len(lengths) // 10] if lengths else 0
    paragraph = ""
    for n, line in enumerate(lines):
        paragraph = _joined(paragraph, line, words)
        following = lines[n + 1] if n + 1 < len(lines) else ""
        if paragraph and (not following or _ends(line, following, full)):
            yield paragraph
            paragraph = ""


def _ends(line: str, following: str, full: int) -> bool:
    if _BULLET.match(following):
        return True
    if len(line) >= _SHORT * full:
        return False
    heading = following[:1].isupper() and len(line) < _HEADING * full
    return heading or bool(_SENTENCE_END.search(line))


def _joined(paragraph: str, line: str, words: Counter[str]) -> str:
    """A paragraph with its next line; a word that was split between them is put together."""
    split, first = _SPLIT.search(paragraph), _FIRST_WORD.match(line)
    if not split or not first or not first[0][0].islower():
        glue = "" if split and first else " "
        return f"{paragraph}{glue}{line}" if paragraph and line else paragraph or line
    start, end = split[1].lower(), first[0].lower()
    # “anak-anak”, “sayur-mayur” keep their hyphen, as does what has it elsewhere in the text.
    rhymed = len(start) == len(end) > _RHYME and start.endswith(end[-_RHYME:])
    doubled = end.startswith(start) or rhymed or words[f"{start}-{end}"] > words[start + end]
    soft = paragraph.endswith("\u00ad")
    return f"{paragraph[:-1]}{'-' if doubled and not soft else ''}{line}"
