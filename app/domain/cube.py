"""The sealed answers of one questionnaire as columns of small numbers, and what may be published of a set of people.

Everything a release says goes through Cube.published: no other function turns answers into numbers people see.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain import repetition
from app.domain.perturbation import draw, person_key, perturbed
from app.domain.profile import Profile
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.response import NONE, Kept
from app.domain.tally import Counts

Codes = npt.NDArray[np.int32]
Keys = npt.NDArray[np.uint64]
Who = npt.NDArray[np.intp]  # people, by their place in the cube

PEOPLE = ""  # the question that everyone answers by taking part
ANSWERED = ""  # the cell of a question that holds all who answered it


@dataclass(frozen=True)
class Cut:
    """How one dimension cuts people into groups: `people[i]` is in group `names[groups[i]]`. With `overlapping`
    groups one person may be in several."""

    names: tuple[str, ...]
    people: Who
    groups: Codes
    overlapping: bool

    def only(self, place: Who) -> Cut:
        """The cut of those people who have a new place, -1 for none."""
        kept = place[self.people] >= 0
        return Cut(self.names, place[self.people[kept]], self.groups[kept], self.overlapping)


@dataclass(frozen=True)
class Column:
    """What each person answered to one question: `codes` is the number of their answer, -1 for none.

    Different answers are few; answer `answers[i]` falls into the cell `cells[i]`, one answer perhaps into several.
    """

    names: tuple[str, ...]
    codes: Codes
    different: int
    answers: Codes
    cells: Codes
    several: bool  # whether one answer may fall into several cells


@dataclass(frozen=True)
class Cube:
    """`epochs`: the release in which each person first counts; `keys`: what stands for them in sums."""

    epochs: Codes
    keys: Keys
    cuts: dict[str, Cut]
    columns: dict[str, Column]
    key: bytes
    profile: Profile
    simulated: bool

    @classmethod
    def build(
        cls,
        questionnaire: Questionnaire,
        kept: Iterable[Kept],
        key: bytes,
        profile: Profile,
        since: Mapping[str, int] | None = None,
    ) -> Cube:
        """Read each sealed response once; little more than a number for each answer stays in memory.

        An answer to a version before `since` the question is asked as it is now does not count.
        """
        asked = [question for question in questionnaire.questions if question.cells()]
        columns = [_Reader(question, question.id in questionnaire.repeated) for question in asked]
        first = [(since or {}).get(question.id, 0) for question in asked]
        cuts: dict[str, _Grouping] = {}
        epochs, keys, simulated = array("i"), array("Q"), False
        for person, response in enumerate(kept):
            epochs.append(response.epoch)
            keys.append(person_key(key, response.id))
            simulated = simulated or response.simulated
            for name, groups in response.groups.items():
                if name not in cuts:
                    cuts[name] = _Grouping()
                cuts[name].add(person, groups)
            given, version = response.answers.get, response.version
            for column, least in zip(columns, first, strict=True):
                column.add(given(column.id) if version >= least else None)
        return cls(
            np.array(epochs, np.int32),
            np.array(keys, np.uint64),
            {name: grouping.cut(questionnaire.question(name), len(epochs)) for name, grouping in sorted(cuts.items())},
            {column.id: column.column() for column in columns},
            key,
            profile,
            simulated,
        )

    def only(self, who: Who, epochs: Codes, question: str) -> Cube:
        """The cube of some of these people, counted in other `epochs` (one for everyone here), with one question."""
        place = np.full(self.people, -1, np.intp)
        place[who] = np.arange(len(who))
        column = self.columns[question]
        return replace(
            self,
            epochs=epochs[who],
            keys=self.keys[who],
            cuts={name: cut.only(place) for name, cut in self.cuts.items()},
            columns={question: replace(column, codes=column.codes[who])},
        )

    @property
    def people(self) -> int:
        return len(self.epochs)

    def size(self, who: Who | None = None) -> int:
        """About how many people these are: perturbed like any count."""
        keys = self.keys if who is None else self.keys[who]
        return self._perturbed(PEOPLE, (ANSWERED,), np.array([len(keys)]), keys.sum(keepdims=True))[ANSWERED]

    def published(self, question: str, who: Who | None = None) -> Counts | None:
        """The perturbed counts of one question among these people (None: everyone); None where too few answered.

        Where an answer falls into one cell, those who answered are the sum of the published cells.
        """
        column = self.columns[question]
        codes, keys = (column.codes, self.keys) if who is None else (column.codes[who], self.keys[who])
        given = codes >= 0
        if not given.all():
            codes, keys = codes[given], keys[given]
        counts, sums = _into_cells(column, *_summed(codes, keys, column.different))
        cells = self._perturbed(question, column.names, counts, sums)
        if column.several:
            everyone = np.array([len(codes)]), keys.sum(keepdims=True)
            answered = self._perturbed(question, (ANSWERED,), *everyone)[ANSWERED]
        else:
            answered = sum(cells.values())
        enough = min(answered, len(codes)) >= self.profile.first
        return Counts(answered, cells) if enough else None

    def _perturbed(
        self, question: str, names: Sequence[str], counts: npt.NDArray[np.int64], sums: Keys
    ) -> dict[str, int]:
        draws = [draw(self.key, question, name, int(people)) for name, people in zip(names, sums, strict=True)]
        profile = self.profile
        shown = perturbed(counts, np.array(draws), profile.most, profile.variance)
        return dict(zip(names, shown.tolist(), strict=True))


def _summed(codes: Codes, keys: Keys, different: int) -> tuple[npt.NDArray[np.int64], Keys]:
    """How many people gave each answer, and the sum of their keys modulo 2**64.

    Sums of the upper and the lower halves of keys stay exact in floating point for two million people.
    """
    counts = np.bincount(codes, minlength=different)
    low = np.bincount(codes, weights=(keys & np.uint64(0xFFFFFFFF)).astype(np.float64), minlength=different)
    high = np.bincount(codes, weights=(keys >> np.uint64(32)).astype(np.float64), minlength=different)
    return counts, (high.astype(np.uint64) << np.uint64(32)) + low.astype(np.uint64)


def _into_cells(column: Column, counts: npt.NDArray[np.int64], sums: Keys) -> tuple[npt.NDArray[np.int64], Keys]:
    size = len(column.names)
    cells = np.zeros(size, np.int64)
    np.add.at(cells, column.cells, counts[column.answers])
    people = np.zeros(size, np.uint64)
    np.add.at(people, column.cells, sums[column.answers])
    return cells, people


class _Reader:
    """Reads the answers to one question: each different one is looked at once."""

    def __init__(self, question: Question, repeated: bool):
        self.id = question.id
        self._several = repeated or question.sealed in (list, dict)
        self._fits = partial(repetition.fits, question) if repeated else question.fits
        self._count = partial(repetition.count, question) if repeated else question.count
        self._codes = array("i")
        self._known: dict[Any, int] = {None: -1}
        self._different = 0
        self._cells: list[tuple[int, int]] = []
        cells = repetition.cells(question) if repeated else question.cells()
        self._index = {cell: place for place, cell in enumerate(cells)}

    def add(self, answer: Any) -> None:
        kind = type(answer)
        name = answer if kind is str else (kind, _HASHABLE[kind](answer)) if kind in _HASHABLE else answer
        code = self._known.get(name)
        self._codes.append(self._learn(name, answer) if code is None else code)

    def _learn(self, name: Any, answer: Any) -> int:
        if not self._fits(answer):  # from when the question was of another kind
            self._known[name] = -1
            return -1
        code = self._known[name] = self._different
        self._different += 1
        for cell in dict.fromkeys(self._count(answer)):
            if cell in self._index:  # an answer given to an earlier version counts in the cells that still exist
                self._cells.append((code, self._index[cell]))
        return code

    def column(self) -> Column:
        answers, cells = np.array(self._cells, np.int32).reshape(-1, 2).T
        codes = np.array(self._codes, np.int32)
        return Column(tuple(self._index), codes, self._different, answers, cells, self._several)


# How an answer is looked up: a list or dict cannot be, and True is not 1.
_HASHABLE: dict[type, Callable[[Any], Any]] = {
    list: tuple,
    dict: lambda answer: tuple(answer.items()),
    bool: int,
    int: int,
}


class _Grouping:
    """Collects who is in which group of one dimension."""

    def __init__(self) -> None:
        self._index: dict[str, int] = {}
        self._people, self._groups = array("i"), array("i")

    def add(self, person: int, groups: Sequence[str]) -> None:
        for name in groups or (NONE,):
            self._people.append(person)
            self._groups.append(self._index.setdefault(name, len(self._index)))

    def cut(self, question: Question | None, everyone: int) -> Cut:
        people, groups = np.array(self._people, np.intp), np.array(self._groups, np.int32)
        # Whoever answered a version in which this was no dimension yet is in none of its groups.
        missing = np.setdiff1d(np.arange(everyone), people)
        if len(missing):
            none = self._index.setdefault(NONE, len(self._index))
            people = np.concatenate([people, missing])
            groups = np.concatenate([groups, np.full(len(missing), none, np.int32)])
        overlapping = len(np.unique(people)) < len(people) or bool(question and question.several_groups)
        return Cut(tuple(self._index), people, groups, overlapping)
