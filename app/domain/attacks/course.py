"""The course of a survey: invented people answer, and what comes in is released in the rhythm of a profile.

Everything that protects is the product's own: Profile says when, Cube and attribute say what.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from app.domain.attacks.crowd import DAY, DAYS, Crowd, Minutes
from app.domain.attribution import Blocks, attribute
from app.domain.audience import Growth, asked_of_some, grown
from app.domain.cube import Codes, Cube, Who
from app.domain.profile import SMALL, Profile
from app.domain.release import dimensions_of
from app.domain.response import NONE

BEGIN = datetime(2025, 7, 7)  # noqa: DTZ001  UTC without a zone, as the store keeps times
LOOK = 15  # minutes between two looks of the job runner
NEVER = 2**31 - 1  # the epoch of people who are not counted in a group

Entry = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int64]
Reals = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """A release: how many people it counts, at which minute, and whether it extends the groups."""

    people: int
    minute: int
    groups: bool


@dataclass(frozen=True)
class Table:
    """What is published of everyone (dimension "") or of one group: `entry` is the release from which each counts,
    `changes` are the releases at which anyone came."""

    dimension: str
    group: str
    entry: Entry
    changes: tuple[int, ...]

    @classmethod
    def of(cls, dimension: str, group: str, entry: Entry) -> Table:
        return cls(dimension, group, entry, tuple(int(epoch) for epoch in np.unique(entry[entry != NEVER])))

    def who(self, epoch: int) -> Who:
        """Who is counted in a release."""
        return np.flatnonzero(self.entry <= epoch)


@dataclass(frozen=True)
class Course:
    """`cube` holds all who were released, in the order in which they answered; `tables` are those of the questions
    everyone is asked, `own` those of each question only some are asked; `held_back` counts the blocks the gate
    postponed; `memory` keeps what was published before, for many targets stand in the same tables."""

    crowd: Crowd
    cube: Cube
    steps: tuple[Step, ...]
    tables: tuple[Table, ...]
    own: dict[str, tuple[Table, ...]]
    held_back: int
    memory: dict[tuple[str, str, str, int], Numbers | None] = field(default_factory=dict, repr=False)

    def published(self, table: Table, question: str, epoch: int) -> Numbers | None:
        """The counts of a question's cells in a table of this release; None where it says nothing."""
        key = (table.dimension, table.group, question, epoch)
        if key not in self.memory:
            found = self.cube.published(question, table.who(epoch))
            names = self.cube.columns[question].names
            self.memory[key] = None if found is None else np.array([found.cells[name] for name in names], np.int64)
        return self.memory[key]

    def showing(self, question: str) -> list[Table]:
        """The tables a question stands in: the total, and unless it is sensitive the groups of other questions."""
        if question in self.own:
            return list(self.own[question])
        if question in self.crowd.questionnaire.sensitive:
            return [table for table in self.tables if not table.dimension]
        return [table for table in self.tables if table.dimension != question]

    def waits(self, entry: Entry) -> Reals:
        """The days each person's answer waits until it counts there; infinite for those it never does."""
        ends = np.array([*(step.minute for step in self.steps), np.inf])
        place = np.where(entry == NEVER, len(self.steps), entry - 1)
        found: Reals = (ends[place] - self.crowd.minutes[: len(entry)]) / DAY
        return found


def run(crowd: Crowd, profile: Profile, key: bytes) -> Course:
    """Let the survey happen."""
    steps = tuple(schedule(crowd.minutes, profile))
    released = steps[-1].people if steps else 0
    epochs = np.searchsorted([step.people for step in steps], np.arange(released), side="right") + 1
    kept = (replace(one, epoch=int(epoch)) for one, epoch in zip(crowd.kept[:released], epochs, strict=True))
    cube = Cube.build(crowd.questionnaire, kept, key, profile)
    dimensions = tuple(dimensions_of(crowd.questionnaire))
    some = sorted(asked_of_some(crowd.questionnaire) & cube.columns.keys())
    split = {id: () if id in crowd.questionnaire.sensitive else _without(id, dimensions) for id in some}
    growths, held_back = dict.fromkeys(some, Growth()), 0
    blocks: Blocks = {}
    for epoch, step in enumerate(steps, start=1):
        so_far = first(cube, step.people)
        if step.groups:
            blocks, held = attribute(so_far, blocks, dimensions, epoch)
            held_back += len(held)
        for id in some:
            growths[id], _, held = grown(so_far, id, growths[id], split[id], epoch, step.groups)
            held_back += len(held)
    own = {id: tuple(own_tables(cube, id, growth)) for id, growth in growths.items()}
    return Course(crowd, cube, steps, tuple(tables(cube, cube.epochs, blocks)), own, held_back)


def _without(id: str, dimensions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in dimensions if name != id)


def schedule(minutes: Minutes, profile: Profile) -> Iterator[Step]:
    """When something is released and how much, as the job runner decides it."""
    last_day = (BEGIN + timedelta(days=DAYS - 1)).date()
    counted, last, last_groups = 0, None, None
    for minute in range(0, DAYS * DAY, LOOK):
        moment = BEGIN + timedelta(minutes=minute)
        here = int(np.searchsorted(minutes, minute))
        if profile.total_due(moment, last, here - counted, last_day):
            groups = here >= SMALL and profile.groups_due(moment, last_groups)
            yield Step(here, minute, groups)
            counted, last, last_groups = here, moment, moment if groups else last_groups
    if profile.closing_due(len(minutes) - counted, first_time=last is None):
        yield Step(len(minutes), DAYS * DAY, groups=not profile.once)


def tables(cube: Cube, epochs: Codes | Entry, blocks: Blocks) -> Iterator[Table]:
    """Every table that was ever published, worked out from the lists of releases as anybody can."""
    total = epochs.astype(np.int64)
    yield Table.of("", "", total)
    for dimension, seen in blocks.items():
        cut = cube.cuts[dimension]
        for group, made in seen.items():
            if group == NONE:  # counted by the gate, shown to nobody
                continue
            inside = cut.people[cut.groups == cut.names.index(group)]
            entry = np.full(cube.people, NEVER, np.int64)
            entry[inside] = _entry(made, total[inside])
            yield Table.of(dimension, group, entry)


def own_tables(cube: Cube, question: str, growth: Growth) -> Iterator[Table]:
    """The tables of a question only some are asked: those who answered enter the total by lumps."""
    entry = _entry(growth.lumps, cube.epochs.astype(np.int64))
    entry[cube.columns[question].codes < 0] = NEVER
    yield from tables(cube, entry, growth.blocks)


def _entry(releases: Sequence[int], epochs: Entry) -> Entry:
    """The first of these releases that is not before each person's epoch."""
    return np.array([*releases, NEVER], np.int64)[np.searchsorted(releases, epochs)]


def first(cube: Cube, people: int) -> Cube:
    """The cube as it was when so many people had answered."""
    cuts = {
        name: replace(cut, people=cut.people[cut.people < people], groups=cut.groups[cut.people < people])
        for name, cut in cube.cuts.items()
    }
    columns = {id: replace(column, codes=column.codes[:people]) for id, column in cube.columns.items()}
    return replace(cube, epochs=cube.epochs[:people], keys=cube.keys[:people], cuts=cuts, columns=columns)
