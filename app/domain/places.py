"""Who gets a place at an event: first come, first served, and a party gets its places together.

Nobody overtakes. Where too few places are free for the party that is first in line, they are kept for it: else single
people would pass a family for ever. The places lost by that are fewer than one party has. From the moment one can no
longer register they would stay empty for good; then they go to the next whose party fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.domain.registration import Registration


def moving_up(waiting: Iterable[Registration], free: int, passing: bool) -> Iterator[Registration]:
    """Those who get the free places now; `waiting` is in the order of arrival, `passing` says whether one may."""
    for registration in waiting:
        if registration.seats <= free:
            free -= registration.seats
            yield registration
        elif not passing:
            return
