import ast
import datetime
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

import bot
from bot.languages import LANGUAGES
from bot.presentation import i18n
from bot.presentation.commands import COMMANDS
from bot.presentation.i18n import Messages, texts
from index.confidence import FEATURE_NAMES
from index.search.explaining.explanation import ReasonKind

PLURAL_FORMS = {"zero", "one", "two", "few", "many", "other"}
SOURCES = sorted(Path(bot.__file__).parent.rglob("*.py"))


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def asked_for(tree: ast.AST) -> Iterator[str]:
    """Keys given to `.text("…")`, `.plural("…")`, `.say(message, "…")` or `.toast(query, "…")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            position = {"text": 0, "plural": 0, "say": 1, "toast": 1}.get(node.func.attr)
            if position is not None and len(node.args) > position:
                argument = node.args[position]
                if isinstance(argument, ast.Constant):
                    yield argument.value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def is_plural(key: str) -> bool:
    return key.rpartition(".")[2] in PLURAL_FORMS


def base(key: str) -> str:
    """The key that the code asks for."""
    return key.rpartition(".")[0] if is_plural(key) else key


def test_languages_have_the_same_keys_and_placeholders() -> None:
    first, *others = (
        {base(key): placeholders(text) for key, text in texts(code).items()} for code in LANGUAGES
    )
    assert others == [first] * len(others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_plurals_have_the_forms_of_their_language(language: str) -> None:
    forms = defaultdict(set)
    for key in filter(is_plural, texts(language)):
        forms[base(key)].add(key.rpartition(".")[2])
    assert len(forms) > 2
    expected = {"other", *Locale.parse(language).plural_form.tags}
    assert forms == dict.fromkeys(forms, expected)


def test_every_text_is_used() -> None:
    used = {text for source in SOURCES for text in strings(ast.parse(source.read_text()))}
    used |= {f"commands.{one.key}.{what}" for one in COMMANDS for what in ("name", "description")}
    used |= {f"explain_reason.{kind.value}" for kind in ReasonKind}
    used |= {f"explain_feature.{name}" for name in FEATURE_NAMES}
    parts = "meaning words covered sentence answer_type speaker reader"
    used |= {f"explain_part.{name}" for name in parts.split()}
    assert sorted({base(key) for key in texts("id")} - used) == []


def test_no_text_is_missing() -> None:
    wanted = {key for source in SOURCES for key in asked_for(ast.parse(source.read_text()))}
    assert len(wanted) > 30
    assert sorted(wanted - {base(key) for key in texts("id")}) == []


def test_no_text_is_empty_or_left_untranslated() -> None:
    same = [key for key, text in texts("id").items() if text in {"", texts("en").get(key)}]
    # International words.
    assert same == [f"commands.{one}.name" for one in ("language", "status", "help")]


def test_values_are_filled_in() -> None:
    assert Messages("id").text("owner_failed", reason="x") == "Gagal: x"
    assert Messages("en").text("gap_asked", times=3, people="2") == "3× · people: 2"


@pytest.mark.parametrize(
    ("count", "indonesian", "english"),
    [
        (0, "0 artikel", "0 articles"),
        (1, "1 artikel", "1 article"),
        (17_891, "17.891 artikel", "17,891 articles"),
    ],
)
def test_plurals(count: int, indonesian: str, english: str) -> None:
    shown = [Messages(language).plural("articles", count) for language in ("id", "en")]
    assert shown == [indonesian, english]


@pytest.mark.parametrize("key", ["no such text", "owner_failed"])
def test_unknown_key_or_placeholder(key: str) -> None:
    with pytest.raises(KeyError):
        Messages("id").text(key)


def test_unknown_language() -> None:
    with pytest.raises(ValueError, match="no texts in 'fr'; there are: id, en"):
        Messages("fr")


MARCH, OCTOBER = datetime.date(2019, 3, 1), datetime.date(2019, 10, 31)


@pytest.mark.parametrize(("language", "shown"), [("id", "17.891"), ("en", "17,891")])
def test_number(language: str, shown: str) -> None:
    assert i18n.number(17_891, language) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("id", "16 Oktober 2020"), ("en", "16 October 2020")]
)
def test_long_date(language: str, shown: str) -> None:
    assert i18n.long_date(datetime.date(2020, 10, 16), language) == shown


@pytest.mark.parametrize(
    ("first", "last", "language", "shown"),
    [
        (MARCH, OCTOBER, "id", "Mar–Okt 2019"),
        (MARCH, OCTOBER, "en", "Mar–Oct 2019"),
        (datetime.date(2018, 3, 1), OCTOBER, "id", "Mar 2018–Okt 2019"),
        (MARCH, datetime.date(2019, 3, 30), "id", "Mar 2019"),
    ],
)
def test_month_range(first: datetime.date, last: datetime.date, language: str, shown: str) -> None:
    assert i18n.month_range(first, last, language) == shown


def test_join_list() -> None:
    names = ["VIVA", "Kompas", "Tempo"]
    shown = [i18n.join_list(names[:n], "id") for n in (1, 2, 3)]
    assert shown == ["VIVA", "VIVA dan Kompas", "VIVA, Kompas, dan Tempo"]
