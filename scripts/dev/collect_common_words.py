"""Write index/data/common_words.txt from a file of articles, one JSON object a line.

python -m scripts.dev.collect_common_words ../shared/data/archive_2019.jsonl.gz
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

OUTPUT = Path("index/data/common_words.txt")
# In fewer articles, misspelt names and foreign words are as frequent as common words.
ARTICLES = 10
# A word that has a capital within sentences more often than this for each article that writes it
# in small letters is a name that some articles misspell (“sari”), not an official's field
# (“konstitusi”).
CAPITALS = 3
# A word within a sentence.
WORD = re.compile(r"(?<=[a-z,] )[A-Za-z][a-z]+(?:-[a-z]+)?(?![\w’'-])")
# A single capitalised word that speaks, is spoken to or has a title: somebody's name.
NAMED = re.compile(
    r"(?<![\w-])(?:kata|ujar|tutur|jelas|ungkap|ucap|imbuh|tambah|papar|tegas|terang|sebut|lanjut"
    r"|[Mm]enurut|bernama|Pak|Bu|Mbak|Mas|[Bb]ang|Kang|Gus|AKP|AKBP|Kompol|Kombes(?: Pol)?|Iptu"
    r"|Ipda|H\.|Hj\.|KH|[Dd]r\.?|Prof\.?|Ir\.?) ([A-Z][a-z’'-]+)(?=[,. \n\"”]+(?:[a-z(]|$))"
)
# As many articles may have a capital there by mistake.
MISTAKES = 1
# Names, or parts of them, that the archive writes like common words or with another name only.
NAMES = frozenset(
    "perdana salah green white black young king long west rose brown"
    " abadi abang adil adinda alam amal ananda anggun angkasa arus asma asmara aura awan"
    " azas bahagia bakar bakti bangun bara batang bayu berkah bestari bin buana bunda bunga"
    " cahaya cahya candra catur cinta cipta citra cucu damai dana dara de der dwi eka embun"
    " entah fajar gadis gede gemilang geng gigih ha hadir haji harapan hayati iman indah"
    " intan irama jagat jati jujur kak kakanda karya kas kasih kembang kencana ku kukuh"
    " kurnia laka langit laras lini luhur mahkota mama mari mawar maya mbak melati mentari"
    " mini momen mulia mumpuni murni mutiara nada nusa pahala pamungkas panca papa perkasa"
    " permai permata pesta premi prihatin prima puji purnama putri rahayu raihan rama"
    " ramadan rasio ratna rejeki restu rezeki sabar sadar safari sah sakti sampe samudra"
    " sandera sang sangka se segara senang senja setia sigap suci surya tahan takdir tari"
    " tegar teguh timbul titik tri tulus tunggal umar untung utama van wibawa yang".split()
)


def common_words(texts: Iterator[str]) -> list[str]:
    """The words that articles write in small letters and that are nobody's name, sorted."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for text in texts:
        words = [match[0] for match in WORD.finditer(text)]
        lower.update({word for word in words if word.islower()})
        capital.update(word.lower() for word in words if not word.islower())
        named.update({match[1].lower() for match in NAMED.finditer(text)})
    return sorted(
        word
        for word, articles in lower.items()
        if articles >= ARTICLES
        and capital[word] <= CAPITALS * articles
        and named[word] <= MISTAKES
        and word not in NAMES
    )


def _texts(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)["text"]


def main() -> None:
    """Count, write, and say how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    words = common_words(_texts(parser.parse_args().articles))
    OUTPUT.write_text("\n".join(words) + "\n", encoding="utf-8")
    print(f"{len(words):,} words in {OUTPUT}")


if __name__ == "__main__":
    main()
