"""All that hangs on the door of staff who organise."""

from __future__ import annotations

from app.web.organise import (
    badges,
    cards,
    check_in,
    edit,
    event_capacity,
    event_party,
    event_people,
    event_plan,
    new,
    outcome_sources,
    outcome_steps,
    papers,
    publishing,
    showing,
    statement_words,
    statements,
    translate,
)
from app.web.organise.door import bp

# These hang their pages on the same door.
__all__ = [
    "badges",
    "bp",
    "cards",
    "check_in",
    "edit",
    "event_capacity",
    "event_party",
    "event_people",
    "event_plan",
    "new",
    "outcome_sources",
    "outcome_steps",
    "papers",
    "publishing",
    "showing",
    "statement_words",
    "statements",
    "translate",
]
