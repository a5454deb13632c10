"""What everyone sees of a document: publishing it, putting it away, taking it back, and going back to it."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.consultation import Consultation
from app.domain.document import Document
from app.domain.provenance import with_names
from app.domain.sentence import N_, Problem
from app.store import documents, papers
from app.web import clock
from app.web.access import allowed, inside
from app.web.acting import act
from app.web.clock import today
from app.web.db import begin
from app.web.event_changes import hold_places, published_anew
from app.web.journal import note
from app.web.organise import pages
from app.web.organise.door import bp
from app.web.organise.drafts import called, find, find_as_seen

# What each button does: from which state to which, what the journal and the page say.
TURNS = {
    "archive": ("published", "archived", N_("Archived “{title}”"), N_("It is in the archive. Its pages say so.")),
    "again": ("archived", "published", N_("Took “{title}” out of the archive"), N_("It is no longer in the archive.")),
    "withdraw": ("published", "draft", N_("Took “{title}” back"), N_("Nobody but staff sees it any more.")),
}


@bp.post("/<kind>/<slug>/publish")
@allowed("organise")
def publish(kind: str, slug: str) -> ResponseReturnValue:
    with begin() as db:
        hold_places(db, kind, slug)
        draft = find_as_seen(db, kind, slug)
        if any(draft.document.check()):
            return pages.one(db, draft, Problem(N_("It cannot be published yet: see the list below."))), 422
        before = documents.published(db, type(draft.document), slug)
        documents.publish(db, draft, today())
        published_anew(
            db, before.document if before else None, draft.document, clock.there(clock.now()).replace(tzinfo=None)
        )
        _forget_files(db, draft.document)
        note(db, N_("Published “{title}”"), title=called(draft.document))
    flash(gettext("It is public now, in these words."))
    return _back(kind, slug)


def _forget_files(db: Connection, document: Document) -> None:
    """Files of papers that are neither in the draft nor published any more."""
    if isinstance(document, Consultation):
        kept = {paper.id for paper in document.papers}
        for leaf in papers.of(db, document.slug):
            if leaf.paper not in kept:
                papers.remove(db, document.slug, leaf.paper, leaf.language)


@bp.post("/<kind>/<slug>/archive", endpoint="turn")
@allowed("organise")
def archive(kind: str, slug: str) -> ResponseReturnValue:
    """Put it into the archive, out of it, or take it back from everyone."""
    before, after, noted, told = TURNS.get(request.form.get("do", "")) or abort(400)
    with begin() as db:
        draft = find(db, kind, slug)
        if draft.state == before:
            documents.set_state(db, type(draft.document), slug, after)  # type: ignore[arg-type]
            note(db, noted, title=called(draft.document))
    flash(gettext(told))
    return _back(kind, slug)


@bp.post("/<kind>/<slug>/restore")
@allowed("organise")
def restore(kind: str, slug: str) -> ResponseReturnValue:
    """What is published becomes the draft again, as a step like any other."""
    with begin() as db:
        draft = find_as_seen(db, kind, slug)
        words = documents.last_published(db, type(draft.document), slug) or abort(404)
        documents.save(db, with_names(words, [draft.document]), draft.revision, act(N_("Went back to what is public")))
    flash(gettext("The draft is what is public again."))
    return _back(kind, slug)


@bp.post("/<kind>/<slug>/undo")
@allowed("organise")
def undo(kind: str, slug: str) -> ResponseReturnValue:
    return _went(kind, slug, "undo")


@bp.post("/<kind>/<slug>/redo")
@allowed("organise")
def redo(kind: str, slug: str) -> ResponseReturnValue:
    return _went(kind, slug, "redo")


def _went(kind: str, slug: str, way: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find_as_seen(db, kind, slug)
        try:
            if way == "undo":
                documents.undo(db, draft, act(N_("Undid the last step")))
                flash(gettext("The last step is undone."))
            else:
                documents.redo(db, draft, act(N_("Did the undone step again")))
                flash(gettext("The step is done again."))
        except LookupError:
            flash(gettext("There is nothing to undo.") if way == "undo" else gettext("There is nothing to do again."))
    return redirect(inside(request.form.get("next")) or url_for(".show", kind=kind, slug=slug), 303)


def _back(kind: str, slug: str) -> ResponseReturnValue:
    return redirect(url_for(".show", kind=kind, slug=slug), 303)
