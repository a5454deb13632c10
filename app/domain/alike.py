"""Answers that say the same in some language: nobody could tell them apart, and no result would mean anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from app.domain.language import LANGUAGES
from app.domain.question import Question, settings
from app.domain.sentence import N_, Problem
from app.domain.text import Text

UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"}  # "schon" is not "schön"


@lru_cache(maxsize=50_000)
def _folded(words: str) -> str:
    """Without case, accents, blanks and a full stop; signs stay, for "1–2" is not "12"."""
    plain = unicodedata.normalize("NFKD", words.casefold().translate(UMLAUTS))
    return "".join(sign for sign in plain if not sign.isspace() and not unicodedata.combining(sign)).rstrip(".:,")


def alike(question: Question, where: str, languages: tuple[str, ...]) -> Iterator[Problem]:
    """Answers of a list that differ in case, blanks and accents at most, and a scale with one word at both ends."""
    for f in settings(type(question)):
        value = getattr(question, f.name)
        if isinstance(value, tuple) and len(value) > 1:
            yield from _in_list(value, f"{where}.{f.name}", languages)
    low, high = getattr(question, "low", None), getattr(question, "high", None)
    if isinstance(low, Text) and isinstance(high, Text):
        yield from _ends(low, high, f"{where}.high", languages)


def _in_list(items: tuple[Any, ...], where: str, languages: tuple[str, ...]) -> Iterator[Problem]:
    labels = [(item.id, item.label) for item in items if isinstance(getattr(item, "label", None), Text)]
    for language in languages:
        seen: dict[str, tuple[str, str]] = {}
        for id, label in labels:
            words = label.words.get(language, "")
            first, said = seen.setdefault(_folded(words) or words, (id, words))
            if words and first != id:
                yield _same(said, words, f"{where}.{id}.label.{language}", language)


def _ends(low: Text, high: Text, where: str, languages: tuple[str, ...]) -> Iterator[Problem]:
    for language in languages:
        one, other = low.words.get(language, ""), high.words.get(language, "")
        if one and _folded(one) == _folded(other):
            yield _same(one, other, f"{where}.{language}", language)


def _same(one: str, other: str, where: str, language: str) -> Problem:
    return Problem(
        N_("“{one}” and “{other}” say the same in {language}. Make them different, or take one away."),
        where,
        one=one,
        other=other,
        language=LANGUAGES[language].german_name,
    )
