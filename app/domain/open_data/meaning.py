"""What a published cell means: the thing it is about, the answer it counts, and the number the answer stands for.

Learned from the tally itself: where do people appear who are all in this one cell? So it holds for every kind of
question, and says what the charts show.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from app.domain import repetition
from app.domain.option import Option
from app.domain.question import Question, settings
from app.domain.questionnaire import Questionnaire
from app.domain.tally import Counts, Label, Row, Tally

Role = Literal["answer", "remainder", "no opinion", "declined", "written"]
PEOPLE = 1_000  # enough for any line to be shown
STACKED = ("diverging", "statements")
BY_ROW = (*STACKED, "pairs")  # shares are of those who answered about the thing or the pair of a row


@dataclass(frozen=True)
class Meaning:
    """`row` and `column` name what the cell is about and the answer to it, "" where there is only one of them.

    `place` is where the column stands from worst (1) to best; `value` what the answer counts in a mean. `role`: an
    answer; a remainder, never anyone's message; no opinion, outside of the shares; declined to answer at all; written
    in one's own words."""

    cell: str
    row: str
    column: str
    row_label: Label
    column_label: Label
    role: Role
    place: int | None = None
    value: float | None = None


def shape_of(questionnaire: Questionnaire, question: Question) -> str:
    """The shape of the chart of a question."""
    return _tally(questionnaire, question, "").shape


def several(questionnaire: Questionnaire, question: Question) -> bool:
    """Whether one person may be in several cells of its chart."""
    return _tally(questionnaire, question, "").several


def meanings(questionnaire: Questionnaire, question: Question) -> list[Meaning]:
    """The meaning of each cell of a question, in order."""
    cells = repetition.cells(question) if question.id in questionnaire.repeated else question.cells()
    return [_meaning(question, cell, _tally(questionnaire, question, cell)) for cell in cells]


def _tally(questionnaire: Questionnaire, question: Question, cell: str) -> Tally:
    everyone = Counts(PEOPLE, {cell: PEOPLE})
    repeated = question.id in questionnaire.repeated
    return repetition.tally(question, everyone) if repeated else question.tally(everyone)


def _meaning(question: Question, cell: str, tally: Tally) -> Meaning:
    thing, parted, answer = cell.rpartition(":")
    if tally.shape == "bars":  # each cell has a line of its own, whatever it is about
        parted = ""
    for row in tally.besides:
        if any(row.counts):
            return Meaning(cell, cell, "", row.label, "", "declined")
    if tally.shape == "voices":
        return Meaning(cell, cell, "", "", "", "written")
    if tally.shape == "pairs":
        pair = next(trait for trait in question.traits() if trait.part == thing)
        return Meaning(cell, thing, answer, pair.label, pair.values[answer], "answer")
    found = next(_counted(tally), None)
    if found is None:
        aside = _aside(question, answer)
        about = next((row.label for row in tally.rows if row.aside), "") if parted else ""
        return Meaning(cell, thing, answer, about, aside, "no opinion")
    row, column = found
    value = row.mean if tally.mean is None else tally.mean
    if tally.shape in STACKED:
        about = row.label if parted else ""
        return Meaning(cell, thing, answer, about, tally.columns[column], "answer", column + 1)
    if parted:
        return Meaning(cell, thing, answer, row.label, answer, "answer", value=value)
    return Meaning(cell, cell, "", row.label, "", "remainder" if row.last else "answer", value=value)


def _counted(tally: Tally) -> Iterator[tuple[Row, int]]:
    """Where the people are: the row and the column with a count, or with a mean, which a count of no points has too."""
    for row in tally.rows:
        if any(row.counts):
            yield row, next(place for place, count in enumerate(row.counts) if count)
        elif row.mean is not None:
            yield row, 0


def _aside(question: Question, answer: str) -> Label:
    """The words of an answer that no column shows."""
    options = (value for f in settings(type(question)) for value in _options(getattr(question, f.name)))
    known = {option.id: option.label for option in options if option.aside}
    return {**known, **question.asides}.get(answer, answer)


def _options(value: Any) -> list[Option]:
    return [each for each in value if isinstance(each, Option)] if isinstance(value, tuple) else []
