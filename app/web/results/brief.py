"""Words for paper: as on the page, but no longer than a page: nobody reads a megabyte, and setting it takes minutes."""

from __future__ import annotations

from app.domain.tally import Label
from app.web.dashboard.letters import MOST, plain
from app.web.language import say


def brief(label: Label) -> str:
    """Markup, like say(); plain text where it had to be cut."""
    said = say(label, {})
    return said if len(said) <= 2 * MOST else plain(said)[:MOST] + "…"
