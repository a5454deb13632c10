"""Hints on personal data in a free text, for the person who decides whether it may be published.

A hint is a guess: it marks a place that deserves a look. Nothing is published, changed or deleted because of one,
and a text without hints may still tell who wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.given_names import GIVEN_NAMES
from app.domain.hint_patterns import BORN, CALL, DATE, IBAN, NAMED, NO_NAME, PHONE, SIMPLE, TITLED, WORD
from app.domain.sentence import N_

LABELS = {
    "mail": N_("E-mail address"),
    "phone": N_("Telephone number"),
    "account": N_("Bank account"),
    "plate": N_("Licence plate"),
    "birth": N_("Date of birth"),
    "address": N_("Address"),
    "link": N_("Link or account name"),
    "name": N_("Name"),
}


@dataclass(frozen=True)
class Hint:
    """`what` is a key of LABELS; the place is text[start:end]."""

    what: str
    start: int
    end: int


# Each character becomes one other, so that places in the plain text are places in the written one.
_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "０１２３４５６７８９")
_PLAIN = {
    **{ord(digit): str(number) for digits in _DIGITS for number, digit in enumerate(digits)},
    **dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u200e\u200f\u2066\u2067\u2068\u2069\tـ"), " "),
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "’ʼ`´"), "'"),
    ord("＠"): "@",
    ord("＋"): "+",
}
NEAR = 30  # characters between a date and a word for being born
_JOINED = ("و", "ل", "ب", "وال", "يا")  # Arabic writes "and", "for", "with" together with a name
_LEAST_IBAN = 15


def find(text: str) -> list[Hint]:
    """All hints in the order of the text. Of those that lie in one another the longest stays."""
    found = sorted(_all(text.translate(_PLAIN)), key=lambda hint: (hint.start, -hint.end))
    kept: list[Hint] = []
    for hint in found:
        if not kept or hint.end > kept[-1].end:
            kept.append(hint)
    return kept


def _all(plain: str) -> Iterator[Hint]:
    for what, pattern in SIMPLE:
        for match in pattern.finditer(plain):
            yield Hint(what, *match.span())
    dates = list(DATE.finditer(plain))
    yield from _births(plain, dates)
    yield from _phones(plain, dates)
    yield from _accounts(plain)
    yield from _names(plain)


def _births(plain: str, dates: list[re.Match[str]]) -> Iterator[Hint]:
    """Dates near a word for being born, and those so long ago that they hardly are anything else."""
    for date in dates:
        year = next(filter(None, (date["year"], date["first"], date["named"])), "")
        long_ago = len(year) == 4 and "1920" <= year <= "1999"
        if long_ago or BORN.search(plain[max(date.start() - NEAR, 0) : date.end() + NEAR]):
            yield Hint("birth", *date.span())


def _phones(plain: str, dates: list[re.Match[str]]) -> Iterator[Hint]:
    for match in PHONE.finditer(plain):
        if not any(date.start() <= match.start() < date.end() for date in dates):
            yield Hint("phone", *match.span())
    for match in CALL.finditer(plain):
        yield Hint("phone", *match.span("number"))


def _accounts(plain: str) -> Iterator[Hint]:
    """IBANs: the checksum says whether it is one, and where the words after it begin."""
    for match in IBAN.finditer(plain):
        for end in range(match.end(), match.start() + _LEAST_IBAN - 1, -1):
            written = plain[match.start() : end].replace(" ", "").upper()
            if plain[end - 1] != " " and len(written) >= _LEAST_IBAN and _checks(written):
                yield Hint("account", match.start(), end)
                break


def _checks(iban: str) -> bool:
    digits = "".join(str(int(letter, 36)) for letter in iban[4:] + iban[:4])
    return int(digits) % 97 == 1


def _names(plain: str) -> Iterator[Hint]:
    """Names after words that bring one, and given names by themselves."""
    for pattern in (NAMED, TITLED):
        for match in pattern.finditer(plain):
            if match["name"].split()[0] not in NO_NAME:
                yield Hint("name", *match.span("name"))
    for match in WORD.finditer(plain):
        if _is_name(match[0]):
            yield Hint("name", *match.span())


def _is_name(word: str) -> bool:
    stem = word.partition("'")[0]  # Turkish: Ayşe'nin
    if word in GIVEN_NAMES or stem in GIVEN_NAMES or stem.removesuffix("s") in GIVEN_NAMES:
        return True
    return any(word.startswith(joined) and word.removeprefix(joined) in GIVEN_NAMES for joined in _JOINED)
