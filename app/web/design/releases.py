"""What was released so far, what the job runner noticed on the way, and the last day on which answers are taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.response import LANGUAGE
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label
from app.store import epochs, questionnaires, releases
from app.store.epochs import Epoch
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.clock import day_of, today
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.journal import note


@dataclass(frozen=True)
class Waiting:
    """A group whose new answers wait, and the question that is about if it is only one."""

    group: Label
    question: Label | None


@dataclass(frozen=True)
class Line:
    """One epoch as staff see it."""

    epoch: Epoch
    day: date
    waiting: tuple[Waiting, ...]


@bp.get("/<slug>/releases", endpoint="releases")
@allowed("publish")
def show_releases(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("/<slug>/last-day")
@allowed("publish")
def last_day(slug: str) -> ResponseReturnValue:
    given = request.form.get("day", "")
    with begin() as db:
        draft = find(db, slug)
        try:
            day = date.fromisoformat(given) if given else None
        except ValueError:
            return _page(db, draft, Problem(N_("This is no date. Write it as year-month-day."), "day")), 422
        if day and day < today():
            return _page(db, draft, Problem(N_("This day is over. Choose today or a later day."), "day")), 422
        questionnaires.set_last_day(db, slug, day)
        note(db, N_("Set the last day for answers: {day}"), slug, day=given or "–")
    flash(gettext("The last day is saved."))
    return redirect(url_for(".releases", slug=slug), 303)


def _page(db: Connection, draft: Draft, problem: Problem | None = None) -> str:
    version = questionnaires.published(db, draft.slug)
    asked = version.questionnaire if version else draft.questionnaire
    newest = releases.latest(db, draft.slug)
    return render_template(
        "web/design/releases.html",
        draft=draft,
        problem=problem,
        profile=PROFILES[newest.profile if newest else asked.profile],
        given=request.form.get("day", draft.last_day.isoformat() if draft.last_day else ""),
        lines=[_line(asked, epoch) for epoch in epochs.all_of(db, draft.slug)],
    )


def _line(asked: Questionnaire, epoch: Epoch) -> Line:
    waiting = tuple(_waiting(asked, *each) for each in epoch.held_back)
    return Line(epoch, day_of(epoch.moment), waiting)


def _waiting(asked: Questionnaire, about: str, dimension: str, group: str) -> Waiting:
    question, filtered = asked.question(about), asked.question(dimension)
    if dimension == LANGUAGE:
        title: Label = Sentence(N_("Language of the answers"))
        label: Label = group
    else:
        title = filtered.title if filtered else dimension
        label = filtered.groups().get(group, group) if filtered else group
    named = Sentence.of(N_("{item}: {answer}"), item=title, answer=label if group else Sentence(N_("no answer")))
    return Waiting(named, question.title if question else None)
