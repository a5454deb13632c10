"""Parquet: typed columns, with the words in every language as JSON in the metadata of the file and of each field."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

from app.analysis.extra import extra
from app.analysis.table import Column, Table
from app.analysis.words import in_each
from app.domain.tally import Label


def written(table: Table, _: str) -> bytes:
    arrow, parquet = extra("pyarrow"), extra("pyarrow.parquet")
    fields = [arrow.field(c.name, _type(arrow, c), metadata=_about(c, table)) for c in table.columns]
    arrays = [arrow.array(c.values, field.type) for c, field in zip(table.columns, fields, strict=True)]
    schema = arrow.schema(fields, metadata=_whole(table))
    file = io.BytesIO()
    parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), file)
    return file.getvalue()


def _type(arrow: Any, column: Column) -> Any:
    if column.variable.type == "text":
        return arrow.string()
    if column.variable.coded:
        return arrow.int32()
    return arrow.float64() if any(isinstance(value, float) for value in column.values) else arrow.int64()


def _whole(table: Table) -> dict[str, str]:
    weight = {"weight": table.weight.name} if table.weight else {}
    return {
        "title": _json(in_each(table.title, table.languages)),
        "languages": _json(table.languages),
        "source_language": table.source,
        **weight,
    }


def _about(column: Column, table: Table) -> dict[str, str]:
    variable = column.variable
    return {
        "label": _json(in_each(column.label, table.languages)),
        "type": variable.type,
        "values": _json(_by_code(variable.values, table)),
        "missing": _json(_by_code(variable.missing, table)),
        "question": variable.question,
    }


def _by_code(labels: Mapping[int, Label], table: Table) -> dict[int, dict[str, str]]:
    return {code: in_each(label, table.languages) for code, label in labels.items()}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
