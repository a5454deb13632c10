"""A workbook of one table whose cells hold long texts: read from either side, filterable, and never a formula."""

from __future__ import annotations

import io
from collections.abc import Sequence

from app.domain.exchange.entry import readable
from app.domain.exchange.sheet import AS_TEXT, CREATED, CUT, MOST_IN_A_CELL, TEXT, sheet_name
from app.web.language import here

WIDTHS = (6, 22, 40, 40, 40, 40, 30, 18, 22, 16)  # letters
LOOK = {**TEXT, "text_wrap": True, "valign": "top"}


def workbook(title: str, head: Sequence[str], lines: Sequence[Sequence[str]]) -> bytes:
    import xlsxwriter  # 2 MB that only a process which makes workbooks needs

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, AS_TEXT)
    book.set_properties({**CREATED, "title": readable(title)})
    sheet, text = book.add_worksheet(sheet_name(title, set())), book.add_format(LOOK)
    if here().direction == "rtl":
        sheet.right_to_left()
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, [readable(name) for name in head], book.add_format({**LOOK, "bold": True}))
    for place, line in enumerate(lines, 1):
        for column, words in enumerate(line):
            sheet.write_string(place, column, _fitting(words), text)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(lines), len(head) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return file.getvalue()


def _fitting(words: str) -> str:
    plain = readable(words)
    return plain if len(plain) <= MOST_IN_A_CELL else plain[:MOST_IN_A_CELL] + CUT
