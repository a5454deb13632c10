"""Who gets a place at an event: first come, first served, and a party gets its places together.

Nobody overtakes. Where too few places are free for the party that is first in line, they are kept for it: else single
people would pass a family for ever. The places lost by that are fewer than one party has. From the moment one can no
longer register they would stay empty for good; then they go to the next whose party fits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.event import Event
from app.domain.registration import Registration, State


@dataclass(frozen=True)
class Fullness:
    """How many seats of an event are confirmed, and how many seats and parties wait."""

    confirmed: int = 0
    waiting: int = 0
    parties: int = 0

    def free(self, event: Event) -> int:
        """The seats someone new may have: none as long as anyone waits, none where more came than there is room for."""
        return 0 if self.parties else self.left(event)

    def left(self, event: Event) -> int:
        return max(event.capacity - self.confirmed, 0)


def state_for(event: Event, seats: int, full: Fullness) -> State | None:
    """What becomes of a party that registers now; None where it cannot."""
    if seats <= full.free(event):
        return "confirmed"
    return "waiting" if event.waits else None


def moving_up(waiting: Iterable[Registration], free: int, passing: bool) -> Iterator[Registration]:
    """Those who get the free places now; `waiting` is in the order of arrival, `passing` says whether one may."""
    for registration in waiting:
        if registration.seats <= free:
            free -= registration.seats
            yield registration
        elif not passing:
            return
