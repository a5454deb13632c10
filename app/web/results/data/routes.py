"""Open data: a page that says what there is, the files of each release, and the catalogue that portals harvest."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.open_data.metadata import LICENCE, LICENCE_NAME, Source
from app.domain.profile import PROFILES
from app.store import consultations, questionnaires, releases
from app.web.answering import settle_language
from app.web.db import reading
from app.web.language import languages_of
from app.web.results.data.catalog import catalog, dataset
from app.web.results.data.files import ALL, METADATA, NAMES, SCRIPT, WORKBOOK, Files, Issue, files, tables_in_a_workbook
from app.web.results.data.links import absolute, fingerprint
from app.web.results.data.rdf import json_ld, rdf_xml
from app.web.results.edition import edition
from app.web.results.keeping import keeping, known_already
from app.web.results.lasting import ASKS_EACH_TIME, BRIEFLY, Keep
from app.web.results.shelf import Shelf

bp = Blueprint("data", __name__)
TYPES = {
    "csv": "text/csv; charset=utf-8; header=present",
    "json": "application/json",
    "txt": "text/plain; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "py": "text/x-python; charset=utf-8",
}
NUMBER = "<int(max=1000000):number>"
FOR_EVER = "public, max-age=31536000, immutable"
SHORT = 10  # hex digits of a tag in an address


@bp.get("/results/<slug>/data")
@bp.get(f"/results/<slug>/data/{NUMBER}")
def show(slug: str, number: int | None = None) -> ResponseReturnValue:
    with reading() as db:
        issue = issued(db, slug, number)
        if number is not None and issue is None:
            abort(404)
        asked = issue or questionnaires.published(db, slug) or abort(404)
        days = releases.days(db, slug)
    questionnaire = asked.questionnaire
    settle_language(questionnaire)
    page = render_template(
        "web/results/data/show.html",
        slug=slug,
        questionnaire=questionnaire,
        languages=languages_of(questionnaire.languages),
        profile=PROFILES[issue.release.profile if issue else questionnaire.profile],
        issue=issue,
        releases=days[::-1],
        source=source_of(slug),
        licence=(LICENCE, LICENCE_NAME),
        address=partial(_address, slug, issue) if issue else None,
    )
    return _kept(page.encode(), fingerprint(page), "text/html; charset=utf-8")


@bp.get(f"/results/<slug>/data/{NUMBER}/<name>")
def file(slug: str, number: int, name: str) -> ResponseReturnValue:
    if name not in NAMES:
        abort(404)
    with reading() as db:
        issue = issued(db, slug, number) or abort(404)
    ending, mark = name.rpartition(".")[2], _mark(slug, issue, name)
    if (answer := known_already(mark)) is None:
        content = _workbook(slug, issue) if name == WORKBOOK else _made(slug, issue).get(name) or abort(404)
        answer = _kept(content, mark, TYPES[ending], ASKS_EACH_TIME)
    if request.args.get("v") == mark[:SHORT]:  # an address that names what the file is made of never means another
        answer.headers["Cache-Control"] = FOR_EVER
    if ending == "csv":  # where programs look for what the columns mean: W3C, Model for Tabular Data, 5.2
        answer.headers["Link"] = f'<{METADATA}>; rel="describedby"; type="application/csvm+json"'
    named = f"{slug}-{number}.{ending}" if name in (ALL, WORKBOOK) else name
    answer.headers["Content-Disposition"] = f'attachment; filename="{named}"'
    return answer


@bp.get("/data/recompute.py")
def script() -> ResponseReturnValue:
    """What anyone checks a release with, to be read before it is run."""
    return _kept(_script().encode(), fingerprint(_script()), TYPES["txt"])


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


@bp.get("/data/catalog.<form>")
def portal(form: str) -> ResponseReturnValue:
    """What there is, for portals: of each survey the newest release, unless its answers are invented."""
    write, kind = {"rdf": (rdf_xml, "application/rdf+xml"), "jsonld": (json_ld, "application/ld+json")}.get(
        form
    ) or abort(404)
    with reading() as db:
        issues = {slug: issued(db, slug, None) for slug in questionnaires.slugs_published(db)}
    real = {slug: issue for slug, issue in issues.items() if issue and not issue.release.simulated}
    config = current_app.config["MITSPRACHE"]
    sets = [dataset(slug, issue, _made(slug, issue), source_of(slug), config) for slug, issue in real.items()]
    content = write(catalog(sets, [issue.release.day for issue in real.values()], config))
    return _kept(content, fingerprint(content.decode()), kind)


def issued(db: Connection, slug: str, number: int | None) -> Issue | None:
    """A release, or the newest, with the version whose words it is in; None where there is none."""
    newest = releases.latest(db, slug)
    release = releases.at(db, slug, number) if number is not None else newest
    version = questionnaires.published(db, slug, int(release.document["version"])) if release else None
    if newest is None or release is None or version is None:
        return None
    earlier = [each for each, _ in releases.days(db, slug) if each < release.number]
    before = releases.at(db, slug, earlier[-1]) if earlier else None
    return Issue(version.questionnaire, release, before, newest, consultations.population(db))


def source_of(slug: str) -> Source:
    return Source(current_app.config["MITSPRACHE"].site_name, absolute("data.show", slug=slug))


def _made(slug: str, issue: Issue) -> Files:
    return _shelf().page(_name(slug, issue), lambda: files(issue, source_of(slug)))


def _workbook(slug: str, issue: Issue) -> bytes:
    return _shelf().page(f"{_name(slug, issue)}|{WORKBOOK}", lambda: tables_in_a_workbook(issue))


def _name(slug: str, issue: Issue) -> str:
    """All that the files are made of: the newest release says which texts have been taken back."""
    people = issue.people.fingerprint if issue.people else ""
    counted = (issue.release.sha256, issue.newest.sha256, people)
    return "|".join((slug, *counted, source_of(slug).attribution, edition(), _script()))


def _mark(slug: str, issue: Issue, name: str) -> str:
    """A tag that changes when the file may; nothing has to be made to know it."""
    return fingerprint(f"{_name(slug, issue)}|{name}")


def _address(slug: str, issue: Issue, name: str) -> str:
    """Where a file is, with its tag, so that browsers may keep it."""
    mark = _mark(slug, issue, name)[:SHORT]
    return url_for(".file", slug=slug, number=issue.release.number, name=name, v=mark, lang=None)


def _shelf() -> Shelf[Any]:
    shelf: Shelf[Any] = current_app.extensions.setdefault("open data", Shelf(room=8))
    return shelf


def _kept(content: bytes, mark: str, kind: str, keep: Keep = BRIEFLY) -> Response:
    return keeping(Response(content, content_type=kind), mark, keep)


@bp.after_request
def open_to_all(answer: Response) -> Response:
    """Anyone's page may read what anyone may read."""
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer
