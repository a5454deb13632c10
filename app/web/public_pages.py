"""Which pages are the same for everyone, so that the front and others may keep them, and for how long."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request

from app.domain.language import LANGUAGES

KEEP = "mitsprache.keep"  # in the environment of a request: what the program says to the front

# Something can come or be taken back at any time: nobody shows it much later than that.
BRIEFLY = "public, max-age=30, stale-while-revalidate=30"
BY_US_ALONE = "private, no-cache"  # browsers ask each time

# Of every endpoint that may be kept: what its answer tells browsers and nginx, unless it says so itself.
KEPT = {
    "visit.home": BRIEFLY,
    "visit.privacy": BRIEFLY,
    "visit.accessibility": BRIEFLY,
    "visit.imprint": BRIEFLY,
    "visit.outcome": BRIEFLY,
    "visit.weighing": BRIEFLY,
    "visit.follow": BRIEFLY,
    "visit.receipt_paper": BRIEFLY,
    "visit.consultation": BRIEFLY,
    "visit.news": BRIEFLY,
    "visit.feed": BRIEFLY,
    "visit.archive": BRIEFLY,
    "visit.embed": BRIEFLY,
    "visit.card": BRIEFLY,
    "priorities.show": BRIEFLY,
    "respond.start": BY_US_ALONE,
    "respond.thanks": BY_US_ALONE,
    "statements.start": BY_US_ALONE,
    "statements.results": BRIEFLY,
    "results.show": BRIEFLY,
    "results.one": BRIEFLY,
    "results.newest": BRIEFLY,
    "results.history": BRIEFLY,
    "results.present": BRIEFLY,
    "data.show": BRIEFLY,
    "data.script": BRIEFLY,
    "data.portal": BRIEFLY,
}


def init_app(app: Flask) -> None:
    @app.after_request
    def settle(response: Response) -> Response:
        if request.endpoint not in KEPT or response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response
        response.vary.add("Accept-Language")
        response.headers.setdefault("Cache-Control", KEPT[request.endpoint])
        if not (_by_our_address() and _under_our_name()):
            if "no-store" not in response.headers["Cache-Control"]:
                response.headers["Cache-Control"] = BY_US_ALONE
            return _unless_held(response)
        if request.method == "GET":
            request.environ[KEEP] = True
        return response


def _unless_held(response: Response) -> Response:
    """Nothing to a browser that has this page already; of pages that are kept, the front says so."""
    tag, _ = response.get_etag()
    if tag and request.if_none_match.contains_weak(tag):
        response.status_code = 304
        response.set_data(b"")
        for name in ("Content-Type", "Content-Length", "Content-Encoding"):
            response.headers.pop(name, None)
    return response


def _by_our_address() -> bool:
    """Whether the address asks for the page as our own links do: what visitors invent is answered and not kept."""
    asked = {name: str(value) for name, value in g.get("asked", {}).items()}
    if request.args.get("lang") in LANGUAGES:
        asked["lang"] = request.args["lang"]
    if request.args.get("part") == "1" and request.endpoint in ("results.show", "results.one"):
        asked["part"] = "1"
    given = filter(None, request.query_string.decode("latin-1").split("&"))
    return sorted(given) == sorted(f"{name}={value}" for name, value in asked.items())


def _under_our_name() -> bool:
    """Whether the site is asked for by its name, where it has one: anyone can invent others."""
    address = current_app.config["MITSPRACHE"].address
    return not address or request.host == urlsplit(address).netloc
