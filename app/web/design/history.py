"""How a questionnaire came about: its published versions, the steps of its draft, and the ways back."""

from __future__ import annotations

from collections.abc import Callable
from itertools import chain

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.provenance import with_names
from app.domain.sentence import N_
from app.store import publications, questionnaires, steps
from app.store.steps import Act
from app.web.access import allowed, inside
from app.web.acting import act
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep

STEPS = {"done": N_("can be undone"), "undone": N_("undone")}
SHOWN = 100  # steps


@bp.get("/<slug>/versions")
@allowed("see questionnaires")
def versions(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        return render_template(
            "web/design/versions.html",
            draft=draft,
            published=publications.of(db, slug),
            steps=steps.all_of(db, slug, SHOWN),
            states=STEPS,
            last=steps.newest(db, slug, "done"),
            again=steps.newest(db, slug, "undo"),
        )


@bp.post("/<slug>/undo")
@allowed("design")
def undo(slug: str) -> ResponseReturnValue:
    if _went(slug, questionnaires.undo, act(N_("Undid the last step"))):
        flash(gettext("The last step is undone."))
    else:
        flash(gettext("There is nothing to undo."))
    return _back(slug)


@bp.post("/<slug>/redo")
@allowed("design")
def redo(slug: str) -> ResponseReturnValue:
    if _went(slug, questionnaires.redo, act(N_("Did the undone step again"))):
        flash(gettext("The step is done again."))
    else:
        flash(gettext("There is nothing to do again."))
    return _back(slug)


def _went(slug: str, way: Callable[[Connection, str, int, Act], int], act: Act) -> bool:
    """Whether there was a step to go."""
    with begin() as db:
        draft = find_as_seen(db, slug)
        try:
            way(db, slug, draft.revision, act)
        except LookupError:
            return False
    return True


def _back(slug: str) -> ResponseReturnValue:
    """To the page the button stood on."""
    return redirect(inside(request.form.get("next")) or url_for(".versions", slug=slug), 303)


@bp.post("/<slug>/versions/<int:number>/restore")
@allowed("design")
def restore(slug: str, number: int) -> ResponseReturnValue:
    """A version becomes the draft again, as a step like any other. Who reviewed its texts, drafts remember."""
    with begin() as db:
        draft = find_as_seen(db, slug)
        version = questionnaires.published(db, slug, number) or abort(404)
        drafts = chain([draft.questionnaire], questionnaires.earlier(db, draft))
        again = with_names(version.questionnaire, drafts)
        keep(db, draft, again, N_("Took version {number} back as the draft"), number=number)
    flash(
        gettext("Version %(number)s is the draft again. What is public changes only when you publish.", number=number)
    )
    return redirect(url_for(".versions", slug=slug), 303)
