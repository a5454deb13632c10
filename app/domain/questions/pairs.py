"""Choosing between two things at a time: what is more important?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import exp
from random import Random

from app.domain.bradley_terry import Duel, chosen, compared, obstacle, strengths
from app.domain.listing import Listing
from app.domain.option import Option, label_of
from app.domain.question import Question, setting
from app.domain.rule import Facts
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Counts, Label, Row, Tally
from app.domain.trait import Mark, Trait

ALIKE = "~"  # the answer besides the short names of the two things: no thing can be called so
FEWEST, MOST = 3, 12


@dataclass(frozen=True, kw_only=True)
class Pairs(Listing):
    """The value maps pairs such as "bus/kita" to the thing that was chosen, or to "~".

    Which pairs are asked is drawn for each sheet; which sheet asked which is not kept, but for those answered.
    """

    options: tuple[Option, ...] = setting((), N_("Things to compare"), marks=())
    rounds: int = setting(6, N_("Pairs each person is asked"), least=1, most=66)
    priority: bool = setting(True, N_("Counts in the list of priorities"))

    kind = "pairs"
    sealed = dict
    label = N_("Pairwise choice")
    sample = {"options": [{"id": "a"}, {"id": "b"}, {"id": "c"}]}
    shuffles = True

    @property
    def pairs(self) -> dict[str, tuple[Option, Option]]:
        """All of them, each named in one way only, in whatever order the things stand."""
        by_id = sorted(self.options, key=lambda option: option.id)
        return {f"{first.id}/{second.id}": (first, second) for first, second in combinations(by_id, 2)}

    @property
    def decisions(self) -> int:
        return min(self.rounds, len(self.pairs))

    def drawn(self, seed: str) -> list[tuple[str, tuple[Option, Option]]]:
        """The pairs of one sheet: each thing about as often as any other, on either side."""
        chance = Random(f"{seed}|{self.id}")  # noqa: S311  which pairs a page asks is no secret
        left, asked = self.pairs, dict.fromkeys((option.id for option in self.options), 0)
        found = []
        for _ in range(self.decisions):
            name = min(
                left, key=lambda each: (*sorted((asked[id] for id in each.split("/")), reverse=True), chance.random())
            )
            pair = left.pop(name)
            for option in pair:
                asked[option.id] += 1
            found.append((name, pair if chance.random() < 0.5 else pair[::-1]))
        return found

    def asked(self, facts: Facts) -> Question | None:
        asked = super().asked(facts)
        return asked if isinstance(asked, Pairs) and len(asked.options) > 1 else None

    def _read(self, sent: Sent) -> dict[str, str] | None:
        given = {name: sent.one(f"{self.id}.{name}") for name in self.pairs}
        chosen = {name: answer for name, answer in given.items() if answer}
        known = all(answer in (ALIKE, *name.split("/")) for name, answer in chosen.items())
        if not known or len(chosen) > self.decisions:
            raise Problem(N_("Choose from the answers shown here."))
        return chosen or None

    def _shown(self, value: dict[str, str]) -> list[Label]:
        return [self._said(name, value[name]) for name in self.pairs if name in value]

    def _way_out(self) -> bool:
        return True  # one may find both alike

    def _cells(self) -> tuple[str, ...]:
        return tuple(f"{name}:{answer}" for name in self.pairs for answer in self._answers(name))

    def _count(self, closed: dict[str, str]) -> Sequence[str]:
        return [f"{name}:{answer}" for name, answer in closed.items()]

    def _tally(self, counts: Counts) -> Tally:
        """A row's counts and base are how often it was chosen and compared; where no order can be told, there are no
        rows."""
        duels = tuple(self._duels(counts))
        if obstacle(duels):
            return Tally("pairs", counts.answered, duels=duels)
        rows = tuple(
            Row(self.options[place].label, (chosen(duels, place),), compared(duels, place), strength=strength)
            for place, strength in enumerate(strengths(duels, counts.answered))
        )
        return Tally("pairs", counts.answered, rows, duels=duels)

    def _duels(self, counts: Counts) -> Iterator[Duel]:
        for name, (first, second) in self.pairs.items():
            places = self.options.index(first), self.options.index(second)
            yield Duel(*places, *(counts[f"{name}:{answer}"] for answer in self._answers(name)))

    def _once(self) -> dict[str, Row]:
        """Every choice in every pair: which choices were made together is not kept."""
        return {
            f"{name}:{answer}": Row(self._said(name, answer), (), 0)
            for name in self.pairs
            for answer in self._answers(name)
        }

    def _true_once(self, closed: dict[str, str]) -> Sequence[str]:
        return self._count(closed)

    def _answers(self, name: str) -> tuple[str, str, str]:
        first, second = name.split("/")
        return first, ALIKE, second

    def named(self, name: str) -> Sentence:
        """What a pair is called."""
        first, second = self.pairs[name]
        # Translators: two things to choose from, for example: Buses or day care
        return Sentence.of(N_("{first} or {second}"), first=first.label, second=second.label)

    def answer(self, id: str) -> Label:
        """What an answer is called."""
        # Translators: an answer where two things stand to choose from, for people who find neither more important.
        return Sentence(N_("Both alike, or I can’t decide")) if id == ALIKE else label_of(self.options, id)

    def _said(self, name: str, answer: str) -> Label:
        return Sentence.of(N_("{item}: {answer}"), item=self.named(name), answer=self.answer(answer))

    def _traits(self) -> tuple[Trait, ...]:
        return tuple(
            Trait(name, self.named(name), values={id: self.answer(id) for id in self._answers(name)})
            for name in self.pairs
        )

    def _told(self, closed: dict[str, str]) -> Mapping[str, Mark]:
        return closed

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        worth = {o.id: ((i * 5) % 7 - 2) / 4 * (1 + mood / 2) for i, o in enumerate(self.options)}
        sent = {}
        for name, _ in self.drawn(str(chance.random())):
            first, alike, second = self._answers(name)
            weights = [exp(worth[first]), 0.3, exp(worth[second])]
            sent[f"{self.id}.{name}"] = chance.choices([first, alike, second], weights)
        return sent

    def check_settings(self, where: str) -> Iterator[Problem]:
        if not FEWEST <= len(self.options) <= MOST:
            sentence = N_("Give from {least} to {most} things to compare.")
            yield Problem(sentence, f"{where}.options", least=FEWEST, most=MOST)
