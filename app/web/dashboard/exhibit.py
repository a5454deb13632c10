"""An exhibit: what the page shows of one question, a sentence, a chart and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain import themes, voices
from app.domain.audience import asked_of_some
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import TOO_FEW, Filter, Result, message, results
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Tally
from app.web.dashboard import charts
from app.web.dashboard.charts import figure
from app.web.dashboard.drawing import Figure
from app.web.dashboard.notation import Notation
from app.web.dashboard.table import Table, table

THEMES = Sentence(N_("What the texts are about"))


@dataclass(frozen=True)
class Exhibit:
    """`tally` is None where too few answered; `message` then says so, else what the numbers say."""

    id: str
    title: Label
    tally: Tally | None = None
    table: Table | None = None
    figure: Figure | None = None
    message: Sentence | None = None
    asked_some: bool = False  # not everyone was asked
    repeated: bool = False  # asked once for each of several, such as children
    voices: Sequence[Mapping[str, Any]] = ()  # published texts with their "words" and "language", "" where not said
    themes: Exhibit | None = None  # what the texts are about

    @property
    def key(self) -> list[tuple[str, Label]]:
        return charts.key(self.tally) if self.tally else []

    @property
    def aside(self) -> int:
        """How many of those who answered have no opinion, where that is one number."""
        if self.tally is None or (len(self.tally.columns) > 1 and len(self.tally.rows) > 1):
            return 0
        if self.tally.shape == "spread" and self.tally.rows:
            return max(self.tally.answered - self.tally.rows[0].base, 0)
        if self.tally.shape == "voices":  # who declined wrote nothing, and is not among those who did
            return 0
        return sum(row.aside for row in self.tally.rows) + sum(row.counts[0] for row in self.tally.besides)


def exhibit(
    id: str, title: Label, tally: Tally, notation: Notation,
    draw: Callable[[Tally, Notation], Figure | None] = figure,
) -> Exhibit:  # fmt: skip
    if tally.shape != "voices" and not tally.rows:
        return Exhibit(id, title, message=TOO_FEW)
    return Exhibit(id, title, tally, table(tally, notation), draw(tally, notation))


def exhibits(questionnaire: Questionnaire, release: Release, chosen: Filter, notation: Notation) -> dict[str, Exhibit]:
    """An exhibit for every question that is counted, by its id."""
    of_some = asked_of_some(questionnaire)
    return {
        result.question.id: replace(
            _shown(result, notation),
            message=result.message,
            asked_some=result.question.id in of_some,
            repeated=result.question.id in questionnaire.repeated,
            voices=() if chosen.dimension else voices.of(release, result.question.id),
            themes=None if chosen.dimension else _themes(result.question.id, release, notation),
        )
        for result in results(questionnaire, release, chosen)
    }


def _shown(result: Result, notation: Notation) -> Exhibit:
    question, tally = result.question, result.tally
    if tally is None:
        return Exhibit(question.id, question.title)
    # Groups of people stand in the order the questionnaire gives them: ages by age, not by number.
    return exhibit(question.id, question.title, replace(tally, ordered=tally.ordered or question.dimension), notation)


def _themes(id: str, release: Release, notation: Notation) -> Exhibit | None:
    tally = themes.tally(release, id)
    if tally is None:
        return None
    return replace(exhibit(f"{id}-themes", THEMES, tally, notation), message=message(tally))


def by_page(questionnaire: Questionnaire, made: dict[str, Exhibit]) -> Iterator[tuple[Page, list[Exhibit]]]:
    """The pages with what is shown of their questions; who took part has a place of its own."""
    for page in questionnaire.pages:
        shown = [made[question.id] for question in page.questions if question.id in made and not question.dimension]
        if shown:
            yield page, shown
