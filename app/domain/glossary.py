"""The words of the county: how Kreis, Ehrenamt or Sprachkurs is always translated."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

ENDING = 2  # letters a German word may have more than its term: Kreises, Sprachkurse
STEM = 0.7  # the part of an agreed word that must occur: most of our languages decline


@dataclass(frozen=True)
class Term:
    """A German term and what it is called in other languages."""

    term: str
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Agreed:
    """A term that occurs in an original, its agreed translation, and whether the translation at hand uses it."""

    term: str
    words: str
    used: bool


def agreed(originals: Sequence[str], translation: str, language: str, terms: Sequence[Term]) -> list[Agreed]:
    """The terms that occur in any of the originals and have words in this language. No words yet, no blame."""
    return [
        Agreed(term.term, term.words[language], not translation or uses(translation, term.words[language]))
        for term in terms
        if term.words.get(language) and any(_pattern(term.term).search(original) for original in originals)
    ]


@lru_cache(maxsize=2000)
def _pattern(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(term)}\w{{0,{ENDING}}}(?!\w)")


def uses(translation: str, words: str) -> bool:
    """Whether the translation has the beginning of each agreed word: a guess, so it is only ever advice."""
    said = translation.casefold()
    plain = re.sub(r"\([^)]*\)", " ", words.casefold())
    return all(word[: max(3, round(len(word) * STEM))] in said for word in re.findall(r"\w+", plain))
