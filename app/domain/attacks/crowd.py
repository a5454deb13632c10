"""Invented people and the minutes at which they answer: what the attacks are tried on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

import numpy as np
import numpy.typing as npt

from app.domain.imagine import World, respondent
from app.domain.questionnaire import Questionnaire
from app.domain.response import Kept, Response, seal

DAYS = 60
EVENTS = (5, 20, 40)  # days on which an evening brings every eighth answer
EVENT_SHARE = 0.12
FADING = 25.0  # days after which a third of the first interest is left
DAY = 24 * 60  # minutes
DIFFERENT = 3_000  # so many are invented; in a larger crowd some answer alike
STRANGERS = 1_000  # people who take no part, to compare with

Minutes = npt.NDArray[np.int64]
Chance = np.random.Generator


@dataclass(frozen=True)
class Crowd:
    """`kept` are people in the order in which they answer, `minutes` when they do, counted from the first midnight.

    stranger(person, question) says how likely someone who did not take part but has the same traits would give each
    answer, by the cell it falls into: what one knows of a person without any answer of theirs.
    """

    questionnaire: Questionnaire
    kept: tuple[Kept, ...]
    minutes: Minutes
    stranger: Callable[[int, str], dict[str, float]]


def arrivals(people: int, chance: Chance) -> Minutes:
    """When people answer: more at the beginning, most in daytime, and three evenings at which many do at once."""
    weights = np.exp(-np.arange(DAYS) / FADING)
    weights[list(EVENTS)] += weights.sum() * EVENT_SHARE
    days = chance.choice(DAYS, people, p=weights / weights.sum())
    hours = np.where(np.isin(days, EVENTS), chance.uniform(18, 20, people), chance.uniform(7, 23, people))
    found: Minutes = (days * DAY + hours * 60).astype(np.int64)
    return found


def invented(questionnaire: Questionnaire, people: int, seed: int) -> Crowd:
    """People as app/domain/imagine.py invents them, half of them reading the language it was written in."""
    chance = Random(seed)  # noqa: S311  a trial that can be repeated
    others = [tag for tag in questionnaire.languages if tag != questionnaire.source]
    world = World({questionnaire.source: 1.0, **{tag: 0.75 / (place + 2) for place, tag in enumerate(others)}})
    minutes = np.sort(arrivals(people, np.random.default_rng(seed)))
    different = [_person(questionnaire, chance, world) for _ in range(min(people, DIFFERENT))]
    again = chance.choices(different, k=people - len(different))
    kept = tuple(replace(one, id=str(place)) for place, one in enumerate([*different, *again]))
    strangers = [_person(questionnaire, chance, world) for _ in range(STRANGERS)]
    alike: dict[int, list[Kept]] = {}

    def stranger(person: int, question: str) -> dict[str, float]:
        if person not in alike:
            alike[person] = _alike(strangers, kept[person])
        return _shares(questionnaire, alike[person], question)

    return Crowd(questionnaire, kept, minutes, stranger)


def _person(questionnaire: Questionnaire, chance: Random, world: World) -> Kept:
    language = world.language(chance)
    sealed = seal(questionnaire, Response(language, respondent(questionnaire, chance, language, world), True))
    return Kept("", 0, sealed.groups, sealed.answers, True)


def _alike(strangers: list[Kept], person: Kept) -> list[Kept]:
    """The strangers who share the most groups with a person."""
    groups = person.groups.items()
    shared = [sum(other.groups[name] == group for name, group in groups) for other in strangers]
    most = max(shared)
    return [other for other, count in zip(strangers, shared, strict=True) if count == most]


def _shares(questionnaire: Questionnaire, people: list[Kept], id: str) -> dict[str, float]:
    """How often each cell is chosen by those who answer at all."""
    question = questionnaire.question(id)
    given = [person.answers[id] for person in people if id in person.answers]
    shares: dict[str, float] = {}
    for answer in given:
        for cell in question.count(answer) if question else ():
            shares[cell] = shares.get(cell, 0.0) + 1 / len(given)
    return shares
