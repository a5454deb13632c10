"""The pages most of this door's routes end on: all questionnaires, one of them, and the question before publishing."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import Connection

from app.domain.changes import EFFECTS, Changes
from app.domain.check import check
from app.domain.sentence import Problem
from app.store import questionnaires, requests
from app.store.questionnaires import Draft
from app.web import clock
from app.web.access import signed_in
from app.web.design.comparing import unpublished
from app.web.design.mending import findings
from app.web.design.overview import overview, overviews
from app.web.translating.progress import TEXTS


def all_of_them(db: Connection, problem: Problem | None = None) -> str:
    """Every questionnaire this person may see; `problem` is what was wrong with the form just sent."""
    me = signed_in()
    mine = (draft for draft in questionnaires.drafts(db) if me.may("see questionnaires", draft.slug))
    rows = overviews(db, mine)
    to_decide = [slug for slug in requests.waiting_for(db, me.id, clock.now()) if me.may("confirm analyses", slug)]
    return render_template("web/design/index.html", rows=rows, states=TEXTS, problem=problem, to_decide=to_decide)


def one(db: Connection, draft: Draft, problem: Problem | None = None) -> str:
    """One questionnaire with all that keeps it from being published."""
    blocked = list(findings(draft, check(draft.questionnaire)))
    return render_template(
        "web/design/show.html",
        row=overview(db, draft),
        draft=draft,
        blocked=blocked,
        found=unpublished(db, draft),
        effects=EFFECTS,
        problem=problem,
    )


def sure(db: Connection, draft: Draft, found: Changes) -> str:
    """Whether to publish although results begin anew or disappear."""
    version = questionnaires.published(db, draft.slug)
    number = version.number + 1 if version else 1
    return render_template("web/design/publish.html", draft=draft, found=found, effects=EFFECTS, number_next=number)
