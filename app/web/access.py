"""Who is signed in, and what they may do: the only place that reads and writes the session cookie.

The cookie goes to /staff only, so the public doors neither get nor set one. It holds a random token; who it
belongs to and how long it opens anything is known to the database alone.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from flask import Flask, Request, Response, abort, current_app, flash, g, redirect, request, session, url_for
from flask.sessions import NullSession, SecureCookieSessionInterface
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.config import Config
from app.domain.language import LANGUAGES
from app.domain.people import SECURED, Deed, Person
from app.store import staff
from app.web import clock
from app.web.db import begin, staff_reading

TOKEN = "token"  # noqa: S105  the name of the field, not a token
PROVED = "proved"
WHILE = timedelta(minutes=10)
TOUCHED = timedelta(minutes=1)
INSIDE = re.compile(r"/staff/[A-Za-z0-9/_-]*(\?[A-Za-z0-9=&_-]*)?")


class StaffSessions(SecureCookieSessionInterface):
    """Sessions for staff pages; all others get one that is empty and stays so."""

    def open_session(self, app: Flask, request: Request) -> Any:
        return super().open_session(app, request) if request.path.startswith("/staff") else NullSession()

    def save_session(self, app: Flask, session: Any, response: Response) -> None:
        if not isinstance(session, NullSession):
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    app.session_interface = StaffSessions()
    app.jinja_env.globals.update(current_person=current_person, all_languages=list(LANGUAGES.values()))


def allowed(deed: Deed) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Open a route to those who may do this; others are asked to sign in, or turned away."""

    def guard(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def guarded(*args: Any, **values: Any) -> Any:
            person = current_person()
            if person is None:
                return redirect(url_for("account.sign_in", next=_here()), 303)
            if needs_factor(person) and not person.secured and deed != "change own password":
                return redirect(url_for("account.security"), 303)
            if not person.may(deed):
                abort(403)
            if deed in SECURED and not person.secured:
                flash(gettext("This page opens to people who sign in with a second step. Set one up here."), "problem")
                return redirect(url_for("account.security"), 303)
            return view(*args, **values)

        guarded.deed = deed  # type: ignore[attr-defined]
        return guarded

    return guard


def opens(endpoint: str) -> bool:
    """Whether the page of this name opens to whoever is signed in, so that no link leads to a door that is shut."""
    person, view = current_person(), cast(Any, current_app.view_functions[endpoint])
    return person is not None and person.may(view.deed)


def current_person() -> Person | None:
    """Who is signed in, looked up once per request, standing before the questionnaire of its address. A document may
    have the short name of a questionnaire: a role in that one says nothing about it."""
    if "person" not in g:
        # Asking the session for anything is a reason to vary on the cookie; public pages never ask.
        g.person = _person() if request.path.startswith("/staff") else None
    found: Person | None = g.person
    slug = "" if request.blueprint == "organise" else (request.view_args or {}).get("slug", "")
    return found.at(slug) if found else None


def signed_in() -> Person:
    """Who is signed in, on a route that is open to people with an account only."""
    return current_person() or abort(403)


def _person() -> Person | None:
    token = session.get(TOKEN)
    if not isinstance(token, str):
        return None
    now = clock.now()
    with staff_reading() as db:
        found = staff.session(db, token, now, timedelta(minutes=_config().session_idle_minutes))
    if found is None:
        return None
    if now - found.seen >= TOUCHED:
        with begin() as db:
            staff.touch(db, token, now)
    return found.person


def needs_factor(person: Person) -> bool:
    """Whether one of this person's roles, if only in one questionnaire, must sign in with a second step."""
    return bool(person.roles & _config().second_factor_roles)


def sign_in(person: Person) -> None:
    """Begin a session under a new token; whatever the cookie held before is worth nothing."""
    sign_out()
    now, token = clock.now(), secrets.token_urlsafe(32)
    with begin() as db:
        staff.forget_past(db, now)
        staff.begin_session(db, token, person.id, now, now + timedelta(hours=_config().session_hours))
    session[TOKEN] = token
    g.person = person


def sign_out() -> None:
    """End the session in the database too: a copied cookie opens nothing any more."""
    token = session.get(TOKEN)
    if isinstance(token, str):
        with begin() as db:
            staff.end_session(db, token)
    session.clear()
    g.person = None


def unproved(back: str | None = None) -> ResponseReturnValue | None:
    """The way to the password, when it was not given in the last ten minutes; from a form it leads `back`."""
    given = session.get(PROVED)
    if isinstance(given, str) and clock.now() - datetime.fromisoformat(given) < WHILE:
        return None
    here = request.path if request.method == "GET" else back or url_for("account.security")
    return redirect(url_for("account.prove", next=here), 303)


def inside(wanted: str | None) -> str | None:
    """The address if it leads to a staff page of this site: a link must not sign people in for elsewhere."""
    return wanted if wanted and INSIDE.fullmatch(wanted) else None


def _here() -> str | None:
    """Where to go on after signing in; a form that was sent is not sent again."""
    return inside(request.full_path.rstrip("?")) if request.method == "GET" else None


def _config() -> Config:
    found: Config = current_app.config["MITSPRACHE"]
    return found
