"""What browsers, caches and we ourselves keep of the results: each page is made and packed once, until it changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable

from flask import Response, current_app, make_response, request

from app.domain.language import known
from app.web import packing
from app.web.language import here
from app.web.results.edition import edition
from app.web.results.lasting import ASKS_EACH_TIME, BRIEFLY, Keep
from app.web.results.shelf import Shelf

# Apart: a walk through old dates takes no room from the newest page. Packed they are 15 to 40 KB each.
ROOM = {"results": 128, "other results": 64}


def kept(made_of: Iterable[str], make: Callable[[], str], keep: Keep = BRIEFLY, shelf: str = "results") -> Response:
    """A page that is made and packed when we do not have it yet. Whether the browser has it, the front asks."""
    tag, how = _tag(made_of), packing.asked()
    content = _shelf(shelf).page(_packed_as(tag), lambda: packing.for_many(make().encode(), how))
    response = make_response(content)
    if how != "identity":
        response.headers["Content-Encoding"] = how
    return keeping(response, tag, keep)


def known_already(tag: str, keep: Keep = ASKS_EACH_TIME) -> Response | None:
    """Nothing, to a browser that has this file already: nobody has to make it."""
    if request.if_none_match.contains(_packed_as(tag)):
        return keeping(Response(status=304), tag, keep)
    return None


def keeping(response: Response, tag: str, keep: Keep = ASKS_EACH_TIME) -> Response:
    """Everyone may keep the answer. `tag` changes when it does."""
    response.set_etag(_packed_as(tag))
    response.headers.update(keep)
    response.vary.add("Accept-Language")
    return response


def _packed_as(tag: str) -> str:
    """A strong tag stands for bytes, so one that is packed has another."""
    how = packing.asked()
    return tag if how == "identity" else f"{tag}-{how}"


def _tag(made_of: Iterable[str]) -> str:
    """Every page is made of the program and its language; links name the language only where the address did."""
    named = str(known(request.args.get("lang", "")) is not None)
    return hashlib.sha256("\n".join((edition(), here().tag, named, *made_of)).encode()).hexdigest()[:32]


def _shelf(name: str) -> Shelf[bytes]:
    shelves: dict[str, Shelf[bytes]] = current_app.extensions.setdefault("shelves", {})
    return shelves.setdefault(name, Shelf(ROOM[name]))
