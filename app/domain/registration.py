"""A registration for an event: who comes, with how many, what they need, and whether they have their places.

Nothing here meets what people answer in questionnaires: other tables, another role, no common key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from app.domain.needs import Needs
from app.domain.sentence import N_

State = Literal["confirmed", "waiting", "cancelled"]
STATES: dict[State, str] = {"confirmed": N_("Confirmed"), "waiting": N_("Waiting list"), "cancelled": N_("Cancelled")}


@dataclass(frozen=True)
class Party:
    """What someone says who registers. `seats` counts them and those they bring, whose names may stay unsaid; children
    who go to the childcare take no seat."""

    name: str
    seats: int
    email: str = ""
    companions: tuple[str, ...] = ()
    language: str = "de"
    needs: Needs = field(default_factory=Needs)

    def names(self) -> Iterator[str]:
        """Everyone's name, "" where it was not said."""
        yield self.name
        said = self.companions[: self.seats - 1]
        yield from (*said, *[""] * (self.seats - 1 - len(said)))


@dataclass(frozen=True)
class Registration:
    """`number` is its place in the order of arrival at this event; `here` counts those who have come, and `sequence`
    how often it or the event was changed (RFC 5545). Cancelled, it holds no names any more."""

    id: str
    event: str
    number: int
    state: State
    party: Party
    here: int = 0
    sequence: int = 0

    @property
    def seats(self) -> int:
        return self.party.seats

    @property
    def confirmed(self) -> bool:
        return self.state == "confirmed"
