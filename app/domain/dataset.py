"""Answers as analysts get them: a row for each person, a column for each variable, with the words both mean."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import NoneType
from typing import Literal

from app.domain.tally import Label
from app.domain.text import Text

Type = Literal["single", "multiple", "number", "text", "ordered"]
Value = int | float | str | None

WEIGHT = "weight"  # the name of the variable that weights become
LONGEST_NAME = 32
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SLUG = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Variable:
    """A question, or an answer of a question with several; `values` are what codes mean, `missing` codes of no opinion.

    `name` is ASCII, at most 32 characters and unique, also where capitals do not count (see variable_name.py);
    `multiple` is one answer of several: chosen (1) or not. `question` is the id of the question it comes from."""

    name: str
    label: Text | str
    type: Type
    values: Mapping[int, Label] = field(default_factory=dict)
    missing: Mapping[int, Label] = field(default_factory=dict)
    question: str = ""

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name) or len(self.name) > LONGEST_NAME:
            raise ValueError(f"{self.name!r} is no name every statistics program takes")
        if self.coded and not self.values:
            raise ValueError(f"{self.name}: an answer to choose needs codes")
        if set(self.values) & set(self.missing):
            raise ValueError(f"{self.name}: a code is both an answer and missing")
        if self.missing and self.type == "text":
            raise ValueError(f"{self.name}: a text has no codes")

    @property
    def coded(self) -> bool:
        return self.type in ("single", "multiple", "ordered")

    @property
    def codes(self) -> dict[int, Label]:
        return {**self.values, **self.missing}

    def fits(self, value: Value) -> bool:
        """Whether this can be the value of a person."""
        if value is None:
            return True
        if self.coded:
            return type(value) is int and (value in self.values or value in self.missing)
        if self.type == "text":
            return isinstance(value, str)
        return type(value) is int or (type(value) is float and math.isfinite(value))


@dataclass(frozen=True)
class Dataset:
    """`source` is the language the questionnaire was written in, `languages` those it was offered in.

    Rows have a value for each variable, in their order; `weights` have one for each row."""

    title: Text
    slug: str
    source: str
    languages: tuple[str, ...]
    variables: tuple[Variable, ...]
    rows: tuple[tuple[Value, ...], ...]
    weights: tuple[float, ...] | None = None

    def __post_init__(self) -> None:
        if not _SLUG.fullmatch(self.slug):
            raise ValueError(f"{self.slug!r} cannot be the name of a file")
        names = [each.name.lower() for each in self.variables] + ([WEIGHT] if self.weights is not None else [])
        if len({*names}) < len(names):
            raise ValueError("two variables have one name")
        if any(len(row) != len(self.variables) for row in self.rows):
            raise ValueError("a row has not one value for each variable")
        if self.weights is not None:
            self._check_weights(self.weights)
        for at, variable in enumerate(self.variables):
            for value in _different([row[at] for row in self.rows]):
                if not variable.fits(value):
                    raise ValueError(f"{variable.name} cannot be {value!r}")

    def _check_weights(self, weights: tuple[float, ...]) -> None:
        if len(weights) != len(self.rows):
            raise ValueError("there is not one weight for each row")
        if not all(math.isfinite(weight) and weight > 0 for weight in weights):
            raise ValueError("a weight is a number above 0")


def _different(values: Sequence[Value]) -> Iterable[Value]:
    """Each value once, as of a hundred thousand answers few differ; all of them where True and 1.0 could pass as 1."""
    return {*values} if len({*map(type, values)} - {NoneType}) <= 1 else values
