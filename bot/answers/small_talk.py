"""Messages that are only thanks or greetings: “makasih kak”, “wkwk”, “halo bot” (pure)."""

import re
from typing import Literal

from index.text.analysis import words

_PHRASES = {
    "makasih": "terima kasih|thank (?:you|u)|matur nuwun|sama sama",
    "halo": (
        "apa kabar|(?:how|who) are you|what can you do|siapa (?:kamu|anda)"
        "|kamu siapa|(?:kamu )?bisa apa(?: (?:aja|saja))?|(?:ini )?bot apa(?: ini)?"
    ),
}
_PHRASE = {
    word: re.compile(rf"\b(?:{phrases})\b(?! \w*(?:soal|tentang|about))")
    for word, phrases in _PHRASES.items()
}
_THANKS = (
    "makasih makasi terimakasih mksh trims tks thx tq ty thanks tengkyu nuhun suwun ok"
    " oke okay okey sip siap mantap mantul keren bagus baik nice great cool good wow wah ya iya yes"
    " yup lol cheers bye dadah"
)
_GREETINGS = (
    "halo hallo hai hi hey hei hello pagi siang sore malam morning afternoon evening"
    " assalamualaikum salam permisi punten tes test ping p menu help bantuan mulai start"
)
_BESIDE = (
    "bot kak kakak min mimin admin gan bang bro sis mas mbak pak bu om deh dong banget bgt sekali"
    " banyak semua semuanya selamat so very much you there all everyone atas infonya jawabannya"
    " bantuannya informasinya sudah udah lah nih juga for the answer"
    " a lot many again info untuk that helps helped"
)
_LAUGHTER = re.compile(r"(?:wk)+w?|(?:(?:ha|he|hi|hu|xi)h?){2,}")


def _once(word: str) -> str:
    """A word without repeated letters, so that “haloooo” and “hallo” are one word."""
    return re.sub(r"(.)\1+", r"\1", word)


_THANKING, _GREETING, _ALLOWED = (
    frozenset(map(_once, listed.split())) for listed in (_THANKS, _GREETINGS, _BESIDE)
)


def small_talk(text: str) -> Literal["thanked", "greeted"] | None:
    """The key of the reply to a message of nothing but thanks or greetings, else None."""
    said = " ".join(words(text))
    for word, phrase in _PHRASE.items():
        said = phrase.sub(word, said)
    found = {_once(word) for word in said.split()}
    thanks = {word for word in found if word in _THANKING or _LAUGHTER.fullmatch(word)}
    greetings = found & _GREETING
    if found - thanks - greetings - _ALLOWED:
        return None
    if thanks:
        return "thanked"
    return "greeted" if greetings else None
