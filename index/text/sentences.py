"""Sentence segmentation of Indonesian and English news text."""

import re
from collections.abc import Iterator

from index.text.stopwords import is_common

# Abbreviations before a name, in lower case and without the final stop: titles, acting officials,
# ranks, short first names, parts of addresses. Words with stops inside (S.H., M.Si., a.n.) and
# without a vowel (Kpt., Mhd.) need no listing.
BEFORE_NAMES = frozenset(
    (
        "dr drs dra drg prof ir hj kh tgh tgk ust ustd ustz pdt st tn ny nn sdr sdri bpk yth"
        " alm almh rm mgr pt cv pte kel kec kab prov ds dsn kp jl jln gg gd jil mr mrs ms messrs"
        " rev gen col sgt capt lt maj adm gov sen rep hon mt vs pol purn brigjen irjen komjen"
        " mayjen letjen jend kol letkol lettu letda kombes kompol akbp akp iptu ipda aiptu aipda"
        " bripka bripda serka serma kapt laksda laksdya laksma marsda marsdya marsma cq plt plh"
        " pj pjs moh muh moch mohd muhd abd mgs kgs dept univ"
    ).split()
)
# Abbreviations only before a number: elsewhere they are words that can end a sentence.
BEFORE_NUMBERS = frozenset(
    (
        "no nos nr nmr tgl thn th hlm hal vol fig psl pasal ayat bab rp km lt rt rw blok kav"
        " kamar telp hp fax pk pkl jan feb mar apr jun jul agu agt ags aug sep sept okt oct nov"
        " des dec ed cet lamp max min maks sta"
    ).split()
)
# After a name or a list, or words themselves: a sentence ends only where a common word follows.
AMBIGUOUS = frozenset(
    (
        "inc corp co ltd bros tbk llc plc jr sr dkk dll dsb dst ing inf arm arh kav perum komp"
        " apt ners bid fak"
    ).split()
)
# The same where they are written in capitals: HR. Muslim, HM. Soeharto.
AMBIGUOUS_CAPITALS = frozenset(
    ("HR", "HM", "HA", "RA", "RR", "AM", "AA", "KRT", "KRMT", "KRH", "TB")
)
ABBREVIATIONS = BEFORE_NAMES | AMBIGUOUS | frozenset(map(str.lower, AMBIGUOUS_CAPITALS))
# Measures have no vowel either, and end sentences.
_MEASURES = frozenset(
    "km kg cm mm ml kl hp gb mb kb kw kwh mw rpm bph kpl cc hz mhz ghz mbps gbps".split()
)
_VOWEL = re.compile("[aeiouy]", re.IGNORECASE)
# Words that begin sentences but no names: after initials and degrees they distinguish
# “Budi, S.H. Ia …” from “B.J. Habibie”.
STARTER = re.compile(
    r"\s+(?:Ia|Dia|Mereka|Kami|Kita|Ini|Itu|Namun|Tetapi|Tapi|Sementara|Sedangkan|Selain|Adapun"
    r"|Menurut|Pada|Di|Dari|Dalam|Dengan|Untuk|Karena|Ketika|Saat|Setelah|Sebelum|Sebelumnya|Jika"
    r"|He|She|It|They|We|The|This|That|These|Those|But|However|In|On|At|After|Before|When|While"
    r"|Meanwhile|There|His|Her|Its|Their)\b"
)
# “S.H”, “M.Si”, “Ph.D”, “S.I.Kom”, “a.n”, “s.d”, “Sp.PD-KGEH”
INNER_STOPS = re.compile(r"(?:[A-Za-z]{1,2}\.|[A-Z][a-z]{2,3}\.)+[A-Za-z]{1,5}(?:-[A-Z]{2,4})?")
_NEXT_WORD = re.compile(r"\s+([A-Z][a-z]+(?:-[a-z]+)?)(?![\w.’'-])")
# The stop itself, then the quotation marks and brackets that belong to it.
END = re.compile(r"(?<![.!?…])([.!?…]++)[\"'”’»)\]]*+(?=\s)")
# The number or letter of a list's item, at the beginning and after a colon or semicolon.
ENUMERATOR = re.compile(r"\s*\(?(?:\d{1,2}|[A-Za-z]|[IVX]{1,4})")
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
    if word.lower() in BEFORE_NAMES:
        return False
    if (
        text[match.end() : match.end() + 3].lstrip()[:1].isdigit()
        and word.lower() in BEFORE_NUMBERS
    ):
        return False
    return not _may_be_short(word) or _sentence_follows(text, match.end())


def _may_be_short(word: str) -> bool:
    """Whether a word may be an abbreviation, an initial or a degree; what follows must tell."""
    listed = word.lower() in AMBIGUOUS or word in AMBIGUOUS_CAPITALS
    return listed or _is_initial(word) or _has_no_vowel(word)


def _is_initial(word: str) -> bool:
    """Whether a word is one capital, or letters with stops between: B.J, S.H, M.Si, U.S, a.n."""
    return (len(word) == 1 and word.isupper()) or INNER_STOPS.fullmatch(word) is not None


def _has_no_vowel(word: str) -> bool:
    """Whether a word cannot be spoken, as it is short for another: Mhd, Kpt."""
    letters = word.isascii() and word.isalpha() and len(word) > 1 and not word.isupper()
    return letters and not _VOWEL.search(word) and word.lower() not in _MEASURES


def _sentence_follows(text: str, at: int) -> bool:
    """Whether the word after `at` begins a sentence, and is not the next one of a name."""
    if STARTER.match(text, at):
        return True
    following = _NEXT_WORD.match(text, at)
    return following is not None and is_common(following[1].lower())


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
