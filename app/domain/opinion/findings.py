"""What a release of a conversation says: everything here is computed from published numbers and from nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain import uncertainty
from app.domain.comparison import newcombe
from app.domain.opinion.box import ANSWERS, VARIANCE
from app.domain.opinion.count import Count
from app.domain.opinion.release import StatementRelease
from app.domain.opinion.statistics import (
    SHOWN,
    SIDES,
    SIGNIFICANT,
    Side,
    Typical,
    above_half,
    consensus,
    group_informed,
    priority,
    typical,
)
from app.domain.questions.statements import BACK_TO_FRONT, VOTES
from app.domain.sentence import N_, Sentence
from app.domain.tally import Row, Tally
from app.domain.text import Text
from app.domain.uncertainty import Interval, Share

LETTERS = "ABCDE"  # groups have no other names: nobody knows who they are
NOTABLE = 0.25  # a side, or those undecided, from which on something divides or is not known
UNSEEN = priority(Count(0, 0, 0))  # the weight of a statement without numbers: it is asked often until it has some


@dataclass(frozen=True)
class Cell:
    """One published number; `group` is a letter, or "" for everyone."""

    statement: str
    group: str
    answer: str
    count: int


def rows(release: StatementRelease) -> Iterator[Cell]:
    """All numbers of a release, one by one, as open data."""
    for id, count in release.totals.items():
        yield from _cells(id, "", count)
    for id, counts in release.by_group.items():
        for letter, count in zip(LETTERS, counts, strict=False):
            yield from _cells(id, letter, count)


def _cells(id: str, group: str, count: Count) -> Iterator[Cell]:
    for answer, people in zip(ANSWERS, (count.agree, count.disagree, count.passed), strict=True):
        yield Cell(id, group, answer, people)


def priorities(release: StatementRelease | None) -> dict[str, float]:
    """The weight with which each statement is asked next: draw by lot among those a person has not voted on. A
    statement that is not among them has UNSEEN.

    Polis takes how far a statement tells people apart from its principal components. These are not published, for
    each vote moves all of them; how far the groups differ stands for it, where groups are shown.
    """
    if release is None:
        return {}
    differ = {id: difference(counts) for id, counts in release.by_group.items()}
    return {id: priority(count, 2 * differ.get(id, 0.0)) for id, count in release.totals.items()}


def group_name(group: int) -> Sentence:
    return Sentence.of(N_("Group {letter}"), letter=LETTERS[group])


# -- one statement


def share(count: Count, answer: str) -> Share | None:
    """How many of those who saw a statement gave this answer, and how exact that is."""
    return _estimate(count, answer) if count.seen else None


def division(count: Count) -> Share | None:
    """How many are on the smaller side: none where all agree, half where people are split evenly."""
    return share(count, min(SIDES, key=count.of))


def difference(counts: Sequence[Count]) -> float:
    """By how much the agreement of two groups differs at most, from 0 to 1."""
    shares = [count.agree / count.seen for count in counts if count.seen]
    return max(shares) - min(shares) if shares else 0.0


def interval_of_difference(counts: Sequence[Count]) -> Interval:
    """Between what the difference of the two groups that differ most may lie."""
    found = sorted((each for count in counts if (each := share(count, "agree"))), key=lambda each: each.value)
    between = newcombe(found[-1], found[0])
    return Interval(max(between.low, 0.0), between.high)


def _estimate(count: Count, answer: str) -> Share | None:
    found = uncertainty.estimate(_tally([_row("", count)]), _row("", count), _column(answer))
    return found if isinstance(found, Share) else None


def _column(answer: str) -> range:
    place = BACK_TO_FRONT.index(answer)
    return range(place, place + 1)


# -- all of them


def agreed(release: StatementRelease, side: Side = "agree") -> list[str]:
    """What clearly more than half agree with (or disagree), the clearest first."""
    return consensus(release.totals, side, VARIANCE)


def divided(release: StatementRelease) -> list[str]:
    """What people are split over, the most evenly first."""
    return _most(release, lambda count: min(count.agree, count.disagree))


def unknown(release: StatementRelease) -> list[str]:
    """What many pass over."""
    return _most(release, lambda count: count.passed)


def _most(release: StatementRelease, of: Callable[[Count], int]) -> list[str]:
    notable = [
        (-of(count) / count.seen, id) for id, count in release.totals.items() if of(count) >= NOTABLE * count.seen
    ]
    return [id for _, id in sorted(notable)[:SHOWN]]


def shared(release: StatementRelease) -> list[str]:
    """By how likely one person of each group would all agree with a statement: the likeliest first."""
    return sorted(release.by_group, key=lambda id: (-group_informed(release.by_group[id]), id))


def bridging(release: StatementRelease) -> list[str]:
    """What clearly more than half of every group agree with."""
    by_group = release.by_group
    found = [id for id in shared(release) if all(_clearly(count) for count in by_group[id])]
    return found[:SHOWN]


def _clearly(count: Count) -> bool:
    return above_half(count.agree, count.seen, VARIANCE) > SIGNIFICANT


def typical_of(release: StatementRelease, group: int) -> list[Typical]:
    return typical(release.by_group, group, VARIANCE)


def others(counts: Sequence[Count], group: int) -> Count:
    """Those who are in another group, together."""
    rest = [count for place, count in enumerate(counts) if place != group]
    return Count(sum(it.agree for it in rest), sum(it.disagree for it in rest), sum(it.passed for it in rest))


def tally(release: StatementRelease, words: Mapping[str, Text], ids: Sequence[str]) -> Tally:
    """The numbers of some statements as charts and tables are made of them, in this order."""
    totals = release.totals
    return _tally([_row(words[id], totals[id]) for id in ids if id in totals and id in words], release.ballots)


def _tally(rows: Sequence[Row], people: int = 0) -> Tally:
    columns = tuple(Sentence(VOTES[vote]) for vote in BACK_TO_FRONT)
    return Tally("statements", people, tuple(rows), columns, ordered=True, noise=VARIANCE)


def _row(label: Text | str, count: Count) -> Row:
    return Row(label, (count.disagree, count.passed, count.agree), count.seen)
