"""A rule as rows one can fill in: a question, how its answer is compared, and with what.

Rows may lie in groups of which all, or at least one, must hold. What no row can say is kept as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from app.domain.question import Question
from app.domain.rule import Rule
from app.domain.sentence import N_, Problem

LANGUAGE = "@language"  # in the place of a question: the language someone answers in
OPERATORS = {
    "one-of": N_("is one of"),
    "none-of": N_("is none of"),
    "all-of": N_("includes all of"),
    "chosen": N_("number of chosen answers at least"),
    "==": N_("is exactly"),
    "<": N_("is less than"),
    "<=": N_("is at most"),
    ">": N_("is more than"),
    ">=": N_("is at least"),
    "answered": N_("was answered"),
    "unanswered": N_("was not answered"),
}
MEASURING = ("==", "<", "<=", ">", ">=")
Join = Literal["and", "or"]


@dataclass(frozen=True)
class Row:
    """One condition. `answers` go with one-of, none-of and all-of, `number` (as it was typed) with the others."""

    about: str = ""
    operator: str = ""
    answers: tuple[str, ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Kept:
    """A part of a rule no row can say."""

    rule: str

    @classmethod
    def of(cls, rule: Rule) -> Kept:
        return cls(json.dumps(rule, ensure_ascii=False))


@dataclass(frozen=True)
class Group:
    join: Join = "and"
    nodes: tuple[Node, ...] = ()


Node = Row | Kept | Group


def operators(question: Question | None) -> tuple[str, ...]:
    """The comparisons that make sense with this question; None is the language."""
    if question is None:
        return ("one-of", "none-of")
    asked = ("answered", "unanswered")
    if question.groups():
        several = ("all-of", "chosen") if question.several_groups else ()
        return ("one-of", "none-of", *several, *asked)
    return (*MEASURING, *asked) if question.measured else asked


def group_of(rule: Rule | None, questions: Mapping[str, Question]) -> Group:
    """A rule as a group of rows."""
    if rule is None:
        return Group()
    node = _node(rule, questions)
    return node if isinstance(node, Group) else Group("and", (node,))


def _node(rule: Rule, questions: Mapping[str, Question]) -> Node:
    match rule:
        case {"and": [*rules]}:
            return Group("and", tuple(_node(each, questions) for each in rules))
        case {"or": [*rules]}:
            return Group("or", tuple(_node(each, questions) for each in rules))
        case {"not": dict() as inner}:
            row = _row(inner, questions)
            turned = {"one-of": "none-of", "answered": "unanswered"}.get(row.operator) if row else None
            return Row(row.about, turned, row.answers) if row and turned else Kept.of(rule)
    return _row(rule, questions) or Kept.of(rule)


def _row(rule: Rule, questions: Mapping[str, Question]) -> Row | None:
    row = _plain_row(rule, questions)
    if row is None or (row.about != LANGUAGE and row.about not in questions):
        return None
    return row if row.operator in operators(questions.get(row.about)) else None


def _plain_row(rule: Rule, questions: Mapping[str, Question]) -> Row | None:
    match next(iter(rule.items())):
        case ("answered", str(id)):
            return Row(id, "answered")
        case ("in" | "any-in", [{"language": _}, [*tags]]):
            return Row(LANGUAGE, "one-of", tuple(map(str, tags)))
        case ("==", [{"language": _}, str(tag)]):
            return Row(LANGUAGE, "one-of", (tag,))
        case ("any-in", [{"answer": str(id)}, [*answers]]):
            return Row(id, "one-of", tuple(map(str, answers)))
        case ("in", [str(answer), {"answer": str(id)}]):
            return Row(id, "one-of", (answer,))
        case ("in", [{"answer": str(id)}, [*answers]]) if not _several(id, questions):
            return Row(id, "one-of", tuple(map(str, answers)))
        case ("all-in", [[*answers], {"answer": str(id)}]):
            return Row(id, "all-of", tuple(map(str, answers)))
        case (">=", [{"count": {"answer": str(id)}}, int(number)]):
            return Row(id, "chosen", number=str(number))
        case ("==", [{"answer": str(id)}, str(answer)]) if _closed(id, questions) and not _several(id, questions):
            return Row(id, "one-of", (answer,))
        case ("==" | "<" | "<=" | ">" | ">=", [{"answer": str(id)}, int(number) | float(number)]):
            return Row(id, next(iter(rule)), number=str(number))
    return None


def _several(id: str, questions: Mapping[str, Question]) -> bool:
    return id in questions and questions[id].several_groups


def _closed(id: str, questions: Mapping[str, Question]) -> bool:
    return id in questions and bool(questions[id].groups())


def rule_of(group: Group, where: str = "") -> Rule | None:
    """The rule its rows say, None when there is none; a Problem names the row that is not finished."""
    rules = [rule for i, node in enumerate(group.nodes) if (rule := _rule(node, f"{where}.{i}")) is not None]
    return rules[0] if len(rules) == 1 else ({group.join: rules} if rules else None)


def _rule(node: Node, where: str) -> Rule | None:
    match node:
        case Kept(rule):
            kept: Rule = json.loads(rule)
            return kept
        case Group():
            return rule_of(node, where)
        case Row(about=""):
            return None
    return _of_row(node, where)


def _of_row(row: Row, where: str) -> Rule:
    subject: Any = {"language": True} if row.about == LANGUAGE else {"answer": row.about}
    if row.operator in ("one-of", "none-of", "all-of") and not row.answers:
        raise Problem(N_("Choose at least one answer for this condition, or remove it."), where)
    match row.operator:
        case "one-of":
            return {"any-in": [subject, list(row.answers)]}
        case "none-of":
            return {"not": {"any-in": [subject, list(row.answers)]}}
        case "all-of":
            return {"all-in": [list(row.answers), subject]}
        case "chosen":
            return {">=": [{"count": subject}, _number(row, where)]}
        case "answered":
            return {"answered": row.about}
        case "unanswered":
            return {"not": {"answered": row.about}}
    return {row.operator: [subject, _number(row, where)]}


def _number(row: Row, where: str) -> int | float:
    typed = row.number.strip().replace(",", ".").replace("−", "-")
    try:
        number = float(typed)
        if abs(number) < 1e9:  # false for what is no number at all, such as "nan"
            return int(number) if number.is_integer() else number
    except ValueError:
        pass
    raise Problem(N_("Enter a number for this condition, or remove it."), where)
