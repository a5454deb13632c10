"""How answers of invented people depend on who they are, so that there is something to find when groups are compared.

A leaning speaks of some people and says what they answer more often. Nothing follows for sure: of several answers one
is kept, each as much likelier as it is leant to. So any kind of question can be leant in, and no kind knows of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from math import prod
from random import Random

TAKES = 8  # answers of which one is kept

Fields = dict[str, list[str]]


@dataclass(frozen=True)
class Leaning:
    """`who` are these people: groups by question, or languages; `mood` is added to theirs; `more` says by field how
    many times as often they give an answer."""

    who: Mapping[str, Sequence[str]]
    mood: float = 0.0
    more: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def speaks_of(self, person: Mapping[str, Collection[str]]) -> bool:
        """`person` are the groups of one person, as far as they are known."""
        return all(set(groups) & set(person.get(question, ())) for question, groups in self.who.items())


def telling(leanings: Sequence[Leaning]) -> frozenset[str]:
    """The questions whose answers say who somebody is: they come first."""
    return frozenset(question for leaning in leanings for question in leaning.who)


def mood_of(mood: float, leanings: Sequence[Leaning]) -> float:
    return max(-1.0, min(1.0, mood + sum(leaning.mood for leaning in leanings)))


def drawn(id: str, draw: Callable[[], Fields], leanings: Sequence[Leaning], chance: Random) -> Fields:
    """An answer to the question, leant as these say."""
    more = [(name, often) for leaning in leanings for name, often in leaning.more.items() if name.split(".")[0] == id]
    if not more:
        return draw()
    takes = [draw() for _ in range(TAKES)]
    weights = [prod(often.get(value, 1.0) for name, often in more for value in take.get(name, ())) for take in takes]
    return chance.choices(takes, weights)[0]
