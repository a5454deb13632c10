"""One person's answers, as they wait in the inbox and as they are kept once sealed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.domain import repetition
from app.domain.questionnaire import Questionnaire
from app.domain.unfolding import turns_of

LANGUAGE = "language"  # the dimension every questionnaire has
NONE = ""  # the group of those who did not say which group of a dimension they belong to


@dataclass(frozen=True)
class Response:
    """What was sent, in the language it was answered in. It carries no time."""

    language: str
    answers: Mapping[str, Any]
    simulated: bool = False


@dataclass(frozen=True)
class Voice:
    """One free text, apart from everything else its author answered. `part` is the option it stood beside, or "";
    `translations` are what staff wrote of it in other languages, by tag."""

    question: str
    part: str
    language: str
    words: str
    simulated: bool = False
    translations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Sealed:
    """A response cut in two, so that no free text ever lies beside codes.

    `groups` are the groups its author belongs to by dimension, as the version they answered drew them: drawing them
    anew later would show the same people in two ways, and the difference.
    """

    answers: Mapping[str, Any]
    groups: Mapping[str, Sequence[str]]
    voices: tuple[Voice, ...] = field(default=())
    simulated: bool = False


@dataclass(frozen=True)
class Kept:
    """A sealed response as the release job reads it; `epoch` is the release in which it first counts, `version` the
    one of the questionnaire it answered."""

    id: str
    epoch: int
    groups: Mapping[str, Sequence[str]]
    answers: Mapping[str, Any]
    simulated: bool = False
    version: int = 1


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def seal(questionnaire: Questionnaire, response: Response) -> Sealed:
    """The response as it may be kept: closed answers on one side, each free text on its own on the other."""
    closed, voices = {}, []
    repeated = questionnaire.repeated
    for question in questionnaire.questions:
        values = turns_of(question.id, response.answers)
        if not values:
            continue
        many = question.id in repeated
        closed[question.id] = repetition.sealed(question, values) if many else question.closed(values[0])
        for part, words in (written for value in values for written in question.words(value).items()):
            voices.append(Voice(question.id, part, response.language, words, response.simulated))
    groups: dict[str, list[str]] = {LANGUAGE: [response.language]}
    for question in questionnaire.dimensions:
        given = closed.get(question.id)
        groups[question.id] = ([] if given is None else list(question.group(given))) or [NONE]
    return Sealed(closed, groups, tuple(voices), response.simulated)
