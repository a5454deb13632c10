"""Sentences we write ourselves, and problems: said with named gaps so that the web floor can translate them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def N_(message: str) -> str:
    """Mark a sentence for the translators (pybabel collects it) and leave it as it is."""
    return message


@dataclass(frozen=True)
class Sentence:
    """A sentence of the interface with gaps: words, numbers, texts or further sentences."""

    message: str
    gaps: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, message: str, **gaps: Any) -> Sentence:
        return cls(message, gaps)


class Problem(Exception):
    """What is wrong and what to do, as a sentence; `where` is the path of the place that mends it."""

    def __init__(self, message: str, where: str = "", **gaps: Any):
        super().__init__(message)
        self.sentence = Sentence(message, gaps)
        self.where = where

    def at(self, where: str) -> Problem:
        """The same problem, found at a place of the questionnaire."""
        return Problem(self.sentence.message, where, **self.sentence.gaps)

    def __str__(self) -> str:
        said = self.sentence.message.format(**self.sentence.gaps)
        return f"{self.where}: {said}" if self.where else said
