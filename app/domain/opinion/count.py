"""How many people agree with a statement, disagree, and pass it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Count:
    """Of everyone or of one group; `passed` are those who saw it and took no side."""

    agree: int
    disagree: int
    passed: int

    @property
    def seen(self) -> int:
        return self.agree + self.disagree + self.passed

    def of(self, side: Literal["agree", "disagree"]) -> int:
        return self.agree if side == "agree" else self.disagree
