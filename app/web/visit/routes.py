"""The start page and the pages every public site owes its visitors."""

from __future__ import annotations

from flask import render_template
from flask.typing import ResponseReturnValue

from app.domain.attacks.measured import RISKS
from app.domain.display import percent
from app.domain.language import LANGUAGES
from app.domain.profile import LIVE, PROFILES
from app.domain.standing import standing
from app.store import consultations
from app.web.clock import today
from app.web.db import reading
from app.web.language import languages_of
from app.web.visit import card, consultation, embed, files, follow, news, outcome, weighing
from app.web.visit.door import bp
from app.web.visit.links import around

# These hang their pages on the same door.
__all__ = ["bp", "card", "consultation", "embed", "files", "follow", "news", "outcome", "weighing"]


@bp.get("/")
def home() -> ResponseReturnValue:
    with reading() as db:
        process = consultations.first(db)
        near = around(db, process)
    order = process.questionnaires if process else ()
    forms = sorted(near.forms.values(), key=lambda each: order.index(each.slug) if each.slug in order else len(order))
    offered = {tag for version in forms for tag in version.questionnaire.languages} or set(LANGUAGES)
    return render_template(
        "web/visit/home.html",
        consultation=process,
        forms=forms,
        around=near,
        standing=standing(process, today()) if process else None,
        languages=languages_of(offered),
        when=consultation.when,
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
