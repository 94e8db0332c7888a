"""Numbers in words, Indonesian and English: “dua puluh lima”, “seratus ribu”, “half a million”."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

UNITS = {
    word: Decimal(value)
    for value, listed in enumerate(
        (
            "nol zero",
            "satu one",
            "dua two keduanya both couple",
            "tiga three ketiganya",
            "empat four keempatnya",
            "lima five",
            "enam six",
            "tujuh seven",
            "delapan eight",
            "sembilan nine",
            "sepuluh ten",
            "sebelas eleven",
            "twelve dozen selusin lusin",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        )
    )
    for word in listed.split()
}
UNITS.update(
    (word, Decimal(10 * tens))
    for tens, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)
)
UNITS |= {"seratus": Decimal(100), "seribu": Decimal(1000), "sejuta": Decimal(10**6)}
UNITS |= {"semiliar": Decimal(10**9), "setengah": Decimal("0.5"), "half": Decimal("0.5")}
UNITS |= {"separuh": Decimal("0.5"), "seperempat": Decimal("0.25"), "quarter": Decimal("0.25")}
UNITS |= {"sepertiga": Decimal("0.333"), "twice": Decimal(2), "ganda": Decimal(2)}
UNITS |= {"double": Decimal(2), "doubled": Decimal(2), "tripled": Decimal(3)}
SCALES: Final = {
    word: Decimal(10**power)
    for power, listed in {
        1: "puluh",
        2: "ratus hundred",
        3: "ribu thousand rb",
        6: "juta million jt",
        9: "miliar milyar billion",
        12: "triliun trilyun trillion",
    }.items()
    for word in listed.split()
}
VAGUE: Final = {
    "belasan": Decimal(11),
    **dict.fromkeys(("puluhan", "dozens", "tens"), Decimal(10)),
    **dict.fromkeys(("ratusan", "hundreds"), Decimal(100)),
    **dict.fromkeys(("ribuan", "thousands"), Decimal(1000)),
    **dict.fromkeys(("jutaan", "millions"), Decimal(10**6)),
    **dict.fromkeys(("miliaran", "billions"), Decimal(10**9)),
    **dict.fromkeys(("triliunan", "trillions"), Decimal(10**12)),
}
"""Counts without a number; never equal to one with it."""
ORDINALS: Final = {
    word: Decimal(value)
    for value, listed in enumerate(
        (
            "pertama first perdana",
            "kedua second",
            "ketiga third",
            "keempat fourth",
            "kelima fifth",
            "keenam sixth",
            "ketujuh seventh",
            "kedelapan eighth",
            "kesembilan ninth",
            "kesepuluh tenth",
        ),
        1,
    )
    for word in listed.split()
}
WORDS: Final = frozenset((*UNITS, *SCALES, "belas", "koma"))
"""Words that a number in words is made of."""


def value_of(spoken: Sequence[str], start: Decimal | None = None) -> Decimal:
    """The value of number words in a row, after a number in figures if one is given.

    “dua belas” is 12, “dua ratus lima puluh ribu” 250,000, (2.5) “juta” 2,500,000.
    """
    total, group, last = Decimal(0), start or Decimal(0), start or Decimal(0)
    for word in spoken:
        if word == "belas":
            group, last = group + 10, last + 10
        elif word in SCALES and SCALES[word] >= 1000:
            total, group, last = total + (group or 1) * SCALES[word], Decimal(0), Decimal(0)
        elif word in SCALES:
            # “dua ratus lima puluh”: puluh belongs to lima alone.
            group = group - last + (last or 1) * SCALES[word]
            last = Decimal(0)
        elif word in UNITS:
            last = UNITS[word]
            group += last
    return total + group
