"""The population table as a table of open data: every line of it, with the groups of the survey it is held to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.domain.exchange.sheet import Cell
from app.domain.population import Category, Population
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.representation import asked_too, by_group
from app.domain.tally import Label
from app.domain.turnout import PLACES, place_question

WHERE, MISSING = "where", "missing"  # the parts of the overview, as their addresses call them
Held = tuple[str, str, str, Label]  # the part, the question, its group, and what that is called
NOT_HELD: Held = ("", "", "", "")


def inhabitants(questionnaire: Questionnaire, people: Population, say: Callable[[Label], str]) -> Iterator[list[Cell]]:
    for margin, categories in people.margins.items():
        held = list(_held(questionnaire, people, margin))
        for line in categories:
            head = [margin, line.id, line.name, _people(line), line.source, _day(line)]
            for part, question, group, label in [at for at, lines in held if line in lines] or [NOT_HELD]:
                yield [*head, line.estimate, part, question, group, say(label)]


def _held(questionnaire: Questionnaire, people: Population, margin: str) -> Iterator[tuple[Held, Sequence[Category]]]:
    place = place_question(questionnaire) if margin == PLACES else None
    if place:
        yield from _groups(WHERE, place, people.margins[margin])
    for question in asked_too(questionnaire, people):
        if question.population == margin:
            yield from _groups(MISSING, question, people.margins[margin])


def _groups(part: str, question: Question, lines: tuple[Category, ...]) -> Iterator[tuple[Held, Sequence[Category]]]:
    for group, of_it in by_group(question, lines).items():
        yield (part, question.id, group, question.groups()[group]), of_it


def _day(line: Category) -> str | None:
    return line.day.isoformat() if line.day else None


def _people(line: Category) -> int | float:
    return int(line.people) if line.people.is_integer() else line.people
