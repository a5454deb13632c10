"""Codes that prove who someone is: those of an authenticator app, and the few to write down for bad days.

What the database holds opens nothing without the secret of this installation: apps count with a key made from both.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import io
import secrets
from datetime import UTC, datetime
from typing import Any

import pyotp
import segno
from flask import current_app
from markupsafe import Markup

from app.web.account.passwords import LETTERS

SECONDS = 30
HOW_MANY = 10
SEED_BYTES = 20


def new_seed() -> str:
    return secrets.token_hex(SEED_BYTES)


def app_secret(seed: str) -> str:
    """What the app and we count with, in the letters people type."""
    return base64.b32encode(_digest("totp", seed)[:20]).decode()


def picture(seed: str, email: str, site: str) -> Markup:
    """The secret as a QR picture for the app."""
    address = pyotp.TOTP(app_secret(seed)).provisioning_uri(name=email, issuer_name=f"Mitsprache {site}")
    drawn = io.BytesIO()
    how: dict[str, Any] = {"xmldecl": False, "svgns": False, "nl": False, "omitsize": True, "border": 4}
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", svgclass="qr", lineclass=None, **how)
    return Markup(drawn.getvalue().decode())  # noqa: S704  drawn by segno from squares alone


def step_of(seed: str, typed: str, now: datetime) -> int | None:
    """The time step whose code this is: now, or half a minute sooner or later."""
    code = "".join(typed.split())
    if not (code.isascii() and code.isdecimal() and len(code) == 6):
        return None
    clock = pyotp.TOTP(app_secret(seed))
    current = int(now.replace(tzinfo=UTC).timestamp()) // SECONDS
    steps = (current, current - 1, current + 1)
    return next((step for step in steps if hmac.compare_digest(clock.generate_otp(step), code)), None)


def recovery_codes() -> list[str]:
    """Ten codes of ten letters: about 49 bits each, and guesses are counted."""
    return ["-".join("".join(secrets.choice(LETTERS) for _ in range(5)) for _ in range(2)) for _ in range(HOW_MANY)]


def hashed(person: str, code: str) -> str:
    """A recovery code as it is kept; how it is spaced does not matter."""
    letters = "".join(letter for letter in code.lower() if letter.isalnum())
    return _digest("recovery", f"{person}|{letters}").hex()


def _digest(purpose: str, words: str) -> bytes:
    key = hmac.new(str(current_app.config["SECRET_KEY"]).encode(), purpose.encode(), hashlib.sha256).digest()
    return hmac.new(key, words.encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
