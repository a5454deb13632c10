"""Deciding on statements people add: what staff may answer, why not, and when two of them have to agree."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.domain.sentence import N_

Verdict = Literal["accepted", "refused"]

REASONS: Mapping[str, str] = {  # why a statement is not voted on, by the name it is stored under
    "person": N_("It says something about a single person."),
    "degrading": N_("It degrades people."),
    "several": N_("It holds several ideas at once."),
    "unclear": N_("One cannot agree or disagree with it."),
    "known": N_("The same is there already."),
    "elsewhere": N_("It is about something else."),
}


@dataclass(frozen=True)
class Opinion:
    """What one of the staff said about a statement, and when (UTC)."""

    who: str
    verdict: Verdict
    reason: str
    moment: datetime


@dataclass(frozen=True)
class Decision:
    """What follows: None while somebody else is still to be asked. `split` says that two do not agree."""

    verdict: Verdict | None
    reason: str = ""
    split: bool = False


def decision(opinions: Iterable[Opinion], two_eyes: bool) -> Decision:
    """One opinion decides, or with two eyes the first two different people agree on; of each the newest counts."""
    newest = {opinion.who: opinion for opinion in sorted(opinions, key=lambda each: each.moment)}
    by_verdict: dict[Verdict, list[Opinion]] = {}
    for opinion in sorted(newest.values(), key=lambda each: each.moment):
        said = by_verdict.setdefault(opinion.verdict, [])
        said.append(opinion)
        if len(said) >= (2 if two_eyes else 1):
            return Decision(opinion.verdict, said[0].reason)
    return Decision(None, split=len(by_verdict) > 1)
