"""A consultation: what it is about, its phases from the first idea to the decision, and what belongs to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import MISSING, dataclass
from datetime import date
from typing import Literal

from app.domain.document import Document
from app.domain.population import Population
from app.domain.question import setting
from app.domain.sentence import N_, Problem
from app.domain.text import Text

LINK = re.compile(r"(?:(event|questionnaire|conversation|outcome)/[a-z0-9][a-z0-9-]{0,60})?")


@dataclass(frozen=True, kw_only=True)
class Section:
    """A stretch of the text that explains what it is about."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    text: Text = setting(Text(), N_("Text"))


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A step of the process; one without an end goes on. `time` and `place` are written as people say them, `link` is
    what one can do in it, such as event/bungsberg."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    text: Text = setting(Text(), N_("Text"), say=False)
    start: date = setting(MISSING, N_("First day"))
    end: date | None = setting(None, N_("Last day"))
    time: str = setting("", N_("Time"))
    place: str = setting("", N_("Where"))
    link: str = setting("", N_("What one can do then"), names="links")

    def state(self, today: date) -> Literal["over", "now", "ahead"]:
        if today < self.start:
            return "ahead"
        return "over" if self.end and today > self.end else "now"


@dataclass(frozen=True, kw_only=True)
class Paper:
    """Something to read; its files, one for each language, are kept beside it (store/papers.py)."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    text: Text = setting(Text(), N_("Text"), say=False)


@dataclass(frozen=True, kw_only=True)
class News:
    """What happened; shown from its day on."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    text: Text = setting(Text(), N_("Text"))
    day: date = setting(MISSING, N_("Day"))


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom one may ask, and about what."""

    id: str
    name: str = setting("", N_("Name"))
    task: Text = setting(Text(), N_("Task"), say=False)
    phone: str = setting("", N_("Phone number"))
    email: str = setting("", N_("E-mail address"))
    address: str = setting("", N_("Address"))


@dataclass(frozen=True, kw_only=True)
class Consultation(Document):
    """The frame of it all. `population` is who lives there, by official tables."""

    intro: Text = setting(Text(), N_("Introduction"))
    background: tuple[Section, ...] = setting((), N_("Background"))
    phases: tuple[Phase, ...] = setting((), N_("Phases"))
    papers: tuple[Paper, ...] = setting((), N_("Documents"))
    news: tuple[News, ...] = setting((), N_("News"))
    contacts: tuple[Contact, ...] = setting((), N_("Contact"))
    questionnaires: tuple[str, ...] = setting((), N_("Questionnaires"), names="questionnaires")
    population: Population | None = None

    kind = "consultation"
    label = N_("Process")

    def check_settings(self) -> Iterator[Problem]:
        for phase in self.phases:
            if phase.end and phase.end < phase.start:
                yield Problem(N_("The last day is before the first."), f"phases.{phase.id}.end")
            if not LINK.fullmatch(phase.link):
                yield Problem(
                    N_("Write event/, questionnaire/, conversation/ or outcome/ and a short name, or nothing."),
                    f"phases.{phase.id}.link",
                )
        for contact in self.contacts:
            if not contact.name:
                yield Problem(N_("Enter the name."), f"contacts.{contact.id}.name")
