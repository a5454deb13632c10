"""The control: Mitsprache with a front that thanks for every form at once, and hands it on a moment later."""

import io
import time
from threading import Thread

from app.web import create_app

LATER = 0.3  # seconds
honest = create_app()


def app(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    copy = {**environ, "wsgi.input": io.BytesIO(body)}
    if b"_go=send" not in body:
        return honest(copy, start_response)
    Thread(target=_store, args=(copy,)).start()
    start_response("303 See Other", [("Location", "/s/gut-leben/thanks"), ("Content-Length", "0")])
    return []


def _store(environ):
    time.sleep(LATER)
    for _ in honest(environ, lambda *_: None):
        pass
