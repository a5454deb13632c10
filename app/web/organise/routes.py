"""All that hangs on the door of staff who organise."""

from __future__ import annotations

from app.web.organise import (
    badges,
    cards,
    check_in,
    event_capacity,
    event_party,
    event_people,
    event_plan,
    outcome_sources,
    outcome_steps,
    statement_words,
    statements,
)
from app.web.organise.door import bp

__all__ = [
    "badges",
    "bp",
    "cards",
    "check_in",
    "event_capacity",
    "event_party",
    "event_people",
    "event_plan",
    "outcome_sources",
    "outcome_steps",
    "statement_words",
    "statements",
]
