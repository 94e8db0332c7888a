"""The tokens of a sentence, with each quotation as a single one."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from index.attribution.lexicon import title_words
from index.text.analysis import APOSTROPHES
from index.text.quotations import Quotation

# Degrees and initials keep their stops (M.Si, B.J.); a domain keeps its own (Kompas.com). The
# Balinese name Anak Agung is one, and no child.
TOKEN = re.compile(
    r"(?:[A-Z]\.)+(?:[A-Z][A-Za-z]{0,4}\b\.?)?(?=[\s,()]|$)"
    r"|Anak Agung(?= [A-Z])"
    r"|[SM] (?:Hum|Si|Sos|Kes|Pd|Kom|Ag|Hut|Psi|Farm|Kep|Ked)\b"
    r"|(?:Ph\.D|Sp\.[A-Z][A-Za-z]{0,3}(?:-[A-Z]{1,4})?)\b\.?"
    rf"|[^\W\d_](?:[\w&]|[{APOSTROPHES}-](?=\w)|\.(?=(?:com|co|id|net|org|tv)\b))*"
    r"|\d[\w.,:/%-]*(?<![.,])|[^\w\s]"
)
# “I Made”: a name and no number.
BALINESE = re.compile(
    r" (?:Gusti|Dewa|Made|Wayan|Gede|Gde|Ketut|Nyoman|Putu|Komang|Kadek|Nengah|Ngurah)\b"
)
ROMAN = re.compile(r"[IVX]+")
# “S.Sos.”, “M.I.Kom”, “A.Md.”: a degree whose last part is a word cut short.
DEGREE = re.compile(r"[SMAB]\.(?:[A-Z][a-z]?\.)*[A-Z][a-z]{1,5}\.?")
# A court as often as a degree.
_COURT = "MA"
# “Saif al-Badr”
ARTICLE = re.compile(r"(?:al|ad|an|ar|as|el)-[A-Z]")
WORD, NAME, ACRONYM, NUMBER, QUOTE = "word", "name", "acronym", "number", "quote"
PAUSES = (",", "-", "–", "—", '"', "”", ".")


class Token(NamedTuple):
    """`text[start:end]`, a word, a number, a punctuation mark or a quotation.

    `kind` is WORD, NAME (begins with a capital), ACRONYM, NUMBER, QUOTE, or the mark itself.
    `word` is in lower case, "" for a QUOTE, which covers all of the quotation that lies in the
    sentence.
    """

    start: int
    end: int
    word: str
    kind: str


def tokenize_sentence(text: str, start: int, end: int, quoted: Sequence[Quotation]) -> list[Token]:
    """The tokens of the sentence `text[start:end]`, given the quotations (`quoted`) in it.

    The degrees behind a name are left out, with their commas: “Budi Santoso, S.H., M.H.”.
    """
    found: list[Token] = []
    at = start
    for quotation in quoted:
        found.extend(_words(text, at, quotation.start))
        left, at = max(start, quotation.start), min(end, quotation.end)
        found.append(Token(left, at, "", QUOTE))
    found.extend(_words(text, at, end))
    return found


def find_quote_before(tokens: Sequence[Token], at: int) -> int:
    """The index of the QUOTE token right before token `at`, pauses apart; -1 if there is none."""
    before = at - 1
    while before >= 0 and at - before < 4 and tokens[before].kind in PAUSES:
        before -= 1
    return before if before >= 0 and tokens[before].kind == QUOTE else -1


def _words(text: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    degree = False
    for token in _pieces(text, start, end):
        # “, S.H., M.H.,” leaves one comma, “Sp.M(K)” no bracket.
        piece = text[token.start : token.end]
        subspecialist = token.kind == "(" and text[token.end : token.end + 2] == "K)"
        if degree and (piece in ("K", ")") or subspecialist):
            continue
        if degree and token.kind == "," and found[-1].kind == ",":
            continue
        named = next((t for t in reversed(found[-2:]) if t.kind != ","), None)
        degree = named is not None and named.kind == NAME and _is_degree(piece)
        if not degree:
            found.append(token)
    return found


def _is_degree(piece: str) -> bool:
    """Whether a word behind a name is a degree: S.H., M.Kes, Ph.D., SpOG; “SH”, but not “Sh”."""
    if DEGREE.fullmatch(piece):
        return True
    bare = re.sub(r"[-. ]", "", piece)
    marked = "." in piece or any(letter.isupper() for letter in bare[1:])
    return marked and bare.lower() in title_words.DEGREES and piece != _COURT


def _pieces(text: str, start: int, end: int) -> Iterator[Token]:
    if start >= end:
        return
    for match in TOKEN.finditer(text, start, end):
        piece = match[0]
        first = piece[0]
        if first.isalpha():
            named = piece == "I" and BALINESE.match(text, match.end())
            yield Token(match.start(), match.end(), piece.lower(), NAME if named else _kind(piece))
        else:
            kind = NUMBER if first.isdigit() else piece
            yield Token(match.start(), match.end(), piece, kind)


def _kind(piece: str) -> str:
    if not piece[0].isupper():
        return NAME if ARTICLE.match(piece) else WORD
    # Two capitals are more often initials of a person (HM, JK) than an institution.
    long = len(piece) > 2 or piece in ("UU", "PP")
    acronym = (long and piece.isalpha() and piece.isupper()) or ROMAN.fullmatch(piece)
    return ACRONYM if acronym else NAME
