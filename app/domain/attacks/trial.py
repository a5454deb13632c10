"""The trial of one questionnaire before it is published: all attacks, on as many invented people as are asked for.

What comes out is plain data: it is stored, shown to staff and printed in the proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from app.domain.attacks import course, findings, unprotected
from app.domain.attacks.course import Course
from app.domain.attacks.crowd import Crowd, invented
from app.domain.profile import PROFILES, Profile
from app.domain.questionnaire import Questionnaire

SIZES = (200, 2_000, 20_000)  # people who answer
EARLY = 30  # the first so many answers: whoever watches them sees nearly everything in no system
ANSWERS = 1_200  # so many guesses give an advantage within about two points
FEWEST, MOST = 40, 400  # people attacked
SEED = 20250707
CONTROLS = 12  # people on whom the unprotected systems are tried
COMPARED = 3  # questions on which combined filters are tried: they are the slowest, and lose at once


def trial(questionnaire: Questionnaire, people: int, key: bytes, seed: int = SEED) -> dict[str, Any]:
    """One size of crowd answers this questionnaire under the profile it is set to."""
    return report(invented(questionnaire, people, seed), PROFILES[questionnaire.profile], key, seed)


def report(crowd: Crowd, profile: Profile, key: bytes, seed: int) -> dict[str, Any]:
    """What all attacks find out about a crowd under a profile. Shares are from 0 to 1."""
    made = course.run(crowd, profile, key)
    persons = _targets(made, seed)
    questions = findings.attacked(made)
    watched = findings.watched(made, persons)
    true, told = findings.unanimous(made)
    return {
        "people": len(crowd.kept),
        "profile": profile.name,
        "releases": len(made.steps),
        "held_back": made.held_back,
        "targets": len(persons),
        **asdict(watched),
        "advantage": watched.advantage,
        "computable": findings.reachable(made),
        "compared": findings.compared(made, questions),
        "unanimous": true,
        "told": told,
        "inaccuracy": findings.error(made),
        "coverage": [asdict(each) for each in findings.coverage(made)],
        "unprotected": {
            **unprotected.live(made, persons[:CONTROLS], questions),
            "filters": unprotected.filtered(made, questions[:COMPARED]),
        },
    }


def certain(part: dict[str, Any]) -> float:
    """The share of answers, or of people, that follow with certainty from anything published."""
    return max(float(part["certain"]), float(part["compared"]), float(part["computable"] / part["people"]))


def _targets(made: Course, seed: int) -> Sequence[int]:
    guessable = [id for id in findings.attacked(made) if not made.cube.columns[id].several]
    wanted = min(max(ANSWERS // max(len(guessable), 1), FEWEST), MOST)
    late = np.arange(min(EARLY, made.cube.people), made.cube.people)
    chosen = np.random.default_rng(seed).choice(late, min(wanted, len(late)), replace=False)
    return [int(person) for person in chosen]
