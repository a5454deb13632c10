"""The whole site: settings, shared parts, and one blueprint for each kind of visitor."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote

from flask import Flask, url_for
from flask_wtf import CSRFProtect
from whitenoise import WhiteNoise

from app.config import Config, from_environment
from app.web import (
    access,
    commands,
    composing,
    damping,
    db,
    errors,
    front,
    headers,
    language,
    mail,
    public_pages,
    secret,
)
from app.web.account.routes import bp as account
from app.web.analysis.routes import bp as analysis
from app.web.design.bank import bp as bank
from app.web.design.glossary import bp as glossary
from app.web.design.routes import bp as design
from app.web.events.routes import bp as events
from app.web.health import bp as health
from app.web.organise.routes import bp as organise
from app.web.pictures import picture_address
from app.web.respond.routes import bp as respond
from app.web.results.data.routes import bp as data
from app.web.results.routes import bp as results
from app.web.statements.routes import bp as statements
from app.web.translating.guest import bp as guest
from app.web.visit.by_mail import bp as by_mail
from app.web.visit.priorities import bp as priorities
from app.web.visit.routes import bp as visit

STATIC = Path(__file__).parent / "static"
YEAR = 365 * 24 * 3600


def site(config: Config | None = None) -> Flask:
    config = config or from_environment()
    # A template's name is its path below app/: pages lie next to the routes that show them.
    app = Flask("app", template_folder=".", static_folder="web/static", static_url_path="/static")
    app.config.update(
        MITSPRACHE=config,
        SECRET_KEY=secret.of(config),
        MAX_CONTENT_LENGTH=config.largest_form,
        MAX_FORM_MEMORY_SIZE=config.largest_form,
        SESSION_COOKIE_NAME="mitsprache",
        SESSION_COOKIE_PATH="/staff",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_SAMESITE="Lax",  # Strict would sign out whoever comes from a link in a mail
        PERMANENT_SESSION_LIFETIME=timedelta(hours=config.session_hours),
        WTF_CSRF_TIME_LIMIT=None,  # a token lives as long as its session
        WTF_CSRF_SSL_STRICT=False,  # wants a Referer, which our pages forbid browsers to send
    )
    app.jinja_env.globals.update(
        asset=asset,
        picture_address=picture_address,
        site_icon=_icon(),
        site_name=config.site_name,
        contact=config.contact,
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    csrf = CSRFProtect(app)
    for door in (
        respond,
        events,
        statements,
        visit,
        guest,
        by_mail,
        priorities,
    ):  # no login, no cookie: origin.py guards these forms
        csrf.exempt(door)
    for part in (db, damping, language, errors, headers, public_pages, access, mail, commands, composing):
        part.init_app(app)
    for door in (
        health,
        visit,
        by_mail,
        priorities,
        respond,
        events,
        results,
        data,
        account,
        design,
        bank,
        guest,
        glossary,
        organise,
        analysis,
        statements,
    ):
        app.register_blueprint(door)
    # Every link to a static file carries a fingerprint of its content, so browsers may keep it for a year.
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(STATIC), prefix="static/", max_age=YEAR)  # type: ignore[method-assign]
    front.init_app(app)
    return app


def asset(filename: str) -> str:
    return url_for("static", filename=filename, v=_fingerprint(filename))


@cache
def _icon() -> str:
    """The icon as part of each page: as a file it would cost every visitor a request."""
    return "data:image/svg+xml," + quote((STATIC / "icon.svg").read_text().strip(), safe="=/:")


@cache
def _fingerprint(filename: str) -> str:
    return hashlib.sha256((STATIC / filename).read_bytes()).hexdigest()[:10]
