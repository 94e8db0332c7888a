"""The parts of a question that asks two things: “siapa dan kapan …”, “berapa … dan di mana …”."""

import re
from collections.abc import Callable

from index.text.analysis import WORD, fold, terms, words

_INTERROGATIVE = (
    r"(?:siapa|apa(?!kah\b)|kapan|kpn|(?:di|ke|dari) ?mana|dmn|berapa|brp|mengapa|kenapa|knp"
    r"|bagaimana|gimana|gmn|who(?:se|m)?|what|when|where|why|which|how)"
)
_CONJUNCTION = re.compile(
    rf"(?:\s*[,;?]\s*(?:(?:dan|and|serta|lalu|terus)\s+)?|\s+(?:dan|and|serta|lalu|terus|&)\s+)"
    rf"(?=(?:sejak |pada |untuk |since |for )?{_INTERROGATIVE})",
    re.IGNORECASE,
)
_ASKS = re.compile(rf"\b{_INTERROGATIVE}", re.IGNORECASE)


def question_parts(question: str, is_name: Callable[[str], bool]) -> tuple[str, ...]:
    """The two parts of a question, each complete in itself; () if it asks one thing.

    A part without a subject gets the rest of the other, and either the names that only the other
    has. `is_name` tells of a folded word whether it is a name.
    """
    split = _CONJUNCTION.split(question, maxsplit=1)
    if len(split) < 2 or not _ASKS.search(split[0]):
        return ()
    first, second = split[0].strip(), split[1].strip(" ?!.")
    if not terms(second):
        return ()
    if not terms(first):
        first = f"{first} {_without_interrogative(second)}"
    return _with_names(first, second, is_name), _with_names(second, first, is_name)


def _with_names(part: str, other: str, is_name: Callable[[str], bool]) -> str:
    own = set(words(part))
    names = [w for w in WORD.findall(other) if is_name(fold(w)) and fold(w) not in own]
    return " ".join((part, *names))


def _without_interrogative(part: str) -> str:
    return _ASKS.sub("", part, count=1).strip()
