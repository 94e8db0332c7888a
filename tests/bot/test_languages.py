import pytest

from bot.languages import interface_language


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("id", "id"),
        ("en", "en"),
        ("en-GB", "en"),
        ("ms", "id"),
        ("in", "id"),
        ("EN", "en"),
        ("fr", None),
        ("", None),
        (None, None),
    ],
)
def test_language_of_a_telegram_client(code: str | None, language: str | None) -> None:
    assert interface_language(code) == language
