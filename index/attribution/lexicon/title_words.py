"""Titles, ranks and degrees beside a name, and firms before it: tables in lower case."""

import re

from index.attribution.lexicon.reporting_words import word_set
from index.entities.table import load_shipped_table


def _table_words(section: str, row: str) -> frozenset[str]:
    """The words of a row of index/data/entities.toml, without the word they stand for."""
    return frozenset(map(str.lower, load_shipped_table().synonyms[section][row]))


# Ranks and titles between the office and the name, which belong to neither.
# “Gus Dur” is known by both words.
TITLES = _table_words("changes", "title") - {"gus"} | word_set(
    "kapten letda serka bripda briptu bripol kombespol gen col maj lt capt sgt tgk ust muda madya"
    " pertama ajun pembina mgs kgs nyimas kiagus masagus mgr tgh profesor professor jendral"
    " letjend letnan kopral prajurit praka pratu prada"
)
# First names, which are no places, and those that are written short.
SHORT_NAMES = word_set(
    "lalu muhammad mohammad mohamad muhamad mochamad ahmad achmad abdul siti sri moh muh moch mohd"
    " muhd mhd abd m h st hm hr ha tb"
)
# Of the police, in full, between the office and the name: “Kapolsek Komisaris Polisi Budi”.
POLICE_RANK = re.compile(
    r"\b(?:(?:ajun )?komisaris besar(?: polisi)?|(?:ajun )?komisaris polisi|ajun komisaris"
    r"|(?:inspektur|brigadir|komisaris)? ?jenderal polisi)$"
)
# Branches of the forces, which follow the rank: Letkol Inf, Mayor Laut (P), Kapten Cpm.
BRANCHES = word_set(
    "satu dua inf kav arm arh czi cpm cba cku ckm chb caj chk ctp cpl cpn pnb pas tek lek kal nav"
    " adm sus kes laut mar pom psk"
)
# A full stop after them ends no sentence: dr. Budi, PT. Maju
FIRMS = word_set("pt cv")
WITH_STOP = TITLES | FIRMS
DEGREES = _table_words("changes", "degree") | word_set(
    "ssos sag ssi sked skep spt shum ma llm mkn mag mpa mph mkom map med bba sik mik cn sstp stp"
    " sap sfarm ssn sst skm skg mars apt ners amd lcm"
    # Specialists, such as SpOG.
    " spa spad span spb spbs spbp spbtkv spba spbm spdv spdve spem spf spfk spgk spjp spkk spkj"
    " spkfr spkga spm spmk spn sponk spog spok spot sppa sppd sppk spp sppr sprad spr sprm sps"
    " sptht spthtkl spu sport spdvi sprt"
)
# Abbreviations behind the name of a firm, after which that of a person begins.
FIRM_ENDS = word_set("tbk inc ltd corp pte llc plc co gmbh")

# The rank of an office; they never begin the name of an institution.
RANKS = word_set("agung utama muda madya pertama pratama umum tinggi negeri khusus jenderal")
# Titles that are a part of the office after these words, as in “Sekretaris Jenderal”.
RANKS_OF = {
    "jenderal": word_set("direktur sekretaris konsul gubernur auditor"),
    "muda": word_set("agung ahli direktur"),
    "madya": word_set("ahli"),
    "pertama": word_set("ahli"),
}
