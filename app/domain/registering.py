"""What someone wrote into the form of an event: read, with what is wrong beside each field."""

from __future__ import annotations

from collections.abc import Iterable

from app.domain.email_address import MOST_LETTERS, address_of
from app.domain.event import Event
from app.domain.needs import BANDS, DIETS, LIFTS, Needs
from app.domain.registration import Party
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem

NAME, WORDS, NOTE = 100, 300, 1000  # characters
CHILDREN, EATERS, CAR = 9, 50, 8  # of one age band, of one diet, beside the driver
Problems = dict[str, Problem]


class Form:
    """Reads field after field, and remembers what is wrong with them."""

    def __init__(self, event: Event, sent: Sent):
        self.event, self.sent = event, sent
        self.problems: Problems = {}

    def party(self, language: str) -> Party:
        """Who comes; worth nothing when there are problems."""
        name = self.words("name", NAME)
        if not name:
            self.wrong("name", Problem(N_("Please write your name.")))
        email = self._email()
        seats = self.number("seats", 1, self.event.limit, 1)
        companions = self._companions(seats)
        return Party(name, seats, email, companions, language, self._needs())

    def _email(self) -> str:
        said = self.words("email", MOST_LETTERS)
        try:
            return address_of(said) if said else ""
        except Problem as problem:
            self.wrong("email", problem)
            return said

    def words(self, name: str, most: int) -> str:
        """What was written into a field of one line."""
        said = " ".join(self.sent.one(name).split())
        return self._at_most(name, said, most)

    def number(self, name: str, least: int, most: int, otherwise: int = 0) -> int:
        """A number in any digits; nothing written is `otherwise`."""
        said = self.sent.one(name)
        if not said:
            return otherwise
        number = int(said) if said.isdecimal() and len(said) < 5 else -1
        if not least <= number <= most:
            self.wrong(name, Problem(N_("Choose a number from {least} to {most}."), least=least, most=most))
            return otherwise
        return number

    def wrong(self, name: str, problem: Problem) -> None:
        self.problems.setdefault(name, problem)

    def _at_most(self, name: str, said: str, most: int) -> str:
        if len(said) > most:
            self.wrong(name, Problem(N_("Your text is too long. Write at most {most} characters."), most=most))
        return said

    def _companions(self, seats: int) -> tuple[str, ...]:
        lines = [" ".join(line.split()) for line in self.sent.one("companions").splitlines()]
        names = tuple(filter(None, lines))
        if len(names) > seats - 1 and "seats" not in self.problems:
            self.wrong("companions", Problem(N_("These are more names than places. Please choose more places.")))
        for name in names:
            self._at_most("companions", name, NAME)
        return names

    def _needs(self) -> Needs:
        event, sent = self.event, self.sent
        lift = sent.one("lift") if event.travel and sent.one("lift") in LIFTS else ""
        return Needs(
            interpreters=tuple(tag for tag in event.interpreters if tag in sent.all("interpreters")),
            sign_language=event.sign_language and bool(sent.one("sign_language")),
            step_free=event.step_free and bool(sent.one("step_free")),
            hearing_loop=event.hearing_loop and bool(sent.one("hearing_loop")),
            children=self._counts("children", BANDS, CHILDREN) if event.childcare else {},
            diets=self._counts("diets", DIETS, EATERS) if event.food else {},
            allergies=self.words("allergies", WORDS) if event.food else "",
            lift=lift,
            lift_seats=self.number("lift_seats", 1, CAR) if lift else 0,
            lift_from=self.words("lift_from", WORDS) if lift else "",
            note=self._at_most("note", sent.one("note"), NOTE),
        )

    def _counts(self, name: str, groups: Iterable[str], most: int) -> dict[str, int]:
        counts = {group: self.number(f"{name}.{group}", 0, most) for group in groups}
        return {group: count for group, count in counts.items() if count}


def spelled(party: Party) -> Sent:
    """A party as the form has it, to be changed there."""
    needs = party.needs
    plain = {
        "name": party.name,
        "email": party.email,
        "seats": party.seats,
        "companions": "\n".join(party.companions),
        "allergies": needs.allergies,
        "lift": needs.lift,
        "lift_seats": needs.lift_seats or "",
        "lift_from": needs.lift_from,
        "note": needs.note,
        **{f"children.{band}": count for band, count in needs.children.items()},
        **{f"diets.{diet}": count for diet, count in needs.diets.items()},
        **{name: "yes" for name in ("sign_language", "step_free", "hearing_loop") if getattr(needs, name)},
    }
    fields = {name: [str(value)] for name, value in plain.items()}
    return Sent({**fields, "interpreters": list(needs.interpreters)})
