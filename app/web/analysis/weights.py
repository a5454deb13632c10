"""The weights: what they are made from, how far they had to go, and what they cost."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.extract import Extract
from app.domain.raking import LARGEST
from app.domain.sentence import N_
from app.domain.weighting import Weighting, weighting
from app.store import consultations, questionnaires
from app.web.access import allowed, unproved
from app.web.analysis.door import bp, find, note, opened
from app.web.db import begin


def weights_of(db: Connection, slug: str, extract: Extract) -> Weighting | None:
    """The weights of an extract by the consultation's population table, None without one that fits."""
    version = questionnaires.published(db, slug)
    return weighting(extract, consultations.population(db), version.questionnaire) if version else None


@bp.get("/<uuid:id>/weights", endpoint="weights")
@allowed("analyse")
def show_weights(slug: str, id: UUID) -> ResponseReturnValue:
    if ask := unproved():
        return ask
    with begin() as db:
        asked, extract = opened(db, slug, id)
        if extract is None:
            return redirect(url_for(".request", slug=slug, id=id), 303)
        made = weights_of(db, slug, extract)
        note(db, asked, slug, N_("Looked at the weights"))
        return render_template(
            "web/analysis/weights.html",
            draft=find(db, slug),
            asked=asked,
            extract=extract,
            population=consultations.population(db),
            made=made,
            largest=LARGEST,
        )
