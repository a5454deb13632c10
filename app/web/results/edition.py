"""The edition of the program: a fingerprint that changes when a page may look different though its numbers do not."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

APP = Path(__file__).resolve().parents[2]
SHAPING = {".py", ".html", ".css", ".js", ".mo"}


@cache
def edition() -> str:
    fingerprint = hashlib.sha256()
    for file in sorted([*APP.rglob("*"), *(APP.parent / "translations").rglob("*.mo")]):
        if file.suffix in SHAPING:
            fingerprint.update(file.read_bytes())
    return fingerprint.hexdigest()
