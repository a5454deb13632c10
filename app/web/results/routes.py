"""Results: what a release publishes, as charts and tables that everyone may look at. Nothing else is read here."""

from __future__ import annotations

from functools import partial

from flask import abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.profile import PROFILES
from app.store import questionnaires, releases
from app.web.answering import settle_language
from app.web.dashboard.board import board
from app.web.dashboard.notation import visitors_notation
from app.web.db import reading
from app.web.language import languages_of
from app.web.results import history, present, report
from app.web.results.counted import Counted, counted, dates
from app.web.results.door import bp
from app.web.results.keeping import keeping, kept, known_already

__all__ = ["bp", "history", "present", "report"]  # these hang their pages on the same door


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    with reading() as db:
        found = counted(db, slug)
        if found is None:
            return history.no_such_release(db, slug)
    settle_language(found.version.questionnaire)
    part = "part" in request.args
    return kept([*found.made_of, str(part)], lambda: _page(found, part), found.past, found.shelf)


@bp.get("/<slug>/release.json")
def newest(slug: str) -> ResponseReturnValue:
    """The number of the newest release, for open pages that ask whether they are still up to date."""
    with reading() as db:
        number = releases.latest_number(db, slug)
        if not number and questionnaires.published(db, slug) is None:
            abort(404)
    return known_already(str(number)) or keeping(jsonify(release=number), str(number))


def _page(found: Counted, part: bool) -> str:
    questionnaire, release, slug = found.version.questionnaire, found.release, found.version.slug
    around = None
    if release and found.named:
        with reading() as db:
            around = dates(db, slug, release.number)
    chosen = found.chosen
    return render_template(
        "web/results/_results.html" if part else "web/results/show.html",
        slug=slug,
        where=partial(url_for, ".show", slug=slug, **found.date),
        found=found,
        picture_of=report.picture_of(found),
        around=around,
        questionnaire=questionnaire,
        languages=languages_of(questionnaire.languages),
        switch=lambda tag: url_for(".show", **{"slug": slug, **found.address, "lang": tag}),
        release=release,
        board=board(questionnaire, release, chosen.dimension, chosen.group, visitors_notation()) if release else None,
        profile=PROFILES[release.profile if release else questionnaire.profile],
    )
