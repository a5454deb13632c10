"""What staff do often to what became of it: say what became of something, and make a demand of a published source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from app.domain import day as days
from app.domain.evidence import source
from app.domain.outcome import STATUSES, Demand, Evidence, Outcome, Step
from app.domain.sentence import N_, Problem
from app.domain.setting import MOST_LETTERS
from app.domain.short_name import short_name
from app.domain.text import Text

MOST = {"demands": 500, "steps": 2000, "evidence": 2000}


@dataclass(frozen=True)
class Said:
    """What a form says: words in the language the outcome was written in."""

    of: str = ""
    status: str = ""
    day: str = ""
    reason: str = ""
    decision: str = ""


def with_step(outcome: Outcome, said: Said) -> Outcome:
    """The outcome with one step more; raises a Problem that names the field."""
    if said.of not in {each.id for each in outcome.subjects}:
        raise Problem(N_("Choose what this belongs to."), "of")
    if said.status not in STATUSES:
        raise Problem(N_("Choose one of: {among}."), "status", among=", ".join(STATUSES))
    if said.status == "declined" and not said.reason.strip():
        raise Problem(N_("Say why it is not taken up."), "reason")
    day = days.read(date, said.day, "day")
    reason, decision = _text(outcome, said.reason, "reason"), _text(outcome, said.decision, "decision")
    step = Step(_free("s", {each.id for each in outcome.steps}), said.of, said.status, day, reason, decision)
    _room(len(outcome.steps), "steps")
    return replace(outcome, steps=(*outcome.steps, step))


@dataclass(frozen=True)
class Found:
    """A source that supports a demand: one that is there, or a new one of this theme with this title."""

    source: str
    demand: str = ""
    theme: str = ""
    title: str = ""
    note: str = ""


def with_source(outcome: Outcome, found: Found) -> Outcome:
    """The outcome with this piece of evidence, and with the demand it makes where it makes one."""
    if source(found.source) is None:
        raise Problem(N_("This is not the address of a published page of this site."), "address")
    made = outcome if found.demand else _with_demand(outcome, found)
    of = found.demand or made.demands[-1].id
    if of not in {each.id for each in made.demands}:
        raise Problem(N_("Choose what this belongs to."), "demand")
    if any((each.of, each.source) == (of, found.source) for each in made.evidence):
        raise Problem(N_("This demand rests on this source already."), "demand")
    piece = Evidence(_free("e", {each.id for each in made.evidence}), of, found.source, _text(made, found.note, "note"))
    _room(len(made.evidence), "evidence")
    return replace(made, evidence=(*made.evidence, piece))


def _with_demand(outcome: Outcome, found: Found) -> Outcome:
    if found.theme not in {theme.id for theme in outcome.themes}:
        raise Problem(N_("Choose a theme."), "theme")
    if not found.title.strip():
        raise Problem(N_("Say the demand in a sentence."), "title")
    id = short_name(found.title, {each.id for each in outcome.subjects}, "d")
    demand = Demand(id, found.theme, _text(outcome, found.title, "title"))
    _room(len(outcome.demands), "demands")
    return replace(outcome, demands=(*outcome.demands, demand))


def _text(outcome: Outcome, words: str, where: str) -> Text:
    said = words.strip()
    if len(said) > MOST_LETTERS:
        sentence = N_("Your text is too long. Write at most {most} characters.")
        raise Problem(sentence, where, most=MOST_LETTERS)
    return Text({outcome.source: said}) if said else Text()


def _free(stem: str, taken: Collection[str]) -> str:
    return next(name for n in range(1, len(taken) + 2) if (name := f"{stem}{n}") not in taken)


def _room(things: int, what: str) -> None:
    if things >= MOST[what]:
        raise Problem(N_("There is no room for more."))
