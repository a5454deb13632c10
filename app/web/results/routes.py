"""Results: what a release publishes, as charts and tables that everyone may look at. Nothing else is read here."""

from __future__ import annotations

import hashlib

from flask import Blueprint, Response, abort, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.release import LANGUAGE, Release
from app.domain.results import chosen_filter
from app.domain.sentence import N_, Sentence
from app.store import questionnaires, releases
from app.store.questionnaires import Version
from app.web.answering import settle_language
from app.web.db import reading
from app.web.language import here, languages_of
from app.web.results import charts
from app.web.results.edition import edition
from app.web.results.exhibit import by_page, exhibit, exhibits
from app.web.results.notation import language_name, visitors_notation, week_name
from app.web.results.participation import dimensions, weeks
from app.web.results.participation import languages as spoken

bp = Blueprint("results", __name__, url_prefix="/results")


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    with reading() as db:
        release = releases.latest(db, slug)
        # In the words of the version that was counted: the next one may name other answers.
        number = int(release.document["version"]) if release else None
        version = questionnaires.published(db, slug, number) or abort(404)
    settle_language(version.questionnaire)
    etag = _etag(release)
    return _known(etag) or _keep(make_response(_page(version, release)), etag)


@bp.get("/<slug>/release.json")
def newest(slug: str) -> ResponseReturnValue:
    """The number of the newest release, for open pages that ask whether they are still up to date."""
    with reading() as db:
        number = releases.latest_number(db, slug)
        if not number and questionnaires.published(db, slug) is None:
            abort(404)
    return _known(str(number)) or _keep(jsonify(release=number), str(number))


def _page(version: Version, release: Release | None) -> str:
    template = "web/results/_results.html" if "part" in request.args else "web/results/show.html"
    common = {
        "slug": version.slug,
        "questionnaire": version.questionnaire,
        "release": release,
        "languages": languages_of(version.questionnaire.languages),
    }
    if release is None:
        return render_template(template, **common)
    notation = visitors_notation()
    chosen = chosen_filter(version.questionnaire, request.args.get("by", ""), request.args.get("group", ""))
    groups = dimensions(version.questionnaire, release, language_name)
    made = exhibits(version.questionnaire, release, chosen, notation)
    taking_part = [made[question.id] for question in version.questionnaire.dimensions]
    if not chosen.dimension:
        taking_part = [
            exhibit("weeks", Sentence(N_("Answers by week")), None, weeks(release, week_name), notation, charts.weeks),
            exhibit(LANGUAGE, groups[0].title, None, spoken(groups[0], release.answers), notation),
            *taking_part,
        ]
    current = next((each.group(chosen.group) for each in groups if each.id == chosen.dimension), None)
    return render_template(
        template, **common, dimensions=groups, chosen=chosen, current=current, taking_part=taking_part,
        pages=list(by_page(version.questionnaire, made)),
    )  # fmt: skip


def _etag(release: Release | None) -> str:
    """A page is made of a release, the program, the language it is read in, and what its address asks for."""
    made_of = (release.sha256 if release else "", edition(), here().tag, request.full_path)
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
