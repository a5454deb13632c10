"""Loading a consultation from a folder of JSON files, and filling it with invented respondents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine

from app.config import PROJECT
from app.domain import consultation
from app.domain.check import check
from app.domain.imagine import World, respondent
from app.domain.questionnaire import load
from app.domain.response import Response, monday
from app.store import consultations, questionnaires, responses
from app.web.clock import now, today
from app.web.jobs import run_once

EXAMPLE = PROJECT / "examples" / "ostholstein"
TOUR = PROJECT / "examples" / "fragearten" / "fragearten.json"  # every kind of question once
RESPONDENTS = 1200
WEEKS = 6
SHARES = {"gut-leben": 0.5, "integrationskonzept": 0.4, "fragearten": 0.1}


def load_folder(engine: Engine, folder: Path = EXAMPLE) -> bool:
    """Load and publish a consultation into an empty database; False when there is something already."""
    with engine.begin() as db:
        if questionnaires.drafts(db):
            return False
        process = consultation.load(_json(folder / "consultation.json"))
        consultations.save(db, process)
        for slug in process.questionnaires:
            _publish(db, _json(folder / f"{slug}.json"))
    return True


def _publish(db: Connection, data: Any) -> None:
    questionnaire = load(data)
    for problem in check(questionnaire):
        raise problem
    questionnaires.add(db, questionnaire)
    draft = questionnaires.draft(db, questionnaire.slug)
    assert draft is not None
    questionnaires.publish(db, draft, today())


def simulate(engine: Engine, people: int = RESPONDENTS, folder: Path = EXAMPLE, seed: int = 2025) -> None:
    """Fill the inbox with invented respondents over six weeks, week by week, and release after each.

    Beside the consultation stands a tour of all kinds of questions, so that every shape of chart can be seen.
    """
    with engine.begin() as db:
        _publish(db, _json(TOUR))
    world = World(**_json(folder / "simulation.json"))
    chance = Random(seed)  # noqa: S311  the same invented people every time
    first = monday(today()) - timedelta(weeks=WEEKS - 1)
    for week, answering in enumerate(_by_week(people)):
        with engine.begin() as db:
            versions = {version.slug: version for version in questionnaires.all_published(db)}
            for person in range(answering):
                version = versions[chance.choices(list(SHARES), list(SHARES.values()))[0]]
                spoken = world.language(chance)
                language = spoken if spoken in version.questionnaire.languages else "de"
                answers = respondent(version.questionnaire, chance, language, world)
                response = Response(language, first + timedelta(weeks=week), answers, simulated=True)
                responses.add(db, version.slug, version.number, response, f"simulated-{week}-{person}")
        day = min(first + timedelta(weeks=week, days=6), today())
        run_once(engine, now() - timedelta(weeks=WEEKS - week), day, release_minutes=0)


def _by_week(people: int) -> Iterator[int]:
    """More at the beginning and after the reminder in the middle, fewer in between."""
    weights = (5, 3, 2, 4, 3, 3)
    for weight in weights:
        yield people * weight // sum(weights)


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
