"""Files of SPSS (.sav): labels as long as SPSS takes them, user-missing values, measurement levels, the weight."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.analysis.cut import cut, in_bytes
from app.analysis.extra import extra
from app.analysis.in_memory import in_memory
from app.analysis.table import Column, Table
from app.analysis.words import line
from app.domain.dataset import Type
from app.domain.sentence import N_, Problem

# Bytes; pyreadstat cuts labels that are longer without a word, within a character if need be.
LONGEST_LABEL, LONGEST_MEANING, LONGEST_TITLE, LONGEST_TEXT = 256, 120, 64, 32_767
LEVELS: Mapping[Type, str] = {
    "single": "nominal",
    "multiple": "nominal",
    "ordered": "ordinal",
    "number": "scale",
    "text": "nominal",
}
# Places in the head of a file, after “System File Format” in the developers' manual of GNU PSPP.
_WEIGHT_INDEX, _CREATED, _NO_TIME = 76, 92, b"01 Jan 0000:00:00"


def written(table: Table, language: str) -> bytes:
    pandas, pyreadstat = extra("pandas"), extra("pyreadstat")
    frame = pandas.DataFrame({column.name: _series(pandas, column) for column in table.columns})
    settings = {
        "file_label": cut(line(table.title, language), LONGEST_TITLE, in_bytes),
        "column_labels": {c.name: cut(line(c.label, language), LONGEST_LABEL, in_bytes) for c in table.columns},
        "variable_value_labels": {c.name: _meanings(c, language) for c in table.columns if c.variable.codes},
        "missing_ranges": {c.name: _missing(c) for c in table.columns if c.variable.missing},
        "variable_measure": {c.name: LEVELS[c.variable.type] for c in table.columns},
        "variable_format": {c.name: _format(c) for c in table.columns if c.variable.type != "text"},
        "row_compress": True,
    }
    file = bytearray(in_memory(lambda path: pyreadstat.write_sav(frame, path, **settings)))
    file[_CREATED : _CREATED + len(_NO_TIME)] = _NO_TIME
    if table.weight:  # the first column, see table.py
        file[_WEIGHT_INDEX : _WEIGHT_INDEX + 4] = (1).to_bytes(4, "little")
    return bytes(file)


def _series(pandas: Any, column: Column) -> Any:
    if column.variable.type != "text":
        return pandas.Series(column.values, dtype="float64")
    texts = [str(value or "") for value in column.values]  # SPSS knows no missing text
    if any(in_bytes(text) > LONGEST_TEXT for text in texts):
        raise Problem(N_("A text is too long for SPSS. Please choose CSV."))
    return pandas.Series(texts, dtype="object")


def _meanings(column: Column, language: str) -> dict[int, str]:
    words = {code: line(label, language) or str(code) for code, label in column.variable.codes.items()}
    return {code: cut(meaning, LONGEST_MEANING, in_bytes) for code, meaning in words.items()}


def _missing(column: Column) -> list[Any]:
    """SPSS takes three values, or a range that no answer may lie in."""
    codes = sorted(column.variable.missing)
    if len(codes) <= 3:
        return [*codes]
    answers = [*column.variable.values, *column.numbers]
    if any(codes[0] <= answer <= codes[-1] for answer in answers):
        raise ValueError(f"{column.name}: more than three missing values, and answers between them")
    return [{"lo": codes[0], "hi": codes[-1]}]


def _format(column: Column) -> str:
    """How SPSS shows the numbers; it keeps each of them as it is."""
    return "F8.0" if all(isinstance(value, int) for value in column.numbers) else "F12.4"
