"""Every list of small words, each with its purpose. They differ because their purposes do."""

from functools import cache
from importlib import resources

STOP_WORDS = frozenset(
    (
        # Indonesian, formal
        "yang dan di ke dari untuk pada dengan dalam oleh sebagai adalah ialah merupakan itu ini"
        " tersebut para sang si atau juga akan telah sudah belum sedang bisa dapat ada tidak bukan"
        " saat ketika agar supaya bahwa karena sehingga jika bila apabila maka lalu kemudian serta"
        " antara tentang soal mengenai terkait terhadap atas hingga sampai sejak selama secara"
        " sebuah suatu seorang ia dia mereka kami kita saya aku kamu anda nya pun lah kah"
        # Indonesian, asking
        " apa apakah siapa siapakah kapan kapankah di mana dimana dimanakah manakah mana mengapa"
        " kenapa bagaimana bagaimanakah berapa berapakah kata katanya ujar bilang berkata tanggapan"
        " komentar menurut disebut sebutkan jelaskan ceritakan adakah"
        # Indonesian, chat
        " yg dgn utk dr pd krn tdk gak ga nggak enggak gk tak udah udh blm gmn gimana knp brp sih"
        " dong deh kok ya yah nih tuh aja saja lagi lg sm sama ttg kpn dmn blg blng"
        # English
        " the a an of to in on at for from by with about as is are was were be been being it its"
        " this that these those and or not but if then than so do does did done has have had will"
        " would can could should may might must i you he she they we his her their our your my me"
        " him them us what which who whom whose when where why how many much there any some into"
        " over after before said say says tell told according having own also only just very more"
        " most such other each both no nor while during between through because until since under"
        " against among again up out off back get got put still yet like per via s t d ll re ve m"
    ).split()
)
"""Words without a subject, which a search leaves out: articles, prepositions, pronouns, question
words, and the verbs a question uses about its own answer ("what did X say about"). Dropping them is
worth as much as stemming and makes the search three times as fast (measured on FacQA and IDK-MRC).
"""

LANGUAGE_WORDS = {
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
"""Words that show the language of a text by themselves: frequent in one, absent from the other."""

REQUEST_WORDS = frozenset(
    "berita kabar info informasi artikel liputan peristiwa kejadian terjadi daftar tolong mohon"
    " coba tampilkan tunjukkan lihat kasih beri semua news article articles story stories headline"
    " headlines happened happening happen new update updates please show give list all"
    " utama penting rangkuman ringkasan populer hangat main top important biggest summary".split()
)
"""Words that ask for news without naming a subject: “ada berita apa hari ini”."""

HEADLINE_SMALL_WORDS = frozenset(
    "akan agar antara atas atau bagi dalam dari dengan hingga jadi karena kepada oleh pada saat "
    "sebagai serta soal tanpa tapi terhadap untuk usai yang "
    "after from into over than that with".split()
)
"""Words of four letters or more that headlines In Title Case leave small, Indonesian and English.

Shorter words are not looked at.
"""

ACRONYM_SMALL_WORDS = frozenset("dan di of the and untuk for bagi dalam atas pada ke in".split())
"""Words inside a long form that need not give a letter to its acronym."""


def is_common(word: str) -> bool:
    """Whether a word in lower case, or the word it doubles (“film-film”), is nobody's name.

    A capital at the beginning of a sentence says nothing; that “maka” is a word and “Hari” may be a
    name is known from how articles write them. `data/common_words.txt` has the 11,000 words that
    stand in small letters within sentences of 10 articles or more of 17,891 of 2019, and in no more
    than one as a name alone (`scripts/dev/collect_common_words.py`).
    """
    known = _common_words()
    first, _, second = word.partition("-")
    return word in known or (first == second and first in known)


@cache
def _common_words() -> frozenset[str]:
    data = resources.files("index").joinpath("data", "common_words.txt")
    return frozenset(data.read_text(encoding="utf-8").split())
