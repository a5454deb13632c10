"""A consultation as it stands on a day: which steps are going on, which comes next, and what news there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.consultation import Consultation, News, Phase


@dataclass(frozen=True)
class Standing:
    """The steps in the order of their days; `now` may be several, and none between two steps."""

    steps: tuple[Phase, ...]
    now: tuple[Phase, ...]
    next: Phase | None
    news: tuple[News, ...]  # newest first

    @property
    def between(self) -> bool:
        """Whether one waits for the next step while no other goes on."""
        return self.next is not None and not self.now


def standing(consultation: Consultation, today: date) -> Standing:
    steps = tuple(sorted(consultation.phases, key=lambda phase: phase.start))
    now = tuple(phase for phase in steps if phase.state(today) == "now")
    ahead = next((phase for phase in steps if phase.state(today) == "ahead"), None)
    told = [each for each in consultation.news if each.day <= today]
    return Standing(steps, now, ahead, tuple(sorted(told, key=lambda each: each.day, reverse=True)))


def years(phases: Sequence[Phase], since: date) -> tuple[int, int]:
    """The first and the last year it is about; of one without steps the year it was published first."""
    days = [each for phase in phases for each in (phase.start, phase.end) if each] or [since]
    return min(days).year, max(days).year
