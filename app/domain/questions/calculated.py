"""A number worked out from earlier answers, for later texts and rules. It asks nothing and is never stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self

from app.domain.formula import parsed
from app.domain.question import Question, setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label
from app.domain.text import GAP, Text


@dataclass(frozen=True, kw_only=True)
class Calculated(Question):
    formula: str = setting("", N_("Calculation, for example {kinder} + 1"))

    kind = "calculated"
    measured = "number"
    sealed = float
    label = N_("A calculated number")
    sample = {"formula": "1 + 1"}
    asks = False
    stands = False

    @property
    def recipe(self) -> Any:
        try:
            return parsed(self.formula)
        except Problem:  # check_settings says so
            return None

    def _read(self, sent: Sent) -> None:
        return None

    def _shown(self, value: Any) -> list[Label]:
        return [Sentence.of("{number}", number=value)]

    def texts(self) -> Iterator[tuple[str, Text, bool]]:
        """Only staff read its title."""
        yield "title", self.title, False

    def renamed(self, names: Mapping[str, str]) -> Self:
        formula = GAP.sub(lambda gap: f"{{{names.get(gap[1], gap[1])}}}", self.formula)
        return replace(super().renamed(names), formula=formula)

    def check_settings(self, where: str) -> Iterator[Problem]:
        try:
            if parsed(self.formula) is None:
                yield Problem(N_("Something else was expected here."), f"{where}.formula")
        except Problem as problem:
            yield problem.at(f"{where}.formula")
