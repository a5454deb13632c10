"""What a page shows: the newest release or the one its address names, and the version whose words it is in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request
from sqlalchemy import Connection

from app.domain import voices
from app.domain.release import Release
from app.store import questionnaires, releases
from app.store.questionnaires import Version
from app.web.clock import now
from app.web.dashboard.view import View, view_of
from app.web.results.lasting import AN_HOUR, Keep, lasting

LONGEST = 9  # digits of a number


@dataclass(frozen=True)
class Counted:
    """`named` says that the address names the release: such a page stays as it is when a newer one appears.

    `past` says that a newer one has. `view` is what the address asks for as far as it is offered. `keep` is how long
    others may keep a page of it.
    """

    version: Version
    release: Release | None
    named: bool
    past: bool
    view: View
    keep: Keep

    @property
    def made_of(self) -> tuple[str, ...]:
        """What these numbers are: unknown filters ask for everyone, so that they name no page of their own."""
        counted = self.release.sha256 if self.release else ""
        said = (self.named, self.past, self.view)
        return str(self.version.number), counted, *map(str, said)

    @property
    def shelf(self) -> str:
        return "other results" if self.past else "results"

    @property
    def date(self) -> dict[str, Any]:
        return {"release": str(self.release.number)} if self.release and self.named else {}

    @property
    def address(self) -> dict[str, Any]:
        """What links to other pages of the same numbers carry along."""
        return {**self.view.address(), **self.date}


@dataclass(frozen=True)
class Dates:
    """The releases before and after one, each with its number and day."""

    before: tuple[int, date] | None
    after: tuple[int, date] | None


def counted(db: Connection, slug: str) -> Counted | None:
    """None where there is no such questionnaire or no such release."""
    named = request.args.get("release", "")
    release = _named(db, slug, named) if named else releases.latest(db, slug)
    if named and release is None:
        return None
    # In the words of the version that was counted: the next one may name other answers.
    version = questionnaires.published(db, slug, int(release.document["version"]) if release else None)
    if version is None:
        return None
    past = bool(named) and release is not None and release.number < releases.latest_number(db, slug)
    shown = voices.left_out(release) if release and past else release
    view = view_of(version.questionnaire, release, request.args) if release else View()
    keep = AN_HOUR if past else lasting(version, release, releases.last_published(db, slug), now())
    return Counted(version, shown, bool(named), past, view, keep)


def _named(db: Connection, slug: str, number: str) -> Release | None:
    return releases.at(db, slug, int(number)) if number.isdecimal() and len(number) <= LONGEST else None


def dates(db: Connection, slug: str, number: int) -> Dates:
    days = releases.days(db, slug)
    place = [each for each, _ in days].index(number)
    return Dates(days[place - 1] if place else None, days[place + 1] if place + 1 < len(days) else None)
