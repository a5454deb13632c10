"""A calculation as designers write it: "({kinder} + {erwachsene}) * 2", read into an operand of the rule language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from app.domain.sentence import N_, Problem

LONGEST = 300  # characters
DEEPEST = 8  # brackets
PIECE = re.compile(r"\s*(?:(\d{1,9}(?:[.,]\d{1,4})?)|\{([a-z][a-z0-9_-]*)\}|([-+*()]))")
ALIKE = str.maketrans("−–×·∗", "--***")


@lru_cache(maxsize=1024)
def parsed(formula: str) -> Any:
    """The operand, None for an empty formula; raises a Problem."""
    if not formula.strip():
        return None
    pieces = _pieces(formula.translate(ALIKE).rstrip())
    found = _sum(pieces, 0)
    if pieces:
        raise _wrong()
    return found


def _wrong() -> Problem:
    return Problem(N_("Calculate with numbers, + - * and earlier questions in curly brackets: {example}"),
                   example="{kinder} + 1")  # fmt: skip


def _pieces(formula: str) -> list[Any]:
    """Numbers and operands as such, signs as strings; the first comes last, to be taken off the end."""
    if len(formula) > LONGEST:
        raise _wrong()
    found: list[Any] = []
    at = 0
    while at < len(formula):
        match = PIECE.match(formula, at)
        if match is None:
            raise _wrong()
        digits, name, sign = match.groups()
        found.append(float(digits.replace(",", ".")) if digits else {"answer": name} if name else sign)
        at = match.end()
    return found[::-1]


def _sum(pieces: list[Any], depth: int) -> Any:
    found = _product(pieces, depth)
    while pieces and pieces[-1] in ("+", "-"):
        found = {pieces.pop(): [found, _product(pieces, depth)]}
    return found


def _product(pieces: list[Any], depth: int) -> Any:
    found = _single(pieces, depth)
    while pieces and pieces[-1] == "*":
        pieces.pop()
        found = {"*": [found, _single(pieces, depth)]}
    return found


def _single(pieces: list[Any], depth: int) -> Any:
    piece = pieces.pop() if pieces else ")"
    if piece == "(" and depth < DEEPEST:
        found = _sum(pieces, depth + 1)
        if not pieces or pieces.pop() != ")":
            raise _wrong()
        return found
    if isinstance(piece, str):
        raise _wrong()
    return piece
