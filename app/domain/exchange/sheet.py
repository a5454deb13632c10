"""Tables as CSV and XLSX files: in no program that opens them is a cell, header included, ever a formula.

XLSX knows texts from formulas, so there every text is written as one, marked (quotePrefix) so that it stays one when
somebody edits it. CSV does not: a spreadsheet takes what begins with one of SIGNS for a formula, and one that expects
semicolons or tabs cuts a text at them. So in CSV an apostrophe stands before such a sign wherever a program may see the
beginning of a cell, and before an apostrophe that stood there already: take one away at each of these places
(recovered) and the text is as it was. Numbers are written as numbers. Source: OWASP, "CSV Injection".
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from app.domain.exchange.entry import readable

Cell = str | int | float | bool | None  # None is an empty cell, as is ""

SIGNS = "=+\\-@|%＝＋－＠−﹢﹣﹦﹫"  # of a class of characters; the last are what Asian and other keyboards write
INVISIBLE = r"[\s\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\"]*"
_BEGINNING = r"(^|[;\t\n])"
_DANGER = re.compile(f"{_BEGINNING}(?={INVISIBLE}[{SIGNS}']|\\t)")
_GUARD = re.compile(f"{_BEGINNING}'")

MOST_IN_A_CELL = 32_000
CUT = " […]"
AS_TEXT = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False, "in_memory": True}
TEXT = {"num_format": "@", "quote_prefix": True}
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
MOST_IN_A_NAME = 31
CREATED = {"created": datetime(2000, 1, 1, tzinfo=UTC)}  # so that the same tables make the same file


@lru_cache(maxsize=4096)  # labels stand in thousands of lines
def guarded(words: str) -> str:
    """The words as they may stand in a cell of a CSV file of ours."""
    return harmless(readable(words))


def harmless(words: str) -> str:
    """The words letter for letter, with the apostrophes that guard them."""
    return _DANGER.sub(r"\1'", words)


def recovered(words: str) -> str:
    """The words of such a cell as they were."""
    return _GUARD.sub(r"\1", words)


def csv_file(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark, without which Excel spoils every letter but the Latin ones; see RFC 4180."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([guarded(name) for name in head])
    writer.writerows([_plain(cell) for cell in row] for row in rows)
    return file.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> str | int | float:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return guarded(cell)
    return cell


def workbook(sheets: Mapping[str, tuple[Sequence[str], Iterable[Sequence[Cell]]]]) -> bytes:
    """A workbook with a sheet for each table: its head and its rows."""
    import xlsxwriter  # 2 MB that only a process which makes workbooks needs

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, AS_TEXT)
    book.set_properties(CREATED)
    text, bold = book.add_format(TEXT), book.add_format({**TEXT, "bold": True})
    taken: set[str] = set()
    for name, (head, rows) in sheets.items():
        sheet = book.add_worksheet(sheet_name(name, taken))
        sheet.freeze_panes(1, 0)
        for column, words in enumerate(head):
            sheet.write_string(0, column, readable(words), bold)
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, place, column, cell, text)
    book.close()
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, cell: Cell, text: Any) -> None:
    match cell:
        case None | "":
            return
        case bool():  # a spreadsheet keeps these as the formulas TRUE() and FALSE()
            sheet.write_string(row, column, _plain(cell), text)
        case str():
            words = readable(cell)
            whole = len(words) <= MOST_IN_A_CELL  # a spreadsheet has no room for more; the CSV file has
            sheet.write_string(row, column, words if whole else words[:MOST_IN_A_CELL] + CUT, text)
        case _:
            sheet.write_number(row, column, cell)


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A name spreadsheets take, like the one that is wanted and unlike those taken."""
    plain = _NOT_IN_A_NAME.sub(" ", readable(wanted)).strip(" '")[:MOST_IN_A_NAME].strip(" '") or "1"
    name, number = plain, 2
    while name.casefold() in taken:
        ending = f" {number}"
        name, number = plain[: MOST_IN_A_NAME - len(ending)] + ending, number + 1
    taken.add(name.casefold())
    return name
