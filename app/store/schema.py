"""The schemas this program knows, read from the names of its migrations: Alembic would weigh on every web server."""

from __future__ import annotations

from functools import cache
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "migrations"


@cache
def known() -> tuple[str, ...]:
    """Their numbers, the newest first."""
    return tuple(sorted((file.name.partition("_")[0] for file in SCRIPTS.glob("versions/0*.py")), reverse=True))


def newest() -> str:
    return known()[0]


def serves(found: str | None) -> bool:
    """Whether the program can work with this schema: its own, or a later one, for schemas are only added to."""
    return found is not None and (found == newest() or found not in known())
