"""What the pages of a published version have in common for everyone, made once and kept in memory.

A page is a frame with holes for what one visitor brings along, and a piece for each question. Published versions never
change, so a piece that nothing was answered in and that speaks of no earlier answer is the same on every sheet; no
answer of anyone is ever kept here.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Sequence

from markupsafe import Markup

MOST = 20_000  # pieces of a few kilobytes; twelve languages of a long questionnaire have 500
HOLE = Markup("<!--{}-->").format(secrets.token_hex(16))  # no text can hold it: nobody knows it

Piece = tuple[str, ...]


class Blanks:
    """Pieces by what they are made of; more than fit begin anew."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._known: dict[Hashable, Piece] = {}

    def __len__(self) -> int:
        return len(self._known)

    def piece(self, key: Hashable | None, make: Callable[[], str]) -> Piece:
        """The piece with this key, cut at its holes; without a key it is made for this visitor alone."""
        known = self._known.get(key) if key is not None else None
        return known or self.keep(key, tuple(make().split(HOLE)))

    def known(self, key: Hashable | None) -> Piece | None:
        return None if key is None else self._known.get(key)

    def keep(self, key: Hashable | None, piece: Piece) -> Piece:
        if key is not None:
            if len(self._known) >= self._most:
                self._known.clear()
            self._known[key] = piece
        return piece


def filled(frame: Piece, *holes: str) -> str:
    """The frame with something in each of its holes."""
    pieces: Sequence[str] = [piece for pair in zip(frame, (*holes, ""), strict=True) for piece in pair]
    return "".join(pieces)
