"""What helps beside a text to translate: agreed terms, words used before, and what the original said then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.translation import Line
from app.store.questionnaires import Draft


@dataclass(frozen=True)
class Beside:
    """Empty where there is nothing to help with."""

    before: str = ""


def beside(db: Connection, draft: Draft, language: str, lines: Sequence[Line]) -> Mapping[str, Beside]:
    return {line.path: Beside() for line in lines}
