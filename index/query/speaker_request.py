"""Whose words a question asks for, and on what, recognised by the form of the question (pure).

“what did X say about Y”, “apa kata X soal Y”, “X bilang apa ttg Y”, “menurut X, …”: a handful of
forms in two languages, matched against the question in formal language.
"""

import re
from dataclasses import dataclass

# Nouns for somebody's words, and verbs of saying: the parts of “apa kata X soal Y”.
_NOUN = (
    r"kata(?!\s+(?:sandi|kunci|benda|kerja|sifat|dasar)\b)|perkataan|ucapan|ujaran|pernyataan|tanggapan|komentar|respons?|reaksi|pendapat|opini"
    r"|penjelasan|jawaban|sikap|pandangan|klaim|bantahan|imbauan|keterangan|usul(?:an)?|permintaan"
    r"|kritik(?:an)?|saran|pesan|penilaian|pengakuan|alasan|cerita|janji|harapan"
)
_VERB = (
    r"bilang|ngomong(?:in)?|omong|berkata|kata(?:kan)?|mengatakan|bicara(?:kan)?|berbicara|(?:ber)?komentar"
    r"|mengomentari|komen|menanggapi|tanggapi|merespons?|menjawab|jawab|menjelaskan|jelaskan|menyebut"
    r"|menilai|cerita|bercerita|berpendapat|berpesan|minta|meminta|menyatakan|menyampaikan|sampaikan"
    r"|mengungkapkan|menegaskan|membantah|mengimbau|mengusulkan|menyarankan|mengaku|berjanji"
)
_PASSIVE = (
    r"dikatakan|disampaikan|diucapkan|dijelaskan|disebut(?:kan)?|diminta|diungkap(?:kan)?|dinyatakan"
    r"|ditegaskan|diomongin|dibilang|dikomentari"
)
# Words between speaker and topic; the weak ones may also be part of the speaker's description.
_ABOUT = r"soal|tentang|mengenai|terkait|atas|terhadap|perihal|ihwal|menyangkut"
_WEAK = (
    r"bahwa|waktu|saat|ketika|setelah|sesudah|usai|sebelum|kepada|ke|pada|untuk|di|dalam|kalau|jika"
    r"|karena|pas"
)
_ASKING = (
    r"apa(?:kah)?|bagaimana(?:kah)?|mengapa|kenapa|berapa|kapan|siapa|di ?mana|mana|benarkah"
    r"|haruskah"
)
_SAY = (
    r"say|said|tell|told|think|announce|claim|comment|suggest|want|ask|explain|promise|answer|reply"
    r"|state|warn|argue|admit|deny|demand|propose|recommend|reveal|mention|urge|advise|believe|write"
)
_REACT = r"respond|react|reply|answer|comment|explain|justify|defend|describe|see|view|feel"
_WORDS_OF = (
    r"responses?|reactions?|comments?|statements?|opinions?|views?|answers?|position|stance|reply"
    r"|explanation|remarks?|message|advice|claims?|words|take"
)
_ON = r"on|about|to|regarding|concerning|of|over|when|after|before|that|in|at|for|as|with|how|why"


def _forms(topic: str) -> tuple[str, ...]:
    """The forms that begin alike; the pattern `topic` separates the speaker from the topic."""
    return (
        # apa kata X soal Y; bagaimana tanggapan X atas Y; penjelasan X tentang Y
        rf"(?:{_ASKING}|begini|ini)?\s*(?:saja\s+|isi\s+)?(?:{_NOUN})\s+(?:dari\s+|sang\s+)?"
        rf"(?P<who>.+?)(?:\s+(?:bagaimana|apa))?{topic}",
        # X bilang apa soal Y; X komentar apa tentang Y
        rf"(?P<who>.+?)\s+(?:{_VERB})\s+(?:apa(?:an)?|bagaimana)(?:\s+(?:saja|sih|dong|ya))*{topic}",
        # apa yang dikatakan X soal Y
        rf"apa\s+(?:saja\s+)?(?:yang\s+)?(?:{_PASSIVE})\s+(?:oleh\s+)?(?P<who>.+?){topic}",
    )


_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        *_forms(rf"\s+(?:{_ABOUT})\s+(?P<topic>.+)"),
        # menurut X, Y; kata X, Y
        rf"(?:menurut|kata)\s+(?P<who>[^,]+?)\s*(?:,\s*|(?=\b(?:{_ASKING})\b))(?P<topic>.+)",
        r"(?P<topic>.+?),?\s+menurut\s+(?P<who>[^,]+)",
        *_forms(rf"\s+(?:{_WEAK})\s+(?P<topic>.+)"),
        # bagaimana X menanggapi Y; apa yang X katakan soal Y; apakah X membantah Y
        rf"(?:bagaimana|apa|apakah)\s+(?:cara\s+|yang\s+)?(?P<who>(?!yang\b).+?)\s+(?:{_VERB})\s+"
        rf"(?:(?:{_ABOUT}|{_WEAK})\s+)?(?P<topic>.+)",
        *_forms(""),
        # what did X say about Y; what does X think of Y
        rf"what(?:\s+(?:exactly|else|all))?\s+(?:did|does|do|has|have|had|is|was)\s+(?P<who>.+?)\s+"
        rf"(?:{_SAY}|saying|said)\b(?:\s+(?:{_ON})\b)?\s*(?P<topic>.*)",
        # how did X respond to Y
        rf"how\s+(?:did|does|do|has|have|is|was)\s+(?P<who>.+?)\s+(?:{_REACT})(?:ed|ing)?\b"
        rf"(?:\s+(?:{_ON})\b)?\s*(?P<topic>.*)",
        # what was the response of X to Y
        rf"what\s+(?:was|is|were|are)\s+the\s+(?:{_WORDS_OF})\s+(?:of|from|by)\s+(?P<who>.+?)"
        rf"(?:\s+(?:to|on|about|regarding)\s+(?P<topic>.+))?",
        # what was X's response to Y; X's comments on Y
        rf"(?:what(?:\s+(?:was|is|were|are)|['’]s)\s+)?(?P<who>.+?)(?:['’]s|['’])\s+(?:{_WORDS_OF})"
        rf"(?:\s+(?:{_ON})\s+(?P<topic>.+))?",
        # according to X, Y
        r"according\s+to\s+(?P<who>[^,]+),\s*(?P<topic>.+)",
        r"(?P<topic>.+?),?\s+according\s+to\s+(?P<who>[^,]+)",
    )
)
# Nobody in particular: anybody's words may answer.
_ANYBODY = re.compile(
    r"(?:(?:para|the|all|banyak|semua|some)\s+)?(?:orang(?:-orang)?|publik|masyarakat"
    r"|pihak(?:-pihak)?|mereka|dia|ia|siapa(?:\s+saja)?|orang\s+lain|people|everyone|anyone"
    r"|they|he|she|it|critics|tokoh(?:-tokoh)?|you|kamu|anda|berita|media"
    r"|artikel(?:nya)?|the\s+(?:article|news|report)s?|isinya|itu|ini|this|that|yang\s+.*)",
    re.IGNORECASE,
)
_WHO_SAID = re.compile(
    rf"(?:siapa(?:kah)?(?:\s+saja)?(?:\s+yang)?\s+(?:{_VERB})|who\s+(?:said|says|told|commented))\b",
    re.IGNORECASE,
)
# “kata pak JK sistem transportasi kita …”: the name ends where the small letters begin.
_CAPITALS = re.compile(
    r"(?:(?i:pak|bu|bapak|ibu|bang|mas|mbak|kang|gus|kiai|ustaz|sang|president|minister)\s+)?"
    r"[A-Z][\w.'’-]*(?:\s+[A-Z][\w.'’-]*)*"
    r"(?=\s+(?!(?:dari|di|dan|of|and|the|for|selaku|bidang|untuk|pada)\b)[a-z])"
)
_LONGEST = 12  # words; a longer “who” has swallowed part of the topic


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeakerRequest:
    """Whether a question asks for somebody's words, whose, and on what.

    `speaker` is written as in the question, "" for anybody's words. `topic` is what the words are
    to be about, or the whole question if nobody's words are wanted.
    """

    wants_statement: bool
    speaker: str
    topic: str


def parse_speaker_request(question: str) -> SpeakerRequest:
    """Parse a question in formal language (see `slang.normalize_slang`)."""
    text = " ".join(question.split()).rstrip(" ?!.…")
    if _WHO_SAID.match(text):
        return SpeakerRequest(wants_statement=True, speaker="", topic=text)
    for form in _FORMS:
        match = form.fullmatch(text)
        request = _request(match) if match else None
        if request:
            return request
    return SpeakerRequest(wants_statement=False, speaker="", topic=text)


def _request(match: re.Match[str]) -> SpeakerRequest | None:
    """The request in a match of a form, None if what stands in the speaker's place is nobody."""
    groups = match.groupdict()
    who = (groups["who"] or "").strip(" ,\"“”'")
    topic = (groups.get("topic") or "").strip(" ,")
    leading = _CAPITALS.match(who)
    if leading and "topic" in groups and 0 <= match.start("topic") - match.end("who") <= 1:
        start = match.start("who") + leading.end()
        who, topic = leading[0], match.string[start:].strip(" ,")
    elif leading and not topic:
        who, topic = leading[0], who[leading.end() :].strip(" ,")
    if not who or len(who.split()) > _LONGEST:
        return None
    anybody = _ANYBODY.fullmatch(who) is not None
    if re.match(rf"(?:{_ASKING}|what|how|who|when|where|why|which)\b", who, re.IGNORECASE):
        return SpeakerRequest(wants_statement=True, speaker="", topic=topic) if anybody else None
    speaker = "" if anybody else who
    return SpeakerRequest(wants_statement=True, speaker=speaker, topic=topic or match.string)
