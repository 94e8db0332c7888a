"""What the bot says, in every language it speaks; the texts live in `locales/`."""

import tomllib
from functools import cache
from importlib import resources

from bot.settings import LANGUAGES


@cache
def texts(language: str) -> dict[str, str]:
    """All texts of a language by key, with their `{placeholders}`."""
    source = resources.files("bot") / "locales" / f"{language}.toml"
    return {
        key: text.strip() for key, text in tomllib.loads(source.read_text(encoding="utf-8")).items()
    }


class Messages:
    """The texts of one language. Plain text: whoever shows it marks it up."""

    def __init__(self, language: str) -> None:
        if language not in LANGUAGES:
            raise ValueError(f"no texts in {language!r}; there are: {', '.join(LANGUAGES)}")
        self.language = language
        self._texts = texts(language)

    def text(self, key: str, **values: str | int) -> str:
        """The text of `key` with its placeholders filled; KeyError when either is unknown."""
        return self._texts[key].format(**values)
