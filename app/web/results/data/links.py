"""Addresses of open data, as pages and as other sites need them."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import current_app, request, url_for

FINGERPRINT = 10  # hex digits


def absolute(endpoint: str, **values: Any) -> str:
    """An address as other sites need it: below the one that is set, else below the one asked for."""
    base = current_app.config["MITSPRACHE"].address or request.host_url
    return str(base.rstrip("/") + url_for(endpoint, lang=None, **values))


def address(slug: str, number: int, name: str, content: bytes | None = None) -> str:
    """Where a file is; with the fingerprint of its content, so that browsers may keep it."""
    mark = fingerprint(content) if content else None
    return url_for("data.file", slug=slug, number=number, name=name, v=mark, lang=None)


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:FINGERPRINT]
