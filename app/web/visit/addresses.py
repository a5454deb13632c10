"""Addresses of these pages as other sites need them: whole, and the same for everyone."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, request, url_for


def origin() -> str:
    """Where this site is reached, as it is set, else as it was asked for."""
    return str(current_app.config["MITSPRACHE"].address or request.host_url).rstrip("/")


def lasting(endpoint: str, **values: Any) -> str:
    """An address that names a language only where it is told to."""
    return origin() + url_for(endpoint, **{"lang": None, **values})


def authority() -> str:
    """The name of this site, without a port: whoever may give names to what is here (RFC 4151)."""
    return urlsplit(origin()).hostname or "localhost"
