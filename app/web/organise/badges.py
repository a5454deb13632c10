"""Badges for those who have a place: sheets of A4 with eight of them, one for each seat, to be cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.event import Event
from app.domain.finding_names import plain
from app.domain.language import LANGUAGES, Language
from app.domain.registration import Registration
from app.store import registrations
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.organise.door import bp
from app.web.organise.event_door import file, find
from app.web.pdf import drawn, has_pango

STYLE = Path(__file__).with_suffix(".css")
ACROSS, DOWN = 2, 4
# how large the name is: the longest word, and the whole name, in letters
SIZES = {"large": (11, 22), "middle": (16, 40), "small": (24, 66)}


@dataclass(frozen=True)
class Badge:
    """`name` is empty where it was not said: then there is a line to write on."""

    name: str
    language: Language

    @property
    def direction(self) -> str:
        """That of the first letter that has one, as browsers guess it; what draws the file does not."""
        strong = (unicodedata.bidirectional(letter) for letter in self.name)
        return "rtl" if next((each for each in strong if each in ("L", "R", "AL")), "L") != "L" else "ltr"

    @property
    def size(self) -> str:
        longest, whole = max(map(len, self.name.split()), default=0), len(self.name)
        fits = (size for size, (word, name) in SIZES.items() if longest <= word and whole <= name)
        return next(fits, "smallest")


@bp.get("/event/<slug>/badges", endpoint="badges")
@allowed("organise")
def show_badges(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        event, coming = find(db, slug), _coming(registrations.all_of(db, slug), _first())
    made = list(_badges(coming))
    return render_template("web/organise/badges.html", event=event, badges=made, first=_first(), each=ACROSS * DOWN)


@bp.get("/event/<slug>/badges.pdf", endpoint="badges_file")
@allowed("organise")
def download_badges(slug: str) -> ResponseReturnValue:
    if not has_pango():
        abort(404)
    with staff_reading() as db:
        event, coming = find(db, slug), _coming(registrations.all_of(db, slug), _first())
    return file(event, "badges", "pdf", drawn(_page(event, list(_badges(coming))), STYLE.read_text()))


def _first() -> int:
    """The number of the first registration that is wanted: those before have theirs."""
    return max(request.args.get("first", 1, type=int), 1)


def _coming(everyone: Iterable[Registration], first: int) -> list[Registration]:
    confirmed = (each for each in everyone if each.confirmed and each.number >= first)
    return sorted(confirmed, key=lambda each: plain(each.party.name))


def _badges(coming: Iterable[Registration]) -> Iterator[Badge]:
    for each in coming:
        for name in each.party.names():
            yield Badge(name, LANGUAGES[each.party.language])


def _page(event: Event, made: Sequence[Badge]) -> str:
    rows = [made[at : at + ACROSS] for at in range(0, len(made), ACROSS)]
    sheets = [rows[at : at + DOWN] for at in range(0, len(rows), DOWN)]
    return render_template("web/organise/badge_sheets.html", event=event, sheets=sheets)
