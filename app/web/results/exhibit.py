"""An exhibit: what the page shows of one question, a sentence, a chart and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.questionnaire import Page, Questionnaire
from app.domain.release import Release
from app.domain.results import Filter, results
from app.domain.sentence import Sentence
from app.domain.tally import Label, Tally
from app.web.results import charts
from app.web.results.charts import Figure, figure
from app.web.results.notation import Notation
from app.web.results.table import Table, table


@dataclass(frozen=True)
class Exhibit:
    """`message` says it in a sentence; `tally` is None where too few answered; `asked_some` that not all were asked."""

    id: str
    title: Label
    message: Sentence | None
    tally: Tally | None
    table: Table | None = None
    figure: Figure | None = None
    asked_some: bool = False

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
        return sum(row.aside for row in self.tally.rows)


def exhibit(
    id: str,
    title: Label,
    message: Sentence | None,
    tally: Tally | None,
    notation: Notation,
    draw: Callable[[Tally, Notation], Figure | None] = figure,
    asked_some: bool = False,
) -> Exhibit:
    if tally is None:
        return Exhibit(id, title, message, None, asked_some=asked_some)
    return Exhibit(id, title, message, tally, table(tally, notation), draw(tally, notation), asked_some)


def exhibits(questionnaire: Questionnaire, release: Release, chosen: Filter, notation: Notation) -> dict[str, Exhibit]:
    """An exhibit for every question that is counted, by its id."""
    pages = {question.id: page for page in questionnaire.pages for question in page.questions}
    return {
        each.question.id: exhibit(
            each.question.id, each.question.title, each.message, each.tally, notation,
            asked_some=bool(each.question.show_if or pages[each.question.id].show_if),
        )
        for each in results(questionnaire, release, chosen)
    }  # fmt: skip


def by_page(questionnaire: Questionnaire, made: dict[str, Exhibit]) -> Iterator[tuple[Page, list[Exhibit]]]:
    """The pages with what is shown of their questions; who took part has a place of its own."""
    for page in questionnaire.pages:
        shown = [made[question.id] for question in page.questions if question.id in made and not question.dimension]
        if shown:
            yield page, shown
