"""Who could be recognised by a combination of answers: reckoned from the population table, never guessed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.domain.population import Population, expected
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_, Problem
from app.domain.tally import Label

FEW = 10  # people one can hide among


@dataclass(frozen=True)
class Crowd:
    """How well people hide: how many have fewer than FEW of their kind, how many nobody, and the smallest group."""

    few: float
    alone: float
    smallest: float
    group: tuple[Label, ...] = ()


def asking(questionnaire: Questionnaire, population: Population) -> list[Question]:
    """The questions that ask what the table counts; of several that ask for the same, the first."""
    found: dict[str, Question] = {}
    for question in questionnaire.questions:
        if question.population in population.margins and question.groups() and not question.several_groups:
            found.setdefault(question.population, question)
    return list(found.values())


def crowd(
    population: Population, questions: Sequence[Question], joined: dict[str, dict[str, str]] | None = None
) -> Crowd:
    """Who stands out by the answers to these questions together; `joined` are answers taken as one, by question."""
    if not questions:
        return Crowd(0.0, 0.0, population.people)
    counts, groups = expected(population, [question.population for question in questions]), []
    for axis, question in enumerate(questions):
        named = [question.stands_for((each.id, *each.answers)) for each in population.margins[question.population]]
        same = (joined or {}).get(question.id, {})
        named = [same.get(name, name) if name else None for name in named]
        known = list(dict.fromkeys(name for name in named if name))
        where = np.array([[name == group for name in named] for group in known], dtype=float).reshape(len(known), -1)
        counts = np.moveaxis(np.tensordot(where, counts, axes=(1, axis)), 0, axis)
        groups.append(known)
    if not counts.size:
        return Crowd(0.0, 0.0, population.people)
    flat = counts.ravel()
    alone, few = _with_at_most(flat, 0), _with_at_most(flat, FEW - 2)
    present = np.where(flat > 0, flat, np.inf)
    least = int(present.argmin())
    spot = np.unravel_index(least, counts.shape)
    labels = tuple(q.groups()[known[i]] for q, known, i in zip(questions, groups, spot, strict=True))
    return Crowd(few, alone, float(present[least]), labels)


def _with_at_most(expected: NDArray[np.float64], others: int) -> float:
    """People who have at most so many others in their group: the others come by chance, after Poisson."""
    chance = term = np.exp(-expected)
    for i in range(1, others + 1):
        term = term * expected / i
        chance = chance + term
    return float((expected * chance).sum())


def standing_out(questionnaire: Questionnaire, population: Population | None) -> Iterator[Problem]:
    """Whether answers identify people in combination, and which coarser question would help."""
    questions = asking(questionnaire, population) if population else []
    if population is None or len(questions) < 2:
        return
    now = crowd(population, questions)
    if now.few < 1:
        return
    place = _place(questionnaire, questions[-1])
    yield Problem(
        N_(
            "In {area} about {few} people share their answers to these questions with fewer than ten people, and about "
            "{alone} with nobody: {questions}. Whoever knows them can recognise them. The smallest group has about "
            "{people} people: {group}."
        ),
        place,
        area=population.area,
        few=round(now.few),
        alone=round(now.alone),
        questions=tuple(question.title for question in questions),
        people=round(now.smallest, 1),
        group=now.group,
    )
    for question in questions:
        left = crowd(population, [each for each in questions if each is not question])
        message = N_("Without “{question}” it would be about {few} people.")
        yield Problem(message, _place(questionnaire, question), question=question.title, few=round(left.few))
    yield from _coarser(questionnaire, population, questions, now)
    asked = {question.population for question in questions}
    if not any(asked <= set(of) for of, _ in population.joint):
        message = N_("Reckoned from {source}, as if these answers did not depend on each other.")
        yield Problem(message, place, source=population.source)


def _coarser(
    questionnaire: Questionnaire, population: Population, questions: Sequence[Question], now: Crowd
) -> Iterator[Problem]:
    """The two answers of one question that help most when they are one."""
    best, choice = now.few, None
    for question in questions:
        lines = population.margins[question.population]
        named = dict.fromkeys(name for each in lines if (name := question.stands_for((each.id, *each.answers))))
        known = list(named)
        for one, other in pairwise(known):
            few = crowd(population, questions, {question.id: {other: one}}).few
            if len(known) > 2 and few < best:
                best, choice = few, (question, one, other)
    if choice:
        question, one, other = choice
        yield Problem(
            N_("If “{question}” took these answers together, it would be about {few} people: {answers}."),
            _place(questionnaire, question),
            question=question.title,
            few=round(best),
            answers=(question.groups()[one], question.groups()[other]),
        )


def _place(questionnaire: Questionnaire, question: Question) -> str:
    return f"pages.{questionnaire.page_of(question.id).id}.questions.{question.id}"
