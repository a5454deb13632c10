"""Weighting an extract to the county's population: which margins there are, how they were answered, and the weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.domain.dataset import Dataset, Variable
from app.domain.extract import Extract
from app.domain.population import Category, Population
from app.domain.questionnaire import Questionnaire
from app.domain.raking import Margin, Raked, rake
from app.domain.tally import Label


@dataclass(frozen=True)
class Line:
    """A category: its share of those who answered, of the population, and of those who answered after weighting."""

    label: Label
    answered: float
    population: float
    weighted: float


@dataclass(frozen=True)
class Fit:
    """A margin before and after: `unknown` people said nothing of it, `absent` is the share of the population that
    nobody who answered belongs to, `estimated` says whether some of its numbers are no official ones."""

    label: Label
    lines: tuple[Line, ...]
    unknown: int
    absent: float
    estimated: bool
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Weighting:
    raked: Raked
    fits: tuple[Fit, ...]


@dataclass(frozen=True)
class _Found:
    variable: Variable
    margin: Margin
    codes: tuple[int, ...]
    absent: float
    estimated: bool
    sources: tuple[str, ...]


def weighting(extract: Extract, population: Population | None, asked: Questionnaire) -> Weighting | None:
    """The weights for what the table counts and was asked; None where that is nothing."""
    found = [
        each
        for name, margin in extract.margins.items()
        if population and (each := _found(extract, name, population.margins.get(margin, ()), asked))
    ]
    if not found:
        return None
    raked = rake([each.margin for each in found], extract.people)
    return Weighting(raked, tuple(_fit(each, raked) for each in found))


def weighted(dataset: Dataset, made: Weighting) -> Dataset:
    return replace(dataset, weights=tuple(made.raked.weights.tolist()))


def _found(extract: Extract, name: str, categories: Sequence[Category], asked: Questionnaire) -> _Found | None:
    """A margin with the shares of the population among the categories someone belongs to."""
    place, variable = next((i, v) for i, v in enumerate(extract.answers.variables) if v.name == name)
    people: dict[int, float] = {}
    absent = 0.0
    question = asked.question(variable.question)
    for category in categories:
        code = _code(extract.marks[name], question.stands_for((category.id, *category.answers)) if question else None)
        if code is None:
            absent += category.people
        else:
            people[code] = people.get(code, 0.0) + category.people
    answered = [row[place] for row in extract.answers.rows]
    for code in [code for code in people if code not in answered]:
        absent += people.pop(code)
    total = sum(people.values())
    if len(people) < 2 or not total:
        return None
    at = {code: i for i, code in enumerate(people)}
    codes = np.array([at.get(code, -1) if isinstance(code, int) else -1 for code in answered], np.intp)
    targets = np.array([count / total for count in people.values()])
    sources = tuple(dict.fromkeys(category.source for category in categories if category.source))
    estimated = any(category.estimate for category in categories)
    return _Found(variable, Margin(codes, targets), tuple(people), absent / (absent + total), estimated, sources)


def _code(marks: Mapping[int, tuple[str, ...]], mark: str | None) -> int | None:
    """The code an answer has, alone or together with others."""
    return next((code for code, those in marks.items() if mark in those), None)


def _fit(found: _Found, raked: Raked) -> Fit:
    before, after = found.margin.shares(np.ones(len(raked.weights))), found.margin.shares(raked.weights)
    lines = tuple(
        Line(found.variable.values[code], *(float(shares[at]) for shares in (before, found.margin.targets, after)))
        for at, code in enumerate(found.codes)
    )
    return Fit(
        found.variable.label, lines, int((~found.margin.known).sum()), found.absent, found.estimated, found.sources
    )
