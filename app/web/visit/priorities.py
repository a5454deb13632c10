"""The list of what matters most in a consultation, from the published results of its questionnaires."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.consultation import Consultation
from app.domain.display import whole
from app.domain.priorities import Priority, priorities
from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.store import documents, questionnaires, releases
from app.web.dashboard.bars import PLAIN, Rect, rect
from app.web.dashboard.notation import visitors_notation
from app.web.db import reading
from app.web.language import here, languages_of

bp = Blueprint("priorities", __name__)


@dataclass(frozen=True)
class Line:
    """An item with its bar, and the whisker over it, in percent of the width of their picture."""

    item: Priority
    bar: Rect
    whisker: Rect
    between: str


@bp.get("/priorities/<slug>")
def show(slug: str) -> ResponseReturnValue:
    with reading() as db:
        consultation = (documents.published(db, Consultation, slug) or abort(404)).document
        published = list(_published(db, consultation.questionnaires))
    found = priorities(published)
    counted = {source.questionnaire.slug for item in found for source in item.sources}
    made_of = [release for questionnaire, release in published if questionnaire.slug in counted]
    return render_template(
        "web/visit/priorities.html",
        consultation=consultation,
        lines=[_line(item) for item in found],
        as_of=max((release.day for release in made_of), default=None),
        simulated=any(release.simulated for release in made_of),
        profile=max((PROFILES[release.profile] for release in made_of), key=lambda each: each.most, default=None),
        whole=whole,
        languages=languages_of({tag for questionnaire, _ in published for tag in questionnaire.languages}),
    )


def _published(db: Connection, slugs: Sequence[str]) -> Iterator[tuple[Questionnaire, Release]]:
    """The newest release of each questionnaire that has one, in the words of the version that was counted."""
    for slug in slugs:
        release = releases.latest(db, slug)
        version = questionnaires.published(db, slug, int(release.document["version"])) if release else None
        if release and version:
            yield version.questionnaire, release


def _line(item: Priority) -> Line:
    rtl, interval = here().direction == "rtl", item.place.interval
    whisker = rect("whisker", interval.low, interval.high - interval.low, rtl)
    between = visitors_notation().shares_between(interval)
    return Line(item, rect(PLAIN, 0, item.place.value, rtl), whisker, between)
