"""Kinds that list things to choose from, rank or judge: which of them someone is offered may follow from an answer.

`offer_from` names an earlier question. Has this question things of its own, only those are offered whose ids were
chosen there (or were not); has it none, the things of the earlier question are lent to it, with their words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from app.domain.option import Option
from app.domain.question import Question, setting
from app.domain.rule import Facts
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem


@dataclass(frozen=True, kw_only=True)
class Listing(Question):
    """Pinned things ("none of these") are offered to everyone. Cells stay those of all things."""

    offer_from: str = setting("", N_("Offer what was answered in an earlier question"), names="options")
    offer: str = setting("chosen", N_("Offer what was"), among={"chosen": N_("chosen"), "not chosen": N_("not chosen")})
    withdrawn: tuple[str, ...] = field(default=(), repr=False)  # what a visitor is not offered; never stored

    listed: ClassVar[str] = "options"  # the setting that holds the things
    pictured: ClassVar[bool] = False  # whether its things may be shown with pictures

    @property
    def things(self) -> tuple[Option, ...]:
        return tuple(getattr(self, self.listed))

    @property
    def offering(self) -> tuple[str, ...]:
        return (self.offer_from, self.offer) if self.offer_from else ()

    def asked(self, facts: Facts) -> Question | None:
        asked = super().asked(facts)
        if asked is None or not self.offer_from:
            return asked
        chosen = _ids(facts.answers.get(self.offer_from))
        left = tuple(o for o in self.things if o.pinned or (o.id in chosen) == (self.offer == "chosen"))
        if all(option.pinned for option in left):
            return None
        gone = tuple(option.id for option in self.things if option not in left)
        narrowed: dict[str, Any] = {self.listed: left, "withdrawn": gone}
        return replace(asked, **narrowed)

    def renamed(self, names: Mapping[str, str]) -> Self:
        return replace(super().renamed(names), offer_from=names.get(self.offer_from, self.offer_from))

    def lent(self, earlier: Mapping[str, Question]) -> Question:
        own = tuple(option for option in self.things if not option.lent)
        origin = earlier.get(self.offer_from)
        if isinstance(origin, Listing) and all(option.pinned for option in own):
            own = (*(replace(option, lent=True) for option in origin.things if not option.pinned), *own)
        changed: dict[str, Any] = {self.listed: own}
        return self if own == self.things else replace(self, **changed)

    def with_pictures(self, named: Callable[[Option], str]) -> Question:
        """The question with a picture for each thing, "" for none."""
        own = tuple(replace(option, picture=named(option)) for option in self.things)
        changed: dict[str, Any] = {self.listed: own}
        return replace(self, **changed)

    def read(self, sent: Sent) -> Any:
        """What was chosen while it was still offered is dropped, not complained about."""
        return super().read(sent.less(self.id, self.withdrawn) if self.withdrawn else sent)

    def check_offer(self, earlier: Mapping[str, Question], where: str) -> Iterator[Problem]:
        if not self.offer_from:
            return
        origin = earlier.get(self.offer_from)
        if not isinstance(origin, Listing) or origin.listed != "options":
            spot = f"{where}.offer_from"
            sentence = N_("“{id}” is not an earlier question with answers to choose from.")
            yield Problem(sentence, spot, id=self.offer_from)
            return
        known = {option.id for option in origin.things}
        for option in self.things if self.offer == "chosen" else ():
            if not option.pinned and option.id not in known:
                spot = f"{where}.{self.listed}.{option.id}"
                yield Problem(N_("Nobody is offered this answer: “{id}” does not have it."), spot, id=self.offer_from)


def _ids(answer: Any) -> set[str]:
    """The ids an answer names: one, several, or those that were given points."""
    return {answer} if isinstance(answer, str) else set(answer or ())
