"""What all attacks together find out about the invented people of one survey."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from app.domain.attacks.algebra import computable
from app.domain.attacks.course import NEVER, Course, Numbers, Reals, Table
from app.domain.attacks.noise import Noise
from app.domain.attacks.snapshot import Sums, certain
from app.domain.attacks.watcher import growth, guess, seen


@dataclass(frozen=True)
class Watched:
    """Shares of answers, 0 to 1: known with certainty; guessed right of people who took part and of strangers with the
    same traits; `error` is the standard error of the difference. None where no question can be guessed."""

    certain: float
    answers: int
    right: float | None
    stranger: float | None
    error: float | None

    @property
    def advantage(self) -> float | None:
        return None if self.right is None or self.stranger is None else self.right - self.stranger


def attacked(course: Course) -> list[str]:
    """The questions to attack: those one can answer in two ways at least, but for filters, which the attacker knows."""
    columns = course.cube.columns
    return [id for id, column in columns.items() if id not in course.cube.cuts and len(column.names) > 1]


def watched(course: Course, persons: Sequence[int]) -> Watched:
    """Attack each of these people's answers by what is published before and after they count."""
    noise = Noise.of(course.cube.profile)
    final = {id: course.published(course.tables[0], id, len(course.steps)) for id in attacked(course)}
    known, gains = [], []
    for person in persons:
        rights, strangers = [], []
        for id, total in final.items():
            column = course.cube.columns[id]
            if column.codes[person] < 0:
                continue
            steps = list(seen(course, id, person))
            known.append(any(growth(noise, s).certain(s.people, not column.several) for s in steps))
            if total is not None and not column.several and total.sum():
                cell = guess(noise, steps, total / total.sum())
                rights.append(float(cell in column.cells[column.answers == column.codes[person]]))
                strangers.append(course.crowd.stranger(person, id).get(column.names[cell], 0.0))
        if rights:
            gains.append((np.mean(rights), np.mean(strangers)))
    sure = float(np.mean(known)) if known else 0.0
    if not gains:
        return Watched(sure, len(known), None, None, None)
    right, stranger = np.array(gains).T
    error = float((right - stranger).std() / np.sqrt(len(gains)))
    return Watched(sure, len(known), float(right.mean()), float(stranger.mean()), error)


def reachable(course: Course) -> int:
    """How many people are in a handful whose sum can be computed from all tables of all releases."""
    fewest, found = course.cube.profile.block, np.zeros(course.cube.people, np.bool_)
    for tables in (course.tables, *course.own.values()):
        if any(table.changes for table in tables):
            found |= computable(tables, fewest)
    return int(found.sum())


def compared(course: Course, questions: Sequence[str]) -> float:
    """The share of answers that follow with certainty from comparing all filters of the last release."""
    noise, last = Noise.of(course.cube.profile), len(course.steps)
    known = []
    for id in questions:
        column = course.cube.columns[id]
        inside = np.flatnonzero(column.codes >= 0)
        shown = [(table.entry[inside] != NEVER, course.published(table, id, last)) for table in course.showing(id)]
        pairs = [(members, numbers) for members, numbers in shown if numbers is not None]
        if column.several or not pairs:
            continue
        least, most = noise.bounds(np.array([numbers for _, numbers in pairs]))
        sets = tuple(members for members, _ in pairs)
        cell = _cells(course, id)[column.codes[inside]]
        known.append(certain(cell, Sums(sets, least, most)).mean())
    return float(np.mean(known)) if known else 0.0


def unanimous(course: Course) -> tuple[int, int]:
    """Shown groups and questions in which everyone gave the same answer; and how many of these the release tells."""
    noise, last = Noise.of(course.cube.profile), len(course.steps)
    true, told = 0, 0
    for table, id in _groups(course):
        numbers = course.published(table, id, last)
        codes = course.cube.columns[id].codes[table.who(last)]
        codes = codes[codes >= 0]
        if numbers is not None and len(np.unique(codes)) == 1:
            true += 1
            told += int((noise.bounds(numbers)[1] > 0).sum() <= 1)
    return true, told


def error(course: Course) -> dict[str, float]:
    """The mean distance of published from true shares, in percentage points, in the total and in all groups."""
    last = len(course.steps)
    found: dict[str, list[float]] = {"total": [], "groups": []}
    for table, id in [(course.tables[0], id) for id in attacked(course)] + list(_groups(course)):
        numbers = course.published(table, id, last)
        column = course.cube.columns[id]
        codes = column.codes[table.who(last)]
        true = np.bincount(_cells(course, id)[codes[codes >= 0]], minlength=len(column.names)) if len(codes) else None
        if numbers is None or true is None or column.several or not numbers.sum():
            continue
        off = np.abs(numbers / numbers.sum() - true / true.sum()).mean() * 100
        found["groups" if table.dimension else "total"].append(float(off))
    return {name: float(np.mean(values)) if values else 0.0 for name, values in found.items()}


def _groups(course: Course) -> Iterator[tuple[Table, str]]:
    for id in attacked(course):
        yield from ((table, id) for table in course.showing(id) if table.dimension)


def _cells(course: Course, id: str) -> Numbers:
    """The cell of each different answer, for questions whose answers fall into one."""
    column = course.cube.columns[id]
    cells = np.zeros(max(column.different, 1), np.int64)
    cells[column.answers] = column.cells
    return cells


@dataclass(frozen=True)
class Filter:
    """How far one dimension came: shares of all who answered, 0 to 1; `days` is the mean wait of those counted."""

    name: str
    counted: float
    within_days: float
    days: float
    hidden: tuple[str, ...]


WITHIN = 3  # days


def coverage(course: Course) -> Iterator[Filter]:
    """The total ("") and each dimension: how many are counted there, how long that took, which groups never showed."""
    people = len(course.crowd.kept)
    yield _covered("", course.waits(course.tables[0].entry), people, ())
    for name, cut in course.cube.cuts.items():
        tables = {table.group: table for table in course.tables if table.dimension == name}
        waits = np.full(course.cube.people, np.inf)
        for table in tables.values():
            waits = np.minimum(waits, course.waits(table.entry))
        missing = tuple(sorted(group for group in cut.names if group and group not in tables))
        yield _covered(name, waits, people, missing)


def _covered(name: str, waits: Reals, people: int, hidden: tuple[str, ...]) -> Filter:
    counted = np.isfinite(waits)
    days = float(waits[counted].mean()) if counted.any() else 0.0
    return Filter(name, float(counted.sum() / people), float((waits <= WITHIN).sum() / people), days, hidden)
