"""Beginning a document: an empty one, one like another, or one like an example."""

from __future__ import annotations

import json
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.document import Document, load
from app.domain.drafting import begun, copied
from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Problem
from app.domain.setting import tidy
from app.domain.short_name import SLUG, short_name
from app.store import documents
from app.web.access import allowed
from app.web.clock import today
from app.web.db import begin, staff_reading
from app.web.journal import note
from app.web.organise import pages
from app.web.organise.door import bp
from app.web.organise.drafts import called, find, made

MOST_TITLE = 300


# No document can have this short name, so the address is nobody's.
@bp.post("/<kind>/_new")
@allowed("organise")
def new(kind: str) -> ResponseReturnValue:
    try:
        with begin() as db:
            document = _wanted(db, kind)
            documents.add(db, document)
            note(db, N_("Began “{title}”"), title=called(document))
    except Problem as problem:
        with staff_reading() as db:
            return pages.all_of_them(db, problem), 422
    flash(gettext("It is here. Nobody sees it before you publish it."))
    return redirect(url_for(".edit", kind=kind, slug=document.slug), 303)


def _wanted(db: Connection, kind: str) -> Document:
    title, source = tidy(request.form.get("title", "")), request.form.get("source", "")
    if not title or len(title) > MOST_TITLE or source not in LANGUAGES:
        raise Problem(N_("Give it a title of at most {most} characters."), "title", most=MOST_TITLE)
    slug = _free(db, made(kind), title)
    like = _like(db, kind, request.form.get("like", ""))
    return copied(like, slug, title) if like else begun(made(kind), slug, source, title, today())


def _like(db: Connection, kind: str, name: str) -> Any:
    """What it shall begin like: another one by its short name, or a file that comes with the program."""
    if file := pages.example_file(kind, name):
        data = json.loads(file.read_text(encoding="utf-8"))
        return load(made(kind), data.get("document", data))  # some come with more than the document
    return find(db, kind, name).document if name else None


def _free(db: Connection, kind: type[Document], words: str) -> str:
    """The short name that was asked for, which must be free, or one made from the title."""
    wanted, taken = tidy(request.form.get("slug", "")), {draft.slug for draft in documents.drafts(db, kind)}
    if not wanted:
        # short_name counts on with figures; a short name of a document has hyphens.
        return short_name(words, {slug.replace("-", "_") for slug in taken}, kind.kind).replace("_", "-")
    if not SLUG.fullmatch(wanted):
        raise Problem(N_("The short name may only have small letters, digits and hyphens."), "slug")
    if wanted in taken:
        raise Problem(N_("The short name “{id}” is used twice."), "slug", id=wanted)
    return wanted
