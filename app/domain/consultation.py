"""A consultation: what it is about, its phases from the first idea to the decision, and its questionnaires."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from app.domain.population import Population
from app.domain.population import load as load_population
from app.domain.sentence import N_, Problem
from app.domain.short_name import SLUG
from app.domain.text import Text

FORMAT = "mitsprache-consultation/1"


@dataclass(frozen=True)
class Phase:
    """A step of the process; one without an end goes on. `time` and `place` are written as people say them."""

    id: str
    title: Text
    text: Text
    start: date
    end: date | None = None
    time: str = ""
    place: str = ""

    def state(self, today: date) -> Literal["over", "now", "ahead"]:
        if today < self.start:
            return "ahead"
        return "over" if self.end and today > self.end else "now"


@dataclass(frozen=True)
class Consultation:
    slug: str
    title: Text
    intro: Text
    phases: tuple[Phase, ...] = ()
    questionnaires: tuple[str, ...] = field(default=())
    population: Population | None = None


def load(data: Any) -> Consultation:
    """The consultation from JSON data; raises a Problem when it cannot be one."""
    if not isinstance(data, dict) or data.get("format") != FORMAT or not _is_slug(data.get("slug")):
        raise Problem(
            N_("This file is not a consultation of Mitsprache ({format} is missing)."),
            "format",
            format=FORMAT,
        )
    for name in ("phases", "questionnaires"):
        if not isinstance(data.get(name, []), list):
            raise Problem(N_("Something else was expected here."), name)
    if not all(isinstance(slug, str) for slug in data.get("questionnaires", [])):
        raise Problem(N_("Something else was expected here."), "questionnaires")
    phases = tuple(_phase(each, f"phases.{i}") for i, each in enumerate(data.get("phases", [])))
    title, intro = (Text.from_data(data.get(name, {}), name) for name in ("title", "intro"))
    people = load_population(data["population"]) if data.get("population") else None
    return Consultation(data["slug"], title, intro, phases, tuple(data.get("questionnaires", [])), people)


def _is_slug(slug: Any) -> bool:
    return isinstance(slug, str) and bool(SLUG.fullmatch(slug))


def _phase(data: Any, where: str) -> Phase:
    try:
        start, end = date.fromisoformat(data["from"]), data.get("to")
        until = date.fromisoformat(end) if end else None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Problem(N_("Write the day as YYYY-MM-DD."), where) from None
    for name in ("id", "time", "place"):
        if not isinstance(data.get(name, ""), str):
            raise Problem(N_("Something else was expected here."), f"{where}.{name}")
    title, text = (Text.from_data(data.get(name, {}), f"{where}.{name}") for name in ("title", "text"))
    return Phase(data.get("id", ""), title, text, start, until, data.get("time", ""), data.get("place", ""))


def dump(consultation: Consultation) -> dict[str, Any]:
    phases = [
        {
            "id": phase.id,
            "title": phase.title.to_data(),
            "text": phase.text.to_data(),
            "from": phase.start.isoformat(),
            "to": phase.end.isoformat() if phase.end else "",
            "time": phase.time,
            "place": phase.place,
        }
        for phase in consultation.phases
    ]
    return {
        "format": FORMAT,
        "slug": consultation.slug,
        "title": consultation.title.to_data(),
        "intro": consultation.intro.to_data(),
        "questionnaires": list(consultation.questionnaires),
        "phases": phases,
        **({"population": consultation.population.data} if consultation.population else {}),
    }
