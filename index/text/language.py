"""Which language a text is in, Indonesian or English, told by its small words."""

import re

_COMMON = {
    "id": frozenset(
        (
            "yang dan di ke dari untuk pada dengan dalam apa siapa kapan mana mengapa kenapa berapa"
            " bagaimana gimana gmn adalah itu ini tidak gak ga ada soal tentang ttg kata oleh akan"
            " sudah blm udah nya sih dong apakah bilang menurut cara saja yg"
        ).split()
    ),
    "en": frozenset(
        (
            "the a an of to in on for with about is are was were do does did what who when where"
            " why how which many much has have had will would can could say said says and or"
        ).split()
    ),
}


def language_of(text: str, *, default: str = "") -> str:
    """The language ("id" or "en") most of whose small words stand in `text`, else `default`."""
    found = re.findall(r"[a-z]+", text.lower())
    counts = {name: sum(map(common.__contains__, found)) for name, common in _COMMON.items()}
    best = max(counts, key=lambda name: (counts[name], name == default))
    return best if counts[best] else default
