"""Attacks on real releases (L6): nothing is certain, guessing gains little, without protection they would succeed."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from app.config import PROJECT
from app.domain.attacks import course, findings, unprotected
from app.domain.attacks.crowd import invented
from app.domain.audience import asked_of_some
from app.domain.profile import PROFILES
from app.domain.questionnaire import load
from benchmarks.survey import QUESTIONS, crowd
from tests.domain.test_flow import judging

KEY = b"a key for tests, 32 bytes long.."
# The most that a guess about someone who took part may gain, in percentage points, by profile and people.
MOST = {
    ("live", 200): 13,
    ("live", 2_000): 13,
    ("ruhig", 200): 12,
    ("ruhig", 2_000): 9,
    ("sensibel", 200): 12,
    ("sensibel", 2_000): 9,
}
CASES = [pytest.param(name, people, id=f"{name}-{people}") for name, people in MOST]
SHORT, LONG = {200: 2, 2_000: 1}, {200: 16, 2_000: 6}  # crowds
TARGETS = 60


@cache
def survey(profile, people, seed):
    return course.run(crowd(people, seed), PROFILES[profile], KEY)


def targets(made, number=TARGETS):
    people = np.arange(30, made.cube.people)
    return [int(person) for person in np.random.default_rng(1).choice(people, min(number, len(people)), replace=False)]


def attack(profile, people, crowds):
    gains = []
    for seed in range(crowds):
        made = survey(profile, people, seed)
        watched = findings.watched(made, targets(made))
        assert watched.certain == 0
        assert watched.answers > 1_000
        assert findings.compared(made, findings.attacked(made)) == 0
        assert findings.reachable(made) == 0
        assert findings.unanimous(made)[1] == 0
        gains.append(watched.advantage)
    print(f"{profile} {people}: {100 * np.mean(gains):+.1f} points")
    assert 0 < 100 * np.mean(gains) <= MOST[profile, people]


@pytest.mark.parametrize(("profile", "people"), CASES)
def test_nothing_is_certain_and_guessing_gains_little(profile, people):
    attack(profile, people, SHORT[people])


@pytest.mark.leaks
@pytest.mark.parametrize(("profile", "people"), CASES)
def test_the_same_with_many_crowds(profile, people):
    attack(profile, people, LONG[people])


@pytest.mark.parametrize("people", [200, 2_000])
def test_systems_without_protection_give_nearly_everything_away(people):
    """The same attack code; if it found little here, its finding nothing above would say nothing."""
    made = survey("live", people, 0)
    found = unprotected.live(made, targets(made, 12), QUESTIONS)
    assert found["exact"] == 1
    assert found["hidden"] >= 0.95
    assert found["perturbed"] >= 0.95
    assert unprotected.filtered(made, QUESTIONS[:3]) > 0.1


# -- questions only some are asked


def routed(people, group="a7"):
    """The question q5 is answered in one region only."""
    made = crowd(people, 7)
    answers = [
        {id: a for id, a in one.answers.items() if id != "q5" or one.groups["region"] == [group]} for one in made.kept
    ]
    kept = tuple(replace(one, answers=given) for one, given in zip(made.kept, answers, strict=True))
    return replace(made, kept=kept)


def by_rule(made, group="a7"):
    """The rule that says so stands in the questionnaire."""
    question = made.questionnaire.question("q5")
    asked = replace(question, show_if={"==": [{"answer": "region"}, group]})
    return replace(made, questionnaire=made.questionnaire.with_question(asked))


def certain(made, profile):
    done = course.run(made, PROFILES[profile], KEY)
    asked = [int(person) for person in np.flatnonzero(done.cube.columns["q5"].codes >= 0)]
    alone = replace(done, cube=replace(done.cube, columns={"q5": done.cube.columns["q5"]}))
    assert len(asked) > 50
    return findings.watched(alone, asked).certain


@pytest.mark.parametrize("profile", ["live", "ruhig", "sensibel"])
def test_a_question_only_few_are_asked_gives_no_answer_away(profile):
    assert certain(by_rule(routed(2_000)), profile) == 0


@cache
def flowing(profile):
    """A questionnaire whose paths turn by role, number, exit, quota and repetition, and 400 people who answer it."""
    form = load(json.loads((PROJECT / "examples" / "fragearten" / "ablauf.json").read_text(encoding="utf-8")))
    assert form.quotas
    assert form.repeated
    assert any(page.exit for page in form.pages)
    kita = replace(form.question("kita"), id="kita-gut", show_if=None, offer_from="rad", offer="not chosen")
    offering = replace(form.page_of("bus"), id="angebot", block="", questions=(kita,))
    judged = tuple(replace(each, id=f"je-{each.kind}") for each in judging().questions[1:])
    children = replace(form.page_of("kita"), id="je-kind", questions=judged)
    form = replace(form, pages=(*form.pages, offering, children))
    assert {"kita-gut", "je-matrix", "je-ranking", "je-budget"} <= asked_of_some(form)
    return course.run(invented(form, 400, 1), PROFILES[profile], KEY)


@pytest.mark.parametrize("profile", ["live", "ruhig", "sensibel"])
def test_paths_that_end_repeat_and_offer_give_no_answer_away(profile):
    made = flowing(profile)
    found = findings.watched(made, targets(made))
    assert found.certain == 0
    assert found.answers > 100
    assert findings.compared(made, findings.attacked(made)) == 0
    assert findings.reachable(made) == 0
    assert findings.unanimous(made)[1] == 0


def test_without_counting_those_who_are_asked_apart_it_would():
    assert certain(routed(2_000), "live") > 0.2
