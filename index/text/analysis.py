"""Words of a text and of a question, as the full-text index knows them."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import Stemmer

WORD = re.compile(r"\w+")
# Words that carry no subject: articles, prepositions, pronouns, question words, and the verbs a
# question uses about its own answer ("what did X say about"). Dropping them is worth as much
# as stemming and makes the search three times as fast (measured on FacQA and IDK-MRC).
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
# The marks of all scripts that are written today; what is above is taken by notation and history.
_MARKS = dict.fromkeys(c for c in range(0x10000) if unicodedata.combining(chr(c)))
_local = threading.local()


def fold(text: str) -> str:
    """Lower case without diacritics: “Çelik” and “celik” are one word."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text).translate(_MARKS).lower()


def words(text: str) -> list[str]:
    """The words of a text in order, folded."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=100_000)
def stem(word: str, language: str = "indonesian") -> str:
    """The Snowball stem of a word; one with a digit stays as it is."""
    if not word.isalpha():
        return word
    # A stemmer object holds a buffer that threads must not share.
    stemmers: dict[str, Stemmer.Stemmer] = _local.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = Stemmer.Stemmer(language, 0)
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed


def index_text(text: str) -> str:
    """What the full-text index stores for a text: its words, and their stems where they differ.

    Stems alone would not do: Snowball makes “teri” of “menteri” and “pain” of “pemain”.
    """
    found = words(text)
    return " ".join([*found, *(s for word in found if (s := stem(word)) != word)])


def terms(question: str) -> list[str]:
    """The words of a question that can find something, each once, in order."""
    return [word for word in dict.fromkeys(words(question)) if word not in STOP_WORDS]


def fts_query(phrases: Iterable[str]) -> str:
    """An FTS5 query for any of these words or runs of words; "" if there are none.

    Every one is a quoted string, so nothing a person types is read as query syntax.
    """
    found = (" ".join(words(phrase)) for phrase in phrases)
    return " OR ".join(f'"{phrase}"' for phrase in dict.fromkeys(found) if phrase)
