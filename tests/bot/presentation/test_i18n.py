import ast
import datetime
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import bot
from bot.languages import LANGUAGES
from bot.presentation import i18n
from bot.presentation.i18n import Messages, texts

SOURCES = sorted(Path(bot.__file__).parent.rglob("*.py"))


def strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def asked_for(tree: ast.AST) -> Iterator[str]:
    """Keys given to `.text("…")`, `.say(message, "…")` or `.toast(query, "…")`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            position = {"text": 0, "say": 1, "toast": 1}.get(node.func.attr)
            if position is not None and len(node.args) > position:
                argument = node.args[position]
                if isinstance(argument, ast.Constant):
                    yield argument.value


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_languages_have_the_same_keys_and_placeholders() -> None:
    first, *others = ({k: placeholders(t) for k, t in texts(code).items()} for code in LANGUAGES)
    assert others == [first] * len(others)


def test_every_text_is_used() -> None:
    used = {text for source in SOURCES for text in strings(ast.parse(source.read_text()))}
    assert sorted(texts("id").keys() - used) == []


def test_no_text_is_missing() -> None:
    wanted = {key for source in SOURCES for key in asked_for(ast.parse(source.read_text()))}
    assert len(wanted) > 30
    assert sorted(wanted - texts("id").keys()) == []


def test_no_text_is_empty_or_left_untranslated() -> None:
    same = [key for key, text in texts("id").items() if text in {"", texts("en")[key]}]
    assert same == []


def test_values_are_filled_in() -> None:
    assert Messages("id").text("others", count="12") == "12 lainnya"
    assert Messages("en").text("others", count=12) == "12 others"


@pytest.mark.parametrize("key", ["no such text", "others"])
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
def test_day(language: str, shown: str) -> None:
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
def test_months(first: datetime.date, last: datetime.date, language: str, shown: str) -> None:
    assert i18n.month_range(first, last, language) == shown


def test_enumeration() -> None:
    names = ["VIVA", "Kompas", "Tempo"]
    shown = [i18n.join_list(names[:n], "id") for n in (1, 2, 3)]
    assert shown == ["VIVA", "VIVA dan Kompas", "VIVA, Kompas, dan Tempo"]
