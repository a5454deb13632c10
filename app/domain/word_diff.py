"""What was written newly in a text and what is gone, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# Whole words and the blanks between them: a cut within a word would tear letters apart that are joined in Arabic.
WORD = re.compile(r"\S+|\s+")
MOST_WORDS = 3_000  # comparing takes time by the square


@dataclass(frozen=True)
class Piece:
    kind: Literal["same", "gone", "new"]
    words: str


def word_diff(before: str, after: str) -> list[Piece]:
    """The pieces of both texts in reading order; without the gone ones they are the text after."""
    return [piece for piece in _pieces(WORD.findall(before), WORD.findall(after)) if piece.words]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    if len(old) + len(new) > MOST_WORDS:
        yield Piece("gone", "".join(old))
        yield Piece("new", "".join(new))
        return
    for what, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if what == "equal":
            yield Piece("same", "".join(new[k:m]))
        else:
            yield Piece("gone", "".join(old[i:j]))
            yield Piece("new", "".join(new[k:m]))
