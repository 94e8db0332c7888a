"""The words of one office split into role and institution."""

from collections.abc import Iterable, Sequence

from index.attribution.lexicon import office_words, reporting_words, title_words
from index.attribution.tokens import ACRONYM, NAME, QUOTE, WORD, Token
from index.text.stopwords import is_common

# Words that open a sentence otherwise, or are its subject.
_SUBJECTS = (
    reporting_words.OPENERS
    | reporting_words.PRONOUNS
    | reporting_words.PLURAL_PRONOUNS
    | reporting_words.DETERMINERS
)
# A name after one of these is part of the role: “warga Kampung Baru”, “Agraria dan Tata Ruang”.
_CONTINUES_ROLE = office_words.BEFORE_OFFICIAL | reporting_words.AND


def words_of(tokens: Iterable[Token]) -> tuple[str, ...]:
    """The words of a run of tokens, in lower case."""
    return tuple(token.word for token in tokens)


def is_role(token: Token) -> bool:
    """Whether the word is an office or occupation."""
    if token.kind == NAME and token.word in office_words.ALSO_NAMES:
        return False
    return token.word in office_words.ROLES or is_minister(token.word)


def is_institution(token: Token) -> bool:
    """Whether the word begins the name of an institution, or is one."""
    return token.word in office_words.INSTITUTIONS or (
        token.word.startswith("kem") and office_words.MINISTRY.fullmatch(token.word) is not None
    )


def is_common_noun(token: Token) -> bool:
    """Whether a capitalised word is nobody's name, but one of an office: “Mahkamah Konstitusi”."""
    return token.kind == NAME and is_common(token.word)


def opens_sentence(tokens: Sequence[Token], at: int) -> bool:
    """Whether a common word opens the sentence, which has a capital only there: “Maka Budi …”.

    Two of them may be an institution: “Jaringan Advokasi Tambang”.
    """
    token = tokens[at]
    if (at and tokens[at - 1].kind != QUOTE) or not is_common_noun(token):
        return False
    if is_role(token) or is_institution(token) or is_title(token):
        return False
    named = at + 1 < len(tokens) and is_common_noun(tokens[at + 1])
    return not named and token.word not in _SUBJECTS


def may_have_place(head: Token) -> bool:
    """Whether a place or firm may stand between this office and a comma: not “Presiden Budi, …”."""
    return head.word not in ("presiden", "wapres", "president") and not is_minister(head.word)


def is_minister(word: str) -> bool:
    """Whether the word is a short form for a minister."""
    # The first letters are compared beforehand because this is asked of every word.
    return word.startswith(("men", "wamen")) and office_words.MINISTER.fullmatch(word) is not None


def is_title(token: Token) -> bool:
    """Whether the word is a rank or title."""
    role = token.kind == WORD and token.word in office_words.ROLES
    return token.word.rstrip(".") in title_words.TITLES and not role


def strip_titles(office: tuple[Token, ...]) -> tuple[Token, ...]:
    """The office without the ranks and titles before and after it."""
    rank = title_words.POLICE_RANK.search(" ".join(words_of(office)))
    start, end = 0, len(office) - (len(rank[0].split()) if rank else 0)
    while end and _ends_with_title(office, end):
        end -= 1
    # “Panglima TNI Marsekal TNI”: the second one is part of the rank.
    if end > 1 and office[end - 1].word == "tni" and is_title(office[end - 2]):
        return strip_titles(office[: end - 1])
    while start < end and is_title(office[start]):
        start += 1
    return office[start:end]


def _ends_with_title(office: Sequence[Token], end: int) -> bool:
    """Whether the last word before `end` is a rank or title, or the branch of a rank."""
    title = is_title(office[end - 1]) and not _is_rank(office, end - 1)
    return title or is_branch(office, end - 1)


def is_branch(words: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` is the branch of the rank before it: “Letkol Inf”."""
    return index > 0 and words[index].word in title_words.BRANCHES and is_title(words[index - 1])


def _is_rank(office: Sequence[Token], index: int) -> bool:
    """Whether a title is part of the office before it: “Jaksa Agung Muda”."""
    return index > 0 and office[index - 1].word in title_words.RANKS_OF.get(office[index].word, ())


def split_role(office: tuple[Token, ...]) -> tuple[tuple[Token, ...], tuple[Token, ...]]:
    """Role and institution; an institution joined by “of” or “dari” is in both."""
    held = [index for index in range(len(office)) if is_office_at(office, index)]
    if not held:
        return (), office
    for index in range(held[0] + 1, len(office)):
        token = office[index]
        if token.word in reporting_words.BELONGS_TO and index + 1 < len(office):
            if office[index - 1].word == "minister":
                return office, ()
            the = index + 2 if office[index + 1].word == "the" else index + 1
            return office, office[the:]
        if _is_secretary(office, index) or office[index - 1].kind == ",":
            continue
        minister = office[held[-1]].word in ("menteri", "minister")
        duty = token.kind == NAME and (minister or _is_duty_after(office, held[-1]))
        named = index > held[-1] and _names_institution(token) and not duty
        if is_institution(token) or (named and office[index - 1].word not in _CONTINUES_ROLE):
            index = _institution_start(office, index)
            return office[:index], office[index:]
    return office, ()


def _is_duty_after(office: Sequence[Token], head: int) -> bool:
    """Whether a duty follows the office at `head`: “Direktur Pengendalian Banjir”."""
    if office[head].word not in office_words.HEADS_OF_PARTS:
        return False
    after = (token.word for token in office[head + 1 :] if token.word not in title_words.RANKS)
    return reporting_words.NOMINAL.fullmatch(next(after, "")) is not None


def is_office_at(office: Sequence[Token], index: int) -> bool:
    """Whether the word at `index` is an office or occupation, or the second of “Duta Besar”."""
    # “Duta” alone may be a name.
    ambassador = office[index].word == "besar" and index and office[index - 1].word == "duta"
    return bool(ambassador) or is_role(office[index])


def _is_secretary(office: Sequence[Token], index: int) -> bool:
    """Whether the word is the second one of “Sekretaris Perusahaan”."""
    return office[index].word == "perusahaan" and office[index - 1].word == "sekretaris"


def _institution_start(office: Sequence[Token], index: int) -> int:
    """Where the institution begins if the word at `index` may begin the name of a part of it.

    “Direktur Jenderal Otonomi Daerah Kementerian Dalam Negeri”, but “Direktur Sinar Foundation”.
    """
    part = office[index].kind == NAME and not is_institution(office[index])
    if part and not office_words.HEADS_OF_PARTS.isdisjoint(words_of(office[:index])):
        for later in range(index + 1, len(office)):
            token = office[later]
            acronym = token.kind == ACRONYM and token.word not in office_words.OFFICIAL
            opens = is_institution(token) and token.word not in office_words.NAMED_BEFORE
            if opens or (acronym and _names_institution(token)):
                return later
    return index


def _names_institution(token: Token) -> bool:
    """Whether a capitalised word can begin the name of an institution of no known kind."""
    if token.kind == ACRONYM:
        # “Komisi I”, “Ketua RT”
        return bool(set(token.word) - set("ivx"))
    rank = token.word in title_words.RANKS
    return token.kind == NAME and token.word not in office_words.OFFICIAL and not rank
