"""Names of variables that SPSS, Stata and R all take, made from the ids of questions and answers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from app.domain.dataset import LONGEST_NAME, WEIGHT

LONGEST = LONGEST_NAME - 4  # a set of labels is called by its variable and a number, in at most 32 characters
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_OTHER = re.compile(r"[^a-z0-9]+")
_TEXT_OF_STATA = re.compile(r"str\d*")  # in Stata str5 is the type of a text of five bytes

RESERVED = {
    *("all", "and", "by", "eq", "ge", "gt", "le", "lt", "ne", "not", "or", "to", "with"),  # SPSS
    *("byte", "double", "float", "if", "in", "int", "long", "using"),  # Stata, which also keeps `with`
    *("break", "else", "false", "for", "function", "inf", "na", "nan", "next", "null", "repeat", "true", "while"),  # R
    WEIGHT,
}


def variable_names(ids: Iterable[str]) -> dict[str, str]:
    """A valid name for each id, in their order; no two are alike, also where capitals do not count."""
    names: dict[str, str] = {}
    taken = set(RESERVED)
    for id in ids:
        if id not in names:
            names[id] = _free(_plain(id), taken)
            taken.add(names[id])
    return names


def _plain(id: str) -> str:
    letters = unicodedata.normalize("NFKD", id.lower().translate(_GERMAN)).encode("ascii", "ignore").decode()
    name = _OTHER.sub("_", letters).strip("_")
    return name if name[:1].isalpha() and not _TEXT_OF_STATA.fullmatch(name) else f"v_{name}".rstrip("_")


def _free(name: str, taken: set[str]) -> str:
    candidate, number = name[:LONGEST].rstrip("_"), 1
    while candidate in taken:
        number += 1
        ending = f"_{number}"
        candidate = name[: LONGEST - len(ending)].rstrip("_") + ending
    return candidate
