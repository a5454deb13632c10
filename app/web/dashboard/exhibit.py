"""An exhibit: what the page shows of one question, a sentence, a chart and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.domain import themes, voices
from app.domain.audience import asked_of_some
from app.domain.comparison import overlapping
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import TOO_FEW, Filter, Result, message, results
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Tally
from app.web.dashboard import beside as besides
from app.web.dashboard import charts
from app.web.dashboard.beside import TONES, Beside, beside
from app.web.dashboard.charts import figure
from app.web.dashboard.drawing import Figure
from app.web.dashboard.notation import Notation
from app.web.dashboard.participation import Group
from app.web.dashboard.table import Table, table

NOTHING_TO_COMPARE = Sentence(N_("There is nothing to compare here."))


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
    of_texts: bool = False  # counts texts and not people
    beside: Beside | None = None  # what two groups answered, instead of the tally of one
    remark: Sentence | None = None  # why it stands where it does, in an order other than that by theme
    towards: Mapping[str, Any] | None = None  # the address of what the remark is about

    @property
    def key(self) -> list[tuple[str, Label]]:
        if self.beside:
            return list(zip(TONES, self.beside.names, strict=True))
        return charts.key(self.tally) if self.tally else []

    @property
    def exact(self) -> bool:
        """Whether the numbers come with how exact they are."""
        tallies = self.beside.tallies if self.beside else (self.tally,)
        return bool(self.table) and all(tally is not None and tally.noise is not None for tally in tallies)

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
    made = [
        replace(
            _shown(result, notation),
            message=result.message,
            voices=() if chosen.dimension else voices.of(release, result.question.id),
            themes=None if chosen.dimension else _themes(result.question.id, release, notation),
        )
        for result in results(questionnaire, release, chosen)
    ]
    return _marked(made, questionnaire)


def compared(
    questionnaire: Questionnaire, release: Release, groups: tuple[Group, Group], dimension: str, notation: Notation
) -> dict[str, Exhibit]:
    """An exhibit with both groups for every question that is counted, by its id."""
    both = (results(questionnaire, release, Filter(dimension, group.id)) for group in groups)
    shared = overlapping(questionnaire, dimension)
    return _marked(
        [_beside(one, other, groups, shared, notation) for one, other in zip(*both, strict=True)], questionnaire
    )


def _beside(one: Result, other: Result, groups: tuple[Group, Group], shared: bool, notation: Notation) -> Exhibit:
    question = one.question
    if one.tally is None or other.tally is None:
        return Exhibit(question.id, question.title, message=one.message if one.tally is None else other.message)
    first = replace(one.tally, ordered=one.tally.ordered or question.dimension)
    made = beside((groups[0].label, groups[1].label), first, other.tally, shared)
    if not made.pairs:
        return Exhibit(question.id, question.title, message=NOTHING_TO_COMPARE)
    table, figure = besides.table(made, notation), besides.figure(made, notation)
    return Exhibit(question.id, question.title, None, table, figure, made.message, beside=made)


def _marked(made: Sequence[Exhibit], questionnaire: Questionnaire) -> dict[str, Exhibit]:
    """By their ids, with what the numbers of each must be read with."""
    some, repeated = asked_of_some(questionnaire), questionnaire.repeated
    return {each.id: replace(each, asked_some=each.id in some, repeated=each.id in repeated) for each in made}


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
    return replace(exhibit(f"{id}-themes", themes.TITLE, tally, notation), message=message(tally), of_texts=True)


def by_page(questionnaire: Questionnaire, made: dict[str, Exhibit]) -> Iterator[tuple[Page, list[Exhibit]]]:
    """The pages with what is shown of their questions; who took part has a place of its own."""
    for page in questionnaire.pages:
        shown = [made[question.id] for question in page.questions if question.id in made and not question.dimension]
        if shown:
            yield page, shown
