"""Words cut to what a format can hold, between the characters as a reader sees them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator

MORE = "…"
_JOINER = "\u200d"  # joins 👩 and 💻 to one picture


def in_bytes(words: str) -> int:
    """The size of words in UTF-8, as SPSS counts."""
    return len(words.encode())


def cut(words: str, most: int, size: Callable[[str], int]) -> str:
    """The words, or as many of their characters as fit with an ellipsis behind them."""
    if size(words) <= most:
        return words
    kept, room = [], most - size(MORE)
    for character in characters(words):
        room -= size(character)
        if room < 0:
            break
        kept.append(character)
    return "".join(kept).rstrip() + MORE


def characters(words: str) -> Iterator[str]:
    """What a reader takes for one character: a letter with its marks, a flag, a joined picture (after UAX #29)."""
    whole, flags = "", 0
    for letter in words:
        flags = flags + 1 if "\U0001f1e6" <= letter <= "\U0001f1ff" else 0
        if whole and not _continues(whole[-1], letter) and (flags == 0 or flags % 2):
            yield whole
            whole = ""
        whole += letter
    if whole:
        yield whole


def _continues(before: str, letter: str) -> bool:
    if letter == _JOINER or before == _JOINER or unicodedata.category(letter).startswith("M"):
        return True
    skin, tag = "\U0001f3fb" <= letter <= "\U0001f3ff", "\U000e0020" <= letter <= "\U000e007f"
    return skin or tag or "\u1160" <= letter <= "\u11ff"  # and the later parts of a Korean syllable
