"""Short names of pages, questions and answers: made from their words, so that nobody has to think one up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

LONGEST = 24
SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")  # of questionnaires and documents: part of their address
ID = re.compile(r"[a-z][a-z0-9_-]{0,39}")  # of pages and questions
RESERVED = frozenset({"review", "language", "other"})  # pages and columns of our own go by these names
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def short_name(words: str, taken: Collection[str], otherwise: str) -> str:
    """A name no other has: "Wo wohnen Sie?" gives wo_wohnen_sie; words in other letters give q1, q2 …"""
    name = _spelled(words) or f"{otherwise}1"
    if name not in taken and name not in RESERVED:
        return name
    stem = name.rstrip("0123456789") or otherwise
    return next(each for n in range(2, len(taken) + 4) if (each := f"{stem}{n}") not in taken)


def _spelled(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words[:400].lower().translate(_GERMAN))
    plain = re.sub(r"[^a-z0-9]+", "_", re.sub(r"[^\x00-\x7f]", "", plain.replace("’", ""))).strip("_")
    plain = plain.lstrip("0123456789_")
    if len(plain) > LONGEST:
        plain = plain[: LONGEST + 1].rpartition("_")[0] or plain[:LONGEST]
    return plain
