"""News by mail: asked for, confirmed by a link, ended by another. No account, no cookie, nothing about answers.

The link of a subscription says its id and that we made it; opening it changes nothing, because programs that look
through mails open links, too.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from itsdangerous import BadSignature, Signer

from app.domain.consultation import Consultation
from app.domain.email_address import address_of
from app.domain.sentence import N_, Problem
from app.domain.text import Text
from app.store import documents, subscriptions
from app.store.subscriptions import Subscription
from app.web import clock, mail
from app.web.damping import may_write_to, too_many
from app.web.db import reading, registering_names
from app.web.language import here
from app.web.origin import same_site_only

bp = Blueprint("by_mail", __name__)

DAYS = 7  # an address that is not confirmed is kept for so long


@bp.after_request
def hide(response: Response) -> Response:
    """What stands in a link of a mail is for its reader alone."""
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/news-by-mail/<slug>")
def ask(slug: str) -> ResponseReturnValue:
    return _page(slug)


@bp.post("/news-by-mail/<slug>")
@same_site_only
def asked(slug: str) -> ResponseReturnValue:
    written = request.form.get("email", "")
    if not mail.works():
        abort(404)
    if too_many("forms"):
        return _page(
            slug, written, Problem(N_("Very many people are sending right now. Please try again in a minute."))
        ), 429
    try:
        address = address_of(written)
    except Problem as problem:
        return _page(slug, written, problem), 422
    if not any(request.form.getlist("_website")):  # a field nobody sees
        _begin(slug, address)
    return redirect(url_for("by_mail.ask", slug=slug, sent="1"), 303)


def _begin(slug: str, address: str) -> None:
    today = clock.today()
    title = _title(slug)
    with registering_names() as db:
        subscriptions.forget_unconfirmed(db, today - timedelta(days=DAYS))
        begun = subscriptions.ask(db, slug, address, here().tag, today) if may_write_to(address) else None
        if begun:
            named = title.said(here().tag).words
            subject = gettext("News about %(title)s: please confirm", title=named)
            before = gettext(
                "Someone asked for news about “%(title)s”. If it was you, open this link and press the button:",
                title=named,
            )
            after = gettext("If it was not you, do nothing: in %(days)s days this address is deleted.", days=DAYS)
            mail.enqueue(db, address, subject, f"{before}\n\n{link_of(begun)}\n\n{after}\n")


def _page(slug: str, written: str = "", problem: Problem | None = None) -> str:
    return render_template(
        "web/visit/by_mail.html",
        slug=slug,
        title=_title(slug),
        written=written,
        problem=problem,
        sent=request.args.get("sent") == "1",
        days=DAYS,
        back=url_for("visit.consultation", slug=slug),
    )


def _title(slug: str) -> Text:
    with reading() as db:
        found = documents.published(db, Consultation, slug) or abort(404)
    return found.document.title


# -- the link in a mail


@bp.get("/mail/<token>")
def look(token: str) -> ResponseReturnValue:
    found = _found(token)
    if not found:
        return render_template("web/visit/by_mail_end.html", ended=False), 404
    return render_template("web/visit/by_mail_link.html", token=token, found=found, title=_title(found.consultation))


@bp.post("/mail/<token>/confirm")
def confirm(token: str) -> ResponseReturnValue:
    with registering_names() as db:
        found = subscriptions.find(db, id_of(token))
        if found:
            subscriptions.confirm(db, found)
    return redirect(url_for("by_mail.look", token=token), 303)


@bp.post("/mail/<token>/stop")
def stop(token: str) -> ResponseReturnValue:
    """Also what mail programs send at one click (RFC 8058): they come from anywhere, and want no page."""
    with registering_names() as db:
        subscriptions.end(db, id_of(token))
    return render_template("web/visit/by_mail_end.html", ended=True)


def _found(token: str) -> Subscription | None:
    with registering_names() as db:
        return subscriptions.find(db, id_of(token))


def id_of(token: str) -> str:
    """The subscription a link of ours names; none for any other."""
    try:
        return _signer().unsign(token).decode()
    except BadSignature:
        return ""


def link_of(subscription: Subscription) -> str:
    return mail.address_of("by_mail.look", token=token_of(subscription), lang=subscription.language)


def token_of(subscription: Subscription) -> str:
    return _signer().sign(subscription.id).decode()


def _signer() -> Signer:
    return Signer(str(current_app.secret_key), salt="news by mail")
