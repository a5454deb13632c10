"""A form counts only when our own page sent it. No cookie and no token: there is no session to steal here."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import abort, request


def same_site_only(view: Callable[..., Any]) -> Callable[..., Any]:
    """Refuse a POST another site's page has sent. Browsers too old to say where they come from are let in."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        return abort(403) if from_elsewhere() else view(*args, **values)

    return guarded


def from_elsewhere() -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin is not None and origin != "null" and origin != request.host_url.rstrip("/")
