"""What travels in the voter's form: a random key, the stamp that says we made it, and what was voted on so far.

No cookie, no script, and nothing on the server: who closes the page leaves nothing to go on with.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from flask import current_app, request

from app.domain.voting import Progress
from app.web import clock
from app.web.answering import FORM, new_form
from app.web.stamp import Stamper

KEY, STAMP, DONE, CURRENT, TRAP = "_form", "_made", "_done", "_statement", "_website"


@dataclass(frozen=True)
class Papers:
    key: str
    stamp: str
    progress: Progress
    current: str

    def ballot(self, slug: str) -> str:
        """Under what the votes of this page wait: nobody without the secret can tell that it is of this key."""
        return _signed(f"ballot|{slug}|{self.key}")[:32]


def fresh(slug: str, progress: Progress | None = None, current: str = "") -> Papers:
    """New papers; what was voted so far may come along, and goes on as another ballot."""
    key = new_form()
    return Papers(key, _stamper(slug).stamp(key, clock.now()), progress or Progress({}), current)


def brought(slug: str) -> Papers | None:
    """The papers of this request, None where they are not ours or too old."""
    form = request.form
    key, stamp = form.get(KEY, ""), form.get(STAMP, "")
    if not FORM.fullmatch(key) or _stamper(slug).verdict(key, stamp, clock.now(), 0) == "unknown":
        return None
    return Papers(key, stamp, Progress.read(form.get(DONE, "")), form.get(CURRENT, ""))


def too_quick(slug: str) -> bool:
    """Whether a form came back quicker than anyone writes, or filled in a field nobody sees."""
    form, least = request.form, current_app.config["MITSPRACHE"].least_seconds
    verdict = _stamper(slug).verdict(form.get(KEY, ""), form.get(STAMP, ""), clock.now(), least)
    return verdict == "soon"


def trapped() -> bool:
    return any(request.form.getlist(TRAP))


def receipt(slug: str, key: str) -> str:
    """What remembers that a suggestion was sent, and nothing of it."""
    return _signed(f"suggestion|{slug}|{key}")


def _signed(what: str) -> str:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(key, what.encode(errors="replace"), hashlib.sha256).hexdigest()


def _stamper(slug: str) -> Stamper:
    return Stamper(str(current_app.config["SECRET_KEY"]), f"statements/{slug}")
