"""Files of Stata (.dta, release 118: Stata 14 and later), with .a, .b … for answers of no opinion."""

from __future__ import annotations

import string
from typing import Any

from app.analysis.cut import cut, in_bytes
from app.analysis.extra import extra
from app.analysis.in_memory import in_memory
from app.analysis.table import Column, Table
from app.analysis.words import line
from app.domain.dataset import Value
from app.domain.sentence import N_, Problem

LONGEST_LABEL, LONGEST_MEANING = 80, 32_000  # characters; bytes
LONGEST_TEXT = 1_000_000  # Stata takes 2 GB; more than this is a mistake
_VERSION = 14  # release 118; 119, of version 15, opens in Stata/MP only
_NO_TIME = b"01 Jan 2000 00:00"


def written(table: Table, language: str) -> bytes:
    pandas, pyreadstat = extra("pandas"), extra("pyreadstat")
    stata = letters(table)
    frame = pandas.DataFrame({column.name: _series(pandas, column, stata) for column in table.columns})
    settings = {
        "file_label": cut(line(table.title, language), LONGEST_LABEL, len),
        "column_labels": {c.name: cut(line(c.label, language), LONGEST_LABEL, len) for c in table.columns},
        "variable_value_labels": {c.name: _meanings(c, stata, language) for c in table.columns if c.variable.codes},
        "missing_user_values": {c.name: [stata[code] for code in c.variable.missing] for c in table.columns},
        "version": _VERSION,
    }
    return _without_time(in_memory(lambda path: pyreadstat.write_dta(frame, path, **settings)))


def letters(table: Table) -> dict[int, str]:
    """Which letter stands for which missing code, the same in all variables: -8 is .a, -9 is .b."""
    codes = sorted({code for column in table.columns for code in column.variable.missing}, reverse=True)
    return dict(zip(codes, string.ascii_lowercase, strict=False))


def _series(pandas: Any, column: Column, stata: dict[int, str]) -> Any:
    if column.variable.type == "text":
        texts = [str(value or "") for value in column.values]
        if any(in_bytes(text) > LONGEST_TEXT for text in texts):
            raise Problem(N_("A text is too long for Stata. Please choose CSV."))
        return pandas.Series(texts, dtype="object")
    if not column.variable.missing:
        return pandas.Series(column.values, dtype="float64")
    return pandas.Series([_value(column, value, stata) for value in column.values], dtype="object")


def _value(column: Column, value: Value, stata: dict[int, str]) -> float | str:
    if value is None or isinstance(value, str):
        return float("nan")  # pyreadstat makes a 0 of None among whole numbers
    if value in column.variable.missing:
        return stata[int(value)]
    return float(value)


def _meanings(column: Column, stata: dict[int, str], language: str) -> dict[int | str, str]:
    missing = column.variable.missing
    words = {code: line(label, language) or str(code) for code, label in column.variable.codes.items()}
    return {
        stata[code] if code in missing else code: cut(meaning, LONGEST_MEANING, in_bytes)
        for code, meaning in words.items()
    }


def _without_time(file: bytes) -> bytes:
    """The same file with another moment in its head, behind the label of the file and its length."""
    label = file.index(b"<label>") + len(b"<label>")
    length = int.from_bytes(file[label : label + 2], "little")
    at = label + 2 + length + len(b"</label><timestamp>") + 1
    return file[:at] + _NO_TIME + file[at + len(_NO_TIME) :]
