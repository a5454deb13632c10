"""Checking people in at the door of an event: the code on their phone, and when the phone at the door knows names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from app.domain.code import ALPHABET, grouped
from app.domain.event import Event

BEFORE = timedelta(days=1)
AFTER = timedelta(hours=12)
LENGTH = 8


@dataclass(frozen=True)
class CheckIn:
    """That `here` of a party have come, as somebody noted it at this moment; 0 takes it back. The phone at the door
    chooses the id, so that what it sends twice counts once."""

    id: str
    registration: str
    here: int
    moment: datetime
    who: str


def code_of(registration: str) -> str:
    """What the picture on their phone says and can be read aloud: the first 40 bits of a random id."""
    bits = UUID(registration).int >> 128 - 5 * LENGTH
    return grouped("".join(ALPHABET[bits >> 5 * place & 31] for place in reversed(range(LENGTH))))


def ends(event: Event) -> datetime:
    """When a phone forgets the list, by the clocks of the county."""
    return event.stops + AFTER


def on_phone(event: Event, there: datetime) -> bool:
    """Whether a phone may keep the list for when the network drops."""
    return event.day is not None and event.starts - BEFORE <= there < ends(event)
