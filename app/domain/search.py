"""Finding what someone meant in a long list, from what they typed."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping

from app.domain.sentence import N_, Problem
from app.domain.tally import Label


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


def pick(typed: str, listed: str, spellings: Mapping[str, Iterable[str]], labels: Mapping[str, Label]) -> str | None:
    """What someone means who may have typed something, chosen something in the list, or both."""
    found = find(typed, spellings)
    if not typed or (listed and len(found) != 1):
        return listed or None
    if len(found) == 1:
        if listed and listed != found[0]:
            raise Problem(N_("You typed “{typed}” but chose another answer in the list. Keep one."), typed=typed[:60])
        return found[0]
    if found:
        names = tuple(labels[key] for key in found)
        raise Problem(N_("“{typed}” could be: {names}. Choose one from the list."), typed=typed[:60], names=names)
    raise Problem(N_("We did not find “{typed}”. Choose from the list."), typed=typed[:60])
