"""Results: what a release publishes, as charts and tables that everyone may look at. Nothing else is read here."""

from __future__ import annotations

import hashlib
from functools import partial

from flask import Blueprint, Response, abort, current_app, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.display import about
from app.domain.profile import PROFILES
from app.domain.release import Release
from app.store import questionnaires, releases
from app.store.questionnaires import Version
from app.web.answering import settle_language
from app.web.dashboard.board import board
from app.web.dashboard.notation import visitors_notation
from app.web.db import reading
from app.web.language import here, languages_of
from app.web.results.edition import edition
from app.web.results.shelf import Shelf

bp = Blueprint("results", __name__, url_prefix="/results")
bp.add_app_template_filter(about)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    with reading() as db:
        release = releases.latest(db, slug)
        # In the words of the version that was counted: the next one may name other answers.
        number = int(release.document["version"]) if release else None
        version = questionnaires.published(db, slug, number) or abort(404)
    settle_language(version.questionnaire)
    etag = _etag(version, release)
    return _known(etag) or _keep(make_response(_shelf().page(etag, lambda: _page(version, release))), etag)


@bp.get("/<slug>/release.json")
def newest(slug: str) -> ResponseReturnValue:
    """The number of the newest release, for open pages that ask whether they are still up to date."""
    with reading() as db:
        number = releases.latest_number(db, slug)
        if not number and questionnaires.published(db, slug) is None:
            abort(404)
    return _known(str(number)) or _keep(jsonify(release=number), str(number))


def _page(version: Version, release: Release | None) -> str:
    questionnaire = version.questionnaire
    by, group = request.args.get("by", ""), request.args.get("group", "")
    return render_template(
        "web/results/_results.html" if "part" in request.args else "web/results/show.html",
        slug=version.slug,
        where=partial(url_for, ".show", slug=version.slug),
        questionnaire=questionnaire,
        languages=languages_of(questionnaire.languages),
        release=release,
        board=board(questionnaire, release, by, group, visitors_notation()) if release else None,
        profile=PROFILES[release.profile if release else questionnaire.profile],
    )


def _shelf() -> Shelf[str]:
    shelf: Shelf[str] = current_app.extensions.setdefault("results", Shelf(room=64))
    return shelf


def _etag(version: Version, release: Release | None) -> str:
    """A page is made of a version, its release, the program, the language, and what its address asks for."""
    counted = release.sha256 if release else ""
    made_of = (
        str(version.number),
        counted,
        edition(),
        here().tag,
        *(request.args.get(name, "") for name in ("by", "group")),
        str("part" in request.args),
    )
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()[:32]


def _known(etag: str) -> Response | None:
    """Nothing, to a browser that has this page already; packing adds its name to the tag a browser got."""
    for sent in (etag, f"{etag}:br", f"{etag}:gzip"):
        if request.if_none_match.contains(sent):
            return _keep(Response(status=304), sent)
    return None


def _keep(response: Response, etag: str) -> Response:
    """Everyone may keep the page, and asks each time whether it is still the newest."""
    response.set_etag(etag)
    response.headers["Cache-Control"] = "public, no-cache"
    response.vary.add("Accept-Language")
    return response
