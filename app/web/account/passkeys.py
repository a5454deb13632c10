"""Passkeys: a phone, a computer or a stick proves who someone is, without a password and without a code."""

from __future__ import annotations

import json
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Response, abort, current_app, flash, jsonify, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.people import Person
from app.domain.sentence import N_
from app.store import factors
from app.store.factors import Passkey
from app.web import clock
from app.web.access import allowed, inside, sign_in, signed_in, unproved
from app.web.account.door import bp
from app.web.account.forms import visible
from app.web.account.proof import halfway
from app.web.damping import too_many
from app.web.db import begin, staff_reading
from app.web.journal import note

if TYPE_CHECKING:
    from app.web.account.ceremonies import Ceremonies

CHALLENGE = "challenge"  # in the cookie: what the key must sign, for one try
MOST = 20
LONGEST_NAME = 100


@bp.post("/security/passkeys/begin", endpoint="begin_passkey")
@allowed("change own password")
def begin_adding() -> ResponseReturnValue:
    """What a browser needs to make a new key for this person."""
    if unproved():
        return jsonify(prove=url_for(".prove", next=url_for(".security")))
    person = signed_in()
    with staff_reading() as db:
        known = factors.of(db, person.id).passkeys
    return _options(_ceremonies().to_make(person, known, _new_challenge()))


@bp.post("/security/passkeys", endpoint="add_passkey")
@allowed("change own password")
def add() -> ResponseReturnValue:
    if ask := unproved():
        return ask
    made = _ceremonies().made(_credential(), _challenge())
    if made is None:
        flash(gettext("This passkey could not be set up. Please try again."), "problem")
        return redirect(url_for(".security"), 303)
    name = (visible(request.form.get("name", "")) or gettext("Passkey"))[:LONGEST_NAME]
    id, person = made.id, signed_in()
    key = Passkey(id, name, made.public_key, made.sign_count, clock.today())
    with begin() as db:
        if len(id) > 400 or factors.owner(db, id) or len(factors.of(db, person.id).passkeys) >= MOST:
            abort(400)
        factors.add_passkey(db, person.id, key)
        note(db, N_("Added the passkey “{name}”"), name=name)
    flash(gettext("The passkey “%(name)s” is set up.", name=name))
    return redirect(url_for(".security"), 303)


@bp.post("/security/passkeys/remove", endpoint="remove_passkey")
@allowed("change own password")
def remove() -> ResponseReturnValue:
    if ask := unproved():
        return ask
    person, id = signed_in(), request.form.get("id", "")
    with begin() as db:
        key = next((key for key in factors.of(db, person.id).passkeys if key.id == id), None) or abort(404)
        factors.remove_passkey(db, person.id, id)
        if not factors.secured(db, person.id):
            factors.replace_codes(db, person.id, ())
        note(db, N_("Removed the passkey “{name}”"), name=key.name)
    flash(gettext("The passkey “%(name)s” is removed.", name=key.name))
    return redirect(url_for(".security"), 303)


@bp.post("/sign-in/passkey/begin", endpoint="begin_sign_in")
def begin_signing_in() -> ResponseReturnValue:
    """What a browser needs to ask for a key; which keys there are is not told to anyone."""
    return _options(_ceremonies().to_use(_new_challenge()))


@bp.post("/sign-in/passkey", endpoint="sign_in_with_passkey")
def sign_in_with_key() -> ResponseReturnValue:
    """The key and the finger or PIN it asked for are two steps in one; it also serves as second step."""
    started, onward = halfway()
    onward = onward or inside(request.form.get("next")) or url_for("design.index")
    person = None if too_many("sign-ins") else _owner_of_proof()
    if person is None or (started and started.id != person.id):
        flash(gettext("This passkey opens nothing here. Please sign in with your password."), "problem")
        return redirect(url_for(".second_step" if started else ".sign_in"), 303)
    sign_in(person)
    return redirect(onward, 303)


def _owner_of_proof() -> Person | None:
    credential, challenge = _credential(), _challenge()
    with begin() as db:
        found = factors.owner(db, str(credential.get("id", ""))[:400].replace("\0", ""))
        if found is None:
            return None
        person, key = found
        signed = _ceremonies().used(key, credential, challenge)
        if signed is None:
            return None
        factors.count_passkey(db, key.id, signed)
    return person


def _ceremonies() -> Ceremonies:
    from app.web.account.ceremonies import Ceremonies  # says why so late

    return Ceremonies(urlsplit(_origin()).hostname or "", _origin(), current_app.config["MITSPRACHE"].site_name)


def _new_challenge() -> str:
    session[CHALLENGE] = secrets.token_urlsafe(32)
    return str(session[CHALLENGE])


def _challenge() -> str:
    """What was asked for last, for one try only."""
    kept = session.pop(CHALLENGE, None)
    return kept if isinstance(kept, str) else abort(400)


def _credential() -> dict[str, Any]:
    try:
        given = json.loads(request.form.get("credential", ""))
    except (ValueError, RecursionError):
        abort(400)
    return given if isinstance(given, dict) else abort(400)


def _origin() -> str:
    return (current_app.config["MITSPRACHE"].address or request.host_url).rstrip("/")


def _options(words: str) -> Response:
    return Response(words, mimetype="application/json")
