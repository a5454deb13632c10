"""A rule read back as plain sentences: a head that says what depends on it, and the conditions as a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.domain.language import LANGUAGES
from app.domain.question import Question
from app.domain.rule import Rule
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

# What depends on the rule: always; if this one condition holds; if all of them do; if at least one does.
HEADS = {
    "question": (
        N_("This question is always shown."),
        N_("This question is shown if this is so:"),
        N_("This question is shown if all of this is so:"),
        N_("This question is shown if at least one of these is so:"),
    ),
    "page": (
        N_("This page is always shown."),
        N_("This page is shown if this is so:"),
        N_("This page is shown if all of this is so:"),
        N_("This page is shown if at least one of these is so:"),
    ),
    "words": (
        N_("Say who shall read these words."),
        N_("These words are read if this is so:"),
        N_("These words are read if all of this is so:"),
        N_("These words are read if at least one of these is so:"),
    ),
    "answer": (
        N_("Every answer is accepted."),
        N_("The answer is accepted if this is so:"),
        N_("The answer is accepted if all of this is so:"),
        N_("The answer is accepted if at least one of these is so:"),
    ),
}
MEASURES = {
    "==": N_("“{question}” is exactly {number}."),
    "!=": N_("“{question}” was answered, but not with {number}."),
    "<": N_("“{question}” is less than {number}."),
    "<=": N_("“{question}” is at most {number}."),
    ">": N_("“{question}” is more than {number}."),
    ">=": N_("“{question}” is at least {number}."),
}


@dataclass(frozen=True)
class Reading:
    """A sentence; its parts are an indented list below it."""

    sentence: Sentence
    parts: tuple[Reading, ...] = ()


def read_back(rule: Rule | None, questions: Mapping[str, Question], about: str = "question") -> Reading:
    """The rule in words. `about` is what depends on it, a key of HEADS."""
    always, one, every, some = HEADS[about]
    match rule:
        case None:
            return Reading(Sentence(always))
        case {"and": [_, _, *_] as rules}:
            return Reading(Sentence(every), _all(rules, questions))
        case {"or": [_, _, *_] as rules}:
            return Reading(Sentence(some), _all(rules, questions))
    return Reading(Sentence(one), (_read(rule, questions),))


def _all(rules: Sequence[Rule], questions: Mapping[str, Question]) -> tuple[Reading, ...]:
    return tuple(_read(each, questions) for each in rules)


def _read(rule: Rule, questions: Mapping[str, Question]) -> Reading:
    match rule:
        case {"and": [*rules]}:
            return Reading(Sentence(N_("All of this is so:")), _all(rules, questions))
        case {"or": [*rules]}:
            return Reading(Sentence(N_("At least one of these is so:")), _all(rules, questions))
        case {"not": dict() as inner}:
            said = _turned(inner, questions)
            return Reading(said) if said else Reading(Sentence(N_("This is not so:")), (_read(inner, questions),))
    return Reading(_condition(rule, questions))


def _turned(rule: Rule, questions: Mapping[str, Question]) -> Sentence | None:
    """The contrary of a condition, where it has words of its own."""
    match next(iter(rule.items())):
        case ("answered", str(id)):
            return Sentence.of(N_("“{question}” was not answered."), question=_title(id, questions))
        case ("any-in", [{"answer": str(id)}, [*answers]]):
            return Sentence.of(
                N_("“{question}” was answered with none of these, or not at all: {answers}."),
                question=_title(id, questions),
                answers=_answers(id, answers, questions),
            )
        case ("in" | "any-in", [{"language": _}, [*tags]]):
            return Sentence.of(N_("The language is none of these: {answers}."), answers=_languages(tags))
        case ("==", [{"language": _}, str(tag)]):
            return Sentence.of(N_("The language is none of these: {answers}."), answers=_languages([tag]))
    return None


def _condition(rule: Rule, questions: Mapping[str, Question]) -> Sentence:
    match next(iter(rule.items())):
        case ("answered", str(id)):
            return Sentence.of(N_("“{question}” was answered."), question=_title(id, questions))
        case ("in" | "any-in", [{"language": _}, [*tags]]):
            return Sentence.of(N_("The language is one of these: {answers}."), answers=_languages(tags))
        case ("==", [{"language": _}, str(tag)]):
            return Sentence.of(N_("The language is one of these: {answers}."), answers=_languages([tag]))
        case ("in", [str(answer), {"answer": str(id)}]):
            return _one_of(id, [answer], questions)
        case ("in" | "any-in", [{"answer": str(id)}, [*answers]]):
            return _one_of(id, answers, questions)
        case ("==", [{"answer": str(id)}, str(answer)]):
            return _one_of(id, [answer], questions)
        case ("all-in", [[*answers], {"answer": str(id)}]):
            return Sentence.of(
                N_("“{question}” was answered with all of these: {answers}."),
                question=_title(id, questions),
                answers=_answers(id, answers, questions),
            )
    return _measure(rule, questions)


def _one_of(id: str, answers: Sequence[Any], questions: Mapping[str, Question]) -> Sentence:
    gaps = {"question": _title(id, questions), "answers": _answers(id, answers, questions)}
    if len(answers) == 1:
        return Sentence(N_("“{question}” was answered with “{answers}”."), gaps)
    return Sentence(N_("“{question}” was answered with one of these: {answers}."), gaps)


def _measure(rule: Rule, questions: Mapping[str, Question]) -> Sentence:
    match next(iter(rule.items())):
        case (">=", [{"count": {"answer": str(id)}}, number]) if not isinstance(number, dict):
            return Sentence.of(
                N_("At “{question}” the number of chosen answers is at least {number}."),
                question=_title(id, questions),
                number=_operand(number, questions),
            )
    (op, sides) = next(iter(rule.items()))
    if op not in MEASURES or not isinstance(sides, list) or len(sides) != 2:
        return Sentence.of(N_("A condition that has no words: {rule}"), rule=json.dumps(rule, ensure_ascii=False)[:200])
    left, right = sides
    match left:
        case {"answer": str(id)} if isinstance(right, str) and right in _groups(id, questions):
            return Sentence(MEASURES[op], {"question": _title(id, questions), "number": _groups(id, questions)[right]})
        case {"answer": str(id)} if id in questions and questions[id].measured == "year":
            year = Sentence.of(N_("{question} (year)"), question=_title(id, questions))
            return Sentence(MEASURES[op], {"question": year, "number": str(right)})
    return Sentence(MEASURES[op], {"question": _operand(left, questions), "number": _operand(right, questions)})


def _operand(operand: Any, questions: Mapping[str, Question]) -> Any:
    match operand:
        case {"answer": str(id)}:
            return _title(id, questions)
        case {"count": {"answer": str(id)}}:
            return Sentence.of(N_("number of answers to {question}"), question=_title(id, questions))
        case {"sum": [*ids]}:
            return Sentence.of(N_("sum of {answers}"), answers=tuple(_title(id, questions) for id in ids))
        case {"language": _}:
            return Sentence(N_("Language"))
        case list():
            return tuple(str(each) for each in operand)
        case dict():
            return json.dumps(operand, ensure_ascii=False)[:200]
    return operand


def _title(id: str, questions: Mapping[str, Question]) -> Label:
    return (questions[id].title if id in questions else None) or id


def _groups(id: str, questions: Mapping[str, Question]) -> Mapping[str, Label]:
    return questions[id].groups() if id in questions else {}


def _answers(id: str, answers: Sequence[Any], questions: Mapping[str, Question]) -> tuple[Label, ...]:
    known = _groups(id, questions)
    return tuple(known.get(str(each)) or str(each) for each in answers)


def _languages(tags: Sequence[Any]) -> tuple[Label, ...]:
    return tuple(LANGUAGES[tag].german_name if tag in LANGUAGES else str(tag) for tag in tags)
