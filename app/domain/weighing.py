"""The table of weighing (in German: Abwägungstabelle): each demand with what became of it, why, and who decided.

A demand has a row for each measure that answers it, and one for a step of its own; one with neither is discussed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.domain.outcome import FIRST, Demand, Evidence, Measure, Outcome, Step, Theme
from app.domain.search import folded
from app.domain.text import Text


@dataclass(frozen=True)
class Row:
    """`number` is the theme's, and the demand's place in it; `steps` are the history, the newest first."""

    number: str
    theme: Theme
    demand: Demand
    measure: Measure | None
    steps: tuple[Step, ...]
    evidence: tuple[Evidence, ...]

    @property
    def step(self) -> Step | None:
        return self.steps[0] if self.steps else None

    @property
    def status(self) -> str:
        return self.step.status if self.step else "discussed"

    @property
    def day(self) -> date | None:
        return self.step.day if self.step else None

    @property
    def reason(self) -> Text:
        return self.step.reason if self.step else Text()

    @property
    def decision(self) -> Text:
        """The newest one: a later step need not repeat it."""
        return next((step.decision for step in self.steps if step.decision), Text())

    @property
    def texts(self) -> tuple[Text, ...]:
        of_measure = (self.measure.title, self.measure.text) if self.measure else ()
        return (self.theme.title, self.demand.title, self.demand.text, *of_measure, self.reason, self.decision)


@dataclass(frozen=True)
class Wanted:
    """What of the table is looked at: one theme, one status, rows with these words; empty asks for all."""

    theme: str = ""
    status: str = ""
    words: str = ""

    def takes(self, row: Row, language: str) -> bool:
        if self.theme not in ("", row.theme.id) or self.status not in ("", row.status):
            return False
        said = folded(" ".join(text.said(language).words for text in row.texts)) if self.words else ""
        return all(folded(word) in said for word in self.words.split())


def rows(outcome: Outcome) -> tuple[Row, ...]:
    """The whole table, by theme and in the order of its demands."""
    return tuple(row for theme in outcome.themes for row in _of_theme(outcome, theme))


def _of_theme(outcome: Outcome, theme: Theme) -> Iterator[Row]:
    mine = [demand for demand in outcome.demands if demand.theme == theme.id]
    for place, demand in enumerate(mine, 1):
        measures = [each for each in outcome.measures if demand.id in each.demands]
        answers: list[Measure | None] = [*measures]
        if outcome.steps_of(demand.id) or not measures:
            answers.insert(0, None)
        for measure in answers:
            steps = outcome.steps_of(measure.id if measure else demand.id)
            rests = (*outcome.evidence_of(demand.id), *(outcome.evidence_of(measure.id) if measure else ()))
            yield Row(f"{theme.number}.{place}", theme, demand, measure, steps, rests)


def by_theme(found: Iterable[Row]) -> list[tuple[Theme, list[tuple[Demand, list[Row]]]]]:
    """The rows of each theme, and in it of each demand, in their order."""
    themes: dict[str, tuple[Theme, dict[str, tuple[Demand, list[Row]]]]] = {}
    for row in found:
        _, demands = themes.setdefault(row.theme.id, (row.theme, {}))
        demands.setdefault(row.demand.id, (row.demand, []))[1].append(row)
    return [(theme, list(demands.values())) for theme, demands in themes.values()]


def newest(found: Iterable[Row]) -> list[Row]:
    """The newest change first; what has not changed yet stands last."""
    return sorted(found, key=lambda row: row.day or FIRST, reverse=True)
