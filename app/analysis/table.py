"""A dataset as all formats write it: by column, weights first, texts without what no format can carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.analysis.words import said
from app.domain.dataset import WEIGHT, Dataset, Value, Variable
from app.domain.exchange.entry import readable
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label
from app.domain.text import Text


@dataclass(frozen=True)
class Column:
    """A variable with its value for each person; the weight is no variable of the questionnaire."""

    variable: Variable
    label: Label
    values: tuple[Value, ...]
    weight: bool = False

    @property
    def name(self) -> str:
        return self.variable.name

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

    @property
    def rows(self) -> Iterable[tuple[Value, ...]]:
        return zip(*(column.values for column in self.columns), strict=True)

    @property
    def weight(self) -> Column | None:
        return next((column for column in self.columns if column.weight), None)


def table(dataset: Dataset) -> Table:
    """Raises a Problem for a dataset without variables: some formats cannot hold that."""
    if not dataset.variables:
        raise Problem(N_("Choose at least one question for the file."))
    columns = tuple(
        Column(variable, variable.label, tuple(_carried(row[at]) for row in dataset.rows))
        for at, variable in enumerate(dataset.variables)
    )
    languages = tuple(dict.fromkeys((dataset.source, *dataset.languages)))
    all_columns = (*_weight(dataset), *columns)
    return Table(dataset.title, dataset.slug, dataset.source, languages, all_columns)


def _weight(dataset: Dataset) -> tuple[Column, ...]:
    """The first column, as SPSS counts columns in a way that long texts before it would change."""
    if dataset.weights is None:
        return ()
    variable = Variable(WEIGHT, WEIGHT, "number")
    # Translators: the name of a column in files for statisticians: how much each person's answers count.
    return (Column(variable, Sentence(N_("Weight")), dataset.weights, weight=True),)


def _carried(value: Value) -> Value:
    return readable(value) or None if isinstance(value, str) else value


def digits(value: int | float) -> str:
    """A number as all programs read it: a point, no exponent, and every digit it has."""
    return str(value) if isinstance(value, int) else format(Decimal(repr(value)), "f")
