"""What a question says to the bot and not about its subject: “adakah berita tentang …” (pure).

Every article is “berita”: the word would be looked for in texts that need not hold it, and draws
the question's vector towards news about news.
"""

import re

# Words that ask for news and name nothing that they would be on: “ada berita apa hari ini”.
ONLY_ASKS = frozenset(
    "berita kabar info informasi artikel liputan peristiwa kejadian terjadi daftar tolong mohon"
    " coba tampilkan tunjukkan lihat kasih beri semua news article articles story stories headline"
    " headlines happened happening happen new update updates please show give list all".split()
)

_ABOUT_ID = r"(?:tentang|soal|mengenai|terkait|perihal|ihwal|seputar|menyangkut)"
_FRAMES = (
    # tolong carikan saya berita terbaru soal …; apakah ada artikel tentang …
    r"(?:(?:tolong|mohon|coba|bisa|boleh|halo|hai|min|kak|admin|bot)\b[\s,]*)*"
    r"(?:(?:cari(?:kan)?|temukan|tampilkan|tunjukkan|lihat(?:kan)?|berikan|beri|kasih|minta)\s+)?"
    r"(?:(?:saya|aku|kami)\s+)?(?:(?:apa(?:kah)?\s+)?ada(?:kah)?\s+|apa\s+saja\s+)?"
    r"(?:semua\s+|beberapa\s+)?"
    r"(?:berita|artikel|kabar|info(?:rmasi)?|liputan)(?:-berita|-artikel|nya)?"
    r"(?:\s+(?:terbaru|terkini|terakhir|lain|apa\s+saja))?\s+" + _ABOUT_ID,
    # please find me the latest news about …; are there any articles on …
    r"(?:please\s+|(?:can|could)\s+you\s+|hi\s+|hello\s+)*"
    r"(?:(?:find|show|give|get|search\s+for|look\s+for|i\s*['’]?a?m\s+looking\s+for)\s+(?:me\s+)?)?"
    r"(?:(?:is|are)\s+there\s+|do\s+you\s+have\s+|have\s+you\s+got\s+|what\s+is\s+|what['’]s\s+)?"
    r"(?:any\s+|all\s+|some\s+|the\s+)*(?:latest\s+|newest\s+|recent\s+|more\s+)?"
    r"(?:news|articles?|stories|coverage|info(?:rmation)?)\s+"
    r"(?:about|on|regarding|concerning|covering)",
)
_FRAME = re.compile(rf"\W*(?:{'|'.join(_FRAMES)})\b[\s:,]*(?=\w|[\"“‘'(])", re.IGNORECASE)


def unframed(question: str) -> str:
    """The question without the words that only ask for news on what follows."""
    return _FRAME.sub("", question, count=1) if _FRAME.match(question) else question
