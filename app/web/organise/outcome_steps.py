"""Saying what became of a demand or a measure: a status, a day, the reasons and who decided. The history stays."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.outcome import STATUSES, Outcome, moved
from app.domain.outcome_edit import Said, with_step
from app.domain.sentence import Problem
from app.domain.weighing import by_theme, rows
from app.store import documents
from app.store.documents import Draft
from app.web import sources
from app.web.access import allowed
from app.web.clock import today
from app.web.db import staff_reading
from app.web.organise.door import bp
from app.web.organise.drafts import amend
from app.web.organise.outcome import KIND, field, find


@bp.get("/outcome/<slug>/steps", endpoint="outcome_steps")
@allowed("organise")
def show(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("/outcome/<slug>/steps", endpoint="add_outcome_step")
@allowed("organise")
def add(slug: str) -> ResponseReturnValue:
    said = Said(*(field(name) for name in ("of", "status", "day", "reason", "decision")))
    try:
        amend(KIND, slug, "steps", lambda outcome: with_step(outcome, said))
    except Problem as problem:
        with staff_reading() as db:
            return _page(db, find(db, slug), problem), 422
    flash(gettext("Saved. It becomes public when you publish."))
    return redirect(url_for(".outcome_steps", slug=slug, _anchor=f"of-{said.of}"), 303)


def _page(db: Connection, draft: Draft[Outcome], problem: Problem | None = None) -> str:
    outcome = draft.document
    public = documents.published(db, Outcome, draft.slug)
    shown = sources.shown(db, outcome.evidence)
    return render_template(
        "web/organise/outcome_steps.html",
        draft=draft,
        outcome=outcome,
        public=public,
        themes=by_theme(rows(outcome)),
        statuses=STATUSES,
        moved=moved(public.document, outcome) if public else (),
        lost=[each for each in outcome.evidence if each.id not in shown or not shown[each.id].there],
        problem=problem,
        given=request.form,
        today=today(),
    )
