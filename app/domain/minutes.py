"""How many minutes a questionnaire takes: on the usual way through it, and on the longest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random
from statistics import median

from app.domain.imagine import World, respondent
from app.domain.pace import TURNING, asking, reading
from app.domain.questionnaire import Questionnaire
from app.domain.rule import Facts

PEOPLE = 15  # invented ones, when rules make ways of different length


@dataclass(frozen=True)
class Minutes:
    usual: float
    longest: float


def minutes(questionnaire: Questionnaire, language: str) -> Minutes:
    seconds = {q.id: asking(q, language) for q in questionnaire.questions}
    frame = sum(reading(text, language) for text in (questionnaire.title, questionnaire.intro, questionnaire.thanks))
    times = [frame + sum(each) for each in _ways(questionnaire, language, seconds)]
    return Minutes(median(times) / 60, max(times) / 60)


def _ways(questionnaire: Questionnaire, language: str, seconds: Mapping[str, float]) -> Iterator[list[float]]:
    """The seconds of each page invented people see; one of them is enough when nobody is asked anything special."""
    rules = [page.show_if for page in questionnaire.pages] + [q.show_if for q in questionnaire.questions]
    special = any(rules)
    chance, world = Random(1), World({language: 1.0})  # noqa: S311  the same people every time
    asked = {question.id: question for question in questionnaire.questions}
    for _ in range(PEOPLE if special else 1):
        answers = respondent(questionnaire, chance, language, world) if special else {}
        facts = Facts({id: asked[id].closed(value) for id, value in answers.items()}, language)
        yield [
            TURNING + reading(page.title, language) + sum(seconds[q.id] for q in page.shown(facts))
            for page in questionnaire.path(facts)
        ]
