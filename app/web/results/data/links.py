"""Addresses of open data as other sites need them, and tags that change with what they stand for."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app, request, url_for


def absolute(endpoint: str, **values: Any) -> str:
    """An address below the one that is set, else below the one asked for."""
    base = current_app.config["MITSPRACHE"].address or request.host_url
    return str(base.rstrip("/") + url_for(endpoint, lang=None, **values))


def fingerprint(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()
