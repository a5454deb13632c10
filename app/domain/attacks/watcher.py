"""Someone watches the results before and after one person they know has answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.attacks.course import NEVER, Course, Table
from app.domain.attacks.noise import Noise, Numbers, Reals

LEAST_SHARE = 1e-3  # nothing is thought impossible


@dataclass(frozen=True)
class Seen:
    """One question in one table, before and after it grew by `people` who answered, the person watched among them.

    `empty` says that nobody was counted before."""

    before: Numbers
    after: Numbers
    people: int
    empty: bool


@dataclass(frozen=True)
class Growth:
    """How many of those who came can be in each cell, at least and at most."""

    least: Numbers
    most: Numbers

    def within(self, people: int, exclusive: bool) -> Growth:
        """What follows from how many came: each of them is in exactly one cell, if cells are exclusive."""
        least, most = np.maximum(self.least, 0), np.minimum(self.most, people)
        if exclusive:
            most = np.minimum(most, people - (least.sum() - least))
            least = np.maximum(least, people - (most.sum() - most))
        return Growth(least, most)

    def certain(self, people: int, exclusive: bool) -> bool:
        """Whether it is certain what every single one of them answered, or that all are in some cell."""
        known = self.within(people, exclusive)
        return bool((known.least >= people).any())


def seen(course: Course, question: str, person: int) -> Iterator[Seen]:
    """All that is published around one person's answer to a question: in the total and in each of their groups."""
    column = course.cube.columns[question]
    for table in course.showing(question):
        if table.entry[person] == NEVER:
            continue
        epochs = _around(course, table, question, int(table.entry[person]))
        if epochs is None:
            continue
        start, end = epochs
        old, new = table.who(start), table.who(end)
        people = int((column.codes[new] >= 0).sum() - (column.codes[old] >= 0).sum())
        empty = not (column.codes[old] >= 0).any()
        before = np.zeros(len(column.names), np.int64) if empty else course.published(table, question, start)
        after = course.published(table, question, end)
        if before is not None and after is not None:
            yield Seen(before, after, people, empty)


def _around(course: Course, table: Table, question: str, entry: int) -> tuple[int, int] | None:
    """The last release before a person counts and the first one after, among those that show the question."""
    after = next((e for e in table.changes if e >= entry and course.published(table, question, e) is not None), None)
    if after is None:
        return None
    earlier = (e for e in reversed(table.changes) if e < entry)
    before = next((e for e in earlier if course.published(table, question, e) is not None), 0)
    return before, after


def growth(noise: Noise, step: Seen) -> Growth:
    """What is certain about those who came. A number that changed says that someone came to the cell."""
    low_before, high_before = noise.bounds(step.before)
    low_after, high_after = noise.bounds(step.after)
    if step.empty:
        low_before = high_before = np.zeros_like(step.before)
    changed = (step.before != step.after).astype(np.int64)
    return Growth(np.maximum(low_after - high_before, changed), high_after - low_before)


def expected(noise: Noise, step: Seen, shares: Reals) -> Reals:
    """How many of those who came are in each cell, to the best of an attacker's knowledge.

    For each cell: a binomial guess from the shares in all answers, corrected by what was published before and after.
    Nobody came to a cell: its number stays exactly the same. Someone came: it is drawn anew.
    """
    width = 2 * noise.most
    before = step.before[:, None] + (np.zeros(1, np.int64) if step.empty else np.arange(-noise.most, noise.most + 1))
    weight = np.ones_like(before, float) if step.empty else noise.chance(before, step.before[:, None])
    weight /= np.maximum(weight.sum(1, keepdims=True), 1e-12)
    came = np.maximum(step.after - step.before, 0)[:, None] + np.arange(-width, width + 1)
    possible = (came >= 1) & (came <= step.people)
    now = before[:, :, None] + came[:, None, :]
    shown = np.broadcast_to(step.after[:, None, None], now.shape)
    likely = (noise.chance(now, shown) * weight[:, :, None]).sum(1)
    share = np.clip(shares, LEAST_SHARE, 1 - LEAST_SHARE)[:, None]
    weights = np.where(possible, likely * _binomial(step.people, np.where(possible, came, 0), share), 0.0)
    stayed = (step.before == step.after) * _binomial(step.people, np.zeros((len(share), 1), np.int64), share)[:, 0]
    total = weights.sum(1) + stayed
    mean = (weights * came).sum(1)
    return np.where(total > 0, mean / np.maximum(total, 1e-300), step.people * share[:, 0])


def guess(noise: Noise, steps: list[Seen], shares: Reals) -> int:
    """The cell a person who came in all these steps is most likely in."""
    log = np.log(shares + LEAST_SHARE)
    for step in steps:
        mean = np.maximum(expected(noise, step, shares), 1e-3)
        log = log + np.log(mean / mean.sum()) - np.log(shares + LEAST_SHARE)
    return int(np.argmax(log))


def _binomial(people: int, hits: Numbers, share: Reals) -> Reals:
    """The binomial chance of so many hits."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, people + 1)))])
    found: npt.NDArray[np.float64] = np.exp(
        logs[people] - logs[hits] - logs[people - hits] + hits * np.log(share) + (people - hits) * np.log(1 - share)
    )
    return found
