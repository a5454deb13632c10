"""One person's answers, as they wait in the inbox and as they are kept once sealed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from app.domain.questionnaire import Questionnaire


@dataclass(frozen=True)
class Response:
    """What is kept of one person: codes only. `week` is the Monday of the week of sending, nothing finer."""

    language: str
    week: date
    answers: Mapping[str, Any]
    simulated: bool = False


@dataclass(frozen=True)
class Voice:
    """One free text, apart from everything else its author answered. `part` is the option it stood beside, or ""."""

    question: str
    part: str
    language: str
    words: str
    simulated: bool = False


@dataclass(frozen=True)
class Sealed:
    """A response cut in two, so that no free text ever lies beside codes."""

    response: Response
    voices: tuple[Voice, ...] = field(default=())


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def seal(questionnaire: Questionnaire, response: Response) -> Sealed:
    """The response as it may be kept: closed answers on one side, each free text on its own on the other."""
    closed, voices = {}, []
    for question in questionnaire.questions:
        value = response.answers.get(question.id)
        if value is None:
            continue
        closed[question.id] = question.closed(value)
        for part, words in question.words(value).items():
            voices.append(Voice(question.id, part, response.language, words, response.simulated))
    kept = Response(response.language, response.week, closed, response.simulated)
    return Sealed(kept, tuple(voices))
