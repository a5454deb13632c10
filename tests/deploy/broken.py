"""Mitsprache with a page that breaks as badly as a page can: its exceptions quote everything the visitor sent."""

import logging
import warnings
from threading import Thread

from flask import request

from app.web import create_app

app = create_app()
app.config["WTF_CSRF_ENABLED"] = False


@app.route("/break/<how>", methods=["POST"])
def broken(how):
    said = f"{request.get_data()!r} {request.full_path} {dict(request.headers)}"
    if how == "thread":
        Thread(target=_raise, args=(said,)).start()
        return "started"
    if how == "library":
        try:
            _raise(said)
        except ValueError:
            logging.getLogger("some.library").exception("Something went wrong")
        return "logged"
    if how == "warning":
        warnings.warn(f"strange: {said}", stacklevel=1)
        return "warned"
    try:
        _raise(said)
    except ValueError as cause:
        raise LookupError(f"after {said}") from cause
    return "never"


def _raise(said):
    raise ValueError(f"cannot read {said}")
