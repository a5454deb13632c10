"""Spreadsheets for translators: one sheet for each language, every cell a text and never a formula."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from app.domain.exchange.entry import Entry, readable
from app.domain.exchange.sheet import AS_TEXT, MOST_IN_A_CELL, TEXT
from app.domain.exchange.unpacking import UNREADABLE, safe_to_open
from app.domain.language import LANGUAGES, known
from app.domain.sentence import N_, Problem

# path, place, original, plain German, translation, state
WIDTHS = (14, 30, 45, 45, 45, 14)
TRANSLATION = 4


def written(sheets: Mapping[str, Sequence[Entry]], heads: Mapping[str, Sequence[str]]) -> bytes:
    """A workbook with a sheet for each language, under these words at the head of the columns."""
    import xlsxwriter  # 2 MB that only a process which makes workbooks needs

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, AS_TEXT)
    for language, entries in sheets.items():
        _sheet(book, language, entries, heads[language])
    book.close()
    return file.getvalue()


def _sheet(book: Any, language: str, entries: Sequence[Entry], head: Sequence[str]) -> None:
    sheet = book.add_worksheet(language)
    plain = {**TEXT, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#DCD6CA"}
    rtl = LANGUAGES[language].direction == "rtl"
    order = {"reading_order": 2 if rtl else 1, "align": "right" if rtl else "left"}
    bold = book.add_format({**plain, "bold": True, "bg_color": "#E6EDFA"})
    others = book.add_format({**plain, "reading_order": 1, "align": "left", "bg_color": "#F7F4EE"})
    translation = book.add_format({**plain, **order, "locked": False})
    if rtl:
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, readable(head[column]), bold)
    for row, entry in enumerate(entries, 1):
        cells = (entry.path, entry.where, entry.original, entry.plain, entry.words, entry.state)
        for column, words in enumerate(cells):
            if len(words) > MOST_IN_A_CELL:
                raise Problem(N_("A text is too long for a spreadsheet. Please choose XLIFF."), entry.path)
            sheet.write_string(row, column, words, translation if column == TRANSLATION else others)
    # Without a password: it only keeps one from typing into the wrong column.
    sheet.protect("", {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True})


def read(file: bytes, language: str) -> list[Entry]:
    """The rows of the sheet of this language; a row without a path is not one of ours."""
    safe_to_open(file)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(file))
        name = next((name for name in book.sheet_names if known(name) == language), None)
        if name is None:
            there = ", ".join(book.sheet_names)[:200]
            raise Problem(N_("The file has no sheet called {name}. It has: {sheets}"), name=language, sheets=there)
        # Counted from the first row and column, also where those are empty.
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, ValueError, OSError):
        raise Problem(UNREADABLE) from None
    return [_entry(number, cells) for number, cells in enumerate(rows, 1) if number > 1 and _said(cells, 0, number)]


def _entry(row: int, cells: Sequence[Any]) -> Entry:
    path, original, words = (_said(cells, column, row) for column in (0, 2, TRANSLATION))
    return Entry(path, original, words, row)


def _said(cells: Sequence[Any], column: int, row: int) -> str:
    """The words of a cell. Excel makes dates of what looks like one; which words were meant nobody can tell then."""
    value = cells[column] if column < len(cells) else ""
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise Problem(N_("Row {row}: this cell is not a text. Format it as text and type it again."), row=row)
    return str(int(value)) if value == int(value) else str(value)
