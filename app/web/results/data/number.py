"""A number in a file: as pages write it, with a point and without a mark between thousands."""

from __future__ import annotations

from babel.numbers import format_decimal


def number(value: float) -> str:
    return str(format_decimal(value, format="0.#", locale="en"))
