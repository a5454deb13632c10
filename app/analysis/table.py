"""A dataset as all formats write it: weights first, texts without what no format can carry.

It has the rows of the dataset, and its columns only when a format asks for them: a hundred thousand people need not
stand in memory twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from app.analysis.words import said
from app.domain.dataset import WEIGHT, Dataset, Value, Variable
from app.domain.exchange.entry import readable
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label
from app.domain.text import Text


@dataclass(frozen=True)
class Column:
    """A variable, which has the values at one place of all rows; the weight is no variable of the questionnaire."""

    variable: Variable
    label: Label
    rows: tuple[tuple[Value, ...], ...]
    at: int = 0
    weight: bool = False

    @property
    def name(self) -> str:
        return self.variable.name

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """Its value for each person."""
        return tuple([row[self.at] for row in self.rows])

    @property
    def numbers(self) -> list[int | float]:
        """The values that are numbers, without those that stand for something else."""
        values = (value for value in self.values if isinstance(value, (int, float)))
        return [value for value in values if value not in self.variable.missing]

    def meanings(self, language: str) -> dict[Value, str]:
        """What codes say in words; a code without words says itself."""
        return {code: said(label, language) or str(code) for code, label in self.variable.codes.items()}

    def in_words(self, meanings: Mapping[Value, str]) -> tuple[Value, ...]:
        """The values with these words in the place of codes."""
        return tuple(meanings.get(value, value) for value in self.values)


@dataclass(frozen=True)
class Table:
    title: Text
    slug: str
    source: str
    languages: tuple[str, ...]
    columns: tuple[Column, ...]
    people: tuple[tuple[Value, ...], ...]  # without weights

    @property
    def rows(self) -> Iterable[tuple[Value, ...]]:
        """A value for each column."""
        if self.weight is None:
            return self.people
        return ((*weight, *row) for weight, row in zip(self.weight.rows, self.people, strict=True))

    @property
    def weight(self) -> Column | None:
        return next((column for column in self.columns if column.weight), None)


def table(dataset: Dataset) -> Table:
    """Raises a Problem for a dataset without variables: some formats cannot hold that."""
    if not dataset.variables:
        raise Problem(N_("Choose at least one question for the file."))
    rows = _carried(dataset)
    columns = (Column(variable, variable.label, rows, at) for at, variable in enumerate(dataset.variables))
    languages = tuple(dict.fromkeys((dataset.source, *dataset.languages)))
    return Table(dataset.title, dataset.slug, dataset.source, languages, (*_weight(dataset), *columns), rows)


def _weight(dataset: Dataset) -> tuple[Column, ...]:
    """The first column, as SPSS counts columns in a way that long texts before it would change."""
    if dataset.weights is None:
        return ()
    variable = Variable(WEIGHT, WEIGHT, "number")
    # Translators: the name of a column in files for statisticians: how much each person's answers count.
    rows = tuple([(weight,) for weight in dataset.weights])
    return (Column(variable, Sentence(N_("Weight")), rows, weight=True),)


def _carried(dataset: Dataset) -> tuple[tuple[Value, ...], ...]:
    if all(variable.type != "text" for variable in dataset.variables):
        return dataset.rows
    return tuple(
        tuple(readable(value) or None if isinstance(value, str) else value for value in row) for row in dataset.rows
    )


def digits(value: int | float) -> str:
    """A number as all programs read it: a point, no exponent, and every digit it has."""
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")
