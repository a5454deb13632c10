"""What a report is made of, block by block, before it becomes a PDF file or a Word file: both say the same.

Words are plain text, or Markup where something in them is in another language or heavy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from app.domain.language import Language
from app.web.dashboard.marks import Drawing
from app.web.dashboard.table import Table

Look = Literal["", "message", "quiet", "warning"]


@dataclass(frozen=True)
class Heading:
    kind: ClassVar = "heading"
    level: int
    words: str
    id: str = ""


@dataclass(frozen=True)
class Paragraph:
    kind: ClassVar = "paragraph"
    words: str
    look: Look = ""


@dataclass(frozen=True)
class Items:
    kind: ClassVar = "items"
    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names with what there is to say of each, as a table of two columns."""

    kind: ClassVar = "facts"
    title: str
    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Picture:
    """A chart; `title` and `description` say what it shows."""

    kind: ClassVar = "picture"
    drawing: Drawing
    title: str
    description: str


@dataclass(frozen=True)
class Numbers:
    kind: ClassVar = "numbers"
    title: str
    table: Table


@dataclass(frozen=True)
class Quotes:
    """Published texts, each with its "words" and "language" ("" where not said)."""

    kind: ClassVar = "quotes"
    texts: tuple[Mapping[str, str], ...]


Block = Heading | Paragraph | Items | Facts | Picture | Numbers | Quotes


@dataclass(frozen=True)
class Paper:
    """`front` is the title page; `mark` stands on every page, "" where nothing needs to; `foot` says what this is."""

    language: Language
    publisher: str
    title: str
    day: date
    kicker: str
    front: tuple[Block, ...]
    blocks: tuple[Block, ...]
    foot: str
    mark: str

    @property
    def contents(self) -> tuple[Heading, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Heading) and block.level <= 2)
