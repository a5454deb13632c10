"""From sealed answers to published cells: everything the public, the politicians and the charts may know.

A release is plain data, written once and never changed. Its tables are the total and one filter at a time; no
table combines two filters, and sensitive questions appear in the total only. It is a pure function of the sealed
answers, the key and the release before: made again, it is the same to the byte.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from app.domain.attribution import Block, Blocks, attribute, members
from app.domain.audience import Growth, asked_of_some, blocks_from_data, blocks_to_data, grown
from app.domain.cube import Cube, Who
from app.domain.questionnaire import Questionnaire
from app.domain.response import LANGUAGE, NONE
from app.domain.tally import Counts

FORMAT = "mitsprache-release/2"
TOTAL = ""

Cells = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """`document` is JSON data; all numbers of people are perturbed:

    {"format", "number", "day", "version", "profile", "simulated", "answers": people,
     "history": [[day, people], ...], "groups": {dimension: {group: people or null}},
     "tables": {"" or "dimension:group": {question: {"answered": people, "cells": {cell: people}}}},
     "blocks": {dimension: {group: [release, ...]}},
     "asked_of_some": {question: {"since": version, "lumps": [release, ...], "blocks": as above}},
     "previous": sha256}

    `held_back` are the groups, each with its dimension and the question it is about ("" for all), whose new answers the
    gate held back while this release was made. That is for staff: it is not part of the document.
    """

    document: Mapping[str, Any]
    sha256: str
    held_back: tuple[tuple[str, str, str], ...] = ()

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

    @property
    def profile(self) -> str:
        return str(self.document["profile"])

    @property
    def history(self) -> list[tuple[date, int]]:
        """The day of each release so far, and about how many answers it held."""
        return [(date.fromisoformat(day), people) for day, people in self.document["history"]]

    @property
    def blocks(self) -> Blocks:
        return blocks_from_data(self.document["blocks"])

    def growth(self, question: str, since: int = 1) -> Growth:
        """How those who answered a question, as it is asked since a version, were counted so far."""
        found = self.document["asked_of_some"].get(question)
        return Growth.from_data(found) if found and found["since"] == since else Growth(since)

    def counts(self, table: str, question: str) -> Counts | None:
        """The published counts of a question in a table, None where they are withheld."""
        found = self.document["tables"].get(table, {}).get(question)
        return Counts(found["answered"], found["cells"]) if found else None

    def groups(self, dimension: str) -> dict[str, int | None]:
        return dict(self.document["groups"].get(dimension, {}))


@dataclass(frozen=True)
class Edition:
    """What a release is called: its number, the day it is made, the version whose words it is in, whether it extends
    the groups, and since which version each question is asked as it is now (audience.changed_since)."""

    number: int
    day: date
    version: int
    extends_groups: bool
    since: Mapping[str, int] = field(default_factory=dict)


def release(questionnaire: Questionnaire, edition: Edition, cube: Cube, before: Release | None) -> Release:
    """The release of all people in the cube; `before` is the one that came before it, None for the first."""
    dimensions = dimensions_of(questionnaire)
    blocks, held = before.blocks if before else {}, list[Block]()
    if edition.extends_groups:
        blocks, held = attribute(cube, blocks, tuple(dimensions), edition.number)
    counted = shown(cube, blocks, dimensions)
    some = sorted(_apart(questionnaire, edition) & cube.columns.keys())
    tables = _tables(questionnaire, cube, counted, some)
    held_back = [("", block.dimension, block.group) for block in held]
    growths = {}
    for id in some:
        growths[id], held = _add_asked_of_some(tables, questionnaire, edition, cube, before, id)
        held_back += [(id, block.dimension, block.group) for block in held]
    answers = cube.size()
    document = {
        "format": FORMAT,
        "number": edition.number,
        "day": edition.day.isoformat(),
        "version": edition.version,
        "profile": cube.profile.name,
        "simulated": cube.simulated,
        "answers": answers,
        "history": [*(before.document["history"] if before else ()), [edition.day.isoformat(), answers]],
        "groups": {
            name: {group: cube.size(counted[name, group]) if (name, group) in counted else None for group in groups}
            for name, groups in dimensions.items()
        },
        "tables": tables,
        "blocks": blocks_to_data(blocks),
        "asked_of_some": {id: growth.to_data() for id, growth in growths.items()},
        "previous": before.sha256 if before else "",
    }
    return Release(document, sha256(document), tuple(held_back))


def sha256(document: Mapping[str, Any]) -> str:
    """The hash of a release, over its canonical JSON in UTF-8."""
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def canonical(document: Mapping[str, Any]) -> str:
    """The one way to write a release as JSON: keys in order, no spaces."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def dimensions_of(questionnaire: Questionnaire) -> dict[str, tuple[str, ...]]:
    """The groups of each dimension results may be filtered by now."""
    found = {LANGUAGE: questionnaire.languages}
    return found | {question.id: tuple(question.groups()) for question in questionnaire.dimensions}


def shown(cube: Cube, blocks: Blocks, dimensions: Mapping[str, tuple[str, ...]]) -> dict[tuple[str, str], Who]:
    """Who is counted in each group that may be filtered by. Who said nothing of a dimension is no group of it."""
    return {
        (dimension, group): people
        for dimension, group, people in members(cube, blocks)
        if group != NONE and group in dimensions.get(dimension, ())
    }


def _apart(questionnaire: Questionnaire, edition: Edition) -> frozenset[str]:
    """The questions only some were asked as they are asked now: because of a rule, or in later versions only."""
    return asked_of_some(questionnaire) | {id for id, since in edition.since.items() if since > 1}


def _tables(
    questionnaire: Questionnaire, cube: Cube, counted: Mapping[tuple[str, str], Who], some: list[str]
) -> dict[str, Cells]:
    """The tables of all questions that everyone is asked."""
    asked = [question.id for question in questionnaire.questions if question.id in cube.columns.keys() - set(some)]
    tables = {TOTAL: _table(cube, asked, None)}
    splittable = [id for id in asked if id not in questionnaire.sensitive]
    for (dimension, group), who in counted.items():
        tables[f"{dimension}:{group}"] = _table(cube, [id for id in splittable if id != dimension], who)
    return tables


def _add_asked_of_some(
    tables: dict[str, Cells],
    questionnaire: Questionnaire,
    edition: Edition,
    cube: Cube,
    before: Release | None,
    id: str,
) -> tuple[Growth, list[Block]]:
    """Add the cells of one question that only some are asked."""
    dimensions = {name: groups for name, groups in dimensions_of(questionnaire).items() if name != id}
    if id in questionnaire.sensitive:
        dimensions = {}
    since = edition.since.get(id, 1)
    so_far = before.growth(id, since) if before else Growth(since)
    growth, answered, held_back = grown(cube, id, so_far, tuple(dimensions), edition.number, edition.extends_groups)
    tables[TOTAL] |= _table(answered, [id], None)
    for (dimension, group), who in shown(answered, growth.blocks, dimensions).items():
        tables.setdefault(f"{dimension}:{group}", {}).update(_table(answered, [id], who))
    return growth, held_back


def _table(cube: Cube, questions: list[str], who: Who | None) -> Cells:
    found = {id: cube.published(id, who) for id in questions}
    return {id: {"answered": counts.answered, "cells": dict(counts.cells)} for id, counts in found.items() if counts}
