"""The pages of events, which hang themselves on their door."""

from __future__ import annotations

from app.web.events import mine, pages, registering
from app.web.events.door import bp

__all__ = ["bp", "mine", "pages", "registering"]
