"""An event one may register for: what, when and where it is, how many may come, and what they are asked.

Times are those of the clocks of the county, without a zone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from app.domain.document import Document
from app.domain.language import LANGUAGES
from app.domain.question import setting
from app.domain.sentence import N_, Problem
from app.domain.text import Text

HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
MORNING = time(9)
FAR = date(9000, 1, 1)  # a draft that has no day yet is never over


@dataclass(frozen=True, kw_only=True)
class Event(Document):
    """`limit` is the largest party, `closes` the last day to register, `keeps` the days after which names are deleted,
    `reminds` the days before it on which people are reminded (0: they are not)."""

    kind: ClassVar[str] = "event"
    label: ClassVar[str] = N_("Event")

    consultation: str = setting("", N_("Consultation"), names="consultations")
    intro: Text = setting(Text(), N_("What it is about"))
    day: date | None = setting(None, N_("Day"))
    begins: str = setting("", N_("Begins (HH:MM)"))
    ends: str = setting("", N_("Ends (HH:MM)"))
    place: str = setting("", N_("Venue"))
    address: str = setting("", N_("Address"))
    directions: Text = setting(Text(), N_("How to get there"), say=False)
    capacity: int = setting(50, N_("Places"), least=1, most=5000)
    limit: int = setting(5, N_("Places one registration may take"), least=1, most=50)
    called_off: bool = setting(False, N_("It does not take place"))
    closes: date | None = setting(None, N_("Last day to register"))
    waits: bool = setting(True, N_("Waiting list when it is full"))
    interpreters: tuple[str, ...] = setting((), N_("Interpreters can be asked for"), names="languages")
    sign_language: bool = setting(True, N_("Ask for sign language"))
    step_free: bool = setting(True, N_("Ask for step-free ways"))
    hearing_loop: bool = setting(True, N_("Ask for a hearing loop"))
    childcare: bool = setting(False, N_("Ask for childcare"))
    food: bool = setting(False, N_("Ask what people eat"))
    travel: bool = setting(False, N_("Ask for and offer lifts"))
    keeps: int = setting(14, N_("Days after which names are deleted"), least=0, most=90)
    reminds: int = setting(2, N_("Days before on which people are reminded"), least=0, most=30)

    @property
    def starts(self) -> datetime:
        return datetime.combine(self.day or FAR, _hour(self.begins))

    @property
    def stops(self) -> datetime:
        return datetime.combine(self.day or FAR, _hour(self.ends))

    @property
    def last_day(self) -> date:
        """The last day on which one may register."""
        return self.closes or self.starts.date()

    @property
    def deleted(self) -> date:
        """The day on which names are deleted."""
        return self.stops.date() + timedelta(days=self.keeps)

    def open(self, there: datetime) -> bool:
        """Whether one may still register; `there` is what the clocks of the county show."""
        return not self.called_off and there < self.starts and there.date() <= self.last_day

    def ahead(self, there: datetime) -> bool:
        """Whether it is still to come: places are given out, changed and cancelled."""
        return not self.called_off and there < self.starts

    def reminding(self, there: datetime) -> bool:
        """Whether it is time to remind people: from the morning so many days before."""
        morning = datetime.combine(self.starts.date() - timedelta(days=self.reminds), MORNING)
        return self.reminds > 0 and morning <= there < self.starts

    def check_settings(self) -> Iterator[Problem]:
        if not self.day:
            yield Problem(N_("Write the day as YYYY-MM-DD."), "day")
        for name, hour in (("begins", self.begins), ("ends", self.ends)):
            if not HOUR.fullmatch(hour):
                yield Problem(N_("Write the time as HH:MM."), name)
        if HOUR.fullmatch(self.begins) and HOUR.fullmatch(self.ends) and self.ends <= self.begins:
            yield Problem(N_("It must end after it begins."), "ends")
        if not self.place:
            yield Problem(N_("Say where it is."), "place")
        if self.day and self.closes and self.closes > self.day:
            yield Problem(N_("The last day to register must not be after the event."), "closes")
        if set(self.interpreters) - set(LANGUAGES):
            yield Problem(N_("Name the languages by their tags, such as de, uk or ar."), "interpreters")


def _hour(written: str) -> time:
    return time.fromisoformat(written) if HOUR.fullmatch(written) else time()
