"""Small words that change what a sentence claims, Indonesian and English, by what they do.

Entries are folded words, beginnings of words (`ranca*`) or phrases.
"""

import re
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Operator:
    """A class of words. A summary may neither `add` nor `lose` one, where these are set."""

    name: str
    pattern: re.Pattern[str]
    add: bool = True
    lose: bool = True


def _operator(name: str, listed: str, *, add: bool = True, lose: bool = True) -> Operator:
    words = (re.escape(one.strip()).replace(r"\*", r"\w*") for one in listed.split("|"))
    pattern = re.compile(rf"\b(?:{'|'.join(words)})\b", re.IGNORECASE)
    return Operator(name, pattern, add=add, lose=lose)


OPERATORS: Final = (
    _operator(
        "negation",
        "tidak|tak|bukan|bukanlah|belum|jangan|tanpa|takkan|mustahil|nggak|enggak|gak|tiada"
        "|not|no|never|none|nor|neither|nobody|nothing|without|cannot|can't|can’t|don't|don’t"
        "|doesn't|doesn’t|didn't|didn’t|isn't|isn’t|aren't|aren’t|wasn't|wasn’t|weren't|weren’t"
        "|won't|won’t|wouldn't|wouldn’t|hasn't|hasn’t|haven't|haven’t|couldn't|couldn’t"
        "|unable|lacks|lacked|yet to",
    ),
    _operator(
        "denial",
        "*bantah|*bantahan|dibantah|menyangkal|menepis|menampik|deny|denies|denied|denying"
        "|denial*|refut*|dismiss*",
    ),
    _operator("refusal", "tolak|menolak|ditolak|penolakan|enggan|refus*|reject*|declin*"),
    _operator(
        "failure",
        "gagal*|kegagalan|batal*|dibatalkan|pembatalan|membatalkan|urung|fail*|cancel*|call off"
        "|called off",
    ),
    _operator(
        "ban", "larang*|melarang|dilarang|pelarangan|ban|bans|banned|banning|forbid*|prohibit*"
    ),
    _operator(
        "denied fact", "hoaks|hoax|hoaxes|palsu|bohong|keliru|tidak benar|fake|false|untrue|forged"
    ),
    _operator(
        "doubt",
        "mungkin|kemungkinan|boleh jadi|barangkali|diduga|dugaan|menduga|terduga|konon|kabarnya"
        "|dikabarkan|disinyalir|agaknya|tampaknya|sepertinya|diperkirakan|memperkirakan|berpotensi"
        "|potensi|belum tentu|dituduh|dituding|rumor|isu|may|might|could|possibly|perhaps"
        "|probably|allegedly|alleged"
        "|reportedly|suspect*|apparently|seems|seemed|appears|likely|rumour*|rumor*|estimat*"
        "|accused|potential*",
        add=False,
    ),
    _operator(
        "plan",
        "akan|bakal|rencana*|berencana|direncanakan|merencanakan|hendak|berniat|ingin|mau"
        "|menargetkan|ditargetkan|target|targetkan|usul*|mengusulkan|diusulkan|will|would|'ll"
        "|plan|plans|planned"
        "|planning|going to|intend*|want|wants|wanted|propos*|target*|aims|aim|to be|set to"
        "|expect*",
        add=False,
    ),
    _operator(
        "condition",
        "jika|kalau|bila|apabila|bilamana|asalkan|seandainya|andai|if|unless|provided",
        add=False,
    ),
    _operator("exception", "kecuali|terkecuali|except|excluding|apart from", add=False),
    _operator(
        "advice",
        "sebaiknya|seharusnya|semestinya|minta|meminta|diminta|mendesak|didesak|menuntut|dituntut"
        "|mengimbau|diimbau|menyarankan|disarankan|berharap|diharapkan|should|ought|ask|asks|asked"
        "|urge|urges|urged|demand*|request*|suggest*|hope|hopes|hoped|call for|calls for|called for"
        "|called on|recommend*",
        add=False,
    ),
    _operator(
        "duty",
        "harus|wajib|mesti|diwajibkan|mewajibkan|must|have to|has to|had to|mandatory|obliged"
        "|required",
    ),
    _operator(
        "part",
        "sebagian|beberapa|sejumlah|mayoritas|kebanyakan|salah satu|hampir|nyaris|some|part of"
        "|partly|several|most"
        "|majority|mostly|almost|nearly|one of|sementara waktu|temporarily|a few",
        add=False,
    ),
    _operator(
        "all",
        "semua|semuanya|seluruh|seluruhnya|setiap|tiap|selalu|segala|all|every|everyone|entire"
        "|always|whole",
        lose=False,
    ),
    _operator("only", "hanya|cuma|satu-satunya|semata|only|solely|merely|just"),
    _operator(
        "certainty",
        "pasti|terbukti|tentu|dipastikan|memastikan|certainly|definitely|proven|proved|confirm*"
        "|surely",
        lose=False,
    ),
    _operator(
        "cause",
        "karena|akibat|disebabkan|menyebabkan|gara-gara|sebab|because|due to|caused|causes"
        "|cause|as a result",
        lose=False,
    ),
)

AMONG: Final = re.compile(
    r"\b(?:di antaranya|di antara mereka|among them|of them|of whom)\b", re.IGNORECASE
)
"""They make a clause about some of those that the clause before counts."""

OPPOSITES: Final = tuple(
    tuple(
        re.compile(rf"\b(?:{side.replace(' ', '|').replace('_', ' ')})\b", re.IGNORECASE)
        for side in pair.split(" / ")
    )
    for pair in (
        "naik meningkat kenaikan peningkatan menguat melonjak bertambah menaikkan rise rises"
        " rose risen increase increased increases up grew higher"
        " / turun menurun penurunan melemah anjlok merosot berkurang menurunkan fall falls fell"
        " fallen decrease decreased decreases decline declined down dropped lower",
        "dukung mendukung didukung dukungan setuju menyetujui disetujui support supports"
        " supported agree agreed approve approved"
        " / menentang ditentang menolak ditolak menolaknya oppose opposes opposed reject"
        " rejected refuse refused",
        "dibuka membuka buka open opened opens reopened / ditutup menutup tutup close closed"
        " closes shut",
        "menang memenangkan kemenangan win wins won victory / kalah kekalahan lose loses lost"
        " defeat defeated",
        "untung keuntungan laba profit profits / rugi kerugian loss losses",
        "tewas meninggal mati wafat died dead killed death deaths / selamat hidup survived"
        " alive survivors",
        "sebelum before / setelah sesudah usai after",
        "memblokir diblokir pemblokiran blokir block blocked blocks blocking"
        " / membuka_blokir unblock unblocked normalisasi",
        "bersalah guilty convicted / bebas tak_bersalah acquitted innocent",
        "masuk enter entered entering / keluar leave left exit exited",
        "pertama first / terakhir last",
        "termasuk including / kecuali except excluding",
        "legal sah lawful / ilegal tidak_sah illegal unlawful",
        "terbesar tertinggi terbanyak largest biggest highest most / terkecil terendah smallest"
        " lowest least",
        "mulai dimulai begin began started start / berakhir selesai end ended finished",
        "menerima diterima accept accepted receive received / menolak ditolak rejected refused",
        "pria laki-laki lelaki man men male / wanita perempuan woman women female",
        "menghukum dihukum divonis sentenced / dibebaskan membebaskan freed released",
        "utara north northern / selatan south southern",
        "timur east eastern / barat west western",
    )
)
"""Words and their opposites: a summary may not have one where its quotes have the other alone."""
