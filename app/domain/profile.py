"""How carefully results are published: how often, about how many people at least, and how strongly perturbed.

The parameters follow docs/privacy.md; their measured risk stands in docs/privacy-proof.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

QUARTER_HOUR = timedelta(minutes=15)
NIGHT = timedelta(days=1)
THREE_NIGHTS = timedelta(days=3)
WEEK = timedelta(weeks=1)
AT_CLOSING = timedelta(0)  # not before the questionnaire is closed

# A Monday, 1 o'clock UTC as the clock gives it: nights and weeks end while most people sleep.
ORIGIN = datetime(2024, 1, 1, 1)  # noqa: DTZ001
QUIET_DAYS = 3  # before the last day nothing is released, so that the closing release is large
SMALL = 50  # a questionnaire with fewer answers has no groups at all


@dataclass(frozen=True)
class Profile:
    """`block`: fewest people in anything published and in any difference of it; `first`: people a group appears with;
    `fresh`: new answers before the next totals; `totals`, `groups`: time between two releases of each;
    `most`, `variance`: largest and mean squared change of a count."""

    name: str
    block: int
    first: int
    fresh: int
    totals: timedelta
    groups: timedelta
    most: int
    variance: int

    @property
    def often(self) -> int:
        """More than nine in ten counts are changed by no more than this."""
        return 2 if self.variance <= 2 else 3

    @property
    def once(self) -> bool:
        """Whether there are results only after closing."""
        return self.totals == AT_CLOSING

    def total_due(self, moment: datetime, last: datetime | None, waiting: int, last_day: date | None = None) -> bool:
        """Whether the totals of an open questionnaire are due. A clock that jumps back makes nothing due."""
        quiet = last_day is not None and 0 <= (last_day - moment.date()).days < QUIET_DAYS
        return waiting >= self.fresh and not quiet and _passed(self.totals, moment, last)

    def quiet_until(self, moment: datetime, last: datetime | None) -> datetime:
        """Before when no totals can come, whatever is answered; `last` is when the last did, None before the first."""
        if last is None or self.once or _passed(self.totals, moment, last):
            return moment
        return ORIGIN + ((moment - ORIGIN) // self.totals + 1) * self.totals

    def closing_due(self, waiting: int, first_time: bool) -> bool:
        """Whether what came in before closing is enough to be released; if not, it never is."""
        return waiting >= self.fresh and (first_time or not self.once)

    def groups_due(self, moment: datetime, last: datetime | None) -> bool:
        """Whether a release at this moment extends the groups, too; `last` is when one did."""
        return _passed(self.groups, moment, last)


def _passed(rhythm: timedelta, moment: datetime, last: datetime | None) -> bool:
    if rhythm == AT_CLOSING:
        return False
    return last is None or (moment - ORIGIN) // rhythm > (last - ORIGIN) // rhythm


# The mildest that were found to cost at most 13 points on our own examples, which have many even answers to guess
# among; with blocks of 10, changes up to 5 and groups every night, live cost up to 19 (docs/privacy-proof.md).
LIVE = Profile("live", 15, 20, 20, QUARTER_HOUR, THREE_NIGHTS, 7, 4)
RUHIG = Profile("ruhig", 15, 20, 20, NIGHT, WEEK, 7, 4)
SENSIBEL = Profile("sensibel", 20, 20, 20, WEEK, WEEK, 7, 4)
EINMAL = Profile("einmal", 10, 20, 20, AT_CLOSING, AT_CLOSING, 5, 2)  # events: totals once, after closing

PROFILES = {profile.name: profile for profile in (LIVE, RUHIG, SENSIBEL, EINMAL)}
