"""When something is shown or valid: a rule is plain data over answers, language and sums of earlier numbers.

    {"and": [{"==": [{"answer": "kinder"}, "ja"]}, {"not": {"in": [{"language": true}, ["de", "de-simple"]]}}]}

Operands are words, numbers and lists, or {"answer": id}, {"language": true}, {"count": operand}, {"sum": [ids]},
and {"+": [operands]}, {"*": [operands]}, {"-": [operand, operand]}.
A comparison with an answer that was not given does not hold.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.sentence import N_, Problem

Rule = dict[str, Any]
DEEPEST = 12


@dataclass(frozen=True)
class Facts:
    """All a rule may look at: the answers so far (as codes, without free text), the language being read, and the
    quotas that are full."""

    answers: Mapping[str, Any]
    language: str = "de"
    full: frozenset[str] = frozenset()


def _items(value: Any) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _number(value: Any) -> float | None:
    try:
        return None if isinstance(value, (bool, list, dict)) else float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _ordered(compare: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    """Numbers are compared as numbers; dates are written year first, so words will do for them."""

    def holds_between(left: Any, right: Any) -> bool:
        a, b = _number(left), _number(right)
        if a is not None and b is not None:
            return compare(a, b)
        return isinstance(left, str) and isinstance(right, str) and compare(left, right)

    return holds_between


def _same(left: Any, right: Any) -> bool:
    if isinstance(left, list) or isinstance(right, list):
        return sorted(map(str, _items(left))) == sorted(map(str, _items(right)))
    a, b = _number(left), _number(right)
    return a == b if a is not None and b is not None else str(left) == str(right)


COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": _same,
    "!=": lambda left, right: not _same(left, right),
    "<": _ordered(lambda a, b: a < b),
    "<=": _ordered(lambda a, b: a <= b),
    ">": _ordered(lambda a, b: a > b),
    ">=": _ordered(lambda a, b: a >= b),
    "in": lambda left, right: all(str(item) in map(str, _items(right)) for item in _items(left)),
    "any-in": lambda left, right: any(str(item) in map(str, _items(right)) for item in _items(left)),
    "all-in": lambda left, right: {str(item) for item in _items(left)} <= {str(item) for item in _items(right)},
}


def holds(rule: Rule | None, facts: Facts) -> bool:
    match rule:
        case None:
            return True
        case {"and": [*rules]}:
            return all(holds(each, facts) for each in rules)
        case {"or": [*rules]}:
            return any(holds(each, facts) for each in rules)
        case {"not": inner}:
            return not holds(inner, facts)
        case {"answered": id}:
            return facts.answers.get(id) is not None
        case {"full": quota}:
            return quota in facts.full
    (op, (left, right)) = next(iter(rule.items()))
    a, b = value(left, facts), value(right, facts)
    return a is not None and b is not None and COMPARISONS[op](a, b)


def value(operand: Any, facts: Facts) -> Any:
    match operand:
        case {"answer": id}:
            return facts.answers.get(id)
        case {"language": _}:
            return facts.language
        case {"count": inner}:
            counted = value(inner, facts)
            return 0 if counted is None else len(_items(counted))
        case {"sum": [*ids]}:
            return sum(_number(facts.answers.get(id)) or 0 for id in ids)
        case {"+": [*parts]} | {"-": [*parts]} | {"*": [*parts]}:
            return _calculated(next(iter(operand)), [_number(value(part, facts)) for part in parts])
    return operand


def _calculated(sign: str, numbers: list[float | None]) -> float | None:
    """None where one of the numbers is not known."""
    given = [number for number in numbers if number is not None]
    if len(given) < len(numbers):
        return None
    found = math.prod(given) if sign == "*" else sum(given) if sign == "+" else given[0] - given[1]
    return (int(found) if found == int(found) else found) if math.isfinite(found) else None


def renamed(rule: Any, names: Mapping[str, str]) -> Any:
    """The rule (or operand) about questions with other names."""
    match rule:
        case {"answer": str(id)}:
            return {"answer": names.get(id, id)}
        case {"answered": str(id)}:
            return {"answered": names.get(id, id)}
        case {"sum": [*ids]}:
            return {"sum": [names.get(id, id) for id in ids]}
        case dict():
            return {op: renamed(inner, names) for op, inner in rule.items()}
        case [*inner]:
            return [renamed(each, names) for each in inner]
    return rule


def mentions(rule: Any) -> Iterator[str]:
    """The questions a rule looks at."""
    match rule:
        case {"answer": str(id)} | {"answered": str(id)}:
            yield id
        case {"sum": [*ids]}:
            yield from ids
        case dict():
            for inner in rule.values():
                yield from mentions(inner)
        case [*inner]:
            for each in inner:
                yield from mentions(each)


def compared(rule: Any) -> Iterator[tuple[str, str]]:
    """The pairs (question, word) a rule compares, so that a word no one can answer is found before publishing."""
    match rule:
        case {"and": [*rules]} | {"or": [*rules]}:
            for each in rules:
                yield from compared(each)
        case {"not": inner}:
            yield from compared(inner)
        case dict() if next(iter(rule)) in ("==", "!=", "in", "any-in", "all-in"):
            left, right = next(iter(rule.values()))
            for one, other in ((left, right), (right, left)):
                if isinstance(one, dict) and "answer" in one:
                    yield from ((one["answer"], str(each)) for each in _items(other) if not isinstance(each, dict))


def check(rule: Any, where: str, depth: int = 0) -> None:
    """Raise a Problem unless this is a rule."""
    wrong = Problem(N_("This rule cannot be understood: {rule}"), where, rule=str(rule)[:120])
    if depth > DEEPEST or not isinstance(rule, dict) or len(rule) != 1:
        raise wrong
    op, inner = next(iter(rule.items()))
    if op in ("and", "or") and isinstance(inner, list):
        for each in inner:
            check(each, where, depth + 1)
    elif op == "not":
        check(inner, where, depth + 1)
    elif op == "answered":
        if not isinstance(inner, str):
            raise wrong
    elif (
        op not in COMPARISONS
        or not isinstance(inner, list)
        or len(inner) != 2
        or not all(_is_operand(each, depth) for each in inner)
    ):
        raise wrong


def _is_operand(operand: Any, depth: int) -> bool:
    match operand:
        case {"answer": str()} | {"language": _} if len(operand) == 1:
            return True
        case {"count": inner} if len(operand) == 1:
            return depth < DEEPEST and _is_operand(inner, depth + 1)
        case {"sum": [*ids]} if len(operand) == 1:
            return all(isinstance(id, str) for id in ids)
        case {"+": [_, *_]} | {"*": [_, *_]} | {"-": [_, _]} if len(operand) == 1:
            return depth < DEEPEST and all(_is_operand(part, depth + 1) for part in next(iter(operand.values())))
        case [*items]:
            return all(isinstance(item, (str, int, float)) for item in items)
    return isinstance(operand, (str, int, float))
