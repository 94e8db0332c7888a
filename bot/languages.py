"""The languages of the interface: one row here and one file in `bot/locales/` for each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language the bot speaks.

    `name` is what its speakers call it. `understood_by` are the primary tags (ISO 639) of the
    Telegram clients that are answered in it unless their users choose another.
    """

    name: str
    understood_by: tuple[str, ...]


LANGUAGES: Final[Mapping[str, Language]] = {
    # "in" is the old code of Indonesian; Malay readers understand it better than English.
    "id": Language(name="Bahasa Indonesia", understood_by=("id", "in", "ms")),
    "en": Language(name="English", understood_by=("en",)),
}
"""By the code that names the file of texts and tells Babel how to write dates and numbers."""


def interface_language(language_code: str | None) -> str | None:
    """The code of the interface language for a Telegram `language_code`, None if none suits."""
    tag = (language_code or "").lower().split("-")[0]
    return next((code for code, one in LANGUAGES.items() if tag in one.understood_by), None)
