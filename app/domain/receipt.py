"""A receipt: the themes somebody wants to follow, written as a short code, and nothing else.

The code is a pure function of what the visitor ticks for it. Its places are the numbers of the themes (outcome.py), so
it holds no number of a paper, no day and no random part, and there is exactly one code for each choice: whoever prints
receipts cannot give the same choice two codes to tell people apart (tests/domain/test_receipt.py).

    1  7K3  0X  Q      version, a place for each theme (the first five in the first letter, at least three letters),
                       two letters that bind the numbers to the short names of the themes, one that checks them all

The last but one part sees to it that a code is refused when a number means another theme than when it was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from app.domain.code import ALPHABET, checked, plain, whole
from app.domain.outcome import MOST_THEMES, Outcome
from app.domain.sentence import N_, Problem

VERSION = "1"
LEAST, MOST = 3, -(-MOST_THEMES // 5)  # letters for the themes
BOUND = 2  # letters that bind numbers to names
MISSPELT = N_("Something in this code is misspelt. Please compare it with your slip of paper.")


def written(outcome: Outcome, themes: Collection[str]) -> str:
    """The code of these themes, by their short names; "" of none."""
    chosen = {theme.id: theme.number for theme in outcome.themes if theme.id in themes}
    if not chosen:
        return ""
    bits = sum(1 << number - 1 for number in chosen.values())
    letters = max(LEAST, -(-bits.bit_length() // 5))
    places = "".join(ALPHABET[bits >> 5 * at & 31] for at in range(letters))
    return checked(VERSION + places + _bound(outcome.slug, chosen))


def read(outcome: Outcome, typed: str) -> tuple[str, ...]:
    """The themes of a code however it was typed; raises a Problem that says what to do."""
    code = plain(typed)
    if not code:
        raise Problem(N_("Please type your code."), "code")
    if not LEAST + BOUND + 2 <= len(code) <= MOST + BOUND + 2 or not {*code} <= {*ALPHABET} or not whole(code):
        raise Problem(MISSPELT, "code")
    places = code[1 : -BOUND - 1]
    bits = sum(ALPHABET.index(letter) << 5 * at for at, letter in enumerate(places))
    found = tuple(theme.id for theme in outcome.themes if theme.number and bits >> theme.number - 1 & 1)
    if written(outcome, found) != code:
        raise Problem(
            N_("This code is not one of this page, or its themes are no longer there. Tick them anew."), "code"
        )
    return found


def _bound(slug: str, chosen: dict[str, int]) -> str:
    """Ten bits of a hash that no secret is part of."""
    names = "|".join((slug, *(id for id, _ in sorted(chosen.items(), key=lambda each: each[1]))))
    number = int.from_bytes(hashlib.sha256(names.encode()).digest()[:2], "big")
    return ALPHABET[number >> 5 & 31] + ALPHABET[number & 31]
