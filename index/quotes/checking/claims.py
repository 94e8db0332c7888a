"""What a message claims that somebody said: its quotations, and whose words they are said to be."""

import re
from dataclasses import dataclass

from index.attribution.attribute import attribute_statements
from index.text.quotations import Quotation, quotations
from index.text.urls import without_urls

# A message is about a few quotations; a whole article is searched as a text.
MOST_CLAIMS = 5
# Fewer words in quotation marks are a title or a turn of phrase, unless it is asked who said them.
_SPOKEN_WORDS = 4
# A longer description of a speaker has swallowed part of what they said.
_LONGEST_SPEAKER = 10
# A passed-on message is about what it quotes if that is at least this share of its words.
_QUOTED_SHARE = 0.4

_SAID = (
    r"(?:(?:pernah|memang|telah|sudah|beneran|benar-benar|yang|sempat|juga)\s+)*"
    r"(?:bilang|blg|ngomong|omong|berkata|mengatakan|ngatain|menyatakan|menyebut(?:kan)?|mengaku|ngaku"
    r"|mengklaim|klaim|menegaskan|menulis|nulis|berjanji|janji|mengucapkan|menyampaikan|berujar"
    r"|mengungkapkan|menyindir|mengancam|meminta|menuding|bicara|ngetwit|ngetweet)"
)
_SAID_EN = (
    r"(?:(?:really|actually|ever|once|just|also)\s+)*"
    r"(?:said|says?|claim(?:s|ed)?|states?|stated|tells?|told|wr[io]tes?|promised?|declared?|tweet(?:ed)?)"
)
_THAT = r"\s*[:,]?\s*(?:(?:bahwa|kalau|kalo|klo|jika|that)\b)?\s*[:,]?\s*"
_REALLY = (
    r"(?:apa(?:kah)?\s+)?(?:benar(?:kah|an)?|bener(?:an|kah)?|betul(?:kah)?|masa(?:k)?|apa\s+iya)"
    r"(?:\s+(?:ya|sih|nih|bahwa|kalau|kalo))*"
)
_WORDS_OF = r"(?:itu\s+)?(?:kata|ucapan|omongan|pernyataan|kutipan)(?:nya)?(?:\s+dari)?"
_WHO = r"(?P<who>[^\"“”«»:,?!\n]{2,80}?)"
_REST = r"(?P<rest>.+?)"
_END = r"\s*[?!.]*\s*"
# “Apa Kominfo bilang soal …” asks what was said: only with quotation marks it asks whether.
_SURE = tuple(
    re.compile(form + _END, re.IGNORECASE | re.DOTALL)
    for form in (
        # benarkah X bilang “…”
        rf"{_REALLY}\s+{_WHO}\s+{_SAID}{_THAT}{_REST}",
        # is it true that X said “…”
        rf"(?:is\s+it\s+(?:true|correct)(?:\s+that)?)\s+{_WHO}\s+{_SAID_EN}{_THAT}{_REST}",
    )
)
_IF_MARKED = tuple(
    re.compile(form + _END, re.IGNORECASE | re.DOTALL)
    for form in (
        # siapa yang bilang “…”; who said “…”
        rf"(?:siapa(?:kah)?(?:\s+(?:sih|sebenarnya|ya))?(?:\s+yang)?|who|was\s+it\s+\w+\s+who)\s+"
        rf"(?:(?:first|really|actually)\s+)?(?:{_SAID}|{_SAID_EN}){_THAT}{_REST}",
        # apakah X bilang “…”; did X say “…”
        rf"(?:apa(?:kah)?|e?mang(?:nya)?|memang(?:nya|kah)?)\s+{_WHO}\s+{_SAID}{_THAT}{_REST}",
        rf"(?:did|does|has|have)\s+{_WHO}\s+{_SAID_EN}{_THAT}{_REST}",
        # “…”, siapa yang bilang; benarkah “…” itu ucapan X
        rf"{_REST}\s*[,.–—-]?\s*(?:siapa\s+(?:sih\s+)?(?:yang\s+)?(?:{_SAID})(?:\s+(?:itu|ini|gitu|begitu))?"
        r"|who\s+said\s+(?:that|this|it))",
        rf"{_REALLY}\s+{_REST}\s*{_WORDS_OF}\s+{_WHO}",
        rf"{_REST}\s*[,.–—-]?\s*{_REALLY}\s+{_WORDS_OF}\s+{_WHO}",
    )
)
_WHO_SAID = re.compile(
    rf"(?:siapa(?:kah)?(?:\s+(?:sih|sebenarnya|ya))?(?:\s+yang)?|who)\s+(?:{_SAID}|{_SAID_EN}){_THAT}",
    re.IGNORECASE,
)
# X bilang “…”: in a message that is to be checked, a statement is a question.
_PLAIN = tuple(
    re.compile(form + r"\s*", re.IGNORECASE | re.DOTALL)
    for form in (
        rf"(?:kata|menurut)\s+{_WHO}\s*[:,]\s*{_REST}",
        rf"(?:apa(?:kah)?\s+|did\s+|has\s+)?{_WHO}\s+(?:{_SAID}|{_SAID_EN}){_THAT}{_REST}{_END}",
        rf"{_WHO}\s*:\s*{_REST}",
    )
)
_BEFORE = re.compile(r"(?:^|[\n.?!…]\s*)(?P<who>[^\"“”\n:.?!]{2,80}?)\s*:\s*$")
_AFTER = re.compile(
    r"^\s*[,.]?\s*(?:[–—~-]+|\(|kata|ujar|ucap|tutur|by|said|says|oleh|menurut)\s*"
    r"(?P<who>[A-Z][^\"“”\n(),]{1,80}?)\s*(?=$|[\n,.?!()])"
)
_PRONOUN = re.compile(
    r"(?:dia|ia|mereka|beliau|orang(?:\s+ini)?|siapa(?:\s+saja)?|he|she|they|it|you|kamu|anda|ini|itu)",
    re.IGNORECASE,
)
_ASKS_ABOUT = re.compile(
    r"(?:apa|siapa|soal|tentang|mengenai|terkait|begitu|gitu|itu|ini|demikian|seperti|about|so|that"
    r"|what|anything|something)\b",
    re.IGNORECASE,
)
_SINGLE = re.compile(r"(?<!\w)'(?=\S)([^'\n]*(?:(?<=\w)'(?=\w)[^'\n]*)*)(?<=\S)'(?!\w)")
_SAME_MARKS = str.maketrans("‹›「」『』〝〞＂„‟", '“”“”“”“”"““')


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """That somebody said these words; `speaker` is "" where nobody is named."""

    quotation: str
    speaker: str = ""


def read_claims(message: str, *, by: str = "") -> tuple[Claim, ...]:
    """What is to be checked in a message, at most five claims; () without a word.

    Everything in quotation marks that may be speech, else what is asked about (“benarkah X bilang
    …”), else the whole message. `by` says whose words all of it is claimed to be.
    """
    text = _one_kind_of_marks(without_urls(message).strip())
    claims = _asked(text) or _quoted(text, least=1) or _plain(text)
    known = {claim.quotation: claim for claim in claims if any(map(str.isalnum, claim.quotation))}
    found = list(known.values())[:MOST_CLAIMS]
    return tuple(
        Claim(quotation=claim.quotation, speaker=by.strip() or claim.speaker) for claim in found
    )


def claims_to_check(message: str, *, passed_on: bool = False) -> tuple[Claim, ...]:
    """The claims of a message that asks for a check by itself, without a command; else ().

    It asks whether somebody said something, or who did; or, if it was `passed_on` or has several
    lines, quotes somebody whom it names, and is about little else.
    """
    text = _one_kind_of_marks(without_urls(message).strip())
    if asked := _asked(text):
        return asked[:MOST_CLAIMS]
    claims = _quoted(text, least=_SPOKEN_WORDS)
    named = [claim for claim in claims if claim.speaker]
    quoted = sum(len(claim.quotation.split()) for claim in claims)
    about = quoted >= _QUOTED_SHARE * max(1, len(text.split()))
    asks = "?" in text or passed_on or "\n" in text
    return claims if named and about and asks and len(claims) <= MOST_CLAIMS else ()


def _one_kind_of_marks(text: str) -> str:
    """The text, as long as before, with quotation marks that `quotations` knows."""
    return _SINGLE.sub(r"“\1”", text.translate(_SAME_MARKS))


def _asked(text: str) -> tuple[Claim, ...]:
    """The claims of a question whether somebody said something, or who did."""
    for form in (*_SURE, *_IF_MARKED):
        match = form.fullmatch(text)
        if match is None:
            continue
        groups = match.groupdict()
        who, rest = _described(groups.get("who") or ""), groups["rest"]
        if groups.get("who") and not who:
            continue
        quoted = _spoken(rest, least=2)
        if not quoted and form in _SURE and not _ASKS_ABOUT.match(rest) and " " in rest:
            quoted = [rest.strip(" ,:–—-")]
        if quoted:
            return tuple(Claim(quotation=one, speaker=who) for one in quoted)
    return ()


def _plain(text: str) -> tuple[Claim, ...]:
    """The claim of a message without quotation marks: all of it, or what its first name said."""
    if match := _WHO_SAID.match(text):
        return (Claim(quotation=text[match.end() :].rstrip(" ?!.")),)
    for form in _PLAIN:
        match = form.fullmatch(text)
        who = _described(match["who"]) if match else ""
        if match and who and who[0].isupper():
            return (Claim(quotation=match["rest"].strip(), speaker=who),)
    return (Claim(quotation=text),)


def _described(who: str) -> str:
    """Who is named as the speaker; "" if it is nobody in particular or too long to be somebody."""
    who = who.strip(" ,.\"“”'-–—")
    if len(who.split()) > _LONGEST_SPEAKER or _PRONOUN.fullmatch(who):
        return ""
    return who


def _spoken(text: str, *, least: int) -> list[str]:
    """What stands in quotation marks and has at least so many words."""
    inside = [_inside(text, one) for one in quotations(text)]
    return [words for words in inside if len(words.split()) >= least]


def _inside(text: str, quotation: Quotation) -> str:
    return text[quotation.start : quotation.end].strip(" \n\"“”„«»‘’'`,")


def _quoted(text: str, *, least: int) -> tuple[Claim, ...]:
    """The quotations of a text, each with the speaker that the text names for it."""
    statements = attribute_statements(text)
    found: list[Claim] = []
    speaker = ""
    for one in quotations(text):
        words = _inside(text, one)
        if len(words.split()) < least:
            continue
        owners = [
            said.speaker.label
            for said in statements
            if said.start < one.end and one.start < said.end
        ]
        named = owners[0] if owners else _named_beside(text, one)
        # “A,” kata X. “B.”: a quotation without a name goes on.
        speaker = named or speaker
        found.append(Claim(quotation=words, speaker=speaker))
    return tuple(found)


def _named_beside(text: str, quotation: Quotation) -> str:
    """The name before a colon or behind a dash beside the quotation."""
    before = _BEFORE.search(text[: quotation.start])
    after = _AFTER.search(text[quotation.end :])
    match = before or after
    return _described(match["who"]) if match else ""
