"""Editing a document: a form made of its fields, and one for each of its lists, such as phases."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.document import Document
from app.domain.documents import KINDS
from app.domain.drafting import arranged
from app.domain.items import lists
from app.domain.language import LANGUAGES
from app.domain.merge import Merged, merged
from app.domain.setting import MOST_LETTERS
from app.domain.tally import Label
from app.store import documents, questionnaires
from app.store.documents import Draft
from app.web.access import allowed
from app.web.clock import today
from app.web.db import staff_reading
from app.web.editing import form, saving
from app.web.editing.again import keeping_words
from app.web.editing.sent import entries, hand
from app.web.organise.door import bp
from app.web.organise.drafts import amend, find
from app.web.translating.progress import TEXTS

LINKED = ("questionnaire", "event", "conversation", "outcome")  # what a phase may lead to
ROOM = 3_000_000  # a form with every text of a long list, in bytes


@bp.url_value_preprocessor
def make_room_for_texts(endpoint: str | None, _: dict[str, Any] | None) -> None:
    if endpoint == "organise.edit":
        request.max_content_length = request.max_form_memory_size = ROOM


@bp.url_defaults
def keep_target(endpoint: str, values: dict[str, Any]) -> None:
    """The language one translates into stays the same from page to page of the editor."""
    if endpoint == "organise.edit" and request.args.get("target") in LANGUAGES:
        values.setdefault("target", request.args["target"])


@dataclass(frozen=True)
class Form(form.Form):
    """`part` is the list on this page, empty for what stands once; `names` is what may be named, by what it is."""

    part: str = ""
    names: Mapping[str, Mapping[str, Label]] = field(default_factory=dict)

    def named(self, what: str, thing: Any) -> Mapping[str, Label]:
        if what in self.names:
            return self.names[what]
        named: Mapping[str, Label] = self.whole.named(what)  # parts of the document itself
        return named

    def limits(self, f: dataclasses.Field[Any]) -> Mapping[str, Any]:
        return {**f.metadata, "names": "consultation"} if f.name == "consultation" else f.metadata

    @property
    def shown(self) -> list[form.Things]:
        return [things for things in self.lists if things.name == self.part]

    def every(self) -> Any:
        """The fields of this page."""
        if not self.part:
            yield from self._fields
        for things in self.shown:
            for row in things.rows:
                yield from (*row.words, *row.marks)


@bp.route("/<kind>/<slug>/edit", methods=["GET", "POST"], defaults={"part": ""})
@bp.route("/<kind>/<slug>/edit/<part>", methods=["GET", "POST"])
@keeping_words
@allowed("organise")
def edit(kind: str, slug: str, part: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, kind, slug)
        if part and part not in {f.name for f in lists(draft.document)}:
            abort(404)
        if request.method != "POST":
            return _shown(db, draft, part)
    return _save(kind, slug, part)


def _form(db: Connection, document: Document, part: str, left: Merged | None) -> Form:
    return Form(document, document, saving.target(document), left, part, _names(db))


def _names(db: Connection) -> dict[str, dict[str, Label]]:
    """Questionnaires and documents that others may name, by their short names."""
    asked: dict[str, Label] = {each.slug: each.questionnaire.title or each.slug for each in questionnaires.drafts(db)}
    kinds: dict[str, dict[str, Label]] = {
        kind: {each.slug: each.document.title or each.slug for each in documents.drafts(db, made)}
        for kind, made in KINDS.items()
    }
    links = {
        f"{kind}/{slug}": said
        for kind in LINKED
        for slug, said in {**kinds, "questionnaire": asked}.get(kind, {}).items()
    }
    spoken: dict[str, Label] = {tag: language.german_name for tag, language in LANGUAGES.items()}
    several = {f"{kind}s": found for kind, found in kinds.items()}
    return {"questionnaires": asked, "links": links, "languages": spoken, **kinds, **several}


def _shown(db: Connection, draft: Draft[Any], part: str, left: Merged | None = None) -> str:
    return render_template(
        "web/organise/edit.html",
        draft=draft,
        part=part,
        parts_there=[(f.name, f.metadata["label"], getattr(draft.document, f.name)) for f in lists(draft.document)],
        form=_form(db, draft.document, part, left),
        left=left,
        texts=TEXTS,
        words=saving.words(),
        other=saving.other_step(db, draft.document.name) if left and left.conflicts else None,
    )


def _save(kind: str, slug: str, part: str) -> ResponseReturnValue:
    do, left = request.form.get("do", ""), Merged(None)
    added = request.form.get(f"add.{part}", "")[:MOST_LETTERS]

    def change(document: Any) -> Document:
        nonlocal left
        left = merged(document, entries(), hand(document.source))
        done = arranged(left.thing, do, added, today()) if left.whole and do else None
        changed: Document = done or left.thing
        return changed

    draft = amend(kind, slug, part, change)
    with staff_reading() as db:
        if saving.wants_json():
            return saving.told(db, draft.document.name, draft.revision, _form(db, draft.document, part, left), left)
        if not left.whole:
            return _shown(db, draft, part, left), 409 if left.conflicts else 422
    flash(gettext("Saved at %(time)s.", time=saving.time()))
    anchor = f"things-{part}" if do.startswith("item-") else None
    return redirect(url_for(".edit", kind=kind, slug=slug, part=part, _anchor=anchor), 303)
