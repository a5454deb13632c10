"""Coding: which themes each person found in a free text, who still has to look at it, and when it is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.codebook import Codebook

Themes = tuple[str, ...]


@dataclass(frozen=True)
class Coding:
    """The themes one person found in one text."""

    text: str
    coder: str
    themes: Themes


@dataclass(frozen=True)
class Work:
    """What was done with one text: each coder's themes, and what a third decision says."""

    by: Mapping[str, Themes] = field(default_factory=dict)
    decided: Themes | None = None

    def settled(self, needed: int) -> Themes | None:
        """Its themes once as many people as needed agree, or somebody has decided; None before."""
        if self.decided is not None:
            return self.decided
        found = set(self.by.values())
        return found.pop() if len(self.by) >= needed and len(found) == 1 else None

    @property
    def disputed(self) -> bool:
        return self.decided is None and len(set(self.by.values())) > 1


def works(codings: Iterable[Coding], decisions: Mapping[str, Themes]) -> dict[str, Work]:
    """The work on each text that anyone has looked at."""
    by: dict[str, dict[str, Themes]] = {text: {} for text in decisions}
    for coding in codings:
        by.setdefault(coding.text, {})[coding.coder] = coding.themes
    return {text: Work(coders, decisions.get(text)) for text, coders in by.items()}


def needed(text: str, codebook: Codebook) -> int:
    """How many people code a text. Its key is random, so those with two are a random sample of all."""
    return 2 if int(text[:8], 16) % 100 < codebook.second else 1


def settled(texts: Iterable[str], done: Mapping[str, Work], codebook: Codebook) -> dict[str, Themes]:
    """The themes of the texts that are settled."""
    found = {text: done[text].settled(needed(text, codebook)) for text in texts if text in done}
    return {text: themes for text, themes in found.items() if themes is not None}


def queue(texts: Sequence[str], done: Mapping[str, Work], codebook: Codebook, coder: str) -> list[str]:
    """The texts this person may code next. It does not tell which of them someone else has coded already."""
    return [text for text in texts if _waits(done.get(text, Work()), needed(text, codebook), coder)]


def _waits(work: Work, people: int, coder: str) -> bool:
    return work.decided is None and coder not in work.by and len(work.by) < people
