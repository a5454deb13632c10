"""People who work here: what each may do, by role, and when someone has guessed a password too often."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from app.domain.sentence import N_

Deed = Literal[
    "come in",
    "change own password",
    "see questionnaires",
    "see translations",
    "translate",
    "design",
    "publish",
    "organise",
    "code texts",
    "manage staff",
    "analyse",
    "confirm analyses",
]

SECURED: frozenset[Deed] = frozenset(("analyse", "confirm analyses"))  # never without a second step at the door

MOST_FAILURES = 5
PAUSE = timedelta(minutes=15)


@dataclass(frozen=True)
class Role:
    """A kind of work; `label` is what people call it."""

    name: str
    label: str
    deeds: frozenset[Deed]


_INSIDE: tuple[Deed, ...] = ("come in", "change own password")
_READING: tuple[Deed, ...] = (*_INSIDE, "see questionnaires")
_TRANSLATING: tuple[Deed, ...] = (*_READING, "see translations", "translate")
_DESIGNING: tuple[Deed, ...] = (*_TRANSLATING, "design", "publish", "organise", "code texts")

ROLES: dict[str, Role] = {
    role.name: role
    for role in (
        Role("admin", N_("Administration"), frozenset((*_DESIGNING, "manage staff", "confirm analyses"))),
        Role("designer", N_("Questionnaire editing"), frozenset(_DESIGNING)),
        Role("translator", N_("Translation"), frozenset(_TRANSLATING)),
        Role("analyst", N_("Analysis"), frozenset((*_READING, "see translations", "code texts", *SECURED))),
        Role("council", N_("Council"), frozenset(_READING)),
        Role("none", N_("Only single questionnaires"), frozenset(_INSIDE)),
    )
}
GRANTED = ("designer", "translator", "analyst", "council")  # what one may be in a single questionnaire


@dataclass(frozen=True)
class Person:
    """Someone with an account: a role everywhere, and others in single questionnaires by their short names.

    `secured` says whether there is a second step at the door. `place` is the questionnaire this person is looking at;
    what they may do is asked about it.
    """

    id: str
    email: str
    name: str
    role: str
    grants: Mapping[str, str] = field(default_factory=dict)
    secured: bool = False
    place: str = ""

    def may(self, deed: Deed, slug: str = "") -> bool:
        roles = (self.role, self.grants.get(slug or self.place, ""))
        return any(deed in ROLES[role].deeds for role in roles if role in ROLES)

    def at(self, slug: str) -> Person:
        return replace(self, place=slug)

    @property
    def roles(self) -> frozenset[str]:
        """All this person has, wherever they count."""
        return frozenset((self.role, *self.grants.values()))

    @property
    def role_label(self) -> str:
        return ROLES[self.role].label if self.role in ROLES else self.role


def address(written: str) -> str:
    """An e-mail address as accounts are found by: nobody remembers which letters were capital."""
    return written.strip().lower()


@dataclass(frozen=True)
class Attempts:
    """Failed sign-ins of one account; they are forgotten at `until`, a pause after the last one."""

    failed: int
    until: datetime

    def paused(self, now: datetime) -> bool:
        return self.failed >= MOST_FAILURES and now < self.until

    def one_more(self, now: datetime) -> Attempts:
        return Attempts((self.failed if now < self.until else 0) + 1, now + PAUSE)
