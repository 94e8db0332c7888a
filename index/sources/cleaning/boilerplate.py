"""Boilerplate: lines of a news page that certainly are not its article, Indonesian and English.

For every rule the whole line has to look like boilerplate: article text that merely starts like it
("Baca juga … Meski begitu, pelatih percaya …") stays, because a leftover line costs less than a
lost sentence.
"""

import functools
import re
from collections.abc import Iterator, Sequence

from index.sources.cleaning.promotion import is_promotion

_NOISE = re.compile(
    r"""\W*(?:
        advertisements? | iklan | img_title | loading(?:\ [\w.]+)? | load\ more | _x000d_
      | share | lihat\ foto | scroll\ (?:to|untuk)\b.{0,60} | gulir\ untuk\b.{0,60}
      | (?:share|bagikan|tags?|topik)\s*: .{0,200} | do\ not\ delete\b.{0,80}
      | (?:(?:ber)?lanjut\ ke\ |ke\ )?halaman\ (?:selanjutnya|berikutnya|sebelumnya)
      | selanjutnya | (?:sebelumnya\ )?(?:\d+\ )+(?:selanjutnya|berikutnya|next|›|»)
      | \d+\ ?/\ ?\d+(?:\ selanjutnya)? | halaman\s*:[\d\s]* | show\ all
      | bagikan | komentar | tweet | facebook | twitter | whatsapp | telegram
      | e-?mail | print | cetak | copy\ link | salin\ (?:link|tautan)
      | \[gambas\s*:[^\]]*\] | .{0,20}all\ rights\ reserved\W*
      | (?:copyright\ ©|©\ ?copyright).{0,80}
    )\W*""",
    re.IGNORECASE | re.VERBOSE,
)
_RULE = re.compile(r"[-–—*_=#|•·~ ]+")
_REFERENCE = re.compile(
    r"""\W*(?:
        (?:baca|simak|lihat|tonton|cek)\ (?:juga|pula|selengkapnya) | baca\s*(?=:)
      | (?:simak|tonton|lihat|saksikan)\ (?:juga\ )?video\b
      | (?:see|read|watch)\ (?:also|more)\b | also\ read\b | read\ next\b
      | (?:berita|artikel)\ (?:terkait|lainnya) | related\ (?:news|articles|stories)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(
    r"""\(?(?:
        (?:sumber\ )?(?:foto|photo|gambar|image|grafis|infografis|ilustrasi)\s*[:/]\s*\S.*
      | (?:foto|photo)\s+(?:oleh|by)\s*:?\s+\S.*
      | sumber\s*:(?:\s*\S+(?=\s|$)){0,5}
      | [•·▪]\s*(?:u-report|istimewa|antara|reuters|afp|ap|getty|dok)\b.{0,60}
      | \(?dok\.?(?:\s\S+(?=\s|$)){1,6}
    )\)?""",
    re.IGNORECASE | re.VERBOSE,
)
# An agency in brackets after a full stop signs an article ("… ke AS. (AP/AFP)"); inside a sentence
# it credits a picture.
_CREDITED = re.compile(
    r".*(?:\((?:sumber|foto|photo|dok|antara foto)\b"
    r"|(?<![.!?…\"”]\s)\((?:antara|reuters|afp|ap|getty|[\w-]+\.(?:com|id|co|net|tv))\s?/)"
    r"[^()]{0,80}\)\.?",
    re.IGNORECASE,
)
_ILLUSTRATION = re.compile(r"ilustrasi\b.*", re.IGNORECASE)
_LABEL = re.compile(r"(?:sumber|foto|photo|kredit|credit)(?:\ foto)?\s*:", re.IGNORECASE)
_BULLET = re.compile(r"[•·▪*-]\s*\S")

# The author's initials after the last sentence, alone or joined: "(ren)", "(fra/wis)". Of the
# 17,891 articles of the 2019 archive 191 end like that, and none continues after such a mark.
_INITIALS = r"\([a-z]{2,5}(?:\s?[/.,-]\s?[a-z]{2,5}){0,3}\)"
# Two joined by a stroke, "(abc/def)", are nothing else; the page's tags may follow them.
SIGNED = r"\([A-Za-z][\w.-]{0,9}(?:\s\w{1,10})?(?:/[A-Za-z][\w.-]{0,9}(?:\s\w{1,10})?){1,3}\)"
_MARK = re.compile(
    rf"(?:.*[.!?…\]][\"”’']?\s*)?(?:{_INITIALS}\.?|{SIGNED}\W*(?:\s[a-z0-9][^.!?]*)?)"
)


@functools.lru_cache(maxsize=1024)
def is_boilerplate(line: str) -> bool:
    """Whether a line is an advertisement, a cross-reference, or a picture's caption or credit."""
    if _RULE.fullmatch(line) or _NOISE.fullmatch(line):
        return True
    return is_reference(line) or is_caption(line) or is_promotion(line)


def is_reference(line: str) -> bool:
    """Whether a line only refers to another article ("Baca juga: …")."""
    match = _REFERENCE.match(line)
    if not match:
        return False
    rest = line[match.end() :]
    return not rest.startswith((",", ";")) and not reads_as_prose(rest, least=8)


def is_caption(line: str) -> bool:
    """Whether a line is the caption or the credit of a picture."""
    words = len(line.split())
    if _CREDIT.fullmatch(line) or _CREDITED.fullmatch(line):
        return words <= 30
    return bool(_ILLUSTRATION.fullmatch(line)) and words <= 8


def ends_article(line: str) -> bool:
    """Whether a line ends with the author's initials: nothing after it belongs to the article."""
    return bool(_MARK.fullmatch(line))


def reads_as_prose(text: str, *, least: int) -> bool:
    """Whether a text has at least `least` words and ends with a full stop, like a sentence."""
    return len(text.split()) >= least and text.rstrip("\"”’') ").endswith((".", "…"))


def credit_blocks(lines: Sequence[str]) -> Iterator[int]:
    """Indexes of the lines of longer credits: a caption, "Sumber :", and bulleted names."""
    for at, line in enumerate(lines):
        if not _LABEL.fullmatch(line):
            continue
        end = at + 1
        while end < len(lines) and _BULLET.match(lines[end]) and len(lines[end].split()) <= 8:
            end += 1
        yield from range(at, end)
        if end > at + 1 and at and 0 < len(lines[at - 1].split()) <= 15:
            yield at - 1
