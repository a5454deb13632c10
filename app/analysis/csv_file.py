"""CSV after RFC 4180: a line for each person, with codes or with the words they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from app.analysis.table import Table, digits
from app.domain.dataset import Value
from app.domain.exchange.sheet import harmless

BOM = "\ufeff"  # without it Excel reads UTF-8 as something else


def with_codes(table: Table, _: str) -> bytes:
    return (BOM + lines(table, table.rows)).encode()


def with_labels(table: Table, language: str) -> bytes:
    columns = [column.in_words(column.meanings(language)) for column in table.columns]
    return (BOM + lines(table, zip(*columns, strict=True))).encode()


def lines(table: Table, rows: Iterable[tuple[Value, ...]]) -> str:
    """The file as text; texts stand in quotes and numbers do not, so that "007" stays a text."""
    head = tuple(column.name for column in table.columns)
    return "".join(_line(row) for row in (head, *rows))


def _line(values: Iterable[Value]) -> str:
    return ",".join(_cell(value) for value in values) + "\r\n"


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + harmless(value).replace('"', '""') + '"'
    return digits(value)
