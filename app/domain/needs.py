"""What a party needs to take part in an event: interpreters, childcare, ways without steps, food, a lift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from app.domain.sentence import N_

BANDS = {"0-2": N_("0 to 2 years"), "3-5": N_("3 to 5 years"), "6-10": N_("6 to 10 years"), "11+": N_("11 and older")}
DIETS = {
    "vegetarian": N_("vegetarian"),
    "vegan": N_("vegan"),
    "halal": N_("halal"),
    "no-pork": N_("no pork"),
}
LIFTS = {"": N_("We come on our own"), "needs": N_("We need a lift"), "offers": N_("We can take others along")}


@dataclass(frozen=True)
class Needs:
    """`children` and `diets` count people by age band and diet; `lift` is one of LIFTS, for or with `lift_seats`, from
    `lift_from`."""

    interpreters: tuple[str, ...] = ()
    sign_language: bool = False
    step_free: bool = False
    hearing_loop: bool = False
    children: Mapping[str, int] = field(default_factory=dict)
    diets: Mapping[str, int] = field(default_factory=dict)
    allergies: str = ""
    lift: str = ""
    lift_seats: int = 0
    lift_from: str = ""
    note: str = ""

    def __bool__(self) -> bool:
        return bool(self.to_data())

    def to_data(self) -> dict[str, Any]:
        """As JSON data; what is not needed is left out."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Needs:
        return cls(**{**data, "interpreters": tuple(data.get("interpreters", ()))})
