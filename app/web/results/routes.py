"""Results: what a release publishes, as charts and tables that everyone may look at. Nothing else is read here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.display import about
from app.domain.profile import PROFILES
from app.domain.release import Release
from app.store import questionnaires, releases
from app.store.questionnaires import Version
from app.web.answering import settle_language
from app.web.dashboard.board import Board, board
from app.web.dashboard.notation import visitors_notation
from app.web.dashboard.view import CHANGED, View, view_of
from app.web.db import reading
from app.web.language import here, languages_of
from app.web.results.earlier import Earlier, earlier
from app.web.results.edition import edition
from app.web.results.shelf import Shelf

bp = Blueprint("results", __name__, url_prefix="/results")
bp.add_app_template_filter(about)


@dataclass(frozen=True)
class Wanted:
    """What a page is made of, besides the program and the language. `question` is the only one it shows, "" for all;
    `part` leaves out what no release changes."""

    version: Version
    release: Release | None
    view: View
    question: str
    part: bool

    @property
    def etag(self) -> str:
        """The same for all addresses that ask for the same, however they say it."""
        counted = self.release.sha256 if self.release else ""
        made_of = (self.version.number, counted, edition(), here().tag, self.view, self.question, self.part)
        return hashlib.sha256("\n".join(map(str, made_of)).encode()).hexdigest()[:32]

    def address(self, **asked: Any) -> str:
        """This page for others, or beside others, or in another order."""
        if self.question:
            return url_for(".one", slug=self.version.slug, question=self.question, **asked)
        return url_for(".show", slug=self.version.slug, **asked)


@bp.get("/<slug>")
def show(slug: str) -> ResponseReturnValue:
    return _answer(_wanted(slug, ""))


@bp.get("/<slug>/q/<question>")
def one(slug: str, question: str) -> ResponseReturnValue:
    """One chart with its state, to be sent to others."""
    return _answer(_wanted(slug, question))


@bp.get("/<slug>/release.json")
def newest(slug: str) -> ResponseReturnValue:
    """The number of the newest release, for open pages that ask whether they are still up to date."""
    with reading() as db:
        number = releases.latest_number(db, slug)
        if not number and questionnaires.published(db, slug) is None:
            abort(404)
    return _known(str(number)) or _keep(jsonify(release=number), str(number))


def _wanted(slug: str, question: str) -> Wanted:
    with reading() as db:
        release = releases.latest(db, slug)
        # In the words of the version that was counted: the next one may name other answers.
        number = int(release.document["version"]) if release else None
        version = questionnaires.published(db, slug, number) or abort(404)
    asked = version.questionnaire.question(question)
    if question and not (asked and asked.cells()):
        abort(404)
    settle_language(version.questionnaire)
    view = view_of(version.questionnaire, release, request.args) if release else View()
    return Wanted(version, release, view.of_one if question else view, question, "part" in request.args)


def _answer(wanted: Wanted) -> ResponseReturnValue:
    return _known(wanted.etag) or _keep(make_response(_shelf().page(wanted.etag, lambda: _page(wanted))), wanted.etag)


def _page(wanted: Wanted) -> str:
    slug, questionnaire, release = wanted.version.slug, wanted.version.questionnaire, wanted.release
    g.asked = wanted.view.address()  # not what this visitor's address says besides: others get the page, too
    looked_back = _looked_back(wanted)
    made = _board(wanted, looked_back)
    body = "web/results/_one.html" if wanted.question else "web/results/_results.html"
    return render_template(
        body if wanted.part else "web/results/show.html",
        body=body,
        slug=slug,
        where=wanted.address,
        alone=partial(url_for, ".one", slug=slug),
        questionnaire=questionnaire,
        languages=languages_of(questionnaire.languages),
        question=questionnaire.question(wanted.question),
        release=release,
        board=made,
        exhibit=made.exhibits[wanted.question] if made and wanted.question else None,
        looked_back=looked_back,
        profile=PROFILES[release.profile if release else questionnaire.profile],
    )


def _board(wanted: Wanted, looked_back: Earlier | None) -> Board | None:
    if wanted.release is None:
        return None
    before = looked_back.release if looked_back else None
    questionnaire, notation = wanted.version.questionnaire, visitors_notation()
    made = board(questionnaire, wanted.release, wanted.view, notation, before)
    if wanted.question and wanted.question not in made.exhibits:  # nothing has changed in it
        return board(questionnaire, wanted.release, replace(wanted.view, order="", since=0), notation)
    return made


def _looked_back(wanted: Wanted) -> Earlier | None:
    """The earlier release that changes are counted from, with those one may choose instead."""
    if wanted.release is None or wanted.view.order != CHANGED:
        return None
    with reading() as db:
        return earlier(db, wanted.version.slug, wanted.release, wanted.view.since)


def _shelf() -> Shelf:
    shelf: Shelf = current_app.extensions.setdefault("results", Shelf(room=64))
    return shelf


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
