"""Codes that open a questionnaire: how one is made from randomness, written on paper, and read however it was typed.

A slip of paper holds 11 random characters (55 bits) and one that checks them, so that a slip of the pen is seen at
once, without asking anyone. The code all people at an event share is a word.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: no I, L, O and U
LENGTH = 12
GROUP = 4
BITS = 5 * (LENGTH - 1)
MOST_SLIPS = 5_000

SHORTEST, LONGEST = 6, 40  # characters of a shared code
CONSONANTS, VOWELS, SYLLABLES = "BDFGKLMNPRSTZ", "AEIOU", 4
WORDS = (len(CONSONANTS) * len(VOWELS)) ** SYLLABLES  # about 18 million

MOST_TYPED = 200
# What is typed for one of ours: letters that look like it, in Cyrillic too, where a keyboard writes no others.
ALIKE = dict(zip("OILUАВЕКМНОРСТХІ", "011VABEKMH0PCTX1", strict=True))


def made(bits: int) -> str:
    """The code of one slip, from a random number of BITS bits."""
    body = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH - 1))
    return checked(body)


def checked(body: str) -> str:
    """The code of these characters: with one more that checks them."""
    return body + ALPHABET[_twice(_sum(body))]


def whole(code: str) -> bool:
    """Whether its last character fits those before it."""
    return _sum(code) == 0


def word(chosen: int) -> str:
    """A code that can be said aloud, from a random number below WORDS."""
    spoken = ""
    for _ in range(SYLLABLES):
        chosen, consonant = divmod(chosen, len(CONSONANTS))
        chosen, vowel = divmod(chosen, len(VOWELS))
        spoken += CONSONANTS[consonant] + VOWELS[vowel]
    return spoken


def grouped(code: str) -> str:
    """As people read it: 7K3P-0XQ2-M9TD."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(access: str, typed: str) -> str | None:
    """The code as it is kept, or None if what was typed cannot be one of a questionnaire with this access."""
    code = plain(typed)
    if access == "single":
        return code if len(code) == LENGTH and set(code) <= set(ALPHABET) and whole(code) else None
    return code if SHORTEST <= len(code) <= LONGEST and code.isascii() else None


def plain(typed: str) -> str:
    """Its letters and digits alone, however they were typed: small, apart, in Arabic digits, O for 0, I for 1."""
    shown = unicodedata.normalize("NFKC", typed[:MOST_TYPED]).upper()
    return "".join(_one(char) for char in shown if char.isalnum())


def _one(char: str) -> str:
    digit = unicodedata.decimal(char, None)
    return ALIKE.get(char, char) if digit is None else str(digit)


def _sum(code: str) -> int:
    """Zero for a whole code; one wrong character changes it, and so do any two in each other's place.

    It is a sum in the field of 32 elements, each character weighted with another power of two.
    """
    total = 0
    for char in code:
        total = _twice(total) ^ ALPHABET.index(char)
    return total


def _twice(number: int) -> int:
    doubled = number << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled  # x^5 + x^2 + 1: its powers of two meet after 31 steps
