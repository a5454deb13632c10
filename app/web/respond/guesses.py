"""How often one may guess at a code.

What protects the codes on paper is their length: a million guesses at five thousand codes hit one in seven million
times. Their number is not limited, so nobody can lock others out by guessing.

The word everyone at an event shares is short. Each process looks up only some unknown words a minute; a word that
has opened the door here before is always looked up. So two processes take 86,000 guesses a day at 18 million
words, and who has the right word comes in meanwhile, once somebody has.

A sheet counts its own wrong codes, against guessing by hand. A program can leave that count out.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from app.store.responses import Outcome

WORDS_A_MINUTE = 30
TRIES_A_MINUTE = 3


class Words:
    """The unknown words this process still looks up: a number a minute, and as many at once."""

    def __init__(self, a_minute: int = WORDS_A_MINUTE) -> None:
        self._a_minute = a_minute
        self._left = float(a_minute)
        self._since = 0.0
        self._known: set[str] = set()
        self._lock = Lock()

    def allow(self, hashed: str, moment: datetime) -> bool:
        """Whether this word may be looked up now. `moment` is UTC without a zone."""
        with self._lock:
            if hashed in self._known:
                return True
            self._refill(moment.replace(tzinfo=UTC).timestamp())
            if self._left < 1:
                return False
            self._left -= 1
            return True

    def learn(self, hashed: str, outcome: Outcome) -> None:
        """What came of looking it up; only a wrong word costs anything."""
        with self._lock:
            if outcome == "code":
                self._known.discard(hashed)
                return
            if hashed not in self._known:
                self._left = min(self._a_minute, self._left + 1)
            if outcome == "kept":
                self._known.add(hashed)

    def _refill(self, now: float) -> None:
        self._left = min(self._a_minute, self._left + max(now - self._since, 0) * self._a_minute / 60)
        self._since = now


@dataclass(frozen=True)
class Tries:
    """The wrong codes of one sheet in the minute that runs, signed so that the form can carry their number."""

    secret: str
    form: str

    def read(self, written: str, moment: datetime) -> int:
        minute, _, rest = written.partition(".")
        count = rest.partition(".")[0]
        ours = minute == _minute(moment) and hmac.compare_digest(written.encode(), self._signed(minute, count).encode())
        return int(count) if ours else 0

    def write(self, count: int, moment: datetime) -> str:
        return self._signed(_minute(moment), str(count))

    def _signed(self, minute: str, count: str) -> str:
        message = f"tries|{self.form}|{minute}|{count}".encode(errors="replace")
        return f"{minute}.{count}.{hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()[:32]}"


def _minute(moment: datetime) -> str:
    return str(int(moment.replace(tzinfo=UTC).timestamp()) // 60)
