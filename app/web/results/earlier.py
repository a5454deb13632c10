"""Looking back: the earlier release that changes are counted from, and the others one may choose.

Nothing is kept on the visitor's device: whoever wants to know what is new since their last visit keeps a link.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from app.domain.release import Release
from app.domain.response import monday
from app.store import releases

MANY = 14  # releases to choose from, more of which would be a long list: then the last of each week is enough
A_WEEK = timedelta(days=7)

Day = tuple[int, date]  # the number of a release and the day it was made


@dataclass(frozen=True)
class Earlier:
    """`release` is the one that changes are counted from, None before there is a second; `choices` are the newest of
    each day or week, the newest first."""

    release: Release | None
    choices: tuple[Day, ...]


def earlier(db: Connection, slug: str, newest: Release, since: int) -> Earlier:
    """The release that is asked for; without one the newest of a week ago, or the first."""
    before = [(number, day) for number, day in releases.days(db, slug) if number < newest.number]
    number = since or _a_week_ago(before, newest.day)
    return Earlier(releases.at(db, slug, number) if number else None, tuple(choices(before)))


def choices(before: Sequence[Day]) -> list[Day]:
    by_day = {day: (number, day) for number, day in before}
    by_week = {monday(day): (number, day) for number, day in before}
    few = by_day if len(by_day) <= MANY else by_week
    return list(few.values())[: -MANY - 1 : -1]


def _a_week_ago(before: Sequence[Day], today: date) -> int:
    old = [number for number, day in before if day <= today - A_WEEK]
    return old[-1] if old else before[0][0] if before else 0
