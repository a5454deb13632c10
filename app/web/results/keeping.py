"""How long browsers, caches and we ourselves keep a page of results: as long as nothing it is made of has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from flask import Response, current_app, make_response, request

from app.domain.language import known
from app.web.language import here
from app.web.results.edition import edition
from app.web.results.shelf import Shelf

ASKS_EACH_TIME = "public, no-cache"
# The numbers of an earlier release never change. Its page may, with the program: words, looks, the files it loads. So
# nobody keeps it for good; who walks through the dates asks for none twice.
KEPT_FOR_AN_HOUR = "public, max-age=3600"
ROOM = {"results": 64, "other results": 32}  # apart: a walk through old dates takes no room from the newest page


def kept(made_of: Iterable[str], make: Callable[[], str], past: bool = False, shelf: str = "results") -> Response:
    """A page that is made when nobody has it yet: not the browser, and not we."""
    tag = _tag(made_of)
    keep = KEPT_FOR_AN_HOUR if past else ASKS_EACH_TIME
    return known_already(tag, keep) or keeping(make_response(_shelf(shelf).page(tag, make)), tag, keep)


def known_already(etag: str, keep: str = ASKS_EACH_TIME) -> Response | None:
    """Nothing, to a browser that has this page already; packing adds its name to the tag a browser got."""
    for sent in (etag, f"{etag}:br", f"{etag}:gzip"):
        if request.if_none_match.contains(sent):
            return keeping(Response(status=304), sent, keep)
    return None


def keeping(response: Response, etag: str, keep: str = ASKS_EACH_TIME) -> Response:
    """Everyone may keep the page."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = keep
    response.vary.add("Accept-Language")
    return response


def _tag(made_of: Iterable[str]) -> str:
    """Every page is made of the program and its language; links name the language only where the address did."""
    named = str(known(request.args.get("lang", "")) is not None)
    return hashlib.sha256("\n".join((edition(), here().tag, named, *made_of)).encode()).hexdigest()[:32]


def _shelf(name: str) -> Shelf:
    shelves: dict[str, Shelf] = current_app.extensions.setdefault("shelves", {})
    return shelves.setdefault(name, Shelf(ROOM[name]))
