"""The numbers of a chart as a table, with a small picture in each line for those who read without script."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain import uncertainty
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row, Tally
from app.web.dashboard.bars import STACKED, Rect, order, picture, rect, tones
from app.web.dashboard.notation import Notation

SHARE = Sentence(N_("Share"))
PEOPLE = Sentence(N_("Answers, about"))
# Translators: heads of a table. Two things at a time stood to choose from; how often this one was taken, in percent.
CHOSEN_OVER = Sentence(N_("Comes before another"))
COMPARED = Sentence(N_("Comparisons, about"))
NONE = "–"
NO_OPINION = Sentence(N_("No opinion"))


@dataclass(frozen=True)
class Cell:
    """A number with, where it is a share, the people behind it, and between what the true one may lie."""

    number: str
    people: str = ""
    between: str = ""
    strong: bool = False


@dataclass(frozen=True)
class Line:
    label: Label
    picture: tuple[Rect, ...]
    cells: tuple[Cell, ...]
    anchor: str = ""  # by which a link finds the line


@dataclass(frozen=True)
class Table:
    head: tuple[Label, ...]
    lines: tuple[Line, ...]

    @property
    def wide(self) -> bool:
        """Too many columns for a phone: there each number is given its column's name."""
        return len(self.head) > 2


def table(tally: Tally, notation: Notation) -> Table | None:
    """The table of a tally, None when there are no numbers but how many answered."""
    made = _of_rows(tally, notation) if tally.rows else Table((SHARE, PEOPLE), ()) if tally.besides else None
    return made and replace(made, lines=(*made.lines, *(_beside(row, made, notation) for row in tally.besides)))


def _beside(row: Row, made: Table, notation: Notation) -> Line:
    """Those who declined: a number of people, and no share of those who did not."""
    people = _people(row.counts[0], notation)
    counted = made.head[-1] == PEOPLE
    return Line(row.label, (), (Cell(NONE), Cell(people or NONE)) if counted else (Cell(NONE, people), Cell(NONE)))


def _of_rows(tally: Tally, notation: Notation) -> Table:
    if tally.shape in STACKED:
        return _by_step(tally, notation) if len(tally.rows) == 1 else _by_column(tally, notation)
    each = Sentence.of(N_("{unit} per person"), unit=tally.unit) if tally.unit else Sentence(N_("Points per person"))
    second = {"ranking": Sentence(N_("Place on average")), "budget": each, "pairs": COMPARED}
    first = {
        "pairs": CHOSEN_OVER,
        "ranking": Sentence(N_("First place")),
        "budget": SHARE if tally.unit else Sentence(N_("Share of all points")),
    }
    lines = tuple(
        Line(row.label, picture(tally, row, notation.rtl), _share_and_more(tally, row, notation))
        for row in tally.by_size
    )
    return Table((first.get(tally.shape, SHARE), second.get(tally.shape, PEOPLE)), lines)


def _share_and_more(tally: Tally, row: Row, notation: Notation) -> tuple[Cell, ...]:
    if tally.shape in ("ranking", "budget"):
        number = NONE if row.mean is None else notation.number(row.mean)
        mean = uncertainty.mean(row.values, tally.noise)
        between = notation.means_between(mean.interval) if mean else ""
        return _share(tally, row, 0, notation), Cell(number, between=between)
    people = row.base if row.strength else row.counts[0]
    return _share(tally, row, 0, notation), Cell(_people(people, notation) or NONE)


def _share(tally: Tally, row: Row, column: int, notation: Notation) -> Cell:
    interval = uncertainty.interval(tally, row, column)
    return Cell(notation.share(row, column), between=notation.shares_between(interval))


def _by_step(tally: Tally, notation: Notation) -> Table:
    """One thing was judged: a line for each step, the best first."""
    row = tally.rows[0]
    longest = max((row.share(column) for column in range(len(tally.columns))), default=0) or 1
    lines = tuple(
        Line(
            tally.columns[column],
            (rect(tones(len(tally.columns))[column], 0, row.share(column) / longest, notation.rtl),),
            (_share(tally, row, column, notation), Cell(_people(row.counts[column], notation) or NONE)),
        )
        for column in reversed(range(len(tally.columns)))
    )
    aside = (Line(NO_OPINION, (), (Cell(NONE), Cell(_people(row.aside, notation) or NONE))),) if row.aside else ()
    return Table((SHARE, PEOPLE), lines + aside)


def _by_column(tally: Tally, notation: Notation) -> Table:
    columns = order(tally)
    some_aside = any(row.aside for row in tally.rows)
    lines = []
    for row in tally.by_size:
        cells = [replace(_share(tally, row, c, notation), people=_people(row.counts[c], notation)) for c in columns]
        aside = [Cell(_people(row.aside, notation) or NONE)] if some_aside else []
        lines.append(Line(row.label, picture(tally, row, notation.rtl), (*cells, *aside)))
    head = tuple(tally.columns[column] for column in columns)
    return Table((*head, NO_OPINION) if some_aside else head, tuple(lines))


def _people(count: int, notation: Notation) -> str:
    """A count, but never that nobody is in it."""
    return notation.number(count) if count else ""
