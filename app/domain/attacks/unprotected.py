"""The same attack on systems without our protection: it must succeed there, or it could not see anything here either.

Three ways to show results live, after each answer: exact numbers; exact numbers with small groups and cells hidden; and
our own perturbed numbers, but without waiting for a block of people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from app.domain.attacks.course import Course, Numbers
from app.domain.attacks.noise import EXACT, Noise
from app.domain.attacks.snapshot import Sums, certain
from app.domain.attacks.watcher import Growth, Seen, growth
from app.domain.cube import Cube, Who

HIDDEN = 5  # the smallest number that systems which hide small numbers show
MOST_COMBINED = 4_000  # sets of one combination of filters: with more, each is nearly one person
NOTHING = Growth(np.zeros(1, np.int64), np.ones(1, np.int64))

Watch = Callable[[Cube, str, Who, Who], Growth]


def live(course: Course, persons: Sequence[int], questions: Sequence[str]) -> dict[str, float]:
    """The share of answers known with certainty to someone who looks right before and right after each person."""
    pairs = [(p, q) for p in persons for q in questions if course.cube.columns[q].codes[p] >= 0]
    ways: dict[str, Watch] = {"exact": _exact, "hidden": _hidden, "perturbed": _perturbed}
    return {
        name: float(np.mean([_learnt(course, person, question, watch) for person, question in pairs])) if pairs else 0.0
        for name, watch in ways.items()
    }


def filtered(course: Course, questions: Sequence[str]) -> float:
    """The share of answers known with certainty when all filters may be combined and small numbers are hidden."""
    everyone = np.arange(course.cube.people)
    sets = [np.ones(len(everyone), np.bool_), *_combinations(course.cube)]
    sets = [one for one in sets if one.sum() >= HIDDEN]
    known = []
    for id in questions if sets else ():
        column = course.cube.columns[id]
        answers = column.codes.astype(np.int64)
        answers[answers < 0] = column.different
        counts = np.array([np.bincount(answers[one], minlength=column.different + 1) for one in sets])
        few = (counts > 0) & (counts < HIDDEN)
        sums = Sums(tuple(sets), np.where(few, 1, counts), np.where(few, HIDDEN - 1, counts))
        known.append(certain(answers, sums)[column.codes >= 0].mean())
    return float(np.mean(known)) if known else 0.0


def _combinations(cube: Cube) -> Iterator[npt.NDArray[np.bool_]]:
    """Everyone who shares a value in one, two or more of the filters."""
    columns = []
    for cut in cube.cuts.values():
        codes = np.full(cube.people, -1, np.int64)
        codes[cut.people] = cut.groups  # of several groups of one person the last
        columns.append(codes)
    for chosen in range(1, 2 ** len(columns)):
        picked = [codes for place, codes in enumerate(columns) if chosen >> place & 1]
        of = np.unique(np.column_stack(picked), axis=0, return_inverse=True)[1].ravel()
        if of.max(initial=0) < MOST_COMBINED:
            for code in range(of.max(initial=-1) + 1):
                yield of == code


def _learnt(course: Course, person: int, question: str, watch: Watch) -> bool:
    """Whether any of the tables a person is in gives the answer away at the moment it arrives."""
    column = course.cube.columns[question]
    for everyone in _tables(course.cube, person):
        inside = everyone[column.codes[everyone] >= 0]
        before, after = inside[inside < person], inside[inside <= person]
        if watch(course.cube, question, before, after).certain(1, not column.several):
            return True
    return False


def _tables(cube: Cube, person: int) -> Iterator[Who]:
    """Everyone, and all members of each group a person is in."""
    yield np.arange(cube.people)
    for cut in cube.cuts.values():
        for group in cut.groups[cut.people == person]:
            yield np.sort(cut.people[cut.groups == group])


def _counts(cube: Cube, question: str, who: Who) -> Numbers:
    column = cube.columns[question]
    of_answers = np.bincount(column.codes[who], minlength=column.different)
    counts = np.zeros(len(column.names), np.int64)
    np.add.at(counts, column.cells, of_answers[column.answers])
    return counts


def _exact(cube: Cube, question: str, before: Who, after: Who) -> Growth:
    exact = Noise.from_rows(EXACT)
    return growth(exact, Seen(_counts(cube, question, before), _counts(cube, question, after), 1, empty=False))


def _hidden(cube: Cube, question: str, before: Who, after: Who) -> Growth:
    if len(before) < HIDDEN:
        return NOTHING
    old, new = _counts(cube, question, before), _counts(cube, question, after)
    few_old, few_new = (old > 0) & (old < HIDDEN), (new > 0) & (new < HIDDEN)
    least = np.where(few_new, 1, new) - np.where(few_old, HIDDEN - 1, old)
    most = np.where(few_new, HIDDEN - 1, new) - np.where(few_old, 1, old)
    return Growth(least, most)


def _perturbed(cube: Cube, question: str, before: Who, after: Who) -> Growth:
    old, new = cube.published(question, before), cube.published(question, after)
    if old is None or new is None:
        return NOTHING
    names = cube.columns[question].names
    seen = Seen(np.array([old.cells[n] for n in names]), np.array([new.cells[n] for n in names]), 1, empty=False)
    return growth(Noise.of(cube.profile), seen)
