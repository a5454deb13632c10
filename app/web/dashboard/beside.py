"""Two groups beside each other: for each question two bars a line, and a table with both, their difference, and whether
that is more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.comparison import Pair, compare, message
from app.domain.display import percent
from app.domain.measure import Measure, compared_side
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Tally
from app.domain.uncertainty import Interval
from app.web.dashboard.bars import Rect, rect
from app.web.dashboard.drawing import Figure, lying, plain
from app.web.dashboard.notation import Notation
from app.web.dashboard.table import NONE, Cell, Line, Table

TONES = ("first", "second")
DIFFERENCE = Sentence(N_("Difference in percentage points"))
VERDICT = Sentence(N_("More than chance?"))
CERTAIN, DOUBTFUL = Sentence(N_("More than chance")), Sentence(N_("May be chance"))


@dataclass(frozen=True)
class Beside:
    """A question as two groups answered it; `tallies` are of the first and the second."""

    names: tuple[Label, Label]
    tallies: tuple[Tally, Tally]
    pairs: tuple[Pair, ...]

    @property
    def tested(self) -> bool:
        return all(pair.certain is not None for pair in self.pairs)

    @property
    def shares(self) -> list[Pair]:
        return [pair for pair in self.pairs if pair.first.row]

    @property
    def side(self) -> Label | None:
        """The best step, where the better half of the steps is compared."""
        return compared_side(self.tallies[0])

    @property
    def largest(self) -> float:
        """By how much the two differ at most, as far as that is more than chance."""
        return max((abs(pair.difference) for pair in self.shares if pair.certain), default=0.0)

    @property
    def message(self) -> Sentence:
        return message(self.pairs, *self.names)

    @property
    def average(self) -> Sentence | None:
        """Both means, where there are any."""
        pair = next((pair for pair in self.pairs if not pair.first.row), None)
        if pair is None:
            return None
        said = {
            True: N_("On average – {first}: {one}, {second}: {other}. This difference is more than chance."),
            False: N_("On average – {first}: {one}, {second}: {other}. This difference may be chance."),
            None: N_("On average – {first}: {one}, {second}: {other}."),
        }[pair.certain]
        first, second = self.names
        return Sentence.of(said, first=first, second=second, one=pair.first.said, other=pair.second.said)


def beside(names: tuple[Label, Label], first: Tally, second: Tally, overlapping: bool) -> Beside:
    return Beside(names, (first, second), compare(first, second, overlapping))


def figure(made: Beside, notation: Notation) -> Figure | None:
    """Two bars for each line, the second below the first."""
    sides = _sides(made.shares)
    rows = [[each.row for each in side if each.row] for side in sides]
    if not rows[0]:
        return None
    traces = []
    for lane, (tone, shown, side) in enumerate(zip(TONES, rows, sides, strict=True)):
        texts = [notation.share(row, 0) for row in shown]
        drawn = plain(shown, texts, notation, [_interval(each) for each in side])
        name = notation.words(made.names[lane])
        traces.append({**drawn, "name": name, "meta": {"tone": tone, "lane": lane, "lanes": len(TONES)}})
    ends = (0.0, max((row.share() for side in rows for row in side), default=1.0) or 0.01)
    return lying(rows[0], traces, ends, notation)


def table(made: Beside, notation: Notation) -> Table | None:
    if not made.shares:
        return None
    longest = max(each.estimate.value for side in _sides(made.shares) for each in side) or 1
    lines = tuple(
        Line(pair.first.label, _picture(pair, longest, notation), _cells(pair, notation)) for pair in made.shares
    )
    head = (*made.names, DIFFERENCE, VERDICT) if made.tested else (*made.names, DIFFERENCE)
    return Table(head, lines)


def _sides(pairs: Sequence[Pair]) -> tuple[list[Measure], list[Measure]]:
    return [pair.first for pair in pairs], [pair.second for pair in pairs]


def _picture(pair: Pair, longest: float, notation: Notation) -> tuple[Rect, ...]:
    both = zip(TONES, (pair.first, pair.second), strict=True)
    return tuple(rect(tone, 0, each.estimate.value / longest, notation.rtl) for tone, each in both)


def _cells(pair: Pair, notation: Notation) -> tuple[Cell, ...]:
    shares = (_share(pair.first, notation), _share(pair.second, notation))
    if pair.certain is None:
        return (*shares, _difference(pair, notation))
    verdict = Cell(notation.words(CERTAIN if pair.certain else DOUBTFUL), strong=pair.certain)
    return (*shares, _difference(pair, notation), verdict)


def _share(measure: Measure, notation: Notation) -> Cell:
    return Cell(notation.words(measure.said), between=notation.shares_between(_interval(measure)))


def _interval(measure: Measure) -> Interval | None:
    return None if measure.worded else measure.estimate.interval


def _difference(pair: Pair, notation: Notation) -> Cell:
    """In whole points of the numbers that stand beside it, or none where one of them is said in words."""
    if pair.worded:
        return Cell(NONE)
    points = percent(pair.first.estimate.value) - percent(pair.second.estimate.value)
    interval = pair.interval
    ends = notation.ends(percent(interval.low), percent(interval.high)) if interval else ""
    return Cell(notation.signed(points), between=ends)
