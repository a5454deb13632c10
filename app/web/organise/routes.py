"""All that hangs on the door of staff who organise."""

from __future__ import annotations

from app.web.organise import cards, statement_words, statements
from app.web.organise.door import bp

__all__ = ["bp", "cards", "statement_words", "statements"]
