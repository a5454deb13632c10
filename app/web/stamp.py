"""A stamp on a form: our own server made it, about when, and not just a moment ago. Checked at sending, never stored.

The stamp tells a reader the quarter of an hour and no more. Whether the form was made in the last few seconds
only the server can say, by trying these few seconds: a bot is quicker than anyone who reads.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

QUARTER = 15 * 60  # seconds
OLDEST = 7 * 7 * 24 * 4  # quarters: seven weeks, a week less than receipts are kept

Verdict = Literal["good", "soon", "unknown"]


@dataclass(frozen=True)
class Stamper:
    """Makes and reads the stamps of one questionnaire's forms. Moments are UTC without a zone."""

    secret: str
    slug: str

    def stamp(self, form: str, moment: datetime) -> str:
        seconds = _seconds(moment)
        quarter = str(seconds // QUARTER)
        return ".".join((quarter, self._sign("quarter", form, quarter), self._sign("second", form, str(seconds))))

    def verdict(self, form: str, stamp: str, moment: datetime, least: int) -> Verdict:
        """`least` is the number of seconds a form must have been open before it may be sent."""
        quarter, _, signed = stamp.partition(".")
        signature, _, second = signed.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign("quarter", form, quarter).encode()):
            return "unknown"
        now = _seconds(moment)
        if not now // QUARTER - OLDEST <= int(quarter) <= now // QUARTER + 1:  # ours, so it is a number
            return "unknown"
        just_now = (self._sign("second", form, str(now - ago)) for ago in range(-1, least))
        return "soon" if least and any(hmac.compare_digest(second.encode(), s.encode()) for s in just_now) else "good"

    def _sign(self, purpose: str, form: str, what: str) -> str:
        message = f"stamp|{purpose}|{self.slug}|{form}|{what}".encode(errors="replace")
        return urlsafe_b64encode(hmac.digest(self.secret.encode(), message, "sha256")[:16]).decode()[:22]


def _seconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp())
