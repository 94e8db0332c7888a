"""Furniture inside a line: references, videos, credits and pagers that scraping glued to text.

A line is cut where they stood, so that what is left stays verbatim and no quotation runs across a
gap. Where a glued headline ends is told by its capitals: of the 283 “Baca juga: …” inside lines of
the 2019 archive 262 end where a small letter meets a capital or a quotation mark.
"""

import re
from collections.abc import Iterator

from index.sources.cleaning.boilerplate import SIGNED
from index.sources.cleaning.headlines import QUOTES
from index.text.stopwords import HEADLINE_SMALL_WORDS

_BEGIN = r"(?:^|(?<=[.!?…\"”’)\]])\s*|(?-i:(?<=[a-z])(?=[A-Z])))"
_NEXT_PAGE = r"(?:halaman|laman)\s+(?:berikut|selanjut)(?:nya)?\b"
_FURNITURE = re.compile(
    rf"""(?P<whole>
        \[\s*gambas\s*:[^\]]*\]
      | (?:simak|tonton|saksikan|lihat)(?:\s+juga)?\s+video\b[^"“‘'.\[]{{0,40}}["“‘'].{{3,200}}?
        ["”’'](?=\s*(?:\[\s*gambas|{SIGNED}|$))
      | \(\s*(?:baca|lihat|simak)\s+(?:juga|pula|selengkapnya)\b[^()]*\)\.?
      | {_BEGIN}(?:klik|baca|simak|lihat|(?:ber)?lanjut)\b[^.!?"“]{{0,60}}{_NEXT_PAGE}
        [^.!?"“(]{{0,60}}(?:[.!?]|$|(?=\())
      | {_BEGIN}(?-i:SHARE)\b | \s(?-i:SHARE)$ | ^lihat\ foto\b(?=\s+(?-i:[A-Z])|$)
      | (?-i:ADVERTISEMENT|SCROLL\ TO\ (?:CONTINUE|RESUME)\ WITH\ CONTENT)
      | (?:sebelumnya\s)?(?:\d+\s+){{2,}}(?:selanjutnya|berikutnya|show\ all|lihat\ semua)\W*$
      | \b\d+\s*/\s*\d+\s+(?:selanjutnya|berikutnya)\b.*$
      | \s\((?-i:[a-z]{{2,4}}/[a-z]{{2,4}})\)\s(?-i:[a-z0-9][^.!?A-Z]*)$
      | {_BEGIN}{SIGNED}\W*(?:\s(?-i:[a-z0-9])[^.!?]*)?$
    )
    | (?P<reference>
        \b(?:(?:baca|simak|lihat|tonton|cek)\s+(?:juga|pula|selengkapnya)(?:\s+video)?\s*:
      | (?:also\s+read|read\s+also|see\s+also)\s*:)\s*
      | \b(?-i:BACA\ JUGA)\s+(?=(?-i:[A-Z]))
    )
    | (?P<credit> (?-i:
        (?<=[\w.!?"”’)])\s*(?:\b|(?<=[a-z]))Foto\s*:\s* | ^Foto\s*:\s*(?=\S.*[a-z][A-Z"“])
    ))""",
    re.IGNORECASE | re.VERBOSE,
)
# Looked for first, in the lower-cased line: 98 of 100 lines have nothing of it.
_HINT = re.compile(
    r"gambas|(?:baca|simak|lihat|tonton|saksikan|cek|read|see)\s+(?:juga|pula|selengkapnya|also|video)"
    r"|also\s+read|laman\s+(?:berikut|selanjut)|share|lihat foto|foto\s*:|advertisement|scroll to"
    r"|\d\s+(?:selanjutnya|berikutnya|show all|lihat semua)|\([a-z][^()/]{0,20}/"
)
# A small letter, figure or mark meets a capital or a quotation mark; an acronym meets a word.
_GLUE = re.compile(r"(?<=[a-zà-ÿ0-9?!.,)…])(?=[A-Z][a-z]|[\"“‘])|(?<=[A-Z]{2})(?=[A-Z][a-z]+[\s,])")
_OPENING = re.compile(r"\s(?=[\"“][A-Z])")
_SENTENCE_END = re.compile(r"[.!?…][\"”’)]?")
# Words that begin sentences, and stand in a row of capitals where a headline meets one.
_OPENERS = frozenset(
    "adapun akibat anggota bahkan berdasarkan bupati dalam dari data di dia direktur gubernur hal "
    "ia ini itu juru kami kapolda kapolres kapolri karena kepala kepada ketika ketua komisaris "
    "mereka menteri menurut meski meskipun namun pada para pemerintah pengamat pihak plt polisi "
    "presiden saat sebab sebelumnya sedangkan sejak sekretaris selain sementara seperti setelah "
    "tim untuk wakil wali warga".split()
)


def without_furniture(line: str) -> list[str]:
    """The parts of a line between furniture, in order; the line alone if it has none."""
    if not _HINT.search(line.lower()):
        return [line]
    parts: list[str] = []
    rest = line
    while match := _FURNITURE.search(rest):
        end = _end(match, rest, alone=not parts and not match.start())
        if end is None:
            before, rest = rest[: match.end()], rest[match.end() :]
            parts = _joined(parts, before)
            continue
        before = rest[: match.start()].removesuffix("(")
        if match["credit"]:
            before = _without_caption(before)
        # A bare "Baca juga:" stays, as a line: the headlines that it refers to are in the next.
        bare = [match[0]] if match["reference"] and not rest[match.end() :].strip() else []
        parts = [*_joined(parts, before), *bare, ""]
        rest = rest[end:].lstrip()
    return [part for text in _joined(parts, rest) if (part := text.strip())]


def _joined(parts: list[str], text: str) -> list[str]:
    """The parts with more text at the end of the last, which is "" where furniture was."""
    return [*parts[:-1], f"{parts[-1]}{text}"] if parts else [text]


def _end(match: re.Match[str], line: str, *, alone: bool) -> int | None:
    """Where the furniture ends that begins at `match`; None if it is none after all.

    A line that may be furniture `alone` is judged as a whole, elsewhere.
    """
    rest = line[match.end() :]
    if match["whole"] is not None:
        return match.end()
    end = _headline_end(rest)
    if end is not None:
        return match.end() + end
    if alone:
        return None
    if match["credit"] is not None:
        return len(line) if len(rest.split()) <= 8 and not rest.endswith(".") else None
    prose = len(rest.split()) >= 8 and rest.rstrip(f"{QUOTES}) ").endswith((".", "…"))
    return None if prose else len(line)


def _headline_end(rest: str) -> int | None:
    """Where a headline at the beginning of a text ends and something else begins; None if nowhere.

    Other furniture and glued words tell it; else a quotation, or the change from a Headline of
    Capitals to a sentence.
    """
    following = _FURNITURE.search(rest) or re.search(SIGNED, rest)
    ends = [following.start()] if following else []
    ends += [glue.start() for glue in _GLUE.finditer(rest) if _is_sentence(rest[glue.start() :])][
        :1
    ]
    if ends and _may_be_headline(rest[: min(ends)]):
        return min(ends)
    quotes = [quote.end() for quote in _OPENING.finditer(rest) if _is_sentence(rest[quote.end() :])]
    ends = [at for at in quotes[:1] if sum(map(_is_small, rest[:at].split())) < 2]
    return next(iter(ends or _change_of_case(rest)), None)


def _may_be_headline(text: str) -> bool:
    return 0 < len(text.split()) <= 18 and not re.search(r"[.!?]\s+\S+\s+[a-z]", text)


def _is_sentence(text: str) -> bool:
    """Whether a text begins like a sentence: a quotation, or few capitals in its first words."""
    words = text.split()[:8]
    return sum(map(_is_small, words)) >= 2


def _is_small(word: str) -> bool:
    """Whether a word is in small letters that a headline would give a capital."""
    return word[0].islower() and len(word) > 3 and word not in HEADLINE_SMALL_WORDS


def _change_of_case(rest: str) -> Iterator[int]:
    """Where a Headline of Capitals turns into a sentence, without a mark between them."""
    words = list(re.finditer(r"\S+", rest))
    small = [n for n, word in enumerate(words) if _is_small(word[0])]
    if not small or small[0] < 5 or not _is_sentence(rest[words[small[0] - 1].start() :]):
        return
    capitals = [n for n in range(4, small[0]) if words[n][0][0].isupper()]
    openers = [n for n in capitals if words[n][0].lower() in _OPENERS]
    if found := openers[-1:] or capitals[-1:]:
        yield words[found[0]].start()


def _without_caption(before: str) -> str:
    """What stands before a credit, without the caption between the last sentence and it."""
    ends = [match.end() for match in _SENTENCE_END.finditer(before)]
    caption = before[ends[-1] :] if ends else before
    # A caption is glued to the sentence before it; what follows a space is a sentence's part.
    glued = bool(ends) and bool(caption) and not caption[0].isspace()
    return before[: ends[-1]] if glued and len(caption.split()) <= 20 else before
