"""A code as the database keeps it: a hash that opens the door and leads back to nothing without our secret."""

from __future__ import annotations

import hashlib
import hmac

from flask import current_app


def hashed(slug: str, code: str) -> str:
    """64 hex digits; the same code of another questionnaire has another hash."""
    return hmac.new(_key(), f"{slug}|{code}".encode(), hashlib.sha256).hexdigest()


def _key() -> bytes:
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), b"codes", hashlib.sha256).digest()
