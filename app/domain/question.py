"""A question: its words, its settings, and all that may be done with its answers.

A kind of question is a frozen dataclass. Its fields are its settings: the stored JSON, the designer's form, the
bounds and the list of missing words all follow from them, so a kind says each thing once.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import Any, ClassVar, Self

from app.domain.bounds import out_of_bounds
from app.domain.built import build as build
from app.domain.kind import Kind
from app.domain.option import Option
from app.domain.picture import DRAWINGS
from app.domain.population import Population
from app.domain.rule import Facts, Rule, holds, renamed
from app.domain.sentence import N_, Problem
from app.domain.text import Text
from app.domain.variant import Variant


def setting(default: Any, label: str, **limits: Any) -> Any:
    """A field the designer may change. limits: least=, most= for numbers, among= for words with their labels, say=False
    for texts that may stay empty, marks= for what its things may be marked with, names= for words that name something
    else (naming.py), digits= for things whose short names are the digits they begin with."""
    return field(default=default, metadata={"label": label, **limits})


POPULATION = {  # what a population table may count
    "": N_("Nothing"),
    "municipality": N_("Municipality"),
    "age": N_("Age"),
    "origin": N_("Origin"),
    "gender": N_("Gender"),
}


@dataclass(frozen=True, kw_only=True)
class Question(Kind):
    """What all kinds have in common: their settings, and what is checked about them."""

    id: str
    title: Text = setting(Text(), N_("Question"))
    help: Text = setting(Text(), N_("Help"), say=False)
    variants: tuple[Variant, ...] = setting((), N_("Other words for some people"))
    required: bool = setting(False, N_("Must be answered"))
    soft: bool = setting(False, N_("Ask once more before it is skipped"))
    dont_know: bool = setting(False, N_("Offer “I don’t know”"))
    refuse: bool = setting(False, N_("Offer “I’d rather not say”"))
    show_if: Rule | None = setting(None, N_("Show this question if"))
    valid_if: Rule | None = setting(None, N_("The answer is valid if"))
    invalid: Text = setting(Text(), N_("Message when it is not valid"), say=False)
    dimension: bool = setting(False, N_("Results can be filtered by this question"))
    sensitive: bool = setting(False, N_("Sensitive: results are never split into groups"))
    population: str = setting("", N_("What the population table counts here"), among=POPULATION)
    theme: str = setting("", N_("Theme"))
    icon: str = setting("", N_("Picture"))
    origin: str = ""  # the item of the question bank it was made from, and a fingerprint of what it asked then

    kind: ClassVar[str]
    label: ClassVar[str]  # what the designer calls the kind
    sample: ClassVar[dict[str, Any]] = {}  # settings of a new question of this kind
    asks: ClassVar[bool] = True  # an information page asks nothing
    stands: ClassVar[bool] = True  # a calculated number is nowhere to be seen
    open_ended: ClassVar[bool] = False  # answered in one's own words
    several_groups: ClassVar[bool] = False  # one person may be in several groups of this dimension
    measured: ClassVar[str] = ""  # "number" or "year": what a rule compares as more or less

    # -- asking

    def stands_for(self, names: Collection[str]) -> str | None:
        """The group of someone the population table knows by one of these names."""
        return next((group for group in self.groups() if group in names), None)

    @property
    def offering(self) -> tuple[str, ...]:
        """The earlier question that decides which answers are offered here, and how; empty where all are."""
        return ()

    @cached_property
    def speaks(self) -> bool:
        """Whether its words may name earlier answers."""
        return self.title.speaks or self.help.speaks

    @property
    def shuffles(self) -> bool:
        """Whether its things stand in another order on each sheet."""
        return bool(getattr(self, "random", False))

    def asked(self, facts: Facts) -> Question | None:
        """The question as someone with these answers is asked it, None when it is not."""
        if self.show_if is not None and not holds(self.show_if, facts):
            return None
        if not self.variants:
            return self
        words = next((each for each in self.variants if each.when and holds(each.when, facts)), None)
        return dataclasses.replace(self, title=words.title, help=words.help or self.help) if words else self

    def renamed(self, names: Mapping[str, str]) -> Self:
        """The same question where questions have other names."""
        changed: dict[str, Any] = {"id": names.get(self.id, self.id)}
        for f in settings(type(self)):
            value = getattr(self, f.name)
            if isinstance(value, dict):
                changed[f.name] = renamed(value, names)
        changed["variants"] = tuple(dataclasses.replace(v, when=renamed(v.when, names)) for v in self.variants)
        return dataclasses.replace(self, **changed)

    @property
    def recipe(self) -> Any:
        """The operand its value is worked out from, for a kind that asks nothing."""
        return None

    def lent(self, earlier: Mapping[str, Question]) -> Question:
        """The question with the answers that an earlier one lends it."""
        return self

    @cached_property
    def data(self) -> dict[str, Any]:
        """Its stored form, made once for as long as it lives: drafts share it, so it must never be changed."""
        return _to_data(self, True)

    @cached_property
    def written(self) -> str:
        return json.dumps(self.data)

    # -- checking

    def check_offer(self, earlier: Mapping[str, Question], where: str) -> Iterator[Problem]:
        """What is wrong with how it hangs on earlier questions."""
        yield from ()

    def check(self, where: str) -> Iterator[Problem]:
        """What is wrong with the settings themselves; words and rules are checked by the questionnaire."""
        for f in settings(type(self)):
            yield from out_of_bounds(f, getattr(self, f.name), f"{where}.{f.name}", self.asides)
        yield from self.check_settings(where)
        if self.required and self.asks and not self.way_out():
            yield Problem(
                N_(
                    "This question must be answered but offers no way out. Add an answer such as "
                    "“I’d rather not say”, or let people skip it."
                ),
                f"{where}.required",
            )
        if self.dimension and not self.groups():
            yield Problem(N_("Results cannot be filtered by this kind of question."), f"{where}.dimension")

    def check_settings(self, where: str) -> Iterator[Problem]:
        """What only this kind knows to be wrong."""
        yield from ()

    @cached_property
    def every_text(self) -> tuple[tuple[str, Text, bool], ...]:
        """texts(), looked up once."""
        return tuple(self.texts())

    def texts(self) -> Iterator[tuple[str, Text, bool]]:
        """Every text with its path within the question and whether it must be said."""
        for f in settings(type(self)):
            value = getattr(self, f.name)
            if isinstance(value, Text):
                yield f.name, value, f.metadata.get("say", True) or bool(value)
            elif isinstance(value, tuple):
                for variant in value:
                    if isinstance(variant, Variant):
                        yield from ((f"{f.name}.{variant.id}.{n}", said, must) for n, said, must in variant.texts())
                for option in value:
                    if isinstance(option, Option) and not option.lent:
                        yield f"{f.name}.{option.id}.label", option.label, True
                        if option.picture and option.picture not in DRAWINGS:
                            yield f"{f.name}.{option.id}.alt", option.alt, True


@cache
def settings(kind: type[Any]) -> tuple[dataclasses.Field[Any], ...]:
    return tuple(f for f in dataclasses.fields(kind) if "label" in f.metadata)


# -- stored form


def to_data(item: Any, names: bool = True) -> dict[str, Any]:
    """A question, option or place as JSON data; what has its default is left out, and who translated on request."""
    return item.data if names and isinstance(item, Question) else _to_data(item, names)


def _to_data(item: Any, names: bool) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": item.kind} if isinstance(item, Question) else {}
    for f in dataclasses.fields(item):
        value = getattr(item, f.name)
        if f.default is dataclasses.MISSING or value != f.default:
            data[f.name] = _value_to_data(value, names)
    return data


def _value_to_data(value: Any, names: bool) -> Any:
    if isinstance(value, Text):
        return value.to_data(names)
    if isinstance(value, tuple):
        own = [each for each in value if not (isinstance(each, Option) and each.lent)]
        return [each if isinstance(each, str) else to_data(each, names) for each in own]
    if isinstance(value, Population):
        return value.data
    return value.isoformat() if isinstance(value, date) else value
