"""Finding what someone meant in a long list, from what they typed."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping


def folded(words: str) -> str:
    """The words without case, accents and spaces, so that "bad-schwartau" is "Bad Schwartau"."""
    spelled = words.casefold().translate({ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("ß"): "ss"})
    plain = unicodedata.normalize("NFKD", spelled)
    return "".join(letter for letter in plain if letter.isalnum())


def find(typed: str, names: Mapping[str, Iterable[str]]) -> list[str]:
    """The keys whose names fit what was typed: one if it is clear, several to choose from, none if nothing fits."""
    wanted = folded(typed)
    spellings = {key: [folded(name) for name in given] for key, given in names.items()}
    if not wanted:
        return []
    for fits in (str.__eq__, str.startswith):
        found = [key for key, given in spellings.items() if any(fits(name, wanted) for name in given)]
        if found:
            return found
    close = difflib.get_close_matches(wanted[:60], [name for given in spellings.values() for name in given], 3, 0.75)
    return [key for key, given in spellings.items() if any(name in close for name in given)]
