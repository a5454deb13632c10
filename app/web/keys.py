"""The keys of the cell-key method: one for each questionnaire, in a folder of their own, never in the database.

Whoever has the database and its backups but not the keys cannot undo the changes of the published numbers.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from app.web.once import made_once

BYTES = 32
ALIVE = "jobs-alive"  # a file of the job runner beside its folder of keys, written after each round


class KeyMissing(Exception):
    """There are releases made with a key that is gone; another key would show the same people in two ways."""

    def __init__(self, file: Path):
        super().__init__(
            f"The key {file} is missing, but releases were made with it. Put it back from the backup of the keys: "
            "without it nothing more can be released of this questionnaire."
        )


def of(folder: Path, slug: str, used: bool) -> bytes:
    """The key of a questionnaire, made when it is `used` for the first time."""
    file = folder / f"{slug}.key"
    if not file.exists():
        if used:
            raise KeyMissing(file)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return made_once(file, secrets.token_bytes(BYTES))


def forget(folder: Path, slug: str) -> None:
    """Delete a key for good: nobody, not even we, can undo or repeat its numbers any more."""
    (folder / f"{slug}.key").unlink(missing_ok=True)
