"""From sealed answers to published cells: everything the public, the politicians and the charts may know.

A release is plain data, written once and never changed. Its tables are the total and one filter at a time; no
table combines two filters, and sensitive questions appear in the total only.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain.disclosure import LEAST, showable
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.response import Response
from app.domain.tally import Counts

TOTAL = ""
LANGUAGE = "language"  # the dimension every questionnaire has

Cells = dict[str, Any]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Release:
    """`document` is JSON data:

    {"number", "day", "version", "simulated", "answers", "weeks": [[monday, people or null]],
     "groups": {dimension: {group: people or null}},
     "tables": {"" or "dimension:group": {question: {"answered": people, "cells": {cell: people}}}}}
    """

    document: Mapping[str, Any]
    sha256: str

    @property
    def number(self) -> int:
        return int(self.document["number"])

    @property
    def day(self) -> date:
        return date.fromisoformat(self.document["day"])

    @property
    def answers(self) -> int:
        return int(self.document["answers"])

    @property
    def simulated(self) -> bool:
        return bool(self.document["simulated"])

    def counts(self, table: str, question: str) -> Counts | None:
        """The published counts of a question in a table, None where they are withheld."""
        found = self.document["tables"].get(table, {}).get(question)
        return Counts(found["answered"], found["cells"]) if found else None

    def groups(self, dimension: str) -> dict[str, int | None]:
        return dict(self.document["groups"].get(dimension, {}))


def release(
    questionnaire: Questionnaire,
    version: int,
    number: int,
    day: date,
    responses: Sequence[Response],
    previous: str,
) -> Release:
    """The cells of all sealed responses; `previous` is the hash of the release before, "" for the first."""
    dimensions = {LANGUAGE: _languages(questionnaire, responses)}
    dimensions |= {question.id: _memberships(question, responses) for question in questionnaire.dimensions}
    columns = {question.id: _column(question, responses) for question in questionnaire.questions if question.cells()}
    tables: dict[str, Cells] = {TOTAL: {}}
    sensitive = questionnaire.sensitive
    for question in questionnaire.questions:
        if question.id in columns:
            split = {} if question.id in sensitive else {n: d for n, d in dimensions.items() if n != question.id}
            _tabulate(tables, question, columns[question.id], split, len(responses))
    document = {
        "number": number,
        "day": day.isoformat(),
        "version": version,
        "simulated": any(response.simulated for response in responses),
        "answers": len(responses),
        "weeks": _weeks(responses),
        "groups": {name: dimension.published(len(responses)) for name, dimension in dimensions.items()},
        "tables": tables,
        "previous": previous,
    }
    canonical = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return Release(document, hashlib.sha256(canonical.encode()).hexdigest())


@dataclass(frozen=True)
class _Dimension:
    """Who is in which group: pairs of person and group, as two arrays of equal length."""

    names: tuple[str, ...]
    people: Codes
    groups: Codes
    overlapping: bool

    def sizes(self, among: npt.NDArray[np.bool_] | None = None) -> dict[str, int]:
        groups = self.groups if among is None else self.groups[among[self.people]]
        counted = np.bincount(groups, minlength=len(self.names))
        return {name: int(size) for name, size in zip(self.names, counted, strict=True)}

    def members(self, group: str, people: int) -> npt.NDArray[np.bool_]:
        """Who of all people is in a group."""
        found = np.zeros(people, dtype=bool)
        found[self.people[self.groups == self.names.index(group)]] = True
        return found

    def published(self, total: int) -> dict[str, int | None]:
        sizes = self.sizes()
        shown = showable(sizes, total, self.overlapping)
        return {name: size if name in shown else None for name, size in sizes.items()}


@dataclass(frozen=True)
class _Column:
    """One question's answers: who answered, and pairs of person and cell."""

    answered: npt.NDArray[np.bool_]
    people: Codes
    cells: Codes


def _languages(questionnaire: Questionnaire, responses: Sequence[Response]) -> _Dimension:
    names = tuple(dict.fromkeys((*questionnaire.languages, *sorted({response.language for response in responses}))))
    return _pairs(names, ((response.language,) for response in responses), overlapping=False)


def _memberships(question: Question, responses: Sequence[Response]) -> _Dimension:
    given = (_closed(question, response) for response in responses)
    groups = (() if value is None else question.group(value) for value in given)
    return _pairs(tuple(question.groups()), groups, question.several_groups)


def _pairs(names: tuple[str, ...], memberships: Iterable[Sequence[str]], overlapping: bool) -> _Dimension:
    index = {name: code for code, name in enumerate(names)}
    pairs = [(person, index[name]) for person, groups in enumerate(memberships) for name in groups if name in index]
    people, groups = _split(pairs)
    return _Dimension(names, people, groups, overlapping)


def _closed(question: Question, response: Response) -> Any:
    """What someone answered; an answer in another shape, from when the question was of another kind, is none."""
    closed = response.answers.get(question.id)
    return closed if question.fits(closed) else None


def _column(question: Question, responses: Sequence[Response]) -> _Column:
    """An answer given to an earlier version counts in the cells that still exist."""
    index = {cell: code for code, cell in enumerate(question.cells())}
    answered = np.zeros(len(responses), dtype=bool)
    pairs = []
    for person, response in enumerate(responses):
        closed = _closed(question, response)
        if closed is not None:
            answered[person] = True
            pairs += [(person, index[cell]) for cell in question.count(closed) if cell in index]
    return _Column(answered, *_split(pairs))


def _split(pairs: list[tuple[int, int]]) -> tuple[Codes, Codes]:
    both = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _tabulate(
    tables: dict[str, Cells], question: Question, column: _Column, dimensions: Mapping[str, _Dimension], people: int
) -> None:
    """Put one question into the total and into each group that may be shown for it."""
    answered = int(column.answered.sum())
    if answered < LEAST:
        return
    cells = question.cells()
    tables[TOTAL][question.id] = _cells(cells, answered, column.cells)
    members: dict[str, npt.NDArray[np.bool_]] = {}
    for name, dimension in dimensions.items():
        sizes = dimension.sizes(among=column.answered)
        allowed = showable(dimension.sizes(), people, dimension.overlapping)
        for group in sorted(showable(sizes, answered, dimension.overlapping) & allowed):
            members[f"{name}:{group}"] = dimension.members(group, people) & column.answered
    for table in _apart(members, answered):
        inside = column.cells[members[table][column.people]]
        tables.setdefault(table, {})[question.id] = _cells(cells, int(members[table].sum()), inside)


def _apart(members: Mapping[str, npt.NDArray[np.bool_]], answered: int) -> list[str]:
    """The groups that may stand beside each other: of each two of which one lies in the other, or which have nobody in
    common, the smaller goes if a handful of people could be computed from them and the total."""
    names = list(members)
    shared = _overlaps([members[name] for name in names])
    kept = sorted(range(len(names)), key=lambda i: (-int(shared[i, i]), names[i]))
    for place, small in reversed(list(enumerate(kept))):
        others = kept[:place] + kept[place + 1 :]
        if any(_handful(int(shared[small, small]), int(shared[i, i]), int(shared[small, i]), answered) for i in others):
            kept.remove(small)
    return sorted(names[i] for i in kept)


def _overlaps(members: list[npt.NDArray[np.bool_]]) -> Codes:
    """How many people each two groups have in common."""
    if not members:
        return np.zeros((0, 0), dtype=np.int64)
    table = np.array(members, dtype=np.float64)
    return np.rint(table @ table.T).astype(np.int64)


def _handful(one: int, other: int, both: int, answered: int) -> bool:
    """Whether two groups of these sizes, with so many in common, give away 1 to LEAST - 1 people."""
    if both in (one, other):
        return 0 < abs(one - other) < LEAST
    return both == 0 and 0 < answered - one - other < LEAST


def _cells(cells: tuple[str, ...], answered: int, hit: Codes) -> Cells:
    counted = np.bincount(hit, minlength=len(cells))
    return {"answered": answered, "cells": {cell: int(n) for cell, n in zip(cells, counted, strict=True)}}


def _weeks(responses: Sequence[Response]) -> list[list[Any]]:
    """People by week, the Monday first; a week with fewer than LEAST joins the week before it that is shown."""
    by_week = sorted(Counter(response.week for response in responses).items())
    joined: list[list[Any]] = []
    for week, people in by_week:
        if joined and (people < LEAST or joined[-1][1] < LEAST):
            joined[-1][1] += people
        else:
            joined.append([week.isoformat(), people])
    return [[week, people if people >= LEAST else None] for week, people in joined]
