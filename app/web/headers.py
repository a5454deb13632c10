"""What every answer tells the browser: what it may load, what it may keep, and how it is packed."""

from __future__ import annotations

from flask import Flask, Response, g, request
from flask_compress import Compress

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


def allow_script() -> None:
    """Let this one page of a door without scripts load one of ours."""
    g.policy = {"script-src": "'self'"}


def init_app(app: Flask) -> None:
    app.config.update(COMPRESS_ALGORITHM=["br", "gzip"], COMPRESS_REGISTER=False, COMPRESS_STREAMS=False)
    app.config.update(COMPRESS_MIMETYPES=PACKABLE)
    compress = Compress(app)

    @app.after_request
    def tell(response: Response) -> Response:
        policy = {**POLICY, **DOORS.get(request.blueprint or "", {}), **g.get("policy", {})}
        response.headers["Content-Security-Policy"] = "; ".join(f"{name} {value}" for name, value in policy.items())
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), browsing-topics=()"
        if "Cache-Control" not in response.headers:
            # Staff pages leave nothing behind. Forms may be kept for the back button, or people lose what they wrote.
            staff = request.blueprint in ("account", "analysis", "bank", "design", "glossary", "guest")
            response.headers["Cache-Control"] = "no-store" if staff else "private, no-cache"
        return compress.after_request(response) if request.blueprint in PACKED else response
