"""Slowing floods down without knowing anyone: buckets of permissions in memory, named by hashes that last a day.

For installations without nginx. Behind its unix socket there is no address, and only mails are counted here. Each
worker process counts for itself. The key of the hashes is drawn anew each day and never written, and a name is
dropped as soon as its bucket is full again: after some minutes there is nothing left to tell who was here, and at
midnight nothing of the mailboxes mails went to.
"""

from __future__ import annotations

import hashlib
import ipaddress
import secrets
from collections import OrderedDict
from datetime import UTC, date, datetime
from threading import Lock

from flask import Flask, current_app, request

from app.config import Config
from app.web import clock

MOST = 50_000  # names at a time, about 10 MB
FORMS_BURST = 400  # a hall full of people behind one address may send at the same time
SIGN_INS = 5  # a minute and at once
MAILS, MAILS_A_MINUTE = 12, 1 / 120  # to one mailbox because somebody typed its address


class Buckets:
    """One bucket of permissions for each name: `burst` at first, then `a_minute` more; none for an empty name."""

    def __init__(self, a_minute: float, burst: int, most: int = MOST) -> None:
        self._a_minute, self._burst, self._most = a_minute, burst, most
        self._day = date.min
        self._key = b""
        self._left: OrderedDict[bytes, tuple[float, float]] = OrderedDict()  # name: permissions, second they were so
        self._lock = Lock()

    def take(self, address: str, moment: datetime, day: date) -> bool:
        """Whether one more is allowed now. `moment` is UTC without a zone, `day` the date where the county is."""
        if not address or not self._a_minute:
            return True
        with self._lock:
            if day != self._day:
                self._day, self._key = day, secrets.token_bytes(32)
                self._left.clear()
            return self._take(self._named(address), moment.replace(tzinfo=UTC).timestamp())

    def __len__(self) -> int:
        return len(self._left)

    def _take(self, name: bytes, now: float) -> bool:
        left, since = self._left.pop(name, (float(self._burst), now))
        left = min(self._burst, left + max(now - since, 0) * self._a_minute / 60)
        allowed = left >= 1
        self._left[name] = (left - 1 if allowed else left, now)
        self._forget(now)
        return allowed

    def _forget(self, now: float) -> None:
        """Drop whose bucket is full again, and whoever has been quiet longest where there is no more room."""
        full_again = now - 60 * self._burst / self._a_minute
        while len(self._left) > self._most or next(iter(self._left.values()))[1] < full_again:
            self._left.popitem(last=False)

    def _named(self, address: str) -> bytes:
        return hashlib.blake2b(_network(address).encode(), key=self._key, digest_size=16).digest()


def _network(address: str) -> str:
    """What one household or hotspot has: an IPv4 address, or the 64 bits before the part IPv6 phones change."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address) or found.ipv4_mapped:
        return str(getattr(found, "ipv4_mapped", None) or found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def init_app(app: Flask) -> None:
    config: Config = app.config["MITSPRACHE"]
    app.extensions["damping"] = {
        "forms": Buckets(config.forms_per_minute, max(FORMS_BURST, config.forms_per_minute)),
        "sign-ins": Buckets(SIGN_INS if config.forms_per_minute else 0, SIGN_INS),
        "mails": Buckets(MAILS_A_MINUTE, MAILS),
    }


def told_by_nginx() -> bool:
    """Whether nginx, which knows the addresses and keeps them to itself, says that this is one request too many."""
    return "X-Busy" in request.headers


def may_write_to(mailbox: str) -> bool:
    """Whether one more mail may go there because somebody typed this address, which may be someone else's."""
    buckets: Buckets = current_app.extensions["damping"]["mails"]
    return buckets.take(mailbox.lower(), clock.now(), clock.today())


def too_many(what: str) -> bool:
    """Whether this request is one "forms" or "sign-ins" too many from where it comes."""
    if told_by_nginx():
        return True
    buckets: Buckets = current_app.extensions["damping"][what]
    return not buckets.take(request.remote_addr or "", clock.now(), clock.today())
