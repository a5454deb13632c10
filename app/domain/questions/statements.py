"""Statements one agrees with, disagrees with, or passes over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from app.domain.listing import Listing
from app.domain.option import Option, shuffled
from app.domain.question import setting
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import LEAST_BASE, Counts, Label, Row, Tally
from app.domain.trait import Mark, Trait

VOTES = {"agree": N_("Yes, I agree"), "disagree": N_("No, I disagree"), "pass": N_("Undecided")}
BACK_TO_FRONT = ("disagree", "pass", "agree")


@dataclass(frozen=True, kw_only=True)
class Statements(Listing):
    statements: tuple[Option, ...] = setting((), N_("Statements"), marks=())
    random: bool = setting(True, N_("Statements in random order"))

    kind = "statements"
    sealed = dict
    repeats = False
    label = N_("Vote on statements")
    sample = {"statements": [{"id": "s1"}, {"id": "s2"}]}

    each_aside = True
    listed = "statements"

    @property
    def votes(self) -> dict[str, Label]:
        return {**{vote: Sentence(words) for vote, words in VOTES.items()}, **self.asides}

    def items(self, seed: str) -> list[Option]:
        return shuffled(self.statements, seed) if self.random else list(self.statements)

    def _read(self, sent: Sent) -> dict[str, str] | None:
        given = {statement.id: sent.one(f"{self.id}.{statement.id}") for statement in self.statements}
        if any(vote and vote not in self.votes for vote in given.values()):
            raise Problem(N_("Choose from the answers shown here."))
        return {id: vote for id, vote in given.items() if vote} or None

    def _shown(self, value: dict[str, str]) -> list[Label]:
        return [
            Sentence.of(N_("{item}: {answer}"), item=statement.label, answer=self.votes[value[statement.id]])
            for statement in self.statements
            if statement.id in value
        ]

    def _way_out(self) -> bool:
        return True  # one may pass

    def _cells(self) -> tuple[str, ...]:
        return tuple(f"{statement.id}:{vote}" for statement in self.statements for vote in self.votes)

    def _count(self, closed: dict[str, str]) -> Sequence[str]:
        return [f"{statement}:{vote}" for statement, vote in closed.items()]

    def _tally(self, counts: Counts) -> Tally:
        rows = []
        for statement in self.statements:
            given = tuple(counts[f"{statement.id}:{vote}"] for vote in BACK_TO_FRONT)
            aside = sum(counts[f"{statement.id}:{code}"] for code in self.asides)
            if sum(given) + aside >= LEAST_BASE:
                rows.append(Row(statement.label, given, sum(given), aside=aside))
        return Tally("statements", counts.answered, tuple(rows), tuple(Sentence(VOTES[vote]) for vote in BACK_TO_FRONT))

    def _traits(self) -> tuple[Trait, ...]:
        votes = {vote: Sentence(VOTES[vote]) for vote in BACK_TO_FRONT}
        return tuple(Trait(each.id, each.label, "ordered", votes) for each in self.statements)

    def _told(self, closed: dict[str, str]) -> Mapping[str, Mark]:
        return closed

    def _imagine(self, chance: Random, mood: float) -> dict[str, list[str]]:
        sent = {}
        for i, statement in enumerate(self.statements):
            pull = (mood if i % 2 else -mood) * 1.2 + ((i * 5) % 7 - 2) / 4
            weights = [2.0 ** (1 + pull), 2.0 ** (1 - pull), 1.0]
            if chance.random() < 0.9:
                sent[f"{self.id}.{statement.id}"] = [chance.choices(["agree", "disagree", "pass"], weights)[0]]
        return sent

    def check_settings(self, where: str) -> Iterator[Problem]:
        if not self.statements:
            yield Problem(N_("Give at least one statement."), f"{where}.statements")
