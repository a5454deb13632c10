"""What a kind of question can do with answers: read, seal, show and count them.

Every kind may offer two answers besides its own, each with a code of its own: "I don't know" and "I'd rather not say".
They are handled here, once for all kinds. A kind says what it does with its own answers in the methods that begin with
an underscore; everyone else calls those without.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from random import Random
from typing import Any, ClassVar, Literal

from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally
from app.domain.trait import Mark, Trait

DONT_KNOW, REFUSED = Sentence(N_("I don’t know")), Sentence(N_("I’d rather not say"))
DECLINING = 0.06  # of those invented, where they can


class Kind(ABC):
    id: str
    dont_know: bool
    refuse: bool

    sealed: ClassVar[type] = str  # what _closed() gives: str, int, a list of str, or a dict by str
    ticked: ClassVar[Literal["", "radio", "checkbox"]] = (
        ""  # answered by ticking in one list: its asides are part of it
    )
    each_aside: ClassVar[bool] = False  # judges several things, with the asides beside each of them

    @cached_property
    def asides(self) -> Mapping[str, Label]:
        """The answers besides, by code: they are exclusive, in cells of their own, and never part of a mean."""
        return {
            **({"dk": DONT_KNOW} if self.dont_know else {}),
            **({"na": REFUSED} if self.refuse else {}),
        }

    @property
    def aside_field(self) -> str:
        return self.id if self.ticked else f"{self.id}.:aside"

    @cached_property
    def aside_below(self) -> Mapping[str, Label]:
        """The asides of the question as a whole."""
        return {} if self.each_aside else self.asides

    # -- answering

    def read(self, sent: Sent) -> Any:
        """The value of what a browser sent, None when nothing was; raises Problem when it cannot be read."""
        codes = [code for code in self.aside_below if code in sent.all(self.aside_field)]
        value = self._read(sent.less(self.aside_field, codes) if codes else sent)
        if codes and (value is not None or len(codes) > 1):
            raise Problem(
                N_("You chose “{answer}” together with other answers. Choose only one of the two."),
                answer=self.asides[codes[0]],
            )
        return {"aside": codes[0]} if codes else value

    @cached_property
    def readings(self) -> Mapping[str, tuple[Any, Any]]:
        """What each answer one can choose is read as, and its closed form, worked out once: most of what is sent is
        one of them. Never changed by anyone."""
        found = {}
        for code in self.cells():
            with suppress(Problem):
                if (value := self.read(Sent({self.id: [code]}))) is not None:
                    found[code] = (value, self.closed(value))
        return found

    def closed(self, value: Any) -> Any:
        """The value without anything written freely: what rules see, what is stored sealed, what is counted."""
        return self._aside(value) or self._closed(value)

    def words(self, value: Any) -> dict[str, str]:
        """What was written freely, by the part of the question it belongs to ("" is the question itself)."""
        return {} if self._aside(value) else self._words(value)

    def shown(self, value: Any) -> list[Label]:
        """The value as its author reads it again before sending."""
        aside = self._aside(value)
        return [self.asides[aside]] if aside else self._shown(value)

    def way_out(self) -> bool:
        """Whether someone who must answer can still decline to."""
        return bool(self.asides) or self._way_out()

    def _aside(self, value: Any) -> str:
        """The code of an answer besides, "" for an answer of the kind itself."""
        code = value.get("aside") if isinstance(value, dict) and len(value) == 1 else None
        return code if isinstance(code, str) and code in self.aside_below else ""

    # -- counting

    def fits(self, closed: Any) -> bool:
        """Whether a sealed answer has the shape of this kind: an earlier version may have asked in another way."""
        return self._declined(closed) or self._fits(closed)

    def cells(self) -> tuple[str, ...]:
        """Every cell that may be published, in order."""
        return (*self._cells(), *self.aside_below)

    @property
    def decisions(self) -> int:
        """How many things one decides on: the part of a cell before its colon."""
        return max(len({cell.partition(":")[0] for cell in self.cells() if ":" in cell}), 1)

    def count(self, closed: Any) -> Sequence[str]:
        """The cells one sealed answer falls into."""
        return (closed,) if self._declined(closed) else self._count(closed)

    def tally(self, counts: Counts) -> Tally:
        if not self.aside_below:
            return self._tally(counts)
        people = {code: counts[code] for code in self.aside_below}
        besides = tuple(
            Row(label, (people[code],), counts.answered, last=True) for code, label in self.aside_below.items()
        )
        whole = self._tally(counts)
        if whole.shape == "bars":
            return replace(whole, rows=(*whole.rows, *besides))
        own = Counts(max(counts.answered - sum(people.values()), 0), counts.cells)
        tally = self._tally(own)
        return replace(tally, besides=besides, answered=own.answered if tally.shape == "voices" else counts.answered)

    def groups(self) -> dict[str, Label]:
        """The groups results can be filtered by when this question is a dimension."""
        own = self._groups()
        return {**own, **self.aside_below} if own else {}

    def once(self) -> Mapping[str, Row]:
        """What may be true at least once of someone asked for each of several, by cell, in lines still without numbers.
        Kinds whose cells serve for that as they are have none (repetition.py)."""
        own = self._once()
        besides = {code: Row(label, (), 0, last=True) for code, label in self.aside_below.items()}
        return {**own, **besides} if own else {}

    def true_once(self, closed: Any) -> Sequence[str]:
        """Which of it one answer makes true."""
        return (closed,) if self._declined(closed) else self._true_once(closed)

    def group(self, closed: Any) -> Sequence[str]:
        """The groups one sealed answer belongs to."""
        return (closed,) if self._declined(closed) else self._group(closed)

    def imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        """The fields an invented respondent might send; mood -1 (bad) to 1 (good) makes answers hang together."""
        if self.aside_below and chance.random() < DECLINING:
            return {self.aside_field: [chance.choice(list(self.aside_below))]}
        return self._imagine(chance, mood)

    def _declined(self, closed: Any) -> bool:
        return isinstance(closed, str) and closed in self.aside_below

    # -- in a file for analysts

    def traits(self) -> tuple[Trait, ...]:
        """The variables of this question; none for what was written freely."""
        return self._traits()

    def told(self, closed: Any) -> Mapping[str, Mark]:
        """The mark of one sealed answer for each part of it."""
        return {trait.part: closed for trait in self.traits()} if self._declined(closed) else self._told(closed)

    # -- what a kind overrides as it needs

    @abstractmethod
    def _read(self, sent: Sent) -> Any: ...

    def _closed(self, value: Any) -> Any:
        return value

    def _words(self, value: Any) -> dict[str, str]:
        return {}

    def _shown(self, value: Any) -> list[Label]:
        return [str(value)]

    def _way_out(self) -> bool:
        return False

    def _fits(self, closed: Any) -> bool:
        return type(closed) is self.sealed and all(isinstance(part, str) for part in _parts(closed))

    def _cells(self) -> tuple[str, ...]:
        return ()

    def _count(self, closed: Any) -> Sequence[str]:
        return ()

    def _tally(self, counts: Counts) -> Tally:
        return Tally("voices", counts.answered)

    def _once(self) -> Mapping[str, Row]:
        return {}

    def _true_once(self, closed: Any) -> Sequence[str]:
        return ()

    def _groups(self) -> dict[str, Label]:
        return {}

    def _group(self, closed: Any) -> Sequence[str]:
        return ()

    def _traits(self) -> tuple[Trait, ...]:
        unsure = {option.id: option.label for option in getattr(self, "options", ()) if option.aside}
        values = {id: label for id, label in self._groups().items() if id not in unsure}
        kind: Literal["single", "ordered"] = "ordered" if getattr(self, "ordered", False) else "single"
        return (Trait(type=kind, values=values, unsure=unsure),) if values else ()

    def _told(self, closed: Any) -> Mapping[str, Mark]:
        return {"": closed}

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        return {}


def _parts(closed: Any) -> list[Any]:
    return list(closed) if isinstance(closed, (list, dict)) else []
