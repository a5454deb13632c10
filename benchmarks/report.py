"""What every measurement prints, in Markdown: question, setting, table, goals, and what follows from them."""

import argparse
import signal
import statistics
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from benchmarks import machine

PROFILE = "benchmarks.profile"
GOALS = "| goal | at least | measured | met |"


@dataclass(frozen=True)
class Pace:
    """How often and how long each thing is measured."""

    rounds: int = 3
    seconds: int = 4


QUICK = Pace(rounds=2, seconds=1)


@dataclass(frozen=True)
class Ratio:
    """How many times as much as something measured in the same round: the median of all rounds and their spread."""

    rounds: tuple[float, ...]

    @property
    def middle(self) -> float:
        return statistics.median(self.rounds)

    def __str__(self) -> str:
        return f"{self.middle:.3g} ({min(self.rounds):.3g}–{max(self.rounds):.3g})"


def ratio(ours: Iterable[float], theirs: Iterable[float]) -> Ratio:
    return Ratio(tuple(own / other for own, other in zip(ours, theirs, strict=True)))


@dataclass(frozen=True)
class Goal:
    what: str
    least: str
    measured: str
    met: bool


def heading(question: str, setting: str) -> None:
    print(f"**Question.** {question}\n\n**Setting.** {setting} {machine.described()}.\n")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """The first column holds names, all others numbers."""
    print("|", " | ".join(head), "|")
    print("|", " | ".join(["---"] + ["---:"] * (len(head) - 1)), "|")
    for row in rows:
        print("|", " | ".join(map(str, row)), "|")
    print(flush=True)


def judge(goals: Sequence[Goal]) -> bool:
    """Print the goals beside what was measured; whether all are met."""
    print(f"{GOALS}\n|---|---|---|---|")
    for goal in goals:
        print(f"| {goal.what} | {goal.least} | {goal.measured} | {'yes' if goal.met else 'no'} |")
    missed = [goal for goal in goals if not goal.met]
    if missed:
        decide(f"{len(missed)} of {len(goals)} goals are missed; where the time goes says `python -m {PROFILE}`.")
    else:
        decide("All goals are met: it stays as it is.")
    return not missed


def decide(words: str) -> None:
    print(f"\n**Decision.** {words}")


def run(measure: Callable[[Pace], bool], about: str | None) -> None:
    """Measure, and end with status 1 where a goal is missed; who is told to stop takes all servers along."""
    options = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--quick", action="store_true", help="a second each, to see that it works")
    given = options.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))
    sys.exit(0 if measure(QUICK if given.quick else Pace()) else 1)
