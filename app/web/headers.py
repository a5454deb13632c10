"""What every answer tells the browser: what it may load, what it may keep, and how it is packed."""

from __future__ import annotations

from functools import cache

from flask import Flask, Response, g, request

from app.web.packing import pack
from app.web.public_pages import KEEP

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self' data:",  # the icon of the site is part of each page
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
SCRIPTS = {"script-src": "'self'", "connect-src": "'self'"}
# What a door needs beyond that. blob: is how Plotly hands out a picture of a chart.
DOORS = {
    "results": {**SCRIPTS, "img-src": "'self' data: blob:"},
    "design": {**SCRIPTS, "frame-src": "'self'", "frame-ancestors": "'self'"},
    "bank": {"frame-src": "'self'", "frame-ancestors": "'self'"},
    "account": SCRIPTS,
    "organise": {**SCRIPTS, "frame-src": "'self'", "frame-ancestors": "'self'"},
    "guest": SCRIPTS,
}
# Staff pages hold tokens beside what they echo; packed together, their length would tell on the token (BREACH).
PACKED = {"visit", "respond", "statements", "results", "data", None}


def allow_script() -> None:
    """Let this one page of a door without scripts load one of ours."""
    g.policy = (("script-src", "'self'"),)


def allow_camera() -> None:
    """Let this one page read codes that people hold before it."""
    g.camera = "self"


def init_app(app: Flask) -> None:
    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _policy(request.blueprint or "", *g.get("policy", ()))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        camera = f"camera=({g.get('camera', '')})"
        response.headers["Permissions-Policy"] = f"{camera}, microphone=(), geolocation=(), browsing-topics=()"
        if "Cache-Control" not in response.headers:
            # Staff pages leave nothing behind. Forms may be kept for the back button, or people lose what they wrote.
            staff = request.blueprint in ("account", "analysis", "bank", "design", "glossary", "guest", "organise")
            response.headers["Cache-Control"] = "no-store" if staff else "private, no-cache"
        return pack(response, often=KEEP in request.environ) if request.blueprint in PACKED else response


@cache
def _policy(door: str, *more: tuple[str, str]) -> str:
    policy = {**POLICY, **DOORS.get(door, {}), **dict(more)}
    return "; ".join(f"{name} {value}" for name, value in policy.items())
