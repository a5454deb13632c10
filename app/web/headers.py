"""What every answer tells the browser: what it may load, what it may keep, and how it is packed."""

from __future__ import annotations

import zlib
from functools import cache, lru_cache

from flask import Flask, Response, g, request
from flask_compress import Compress
from werkzeug.http import parse_accept_header

POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "img-src": "'self'",
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
    "guest": SCRIPTS,
}
PACKABLE = ["text/html", "text/css", "text/plain", "text/csv", "text/javascript", "application/javascript"]
PACKABLE += ["application/json", "application/ld+json", "application/rdf+xml", "image/svg+xml"]
# Staff pages hold tokens beside what they echo; packed together, their length would tell on the token (BREACH).
PACKED = {"visit", "respond", "results", "data", None}

QUICK, GZIP = 2, 31  # 2.3 KB in 30 µs, where level 6 needs 60 for 2.2; the format of gzip, for zlib


def allow_script() -> None:
    """Let this one page of a door without scripts load one of ours."""
    g.policy = (("script-src", "'self'"),)


def init_app(app: Flask) -> None:
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_REGISTER=False, COMPRESS_STREAMS=False)
    app.config.update(COMPRESS_MIMETYPES=PACKABLE)
    compress = Compress(app)

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = _policy(request.blueprint or "", *g.get("policy", ()))
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        if "Cache-Control" not in response.headers:
            # Staff pages leave nothing behind. Forms may be kept for the back button, or people lose what they wrote.
            staff = request.blueprint in ("account", "analysis", "bank", "design", "glossary", "guest")
            response.headers["Cache-Control"] = "no-store" if staff else "private, no-cache"
        done = request.blueprint not in PACKED or "Content-Encoding" in response.headers
        return response if done else compress.after_request(response)


@cache
def _policy(door: str, *more: tuple[str, str]) -> str:
    policy = {**POLICY, **DOORS.get(door, {}), **dict(more)}
    return "; ".join(f"{name} {value}" for name, value in policy.items())


@lru_cache(maxsize=64)
def _unpacks(accepted: str) -> bool:
    return bool(parse_accept_header(accepted)["gzip"])


def packed(page: str) -> Response:
    """A page for one visitor, packed here and now: it is sent once, so the time it takes matters more than its last
    bytes."""
    response = Response(page)
    response.vary.add("Accept-Encoding")
    if _unpacks(request.headers.get("Accept-Encoding", "")):
        packing = zlib.compressobj(QUICK, zlib.DEFLATED, GZIP)
        response.set_data(packing.compress(response.get_data()) + packing.flush())
        response.headers["Content-Encoding"] = "gzip"
    return response
