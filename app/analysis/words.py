"""Labels in a language, without a visitor: words people wrote as they are, sentences of ours from the catalogues."""

from __future__ import annotations

import gettext
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from app.domain.exchange.entry import readable
from app.domain.language import LANGUAGES
from app.domain.sentence import Sentence
from app.domain.tally import Label
from app.domain.text import Said, Text

CATALOGUES = Path(__file__).parents[2] / "translations"
WRITTEN_IN = "en"  # the sentences of the code
UNKNOWN = "und"  # BCP 47 for a name that is in no language, such as that of a place


def spoken(label: Label, language: str) -> Said:
    """The label for a reader of this language, with the language it fell back to."""
    if isinstance(label, Text):
        said = label.said(language)
        return Said(readable(said.words), said.language)
    if isinstance(label, str):
        return Said(readable(label), UNKNOWN)
    fallbacks = LANGUAGES[language].fallbacks if language in LANGUAGES else ()
    for tag in (language, *fallbacks):
        if words := _translated(label, tag):
            return Said(words, tag)
    return Said(_filled(label.message, label, WRITTEN_IN), WRITTEN_IN)


def said(label: Label, language: str) -> str:
    return spoken(label, language).words


def line(label: Label, language: str) -> str:
    """The same on one line, for programs that show a label in a list."""
    return " ".join(said(label, language).split())


def in_each(label: Label, languages: Iterable[str]) -> dict[str, str]:
    """The label by language, in those of the languages it exists in; never empty while it has any words."""
    if isinstance(label, str):
        return {UNKNOWN: readable(label)}
    found = {tag: words for tag in languages if (words := _exactly(label, tag))}
    fallback = spoken(label, next(iter(languages), WRITTEN_IN))
    return found or {fallback.language: fallback.words}


def _exactly(label: Text | Sentence, language: str) -> str:
    if isinstance(label, Text):
        return readable(label.words.get(language, ""))
    return _translated(label, language)


def _translated(sentence: Sentence, language: str) -> str:
    """The sentence in exactly this language, "" when nobody has translated it."""
    words = sentence.message if language == WRITTEN_IN else _catalogue(language).gettext(sentence.message)
    return _filled(words, sentence, language) if words else ""


def _filled(words: str, sentence: Sentence, language: str) -> str:
    return readable(words.format(**{name: _gap(value, language) for name, value in sentence.gaps.items()}))


def _gap(value: Any, language: str) -> str:
    return said(value, language) if isinstance(value, (Text, Sentence, str)) else str(value)


class _Untranslated(gettext.NullTranslations):
    """Where there is no translation there are no words, instead of English ones."""

    def gettext(self, message: str) -> str:
        return ""


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    """The sentences of a language; read with the standard library, as Flask's translations belong to a request."""
    if language not in LANGUAGES:
        return _Untranslated()
    file = CATALOGUES / LANGUAGES[language].babel / "LC_MESSAGES" / "messages.mo"
    if not file.exists():
        return _Untranslated()
    with file.open("rb") as opened:
        found = gettext.GNUTranslations(opened)
    found.add_fallback(_Untranslated())
    return found
