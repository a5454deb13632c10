"""The start page and the pages every public site owes its visitors."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.attacks.measured import RISKS
from app.domain.display import percent
from app.domain.language import LANGUAGES
from app.domain.profile import LIVE, PROFILES
from app.store import consultations, questionnaires
from app.web.clock import today
from app.web.db import reading
from app.web.language import languages_of
from app.web.visit import follow, outcome, weighing
from app.web.visit.door import bp

__all__ = ["bp", "follow", "outcome", "weighing"]  # these hang their pages on the same door


@bp.get("/")
def home() -> ResponseReturnValue:
    with reading() as db:
        consultation = consultations.first(db)
        forms = questionnaires.all_published(db)
    order = consultation.questionnaires if consultation else ()
    forms.sort(key=lambda version: order.index(version.slug) if version.slug in order else len(order))
    offered = {tag for version in forms for tag in version.questionnaire.languages} or set(LANGUAGES)
    return render_template(
        "web/visit/home.html",
        consultation=consultation,
        forms=forms,
        today=today(),
        languages=languages_of(offered),
    )


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    return render_template(
        "web/visit/privacy.html", live=LIVE, most=max(profile.most for profile in PROFILES.values()), risk=_risk()
    )


def _risk() -> dict[str, int]:
    """What a guess about one person is worth under the quickest profile, of 100, as `make proof` measured it."""
    people = 2_000
    right, stranger, _ = RISKS[LIVE.name][people]
    return {"people": people, "right": percent(right), "stranger": percent(stranger)}


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    return render_template("web/visit/accessibility.html")


@bp.get("/imprint")
def imprint() -> ResponseReturnValue:
    return render_template("web/visit/imprint.html")
