"""How published numbers are said: never more exactly than they are, and never that all or nobody said something."""

from __future__ import annotations

from app.domain.sentence import N_, Sentence
from app.domain.tally import Row

SMALL_GROUP = 50  # people, below which the ends of the scale are said in words
NEARLY = 0.95

PERCENT = N_("{percent} %")
AT_MOST_A_FEW = Sentence(N_("at most a few"))
ALMOST_ALL = Sentence(N_("almost all"))


def worded(row: Row, column: int = 0) -> bool:
    """Whether a share is said in words, so that nothing more exact may stand beside it either."""
    return share(row, column).message != PERCENT


def percent(share: float) -> int:
    return round(100 * share)


def share(row: Row, column: int = 0) -> Sentence:
    """The share of a column in words: whole percent, or words where a number would say too much."""
    if not row.base or not row.counts[column]:
        return AT_MOST_A_FEW
    part, small = row.share(column), row.base < SMALL_GROUP
    if percent(part) == 100 or (small and part > NEARLY):
        return ALMOST_ALL
    if percent(part) == 0 or (small and part < 1 - NEARLY):
        return Sentence.of(N_("under {percent} %"), percent=5 if small else 1)
    return whole(part)


def whole(part: float) -> Sentence:
    return Sentence.of(PERCENT, percent=percent(part))


def about(people: int) -> int:
    """People to the nearest five."""
    return 5 * round(people / 5)
