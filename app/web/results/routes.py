"""Results: what a release publishes, as charts and tables that everyone may look at. Nothing else is read here."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from flask import abort, g, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.population import Population
from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.store import consultations, questionnaires, releases
from app.web.answering import settle_language
from app.web.dashboard.board import Board, board
from app.web.dashboard.notation import visitors_notation
from app.web.dashboard.overview import overview
from app.web.dashboard.view import CHANGED, View
from app.web.db import reading
from app.web.language import here, languages_of
from app.web.results import history, present, report
from app.web.results.counted import Counted, counted, dates
from app.web.results.door import bp
from app.web.results.earlier import Earlier, earlier
from app.web.results.keeping import keeping, kept
from app.web.results.lasting import BRIEFLY

__all__ = ["bp", "history", "present", "report"]  # these hang their pages on the same door


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    with reading() as db:
        found = counted(db, slug)
        if found is None:
            return history.no_such_release(db, slug)
        # Only everyone together, by theme, has a map and is compared with the population.
        people = consultations.population(db) if found.release and found.view == View() else None
    settle_language(found.version.questionnaire)
    return _answer(found, "", people)


@bp.get("/<slug>/q/<question>")
def one(slug: str, question: str) -> ResponseReturnValue:
    """One chart with its state, to be sent to others."""
    with reading() as db:
        found = counted(db, slug)
        if found is None:
            return history.no_such_release(db, slug)
    asked = found.version.questionnaire.question(question)
    if asked is None or not asked.cells():
        abort(404)
    settle_language(found.version.questionnaire)
    return _answer(replace(found, view=found.view.of_one), question)


@bp.get("/<slug>/release.json")
def newest(slug: str) -> ResponseReturnValue:
    """The number of the newest release, for open pages that ask whether they are still up to date."""
    with reading() as db:
        number = releases.latest_number(db, slug)
        if not number and questionnaires.published(db, slug) is None:
            abort(404)
    return keeping(jsonify(release=number), str(number), BRIEFLY)


def _answer(found: Counted, question: str, people: Population | None = None) -> ResponseReturnValue:
    """The page of all questions, or of one; `part` leaves out what no release changes."""
    part = "part" in request.args
    g.asked = found.address  # not what this visitor's address says besides: others get the page, too
    made_of = [*found.made_of, question, str(part), people.fingerprint if people else ""]
    return kept(made_of, lambda: _page(found, question, people, part), found.keep, found.shelf)


def _page(found: Counted, question: str, people: Population | None, part: bool) -> str:
    slug, questionnaire, release = found.version.slug, found.version.questionnaire, found.release
    with reading() as db:
        around = dates(db, slug, release.number) if release and found.named else None
        looked_back = _looked_back(db, found)
    made = _board(found, question, looked_back)
    body = "web/results/_one.html" if question else "web/results/_results.html"
    endpoint = ".one" if question else ".show"
    place: dict[str, Any] = {"slug": slug, **({"question": question} if question else {}), **found.date}
    return render_template(
        body if part else "web/results/show.html",
        body=body,
        slug=slug,
        where=partial(url_for, endpoint, **place),
        alone=partial(url_for, ".one", slug=slug, **found.date),
        found=found,
        picture_of=report.picture_of(found),
        around=around,
        questionnaire=questionnaire,
        languages=languages_of(questionnaire.languages),
        question=questionnaire.question(question),
        release=release,
        board=made,
        exhibit=made.exhibits[question] if made and question else None,
        looked_back=looked_back,
        overview=overview(questionnaire, release, people, here().direction == "rtl") if release and people else None,
        profile=PROFILES[release.profile if release else questionnaire.profile],
    )


def _board(found: Counted, question: str, looked_back: Earlier | None) -> Board | None:
    if found.release is None:
        return None
    before = looked_back.release if looked_back else None
    questionnaire: Questionnaire = found.version.questionnaire
    notation = visitors_notation()
    made = board(questionnaire, found.release, found.view, notation, before)
    if question and question not in made.exhibits:  # nothing has changed in it
        return board(questionnaire, found.release, replace(found.view, order="", since=0), notation)
    return made


def _looked_back(db: Connection, found: Counted) -> Earlier | None:
    """The earlier release that changes are counted from, with those one may choose instead."""
    if found.release is None or found.view.order != CHANGED:
        return None
    return earlier(db, found.version.slug, found.release, found.view.since)
