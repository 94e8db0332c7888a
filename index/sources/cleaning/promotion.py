"""Paywalls and promotion: sentences that speak to the reader of the page, not of the news.

They are sentences with full stops, so two things have to meet: an order or a question to the
reader, and what outlets sell or where they are followed. What somebody is quoted with stays.
"""

import functools
import re

_CHANNELS = (
    r"google\ news|telegram|whats\s?app|channel|newsletter|notifikasi|aplikasi|instagram|facebook"
    r"|twitter|youtube|tiktok|e-?paper|(?:ber)?langganan|premium|tanpa\ iklan"
    r"|app\ store|play\ store|ponselmu"
)
_GOODS = rf"{_CHANNELS}|akun|member|selengkapnya|artikel|berita\ (?:terkini|pilihan|terbaru|lain)"
_THIS = r"(?:artikel|berita|konten|tulisan|laporan|liputan|cerita|isi)\s(?:\w+\s)?ini"
_PROMOTION = re.compile(
    rf"""
      {_THIS}\s(?:(?:hanya|khusus|eksklusif|tersedia|dapat\ dibaca)\s)+(?:untuk|bagi|oleh)\s
      | ^(?:anda\s)?(?:sudah|belum)\s(?:punya\sakun|memiliki\sakun
        |(?:men)?jadi\s(?:pelanggan|member|anggota)|berlangganan|terdaftar)\b[^.?!]{{0,40}}\?
      | (?:silakan|silahkan|ayo|yuk|mari|segera)\s(?:\w+\s){{0,2}}(?:masuk|log\s?in
        |(?:ber)?langganan|(?:men)?daftar|(?:ber)?gabung|unduh|download|install|follow|ikuti|subscribe|aktifkan
        |whatsapp|klik|kunjungi)\b.*\b(?:{_GOODS})
      | ^(?:yuk\W+|ayo\W+|jangan\ lupa\W+)?(?:dapatkan|ikuti|simak|cek|baca(?!\s*:|\sjuga)
        |nikmati|unduh|download|follow|gabung|pilih|install|pasang|aktifkan|subscribe|langganan)\b
        (?=.*\b(?:berita|artikel|informasi|info|update|kabar|konten|liputan|kami|newsletter)\b)
        .*\b(?:{_CHANNELS})\b
      | ^(?:dapatkan|ikuti)\b.*\b(?:berita|update|breaking\ news)\b
        .*\b(?:setiap\ hari|dari\ [\w.-]+\.(?:com|id|co))\b
      | ^(?:masuk|log\s?in|daftar|berlangganan)\b.*\buntuk\s(?:\w+\s)?(?:membaca|mengakses
        |melanjutkan)
      | ^(?:ber)?langganan\s(?:sekarang|mulai|hanya)\b
      | ^artikel\sini\s(?:telah|sudah|pernah|pertama\ kali)\s(?:tayang|terbit|dimuat|di\w+kan)\b
      | dilarang\s(?:keras\s)?(?:mengambil|menyalin|mengutip|memperbanyak|meng-?copy)\b
        .*\b(?:konten|isi|artikel|berita)
      | ^(?:already\ a\ (?:subscriber|member)|subscribe\ (?:now|to|for)|sign\ (?:in|up)\ (?:to|for)
        |log\ in\ to|follow\ us\ on|join\ (?:our|us\ on)|download\ (?:our|the)\ app)\b
      | ^this\ (?:article|content|story)\ is\ (?:only\ |exclusively\ )?(?:for|available\ to)
        \ (?:paying\ )?(?:subscribers|members)
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SPEECH = re.compile(r"[\"“”].*\b(?:kata|ujar|ucap|tutur|jelas|said|says)", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
# The longest promotion seen, of a channel and how to join it, has 49 words and 310 characters.
_LONGEST = 400
_LAST = 3  # sentences at the end of a line that may be promotion
# Every promotion has one of these; most lines have none.
_HINTS = (
    *("langganan", "akun", "member", "anggota", "artikel", "berita", "kami", "konten", "info"),
    *("dilarang", "selengkapnya", "aplikasi", "whatsapp", "telegram", "google news", "channel"),
    *("subscri", "sign ", "log in", "login", "follow", "join", "download", "update", "newsletter"),
    *("tulisan", "laporan", "liputan", "cerita", "terdaftar", "kabar", "masuk", "daftar"),
)


@functools.lru_cache(maxsize=1024)
def is_promotion(text: str) -> bool:
    """Whether a line or its first sentence sells the outlet or says how to follow it."""
    if not 12 <= len(text) <= _LONGEST:
        return False
    lowered = text.lower()
    if not any(hint in lowered for hint in _HINTS) or _SPEECH.search(text):
        return False
    first = _SENTENCE.split(text.lstrip("*•·-–— "), maxsplit=1)[0]
    return bool(_PROMOTION.search(first))


def without_promotion(line: str) -> str:
    """A line without the promotion in its last sentences."""
    cuts = [0, *(match.end() for match in _SENTENCE.finditer(line))]
    first = next((cut for cut in cuts[-_LAST:] if is_promotion(line[cut:])), len(line))
    return line[:first].rstrip()
