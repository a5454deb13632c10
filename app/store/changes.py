"""How often this process has committed something other than answers: what was read before may have changed."""

from __future__ import annotations

from itertools import count
from typing import Any

from sqlalchemy import Engine, event

ANSWERS = "mitsprache_answers"  # the option of an engine whose commits change no page

_numbers = count(1)
_newest = 0


def changes() -> int:
    return _newest


@event.listens_for(Engine, "commit")
def _committed(connection: Any) -> None:
    global _newest
    if not connection.get_execution_options().get(ANSWERS):
        _newest = next(_numbers)  # not += 1: two threads may commit at once
