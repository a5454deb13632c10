"""All that hangs on the door of staff who organise."""

from __future__ import annotations

from app.web.organise import outcome_sources, outcome_steps
from app.web.organise.door import bp

__all__ = ["bp", "outcome_sources", "outcome_steps"]  # these hang their pages on the same door
