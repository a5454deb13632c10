"""Opinion groups, checked against published figures and timed: python -m benchmarks.opinion [--polis FOLDER]

FOLDER holds conversations as published at github.com/compdemocracy/openData (CC BY 4.0): votes.csv, comments.csv,
participants-votes.csv each. They are not part of this repository.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from time import perf_counter

import numpy as np

from app.domain.opinion.box import Ballot
from app.domain.opinion.count import Count
from app.domain.opinion.grouping import grouping
from app.domain.opinion.rand_index import adjusted_rand
from app.domain.opinion.release import release
from app.domain.opinion.statistics import group_informed
from app.domain.opinion.verdict import DRAWS, KEPT, SHUFFLES, shuffled, verdict
from app.domain.opinion.votes import Votes

csv.field_size_limit(10**8)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--polis", type=Path, help="a folder with a folder for each conversation")
    polis = given.parse_args().polis
    _time(10_000, 300)
    for folder in sorted(each for each in polis.iterdir() if each.is_dir()) if polis else ():
        _look_at(folder)


def invented(people: int, statements: int, voted: float = 0.3) -> list[tuple[str, str, int]]:
    """Two camps that lean to different sides of most statements."""
    chance = np.random.default_rng(1)
    lean, pull = chance.choice([-1, 1], people), chance.normal(0, 1.2, statements)
    agree = chance.random((people, statements)) < 1 / (1 + np.exp(-lean[:, None] * pull))
    values = np.where(chance.random((people, statements)) < 0.12, 0, np.where(agree, 1, -1))
    some = np.argwhere(chance.random((people, statements)) < voted)
    return [(f"p{person}", f"s{statement}", int(values[person, statement])) for person, statement in some]


def _time(people: int, statements: int) -> None:
    rows = invented(people, statements)
    start = perf_counter()
    votes = Votes.of(rows)
    read = perf_counter()
    found = grouping(votes)
    grouped = perf_counter()
    print(f"{people} people x {statements} statements, {len(rows)} votes: reading {read - start:.2f} s, ", end="")
    print(f"grouping {grouped - read:.2f} s ({found.sizes})")
    given: dict[str, dict[str, int]] = {}
    for person, statement, value in rows:
        given.setdefault(person, {})[statement] = value
    ballots = [Ballot(person, each, 1 + (place >= people - 100)) for place, (person, each) in enumerate(given.items())]
    made = None
    for number, what in ((1, "that looks for groups"), (2, "of 100 more on the same day")):
        start = perf_counter()
        sealed = [ballot for ballot in ballots if ballot.release <= number]
        made = release(sealed, votes.statements, b"k" * 32, date(2026, 6, 1), made)
        print(f"  a release {what}: {perf_counter() - start:.1f} s, groups {made.sizes} {made.reasons}")


def _look_at(folder: Path) -> None:
    votes = Votes.of(_votes(folder), _approved(folder))
    start = perf_counter()
    judged = verdict(votes)
    took = perf_counter() - start
    found = judged.grouping if judged.grouping.groups else grouping(votes)
    p, alike = _chances(votes, found.silhouette), _steadiness(votes)
    print(f"\n{folder.name}: {len(votes.people)} people, {len(votes.taking_part)} taking part, ", end="")
    print(f"{len(votes.statements)} statements; groups {found.sizes}, silhouette {found.silhouette:.3f}, p {p:.2f}, ")
    print(f"  alike {np.median(alike):.2f} (one in ten {np.quantile(alike, 0.1):.2f}); ", end="")
    print(f"shown: {'yes' if not judged.reasons else 'no: ' + ', '.join(judged.reasons)}; {took:.1f} s")
    _compare_consensus(folder)


def _chances(votes: Votes, true: float) -> float:
    chance = np.random.default_rng(votes.seed())
    found = [grouping(votes.with_values(shuffled(votes, chance))).silhouette for _ in range(SHUFFLES)]
    return (1 + sum(each >= true for each in found)) / (1 + SHUFFLES)


def _steadiness(votes: Votes) -> list[float]:
    chance, whole = np.random.default_rng(votes.seed() + 1), grouping(votes).of
    found = []
    for _ in range(DRAWS):
        people = np.sort(chance.permutation(len(votes.people))[: round(KEPT * len(votes.people))])
        again, before = grouping(votes.only(people)).of, whole[people]
        both = (again >= 0) & (before >= 0)
        found.append(adjusted_rand(again[both], before[both]))
    return found


def _compare_consensus(folder: Path) -> None:
    """Given the published groups: is our group-informed consensus the published one?"""
    comments = _read(folder / "comments.csv")
    if "group-informed-consensus" not in comments[0]:
        return
    group = {row["participant"]: row["group-id"] for row in _read(folder / "participants-votes.csv") if row["group-id"]}
    counts: dict[tuple[str, str], list[int]] = {}
    for person, statement, value in _votes(folder):
        if person in group:
            counts.setdefault((statement, group[person]), [0, 0, 0])[(1, -1, 0).index(value)] += 1
    groups, off = sorted(set(group.values())), []
    for row in comments:
        ours = group_informed([Count(*counts.get((row["comment-id"], each), (0, 0, 0))) for each in groups])
        off.append(abs(ours - float(row["group-informed-consensus"])))
    print(f"  group-informed consensus of {len(off)} statements in {len(groups)} groups: off by {max(off):.1e} at most")


def _votes(folder: Path) -> Iterator[tuple[str, str, int]]:
    """The last vote of each person on each statement."""
    rows = sorted(_read(folder / "votes.csv"), key=lambda row: int(row["timestamp"]))
    last = {(row["voter-id"], row["comment-id"]): int(row["vote"]) for row in rows}
    return ((person, statement, value) for (person, statement), value in last.items())


def _approved(folder: Path) -> set[str]:
    """Statements that were not taken out by moderation."""
    return {row["comment-id"] for row in _read(folder / "comments.csv") if row["moderated"] != "-1"}


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    main()
