"""Passwords: how they are hashed, checked and made up. Two are checked at a time, so that guessing in a crowd
cannot take all memory (64 MiB each)."""

from __future__ import annotations

import secrets
from base64 import b64encode
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

LEAST_LENGTH = 12
MOST_LENGTH = 200
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without those that look alike on paper

_hasher = PasswordHasher()
_turn = BoundedSemaphore(2)
# What is checked when there is no such account: as slow as any other, and nothing matches it. The hash is random
# instead of one of something, which would cost every start of a server as long as signing in.
_settings = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
_salt, _random = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
_nobody = f"$argon2id$v=19${_settings}${_salt}${_random}"


def hashed(password: str) -> str:
    with _turn:
        return _hasher.hash(password)


def right(known: str | None, given: str) -> bool:
    """Whether the password is the one of this hash; takes the same time when there is no hash."""
    try:
        with _turn:
            _hasher.verify(known or _nobody, given)
    except (VerifyMismatchError, InvalidHashError):
        return False
    return known is not None


def outdated(known: str) -> bool:
    """Whether the hash was made with weaker settings than today's."""
    return _hasher.check_needs_rehash(known)


def made_up() -> str:
    """A first password that can be read out: four groups of four, about 79 bits."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(4))
