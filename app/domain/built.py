"""A dataclass made of JSON data by the types of its fields; what cannot be one is said with its place."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from app.domain import day
from app.domain.population import Population
from app.domain.population import load as load_population
from app.domain.rule import Rule
from app.domain.rule import check as check_rule
from app.domain.sentence import N_, Problem
from app.domain.text import Text


def hints(made: type[Any]) -> dict[str, Any]:
    """The types of a dataclass's fields, looked up once: a questionnaire builds hundreds of options."""
    if made not in _known_hints:
        _known_hints[made] = typing.get_type_hints(made)
    return _known_hints[made]


_known_hints: dict[type[Any], dict[str, Any]] = {}


def build(made: type[Any], data: Any, where: str) -> Any:
    """The dataclass from JSON data, or a Problem that names the place and what is wrong there."""
    if not isinstance(data, dict):
        raise Problem(N_("Something else was expected here."), where)
    known = hints(made)
    names = {f.name for f in dataclasses.fields(made)}
    if unknown := sorted(set(data) - names - {"kind"}):
        raise Problem(N_("There is no setting called {name}."), where, name=unknown[0])
    for f in dataclasses.fields(made):
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING and f.name not in data:
            raise Problem(N_("The setting {name} is missing."), where, name=f.name)
    return made(**{n: _value(known[n], v, f"{where}.{n}") for n, v in data.items() if n in names})


def _value(hint: Any, value: Any, where: str) -> Any:
    if hint is Text:
        return Text.from_data(value, where)
    if typing.get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise Problem(N_("Something else was expected here."), where)
        item = typing.get_args(hint)[0]
        if item is str:
            return tuple(_value(str, each, where) for each in value)
        return tuple(build(item, each, f"{where}.{_name(each, i)}") for i, each in enumerate(value))
    if hint == Rule | None:
        if value is not None:
            check_rule(value, where)
        return value
    if hint == Population | None:
        return load_population(value) if value else None
    if hint in day.KINDS:
        return day.read(hint, value, where)
    if not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        raise Problem(N_("Something else was expected here."), where)
    return value


def _name(each: Any, position: int) -> str:
    return str(each["id"]) if isinstance(each, dict) and "id" in each else str(position)
