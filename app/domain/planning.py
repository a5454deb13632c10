"""The planning sheet of an event: how many need what, without the names of anyone.

What counts is who has a place; who waits stands beside, and how many have come so far. An interpreter is for all people
of a party, everything else is counted as it was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.domain.needs import BANDS, DIETS
from app.domain.registration import Registration
from app.domain.sentence import N_

PEOPLE = (N_("People"), N_("Registrations"))
ACCESS = {
    "step_free": N_("Step-free ways"),
    "hearing_loop": N_("Hearing loop"),
    "sign_language": N_("Sign language"),
}
LIFTS = {"needs": N_("needed"), "offers": N_("offered")}

Naming = Literal["words", "language", "said"]  # ours to translate, the tag of one, or what visitors wrote


@dataclass(frozen=True)
class Line:
    """How many, of whom how many are here already, and how many more if all who wait came too."""

    label: str
    confirmed: int
    here: int
    waiting: int


@dataclass(frozen=True)
class Part:
    """One heading of the sheet."""

    title: str
    lines: tuple[Line, ...]
    naming: Naming = "words"


@dataclass(frozen=True)
class Sheet:
    """`allergies` and `notes` are the words of those who have a place, in an order that says nothing."""

    parts: tuple[Part, ...]
    allergies: tuple[str, ...]
    notes: tuple[str, ...]


Count = Callable[[Registration], Mapping[str, int]]


def sheet(registrations: Iterable[Registration]) -> Sheet:
    coming = [each for each in registrations if each.state != "cancelled"]
    return Sheet(
        tuple(part for part in _parts(coming) if part.lines),
        _written(coming, lambda each: each.party.needs.allergies),
        _written(coming, lambda each: each.party.needs.note),
    )


def _parts(coming: Sequence[Registration]) -> Iterable[Part]:
    yield Part(N_("People"), _lines(coming, _people, tuple(PEOPLE)))
    yield Part(N_("Interpreters: people who need one"), _lines(coming, _interpreters), "language")
    yield Part(N_("To take part: registrations"), _lines(coming, _access, tuple(ACCESS.values())))
    yield Part(N_("Childcare: children by age"), _lines(coming, _children, tuple(BANDS.values())))
    yield Part(N_("Food: people"), _lines(coming, _diets, tuple(DIETS.values())))
    yield Part(N_("Lifts: seats"), _lines(coming, _lifts, tuple(LIFTS.values())))
    yield Part(N_("Lifts are needed from: seats"), _lines(coming, lambda each: _lift_from(each, "needs")), "said")
    yield Part(N_("Lifts are offered from: seats"), _lines(coming, lambda each: _lift_from(each, "offers")), "said")
    yield Part(N_("Languages of the registrations: people"), _lines(coming, _languages), "language")


def _people(each: Registration) -> Mapping[str, int]:
    return {PEOPLE[0]: each.seats, PEOPLE[1]: 1}


def _interpreters(each: Registration) -> Mapping[str, int]:
    return dict.fromkeys(each.party.needs.interpreters, each.seats)


def _access(each: Registration) -> Mapping[str, int]:
    return {label: 1 for name, label in ACCESS.items() if getattr(each.party.needs, name)}


def _children(each: Registration) -> Mapping[str, int]:
    return {BANDS[band]: count for band, count in each.party.needs.children.items() if band in BANDS}


def _diets(each: Registration) -> Mapping[str, int]:
    return {DIETS[diet]: count for diet, count in each.party.needs.diets.items() if diet in DIETS}


def _lifts(each: Registration) -> Mapping[str, int]:
    needs = each.party.needs
    return {LIFTS[needs.lift]: needs.lift_seats or 1} if needs.lift in LIFTS else {}


def _lift_from(each: Registration, lift: str) -> Mapping[str, int]:
    needs = each.party.needs
    return {" ".join(needs.lift_from.split()) or "?": needs.lift_seats or 1} if needs.lift == lift else {}


def _languages(each: Registration) -> Mapping[str, int]:
    return {each.party.language: each.seats}


def _lines(coming: Sequence[Registration], count: Count, order: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """A line for each thing anyone needs: in this order, else the most wanted first."""
    sums: dict[str, list[int]] = {}
    for each in coming:
        for label, number in count(each).items():
            line = sums.setdefault(label, [0, 0, 0])
            line[0 if each.confirmed else 2] += number
            line[1] += _here(each, number)
    lines = [Line(label, *numbers) for label, numbers in sums.items()]
    place = order.index if order else lambda label: (-sums[label][0], label)
    return tuple(sorted(lines, key=lambda line: place(line.label)))


def _here(each: Registration, number: int) -> int:
    """Of a party that has come in part, no more than have come."""
    return number if each.here >= each.seats else min(number, each.here)


def _written(coming: Sequence[Registration], words: Callable[[Registration], str]) -> tuple[str, ...]:
    return tuple(sorted(said for each in coming if each.confirmed and (said := words(each).strip())))
