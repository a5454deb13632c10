"""All that hangs on the door of staff who organise."""

from __future__ import annotations

from app.web.organise import edit, new, outcome_sources, outcome_steps, papers, publishing, showing, translate
from app.web.organise.door import bp

__all__ = [
    "bp",
    "edit",
    "new",
    "outcome_sources",
    "outcome_steps",
    "papers",
    "publishing",
    "showing",
    "translate",
]
