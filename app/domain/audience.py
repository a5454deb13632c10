"""Questions only some are asked are protected as questionnaires of their own.

Everyone may know who is asked: the rule is public. If 20 new answers held one of somebody who was asked, the one count
that changes would be that person's. The same holds for a question that was changed: whoever chose an answer that is new
is one of the few who were offered it. So those who answered such a question are counted in lumps of at least
`profile.fresh` of them, and their groups grow in blocks of at least `profile.block` of them, past a gate of their own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from app.domain.attribution import Block, Blocks, attribute
from app.domain.cube import Cube
from app.domain.questionnaire import Questionnaire
from app.domain.rule import mentions


@dataclass(frozen=True)
class Growth:
    """The releases at which waiting people were counted in the total (`lumps`) and in each group (`blocks`), of those
    who answered the version `since` or a later one."""

    since: int = 1
    lumps: tuple[int, ...] = ()
    blocks: Blocks = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        return {"since": self.since, "lumps": list(self.lumps), "blocks": blocks_to_data(self.blocks)}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Growth:
        return cls(data["since"], tuple(data["lumps"]), blocks_from_data(data["blocks"]))


def asked_of_some(questionnaire: Questionnaire) -> frozenset[str]:
    """The questions with a rule of their own or of their page that says who is asked, those that are asked once for
    each of several, those behind an end, and those whose answers are offered by what was answered before."""
    return frozenset(
        question.id
        for page in questionnaire.pages
        for question in page.questions
        if question.show_if is not None
        or question.offering
        or page.show_if is not None
        or page.repeat
        or questionnaire.ends_before(page)
    )


def changed_since(versions: Sequence[tuple[int, Questionnaire]]) -> dict[str, int]:
    """For each question of the newest version the first from which on it was asked as it is now, by everyone who is
    asked now; `versions` are all so far, the oldest first. Other words make no difference, other answers do."""
    found: dict[str, int] = {}
    *_, (_, newest) = versions
    for page in newest.pages:
        for question in page.questions:
            wanted = _asked_as(newest, question.id)
            for number, questionnaire in reversed(versions):
                if _asked_as(questionnaire, question.id) != wanted:
                    break
                found[question.id] = number
    return found


def _asked_as(questionnaire: Questionnaire, id: str) -> tuple[object, ...] | None:
    """What makes answers to a question comparable between versions."""
    question = questionnaire.question(id)
    if question is None:
        return None
    page = questionnaire.page_of(id)
    rules = (page.show_if, question.show_if, question.valid_if, *questionnaire.ends_before(page))
    group = (page.repeat, _recipes(questionnaire, rules), question.offering)
    return type(question), frozenset(question.cells()), rules, group, id in questionnaire.sensitive


def _recipes(questionnaire: Questionnaire, rules: object) -> dict[str, object]:
    """How the calculated numbers are worked out that rules look at."""
    found: dict[str, object] = {}
    for id in mentions([*rules] if isinstance(rules, tuple) else rules):
        question = questionnaire.question(id)
        if question and question.recipe is not None:
            found |= {id: question.recipe, **_recipes(questionnaire, question.recipe)}
    return found


def grown(
    cube: Cube, question: str, before: Growth, dimensions: tuple[str, ...], epoch: int, extends_groups: bool
) -> tuple[Growth, Cube, list[Block]]:
    """How those who answered a question are counted from this release on, the cube of those who are, and the blocks
    the gate held back."""
    waiting = int((cube.epochs[cube.columns[question].codes >= 0] > max(before.lumps, default=0)).sum())
    enough = cube.profile.fresh if before.lumps else cube.profile.first
    lumps = (*before.lumps, epoch) if waiting >= enough else before.lumps
    counted = restricted(cube, question, lumps)
    blocks, held_back = before.blocks, list[Block]()
    if extends_groups:
        blocks, held_back = attribute(counted, blocks, dimensions, epoch)
    return Growth(before.since, lumps, blocks), counted, held_back


def restricted(cube: Cube, question: str, lumps: tuple[int, ...]) -> Cube:
    """The cube of those who answered a question and are counted, each in the epoch of their lump."""
    column = cube.columns[question]
    counted_at = np.array([*lumps, 0], np.int32)[np.searchsorted(lumps, cube.epochs)]
    return cube.only(np.flatnonzero((column.codes >= 0) & (counted_at > 0)), counted_at, question)


def blocks_to_data(blocks: Blocks) -> dict[str, dict[str, list[int]]]:
    return {name: {group: list(made) for group, made in seen.items()} for name, seen in blocks.items()}


def blocks_from_data(data: Mapping[str, Mapping[str, list[int]]]) -> Blocks:
    return {name: {group: tuple(made) for group, made in seen.items()} for name, seen in data.items()}
