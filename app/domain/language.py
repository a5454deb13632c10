"""The languages Mitsprache speaks: one table that decides what exists, what it is called and how it is written.

Babel is never asked which languages exist: it raises on "prs" and silently turns "de-simple" into "de".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Direction = Literal["ltr", "rtl"]


@dataclass(frozen=True)
class Language:
    """A language people may read; `tag` is BCP 47 and also the value of the HTML lang attribute."""

    tag: str
    babel: str
    own_name: str
    german_name: str
    fallbacks: tuple[str, ...]
    direction: Direction = "ltr"


_GERMAN_FIRST = ("de-simple", "de", "en")
_ENGLISH_FIRST = ("en", "de-simple", "de")

LANGUAGES: dict[str, Language] = {
    language.tag: language
    for language in (
        Language("de", "de", "Deutsch", "Deutsch", ("de-simple", "en")),
        # Babel keeps the modifier @simple and drops the variant _simple: the catalogue lies in de@simple/.
        Language("de-simple", "de@simple", "Einfache Sprache", "Deutsch – Einfache Sprache", ("de", "en")),
        Language("uk", "uk", "Українська", "Ukrainisch", _ENGLISH_FIRST),
        Language("ar", "ar", "العربية", "Arabisch", _ENGLISH_FIRST, "rtl"),
        Language("en", "en", "English", "Englisch", ("de-simple", "de")),
        Language("fa-AF", "fa_AF", "دری", "Dari", _ENGLISH_FIRST, "rtl"),
        Language("tr", "tr", "Türkçe", "Türkisch", _GERMAN_FIRST),
        Language("pl", "pl", "Polski", "Polnisch", _GERMAN_FIRST),
        Language("ro", "ro", "Română", "Rumänisch", _GERMAN_FIRST),
        Language("bg", "bg", "Български", "Bulgarisch", _GERMAN_FIRST),
        Language("ru", "ru", "Русский", "Russisch", _GERMAN_FIRST),
        Language("ku", "ku", "Kurmancî", "Kurdisch (Kurmandschi)", _GERMAN_FIRST),
    )
}

# What browsers and links may say for a language of the table.
ALIASES = {
    "prs": "fa-AF",
    "dari": "fa-AF",
    "fa": "fa-AF",
    "pes": "fa-AF",
    "kmr": "ku",
    "ku-latn": "ku",
    "de-leicht": "de-simple",
}


def known(wanted: str) -> str | None:
    """The tag of the table for what a link or a browser asked for, or None: "AR-sy" is "ar", "tlh" is nothing."""
    wanted = wanted.strip().replace("_", "-").lower()
    by_lower = {tag.lower(): tag for tag in LANGUAGES}
    for candidate in (wanted, wanted.split("-")[0]):
        if candidate in by_lower:
            return by_lower[candidate]
        if candidate in ALIASES:
            return ALIASES[candidate]
    return None
