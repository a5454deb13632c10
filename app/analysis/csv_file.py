"""CSV after RFC 4180: a line for each person, with codes or with the words they stand for.

It is made bit by bit while it is read: of a hundred thousand people no more than a few stand in memory as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from app.analysis.table import Column, Table, digits
from app.domain.dataset import Value
from app.domain.exchange.sheet import harmless

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else
AT_ONCE = 500  # people in one piece of the file

NO_WORDS: Mapping[Value, str] = {}


def with_codes(table: Table, _: str) -> Iterator[bytes]:
    return _file(table, [_cells(column, NO_WORDS) for column in table.columns])


def with_labels(table: Table, language: str) -> Iterator[bytes]:
    return _file(table, [_cells(column, column.meanings(language)) for column in table.columns])


def codes(table: Table) -> bytes:
    """The file with codes as part of another: whole, and without the mark Excel needs."""
    return b"".join(with_codes(table, "")).removeprefix(BOM.encode())


def _file(table: Table, cells: list[Callable[[Value], str]]) -> Iterator[bytes]:
    """Texts stand in quotes and numbers do not, so that "007" stays a text."""
    yield (BOM + ",".join(_cell(column.name) for column in table.columns) + "\r\n").encode()
    rows = iter(table.rows)
    while some := list(islice(rows, AT_ONCE)):
        lines = [",".join([cell(value) for cell, value in zip(cells, row, strict=True)]) + "\r\n" for row in some]
        yield "".join(lines).encode()


def _cells(column: Column, words: Mapping[Value, str]) -> Callable[[Value], str]:
    """How the cells of a column are written; where answers were chosen, each different one is written once."""
    if column.variable.coded:
        return _Written(words).__getitem__
    return lambda value: _cell(words.get(value, value))


class _Written(dict[Value, str]):
    """Cells by their value, written when one is first asked for."""

    def __init__(self, words: Mapping[Value, str]) -> None:
        super().__init__()
        self._words = words

    def __missing__(self, value: Value) -> str:
        cell = self[value] = _cell(self._words.get(value, value))
        return cell


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + harmless(value).replace('"', '""') + '"'
    return digits(value)
