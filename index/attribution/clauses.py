"""The reporting clauses of a sentence: who is said to say something, and to which quotation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from index.attribution.lexicon import reporting_words
from index.attribution.mentions import LAST_SPEAKER, Mention
from index.attribution.phrases.speaker_phrases import read_phrase
from index.attribution.tokens import ACRONYM, NAME, QUOTE, WORD, Token, find_quote_before
from index.attribution.verb_subjects import (
    REACH,
    find_clause_start,
    find_subject,
    find_subject_end,
    is_place,
)

# Verbs whose subject speaks, here or in the sentences around.
_NAMING_VERBS = reporting_words.SAYING | reporting_words.SAYING_IF_MARKED | reporting_words.REACTING
_CLAUSE_OPENERS = (
    reporting_words.FRONT
    | reporting_words.PRONOUNS
    | reporting_words.AUXILIARIES
    | reporting_words.CONNECTORS
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One reporting clause.

    `speaker` is None if the clause does not say who speaks. `quote` is the index of the QUOTE
    token it belongs to, -1 for none; `after_quote` is true where the quotation, or the first part
    of the statement, precedes it. `reports` is false for “hal itu dikatakan Budi” and “Budi
    memuji acara itu”: they report nothing, but name the speaker of the sentences around them.
    `opens_sentence`: its subject begins the sentence.
    """

    speaker: Mention | None
    quote: int = -1
    after_quote: bool = False
    reports: bool = True
    opens_sentence: bool = False


def find_clauses(tokens: Sequence[Token]) -> Iterator[Clause]:
    """The reporting clauses of one sentence, in order."""
    for at, token in enumerate(tokens):
        clause = _clause(tokens, at) if token.kind in (WORD, NAME) else None
        if clause:
            yield clause


def _clause(tokens: Sequence[Token], at: int) -> Clause | None:
    """The clause whose verb is token `at`, None if that is no reporting verb."""
    word = tokens[at].word
    lower = tokens[at].kind == WORD
    said = lower and word in reporting_words.SAID
    if said or word in reporting_words.AFTER_QUOTE or _is_last_speakers(word):
        clause = _inverted_clause(tokens, at)
        if clause:
            return clause
    if not lower and word not in reporting_words.ACCORDING:
        # “Said” with a capital is a name.
        return None
    if _reports(tokens, at) or _is_final(tokens, at):
        return _clause_with_subject(tokens, at)
    if word in _NAMING_VERBS:
        clause = _clause_with_subject(tokens, at)
        return replace(clause, reports=False, quote=-1) if clause and clause.speaker else None
    if word in reporting_words.ACCORDING:
        return _according_clause(tokens, at)
    if reporting_words.PASSIVE.fullmatch(word):
        return _passive_clause(tokens, at)
    return None


def _is_last_speakers(word: str) -> bool:
    """Whether the verb has the last speaker as its subject: ujarnya, katanya."""
    return word.endswith("nya") and word[:-3] in reporting_words.AFTER_QUOTE


def _word(tokens: Sequence[Token], at: int) -> str:
    """The word at `at`, "" past the end."""
    return tokens[at].word if at < len(tokens) else ""


def _reports(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb at `at` reports words, and not only an act."""
    word = tokens[at].word
    if word in reporting_words.SAYING_IF_MARKED:
        return _has_speech_mark(tokens, at)
    if word in reporting_words.SAYING_IF_CLAUSE:
        return _has_speech_mark(tokens, at) or _is_clause(tokens[at + 1 : at + 1 + REACH])
    return word in reporting_words.SAYING


def _is_clause(rest: Sequence[Token]) -> bool:
    """Whether these words make a clause of their own, and not only describe a thing.

    They are the next REACH of the sentence: to look at all after every verb took 3 s for a sentence
    of 60,000 words.
    """
    if not rest or rest[0].kind not in (WORD, NAME, ACRONYM) or _opens_clause(rest[0].word):
        return True
    before, described = rest[0].word, False
    for token in rest[1:]:
        if token.word in reporting_words.AUXILIARIES and before != "yang":
            return True
        described = token.kind != "," and (described or token.word in reporting_words.DESCRIBING)
        verb = reporting_words.VERB.fullmatch(token.word) and token.kind == WORD
        if verb and not described and before != ",":
            return True
        before = token.word
    return False


def _opens_clause(word: str) -> bool:
    return word in _CLAUSE_OPENERS or reporting_words.VERB.fullmatch(word) is not None


def _has_speech_mark(tokens: Sequence[Token], at: int) -> bool:
    quoted = at + 1 < len(tokens) and tokens[at + 1].kind == QUOTE
    return quoted or _word(tokens, at + 1) in reporting_words.SPEECH_MARKS


# ── “…,” kata Budi ─────────────────────────────────────────────────────────────────────────────
def _inverted_clause(tokens: Sequence[Token], at: int) -> Clause | None:
    """The clause of a verb that precedes its speaker."""
    quote = find_quote_before(tokens, at)
    if quote < 0 and not _may_lead(tokens, at):
        return None
    if _is_last_speakers(tokens[at].word):
        free = quote >= 0 or _ends_clause(tokens, at + 1)
        return Clause(speaker=LAST_SPEAKER, quote=quote, after_quote=True) if free else None
    start = at + 1
    while _word(tokens, start) in reporting_words.ADVERBS:
        start += 1
    found = read_phrase(tokens, start, len(tokens))
    if found is None:
        # Somebody speaks, unknown who. In English the subject may still precede the verb.
        unknown = quote >= 0 and tokens[at].word not in reporting_words.SAID
        return Clause(speaker=None, quote=quote) if unknown else None
    mention, end = found
    after_comma = at > 0 and tokens[at - 1].kind == ","
    if quote < 0 and not (mention.pronoun and after_comma) and not _ends_clause(tokens, end):
        return None
    # A place is where something was said, or part of a name that was torn apart.
    unknown = is_place(mention) or _is_relayed(tokens, end)
    return Clause(speaker=None if unknown else mention, quote=quote, after_quote=True)


def _may_lead(tokens: Sequence[Token], at: int) -> bool:
    """Whether the speaker may follow this verb, which has no quotation before it.

    “Jalan itu, kata Budi, ditutup”, “Kata Budi, …”, “Untuk itu lanjut Budi, …”.
    """
    word = tokens[at].word
    verb = word.removesuffix("nya") in reporting_words.AFTER_COMMA or word in reporting_words.SAID
    if not verb or at == 0:
        return word in ("kata", "ujar")
    # A closing mark alone is left of a quotation whose opening mark is missing.
    if tokens[at - 1].kind in (",", '"', "”"):
        return True
    loose = tokens[at - 1].word in reporting_words.CONNECTORS or (
        _word(tokens, at + 1) in reporting_words.PRONOUNS
    )
    return at < 4 and loose and word not in reporting_words.SAID


def _ends_clause(tokens: Sequence[Token], at: int) -> bool:
    """Whether the speaker phrase ends before token `at`."""
    if at >= len(tokens) or tokens[at].kind not in (WORD, NAME, ACRONYM):
        return True
    return (
        tokens[at].word in reporting_words.OCCASION
        or tokens[at].word in reporting_words.DAYS_AND_MONTHS
    )


def _is_relayed(tokens: Sequence[Token], at: int) -> bool:
    """Whether the speaker relays somebody else's words: kata Budi menirukan Sari."""
    return any(token.word in reporting_words.RELAYED for token in tokens[at : at + 3])


# ── Menurut Budi; hal itu dikatakan Budi ───────────────────────────────────────────────────────
def _according_clause(tokens: Sequence[Token], at: int) -> Clause | None:
    before = tokens[at - 1] if at else None
    leads = (
        before is None or before.kind in (",", QUOTE) or before.word in reporting_words.CONNECTORS
    )
    if tokens[at].word == "menurutnya":
        return Clause(speaker=LAST_SPEAKER) if leads or at < 4 else None
    to = at + 2 if tokens[at].word == "according" else at + 1
    found = read_phrase(tokens, to, len(tokens)) if leads else None
    return Clause(speaker=found[0]) if found else None


def _passive_clause(tokens: Sequence[Token], at: int) -> Clause | None:
    by = at + 2 if _word(tokens, at + 1) == "oleh" else at + 1
    found = read_phrase(tokens, by, len(tokens))
    if found is None:
        return None
    # “Usulan yang disampaikan Budi terlalu kecil” mentions only in passing that Budi spoke.
    return Clause(speaker=None if _is_in_passing(tokens, at) else found[0], reports=False)


def _is_in_passing(tokens: Sequence[Token], at: int) -> bool:
    """Whether the verb stands in a relative clause, and not in “seperti yang dikatakan Budi”."""
    before = [token.word for token in tokens[max(at - 3, 0) : at]]
    if "yang" not in before[-2:]:
        return False
    head = before[: before.index("yang")] if before[-1] == "yang" else []
    return not (head and head[-1] in reporting_words.AS_SAID)


# ── Budi mengatakan ────────────────────────────────────────────────────────────────────────────
def _clause_with_subject(tokens: Sequence[Token], verb: int) -> Clause | None:
    low = find_clause_start(tokens, verb)
    end = find_subject_end(tokens, low, verb)
    asked = tokens[verb].word == "meminta" and _word(tokens, verb + 1) in reporting_words.ASKED_FOR
    if end == low or asked or verb - low > REACH:
        return None
    found = find_subject(tokens, low, end, final=_is_final(tokens, verb))
    if found is None:
        # Perhaps somebody else speaks now.
        named = any(token.kind in (NAME, ACRONYM) for token in tokens[low + 1 : end])
        # “@akun menjelaskan”: an account speaks, whoever owns it.
        account = any(token.kind == "@" for token in tokens[low:end])
        return Clause(speaker=None, reports=account) if named or account else None
    mention, start = found
    quote, after = _quote_after(tokens, verb), False
    if quote < 0 and start == low:
        quote = find_quote_before(tokens, low)
        after = quote >= 0
    speaker = None if _is_relayed(tokens, verb + 1) else mention
    return Clause(speaker=speaker, quote=quote, after_quote=after, opens_sentence=start == 0)


def _is_final(tokens: Sequence[Token], verb: int) -> bool:
    """Whether this verb ends an English clause: Prices rose, Budi said."""
    return tokens[verb].word in reporting_words.SAID and _ends_clause(tokens, verb + 1)


def _quote_after(tokens: Sequence[Token], verb: int) -> int:
    """The quotation this verb introduces: mengatakan, “…”; dia berkata kepada warga: “…”."""
    for at in range(verb + 1, min(verb + 8, len(tokens))):
        if tokens[at].kind == QUOTE:
            return at if tokens[at - 1].kind in (",", ":") or at == verb + 1 else -1
    return -1
