"""A workbook: the answers as codes, the same in words, and the codebook. Every text is written as a text."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.analysis.codebook import HEADS, entries
from app.analysis.cut import cut
from app.analysis.table import Column, Table
from app.analysis.words import said
from app.domain.dataset import Value
from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Problem

MOST_IN_A_CELL = 32_767  # characters, the limit of Excel
_AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
_NO_TIME = datetime(2000, 1, 1)  # noqa: DTZ001  the format knows no zone; when the file was made is nobody's business


def written(table: Table, language: str) -> bytes:
    import xlsxwriter  # 2 MB that only a process which makes workbooks needs

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, _AS_TEXT)
    book.set_properties({"created": _NO_TIME})
    head = tuple(column.name for column in table.columns)
    words = [_words(column, language) for column in table.columns]
    _sheet(book, "data", head, table.rows)
    _sheet(book, "labels", head, zip(*words, strict=True), language)
    _sheet(book, "codebook", tuple(said(word, language) for word in HEADS), _codebook(table, language), language)
    book.close()
    return file.getvalue()


def _words(column: Column, language: str) -> tuple[Value, ...]:
    """What people wrote is never cut, what a code means may be: the page of the codebook has it in full."""
    meanings = {code: cut(words, MOST_IN_A_CELL, len) for code, words in column.meanings(language).items()}
    return column.in_words(meanings)


def _codebook(table: Table, language: str) -> Iterable[tuple[Value, ...]]:
    for entry in entries(table, language):
        yield tuple(cut(cell, MOST_IN_A_CELL, len) if isinstance(cell, str) else cell for cell in entry)


def _sheet(book: Any, name: str, head: tuple[str, ...], rows: Iterable[tuple[Value, ...]], language: str = "") -> None:
    sheet = book.add_worksheet(name)
    if language in LANGUAGES and LANGUAGES[language].direction == "rtl":
        sheet.right_to_left()
    sheet.freeze_panes(1, 0)
    bold = book.add_format({"bold": True, "num_format": "@"})
    for at, word in enumerate(head):
        sheet.write_string(0, at, word, bold)
    for line, row in enumerate(rows, 1):
        for at, value in enumerate(row):
            _cell(sheet, line, at, value)


def _cell(sheet: Any, row: int, column: int, value: Value) -> None:
    if isinstance(value, str):
        if len(value) > MOST_IN_A_CELL:
            raise Problem(N_("A text is too long for a spreadsheet. Please choose CSV."))
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)
