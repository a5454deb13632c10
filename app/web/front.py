"""The front: pages that are the same for everyone, answered from memory before Flask hears of them.

Which pages these are says public_pages.py. A page is kept as it was sent, under all it may depend on: scheme, host,
path, query, language and packing. The last two are chosen here, and the program is told only what was chosen, so that a
page cannot depend on more than it is kept under.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flask import Flask
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header, parse_etags

from app.domain.language import LANGUAGES, known
from app.store import mark
from app.store.engine import reading
from app.web import clock
from app.web.language import DEFAULT
from app.web.memory import Key, Memory, Page
from app.web.packing import packing
from app.web.public_pages import KEEP

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ROOM = 32 * 1024 * 1024  # bytes in each process
SHEETS = {"s": ("", "/thanks"), "statements": ("",)}  # what is kept around a sheet, by the door it lies behind
FILLING = "mitsprache.filling"  # asked for by the front itself
OF_BODY = {"content-type", "content-length", "content-encoding"}


class Front:
    """`sheets` remembers the pages around a sheet, `public` all others: what happens there must not make those of
    respondents forgotten, or one could tell when somebody fetched one anew."""

    def __init__(self, program: WSGIApplication, public: Memory, sheets: Memory) -> None:
        self._program, self._public, self._sheets = program, public, sheets

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if not _is_for_us(environ):
            return self._program(environ, start_response)
        key, memory = _settled(environ), self._memory(environ)
        page = memory.page(key)
        if page is not None:
            return _answer(page, environ, start_response)
        return self._ask(key, memory, environ, start_response)

    def _memory(self, environ: WSGIEnvironment) -> Memory:
        return self._sheets if _of_sheets(environ.get("PATH_INFO", "")) else self._public

    def _ask(
        self, key: Key, memory: Memory, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        turn, begun = memory.turn, _Begun()
        answer = self._program(environ, begun)
        if KEEP not in environ or any(name == "Set-Cookie" for name, _ in begun.said[1]):
            start_response(*begun.said)
            return answer
        page = _page(begun, answer)
        memory.keep(key, page, turn)
        if memory is self._sheets and FILLING not in environ:
            self._fill(environ)
        return _answer(page, environ, start_response)

    def _fill(self, environ: WSGIEnvironment) -> None:
        """Whoever comes first fetches the start and the thanks in all languages. Else the time one of them takes would
        tell whether somebody has read it before, and so has answered in a rare language."""
        door, slug = environ["PATH_INFO"].split("/")[1:3]
        start = f"/{door}/{slug}"
        for tag in LANGUAGES:
            for path, query in ((start, ""), *((start + end, f"lang={tag}") for end in SHEETS[door])):
                asked = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_ACCEPT_LANGUAGE": tag, FILLING: True}
                self({**_bare(environ), **asked}, _Begun())


def _of_sheets(path: str) -> bool:
    """Whether it is a page around a sheet; the results of a conversation lie behind its door, but change by release."""
    door, _, rest = path.lstrip("/").partition("/")
    return door == "s" or (door in SHEETS and "/" not in rest)


def _bare(environ: WSGIEnvironment) -> WSGIEnvironment:
    """The environment without what the program has put into it."""
    return {name: value for name, value in environ.items() if not name.startswith(("werkzeug.", "flask.", KEEP))}


class _Begun:
    """How the program begins an answer, before anyone else hears it."""

    said: tuple[Any, ...] = ()

    def __call__(self, *said: Any) -> Any:
        self.said = said


def _is_for_us(environ: WSGIEnvironment) -> bool:
    reads = environ["REQUEST_METHOD"] in ("GET", "HEAD") and not environ.get("PATH_INFO", "").startswith("/staff")
    return reads and "HTTP_HOST" in environ and "HTTP_X_BUSY" not in environ


def _settled(environ: WSGIEnvironment) -> Key:
    """What a page may depend on; from here on the request says no more about language and packing."""
    asked = sorted(filter(None, environ.get("QUERY_STRING", "").split("&")))
    named = [pair[5:] for pair in asked if pair.startswith("lang=")]
    certain = len(named) == 1 and named[0] in LANGUAGES
    language = named[0] if certain else _wished(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
    how = packing(environ.get("HTTP_ACCEPT_ENCODING", ""))
    environ["HTTP_ACCEPT_LANGUAGE"], environ["HTTP_ACCEPT_ENCODING"] = language, how
    names = ("wsgi.url_scheme", "HTTP_HOST", "SCRIPT_NAME", "PATH_INFO")
    return (*(environ.get(name, "") for name in names), "&".join(asked), language, how)


@lru_cache(maxsize=256)
def _wished(accepted: str) -> str:
    """The first language a browser wishes for that we know."""
    wishes = parse_accept_header(accepted, LanguageAccept)
    return next((tag for wish, _ in wishes if (tag := known(wish))), DEFAULT)


def _page(begun: _Begun, answer: Iterable[bytes]) -> Page:
    status, headers = begun.said[:2]
    body = b"".join(answer)
    if close := getattr(answer, "close", None):
        close()
    tag = next((value for name, value in headers if name == "ETag"), None)
    if tag is None:
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = [*headers, ("ETag", tag)]
    return Page(status, headers, body, tag.strip('"'))


def _answer(page: Page, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    held = environ.get("HTTP_IF_NONE_MATCH")
    if held and parse_etags(held).contains_weak(page.tag):
        start_response("304 NOT MODIFIED", [pair for pair in page.headers if pair[0].lower() not in OF_BODY])
        return []
    start_response(page.status, list(page.headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [page.body]


def init_app(app: Flask) -> None:
    public, sheets = Memory(lambda: _standing(app), ROOM), Memory(lambda: _asked(app), ROOM)
    app.extensions["front"], app.extensions["front of sheets"] = public, sheets
    app.wsgi_app = Front(app.wsgi_app, public, sheets)  # type: ignore[method-assign]


def _standing(app: Flask) -> str | None:
    """All that public pages are made of besides the program. Nothing in them changes with time but at a quarter of an
    hour: the day, and until when others may keep them."""
    moment, standing = clock.now(), _mark(app, mark.of_public)
    return standing and f"{standing} {clock.today()} {moment.hour}:{moment.minute // 15}"


def _asked(app: Flask) -> str | None:
    """All that the pages around a sheet are made of: a conversation ends with its last day."""
    standing = _mark(app, mark.of_sheets)
    return standing and f"{standing} {clock.today()}"


def _mark(app: Flask, of: Callable[[Connection], str]) -> str | None:
    try:
        with reading(app.extensions["engines"].public) as db:
            return of(db)
    except SQLAlchemyError:  # the program has a page for that
        return None
