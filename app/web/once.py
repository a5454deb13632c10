"""A small file that is made once and never changes: whole or not at all, and not forgotten in a power cut."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path


def made_once(file: Path, content: bytes) -> bytes:
    """What the file holds; this, if there was none. Of two processes that come at once the first one wins."""
    if not file.exists():
        made = file.with_suffix(f".{secrets.token_hex(4)}")
        with os.fdopen(os.open(made, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as written:
            written.write(content)
            written.flush()
            os.fsync(written.fileno())
        with suppress(FileExistsError):
            os.link(made, file)
        made.unlink()
        _keep_names(file.parent)
    return file.read_bytes()


def _keep_names(folder: Path) -> None:
    """A synced file may still lose its name."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
