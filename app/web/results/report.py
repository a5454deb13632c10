"""What one can take along of the results: a picture of each chart, and the whole as a paper for a committee."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from functools import partial

from flask import abort, current_app, g, make_response, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.release import Release
from app.web.answering import settle_language
from app.web.db import reading
from app.web.language import here
from app.web.pdf import has_pango
from app.web.press import Press
from app.web.results import pictures
from app.web.results.contents import paper
from app.web.results.counted import Counted, counted
from app.web.results.door import bp
from app.web.results.edition import edition
from app.web.results.keeping import keeping, known_already
from app.web.results.lasting import AN_HOUR, ASKS_EACH_TIME
from app.web.results.print import pdf
from app.web.results.shelf import Shelf

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

bp.add_app_template_global(has_pango)


@bp.get("/<slug>/q/<question>.<any(svg, png):kind>")
def picture(slug: str, question: str, kind: str) -> ResponseReturnValue:
    found, release = _found(slug)
    make = {"svg": pictures.svg, "png": pictures.png}[kind]
    names = (slug, question, *([found.view.group] if found.view.group else []))
    return _file(found, release, kind, names, lambda: make(found, release, question))


@bp.get("/<slug>/report.<any(pdf, docx):kind>")
def report(slug: str, kind: str) -> ResponseReturnValue:
    from app.web.results.word import docx  # python-docx, kept by a process only once somebody wants a paper

    found, release = _found(slug)
    make = {"pdf": pdf, "docx": docx}[kind]
    return _file(
        found, release, kind, (slug,), lambda: make(paper(found.version.questionnaire, release, address(slug, release)))
    )


def picture_of(found: Counted) -> Callable[..., str]:
    """Where the pictures of the charts of a page are. They name their release, so that their numbers stay."""
    number = found.release.number if found.release else 0
    return partial(
        url_for,
        "results.picture",
        slug=found.version.slug,
        release=number,
        lang=here().tag,
        **found.view.of_group.address(),
    )


def _found(slug: str) -> tuple[Counted, Release]:
    """What the address asks for, and nothing else: whatever it invents is no file of its own."""
    with reading() as db:
        found = counted(db, slug) or abort(404)
    if request.args.get("by") and not found.view.group:
        abort(404)
    settle_language(found.version.questionnaire)
    return found, found.release or abort(404)


def address(slug: str, release: Release) -> str:
    """Where the data of a release are. What this site is called says its setting: a request may say anything."""
    return f"{current_app.config['MITSPRACHE'].address}/results/{slug}/data/{release.number}"


def _file(
    found: Counted, release: Release, kind: str, names: tuple[str, ...], make: Callable[[], bytes]
) -> ResponseReturnValue:
    tag = _tag(found, release, kind, names)
    keep = AN_HOUR if found.past else ASKS_EACH_TIME
    if known := known_already(tag, keep):
        return known
    made = _made(kind, tag, make)
    response = make_response(made)
    response.mimetype = TYPES[kind]
    # ASCII alone: short names, names of questions and languages are.
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", "-".join((*names, f"release-{release.number}", here().tag)))
    response.headers["Content-Disposition"] = (
        f'{"attachment" if kind == "docx" else "inline"}; filename="{name}.{kind}"'
    )
    if kind == "svg":
        g.policy = (("sandbox", ""),)
    return keeping(response, tag, keep)


def _made(kind: str, tag: str, make: Callable[[], bytes]) -> bytes:
    if kind == "svg":  # takes no longer than the page
        shelf: Shelf = current_app.extensions.setdefault("charts", Shelf(room=128))
        return shelf.page(tag, lambda: make().decode()).encode()
    if not has_pango():
        abort(404)
    press: Press = current_app.extensions.setdefault("press", Press())
    return press.file(tag, make) or abort(503)


def _tag(found: Counted, release: Release, kind: str, names: tuple[str, ...]) -> str:
    """A file is made of the program, the language, a version and its release, and who is looked at."""
    of = (str(found.version.number), release.sha256, str(found.past), found.view.chosen.table)
    return hashlib.sha256("\n".join((edition(), here().tag, kind, *names, *of)).encode()).hexdigest()[:32]
