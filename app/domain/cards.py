"""Cards from a conference wall as a table: each row an idea in somebody’s words, with its theme and its origin.

The first row names the columns; only the one with the ideas must be there.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.exchange.file import decoded
from app.domain.exchange.unpacking import TOO_LARGE, UNREADABLE, safe_to_open
from app.domain.language import known
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.statement import LONGEST

MOST_CARDS = 1_000
HEADS: Mapping[str, tuple[str, ...]] = {  # column: what people call it
    "words": ("idee", "aussage", "karte", "text", "statement", "card", "idea", "words"),
    "theme": ("thema", "cluster", "gruppe", "theme", "topic"),
    "origin": ("herkunft", "quelle", "runde", "origin", "source"),
    "language": ("sprache", "language"),
}


@dataclass(frozen=True)
class Card:
    """One idea; `row` is where it stands in the file, counted from 1."""

    row: int
    words: str
    theme: str = ""
    origin: str = ""
    language: str = "de"


@dataclass(frozen=True)
class Cards:
    """What a file holds, and rows that cannot be taken, each with the reason."""

    cards: tuple[Card, ...]
    problems: Mapping[int, Problem]


def read(file: bytes) -> Cards:
    """The cards of a CSV or XLSX file; raises a Problem where it is none, or holds no such table."""
    rows = _sheet(file) if file.startswith(b"PK") else _csv(decoded(file))
    head = [_plain(cell).casefold() for cell in rows[0]] if rows else []
    columns = {name: place for name in HEADS if (place := _place(head, HEADS[name])) is not None}
    if "words" not in columns:
        raise Problem(N_("Name the columns in the first row: Idee, Thema, Herkunft, Sprache."))
    if len(rows) > MOST_CARDS + 1:
        raise Problem(TOO_LARGE)
    cards, problems = [], {}
    for number, cells in enumerate(rows[1:], 2):
        said = {name: _plain(cells[place]) if place < len(cells) else "" for name, place in columns.items()}
        if problem := _unfit(said):
            problems[number] = problem
        elif said["words"]:
            cards.append(_card(number, said))
    if not cards and not problems:
        raise Problem(N_("There is no text in this file."))
    return Cards(tuple(cards), problems)


def _card(row: int, said: Mapping[str, str]) -> Card:
    language = known(said.get("language", "")) or "de"
    return Card(row, said["words"], said.get("theme", "")[:200], said.get("origin", "")[:200], language)


def _unfit(said: Mapping[str, str]) -> Problem | None:
    if len(said["words"]) > LONGEST:
        return Problem(N_("Your text is too long. Write at most {most} characters."), most=LONGEST)
    if (tag := said.get("language", "")) and not known(tag):
        return Problem(N_("Name the languages by their tags, such as de, uk or ar."))
    return None


def _place(head: Sequence[str], names: Sequence[str]) -> int | None:
    return next((place for place, words in enumerate(head) if words in names), None)


def _plain(cell: Any) -> str:
    """The words of a cell in one line; whole numbers as people write them."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return " ".join(clean(str(cell)).split())


def _sheet(file: bytes) -> list[Sequence[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook  # only who imports needs it

    safe_to_open(file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file))
        return list(book.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError, IndexError):
        raise Problem(UNREADABLE) from None


def _csv(text: str) -> list[Sequence[Any]]:
    """Rows separated as the first line shows: Excel in German writes semicolons."""
    first = text.partition("\n")[0]
    mark = max(";,\t", key=first.count)
    try:
        return [row for row in _rows(text, mark) if row]
    except csv.Error:
        raise Problem(UNREADABLE) from None


def _rows(text: str, mark: str) -> Iterator[list[str]]:
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark):
        yield row
        if len(row) > 100:
            raise Problem(UNREADABLE)
