"""Loading a consultation from a folder of JSON files, and filling it with invented respondents."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Connection, Engine

from app.config import PROJECT
from app.domain import population
from app.domain.check import check
from app.domain.consultation import Consultation
from app.domain.document import Document
from app.domain.document import load as load_document
from app.domain.event import Event
from app.domain.imagine import World, respondent
from app.domain.outcome import Outcome
from app.domain.questionnaire import load
from app.domain.response import Response
from app.store import consultations, documents, questionnaires, responses
from app.web import coders, example_votes
from app.web.clock import now, today
from app.web.jobs import Runner

EXAMPLE = PROJECT / "examples" / "ostholstein"
TOUR = PROJECT / "examples" / "fragearten" / "fragearten.json"  # every kind of question once
WAYS = PROJECT / "examples" / "fragearten" / "ablauf.json"  # every way through a questionnaire
OUTCOME = "ergebnis.json"  # nothing has been decided in reality, so it holds themes alone
INVENTED_OUTCOME = "ergebnis-beispiel.json"  # stands beside invented answers, and says that it is invented
RESPONDENTS = 1200
DAYS = 42
SORTED = 27  # the day after which texts are read and sorted for the first time
SHARES = {"gut-leben": 0.5, "integrationskonzept": 0.4, "fragearten": 0.1}
ON_THE_WAYS = 0.1  # of those who answer anything else
VOTERS = 0.25  # as many as that vote on statements
VOTING_DAYS = 5, 33  # a release of a vote counts groups anew, which takes a second


def load_folder(engine: Engine, folder: Path = EXAMPLE) -> bool:
    """Load and publish a consultation into an empty database; False when there is something already."""
    with engine.begin() as db:
        if questionnaires.drafts(db):
            return False
        process = load_document(Consultation, _json(folder / "consultation.json"))
        if (people := folder / "population.json").exists():
            process = replace(process, population=population.load(_json(people)))
        consultations.publish(db, process, today())
        for slug in process.questionnaires:
            _publish(db, _json(folder / f"{slug}.json"))
        if (event := folder / "bungsberg.json").exists():
            _publish_document(db, load_document(Event, _json(event)))
        example_votes.load(db, folder)
        if (outcome := folder / OUTCOME).exists():
            _publish_document(db, load_document(Outcome, _json(outcome)))
    return True


def _publish_document(db: Connection, written: Document) -> None:
    """Show everyone this document, instead of the one of this name that may be there."""
    for problem in written.check():
        raise problem
    if (before := documents.draft(db, type(written), written.slug)) is None:
        documents.add(db, written)
    else:
        documents.save(db, written, before.revision)
    kept = documents.draft(db, type(written), written.slug)
    assert kept is not None
    documents.publish(db, kept, today())


def _publish(db: Connection, data: Any) -> None:
    questionnaire = load(data)
    for problem in check(questionnaire):
        raise problem
    questionnaires.add(db, questionnaire)
    draft = questionnaires.draft(db, questionnaire.slug)
    assert draft is not None
    questionnaires.publish(db, draft, today())


def simulate(engine: Engine, keys: Path, people: int = RESPONDENTS, folder: Path = EXAMPLE, seed: int = 2025) -> None:
    """Let invented respondents answer over six weeks, day by day, and release what is due in each night.

    Beside the consultation stand two tours: of all kinds of questions, so that every shape of chart can be seen, and
    of the ways through a questionnaire.
    """
    with engine.begin() as db:
        _publish(db, _json(TOUR))
        _publish(db, _json(WAYS))
        _publish_document(db, load_document(Outcome, _json(folder / INVENTED_OUTCOME)))
        versions = {version.slug: version for version in questionnaires.all_published(db)}
    world = World(**_json(folder / "simulation.json"))
    chance = Random(seed)  # noqa: S311  the same invented people every time
    runner = Runner(engine, keys)
    first = now() - timedelta(days=DAYS)
    for day, answering in enumerate(_by_day(people)):
        slugs = chance.choices(list(SHARES), list(SHARES.values()), k=answering)
        slugs += [WAYS.stem] * round(answering * ON_THE_WAYS)
        with engine.begin() as db:
            for person, slug in enumerate(slugs):
                version = versions[slug]
                language = world.language(chance)
                response = Response(language, respondent(version.questionnaire, chance, language, world), True)
                responses.add(db, version.slug, version.number, response, f"simulated-{day}-{person}")
        if day in VOTING_DAYS:
            some, wave = round(people * VOTERS / len(VOTING_DAYS)), VOTING_DAYS.index(day)
            example_votes.vote(engine, folder, range(wave * some, (wave + 1) * some), chance)
        runner.once(first + timedelta(days=day))
        if day in (SORTED, DAYS - 1):
            coders.work(engine, world, chance)
    runner.once(first + timedelta(days=DAYS))


def _by_day(people: int) -> Iterator[int]:
    """More at the beginning and after the reminder in the middle, fewer in between."""
    weights = [weight for weight in (5, 3, 2, 4, 3, 3) for _ in range(7)]
    ends = [round(people * sum(weights[: day + 1]) / sum(weights)) for day in range(DAYS)]
    yield from (end - start for start, end in zip([0, *ends], ends, strict=False))


def _json(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8"))
