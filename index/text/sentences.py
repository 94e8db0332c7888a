"""Sentence segmentation of Indonesian and English news text."""

import re
from collections.abc import Iterator

# Abbreviations before a name, in lower case and without the final stop. Words with stops inside
# (S.H., M.Si., a.n.) need no listing.
BEFORE_NAMES = frozenset(
    (
        "dr drs dra drg prof ir hj kh tgk ust pdt st tn ny nn sdr sdri bpk yth alm almh rm pt cv"
        " kel kec kab prov ds dsn kp jl jln gg mr mrs ms messrs rev gen col sgt capt lt maj adm gov"
        " sen rep hon mt jr sr vs pol purn brigjen irjen komjen mayjen letjen jend kol letkol"
        " kombes kompol kapt cq"
    ).split()
)
# Abbreviations only before a number: elsewhere they are words that can end a sentence.
BEFORE_NUMBERS = frozenset(
    (
        "no nos tgl hlm hal vol fig psl pasal ayat rp km lt rt rw blok telp jan feb mar apr jun jul"
        " agu agt aug sep sept okt oct nov des dec"
    ).split()
)
# Words that begin sentences but no names: after initials and degrees they distinguish
# “Budi, S.H. Ia …” from “B.J. Habibie”.
STARTER = re.compile(
    r"\s+(?:Ia|Dia|Mereka|Kami|Kita|Ini|Itu|Namun|Tetapi|Tapi|Sementara|Sedangkan|Selain|Adapun"
    r"|Menurut|Pada|Di|Dari|Dalam|Dengan|Untuk|Karena|Ketika|Saat|Setelah|Sebelum|Sebelumnya|Jika"
    r"|He|She|It|They|We|The|This|That|These|Those|But|However|In|On|At|After|Before|When|While"
    r"|Meanwhile|There|His|Her|Its|Their)\b"
)
# The stop itself, then the quotation marks and brackets that belong to it.
END = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]]*+(?=\s)")
# The number or letter of a list's item, at the beginning and after a colon or semicolon.
ENUMERATOR = re.compile(r"\s*\(?(?:\d{1,2}|[a-z]|[IVX]{1,4})")
INNER_ENUMERATOR = re.compile(r"[:;]\s+\(?\d{1,2}$")
FIRST = re.compile(r"[\s\"'“‘«(\[–—-]*(\S)?")


def sentences(text: str) -> list[tuple[int, int]]:
    """Character ranges of the sentences of `text`, in order, without the white space between.

    A line break always ends a sentence. A full stop does so only where the next sentence can begin
    and the word before it is no abbreviation, initial, or number of a list.
    """
    found: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]+", text):
        start = line.start()
        for end in (*_ends(text, line.start(), line.end()), line.end()):
            span = _trim(text, start, end)
            if span:
                found.append(span)
            start = end
    return found


def _ends(text: str, start: int, stop: int) -> Iterator[int]:
    for match in END.finditer(text, start, stop):
        if _ends_sentence(text, start, match) and _can_begin(text, match.end(), stop):
            start = match.end()
            yield start


def _ends_sentence(text: str, start: int, match: re.Match[str]) -> bool:
    if match[1] != ".":
        return True
    stop = match.start()
    before = text[max(start, stop - 24) : stop]
    word = re.split(r"[\s(\[\"'“‘/]", before)[-1]
    if match.end() > match.end(1):
        return word.lower() not in BEFORE_NAMES
    if ENUMERATOR.fullmatch(text, start, stop) or INNER_ENUMERATOR.search(before):
        return False
    if _is_initial(word) or word.lower() in ("jr", "sr"):
        return STARTER.match(text, match.end()) is not None
    number_follows = text[match.end() : match.end() + 3].lstrip()[:1].isdigit()
    return word.lower() not in (BEFORE_NUMBERS if number_follows else BEFORE_NAMES)


def _is_initial(word: str) -> bool:
    """Whether a word is one capital, or letters with stops between: B.J, S.H, M.Si, U.S, a.n."""
    inner_stops = "." in word and not any(character.isdigit() for character in word)
    return (len(word) == 1 and word.isupper()) or (inner_stops and len(word) <= 6)


def _can_begin(text: str, at: int, stop: int) -> bool:
    """Whether a sentence can begin at `at`: after any opening marks, with no small letter.

    A lower-case word after a closing quotation mark continues the sentence: “…?” tanya dia.
    """
    first = FIRST.match(text, at, stop)
    return bool(first and first[1] and not first[1].islower())


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return (left, right) if left < right else None
