"""Days as settings hold them and as people and files write them: YYYY-MM-DD."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.domain.sentence import N_, Problem

KINDS = (date, date | None)  # how a field says that it holds one


def read(hint: Any, written: Any, where: str = "") -> date | None:
    """The day, or None where none is written and none is needed; raises a Problem that names the place."""
    if not written and hint is not date:
        return None
    try:
        return date.fromisoformat(written.strip())
    except (AttributeError, ValueError):
        raise Problem(N_("Write the day as YYYY-MM-DD."), where) from None
