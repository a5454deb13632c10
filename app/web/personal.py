"""The personal link of a registration: who has it may look at it, change it and cancel it.

It ends with a word made of the registration's id and our secret, so that every mail can name it again, and the database
holds only its hash: who reads that, or a backup, has no link. The id is made of the random name of the form, so that a
form that is sent twice registers once.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import uuid
from typing import Any

from flask import current_app, request
from markupsafe import Markup

from app.domain.check_in import code_of
from app.domain.registration import Registration
from app.web import mail


def id_of(event: str, form: str) -> str:
    return str(uuid.UUID(bytes=_digest("registration", f"{event}|{form}")[:16], version=4))


def token_of(id: str) -> str:
    return base64.urlsafe_b64encode(_digest("personal link", id)[:16]).decode().rstrip("=")


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def address_of(registration: Registration) -> str:
    """Its page, as mails link to it."""
    language = registration.party.language
    return mail.address_of("events.mine", slug=registration.event, token=token_of(registration.id), lang=language)


def ticket(registration: Registration) -> Markup:
    """The picture for the entrance: the page where staff let people in, with the code of this registration. It opens
    nothing for whoever is no staff."""
    site = current_app.config["MITSPRACHE"].address or request.host_url
    code = code_of(registration.id)
    return picture(f"{site.rstrip('/')}/staff/organise/event/{registration.event}/check-in#{code}")


def picture(address: str) -> Markup:
    """An address as a QR picture."""
    import segno  # drawn on few pages: loaded when first needed

    drawn = io.BytesIO()
    how: dict[str, Any] = {"xmldecl": False, "svgns": False, "nl": False, "omitsize": True, "border": 4}
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", svgclass="qr", lineclass=None, **how)
    return Markup(drawn.getvalue().decode())  # noqa: S704  drawn by segno from squares alone


def _digest(purpose: str, words: str) -> bytes:
    key = hmac.new(str(current_app.config["SECRET_KEY"]).encode(), purpose.encode(), hashlib.sha256).digest()
    return hmac.new(key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
