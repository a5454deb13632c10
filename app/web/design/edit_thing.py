"""The pages of the editor with a form: one question, one page, or the texts that frame the whole questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.merge import Merged, merged
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_, Problem
from app.domain.setting import rule_at
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.design.amending import amend
from app.web.design.arranging import Change, arranged, called
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.edit_form import Form
from app.web.design.rules import LABELS, OF_WORDS, rule_choices
from app.web.editing import saving
from app.web.editing.again import keeping_words
from app.web.editing.sent import entries, hand
from app.web.translating.progress import TEXTS


@dataclass(frozen=True)
class Spot:
    """What a form is about: how it is found in a questionnaire, and how its changed form is put back."""

    name: str  # question, page or head
    id: str
    find: Callable[[Questionnaire], Any]
    put: Callable[[Questionnaire, Any], Questionnaire]

    def page(self, questionnaire: Questionnaire) -> Page | None:
        """The page respondents see it on."""
        if self.name == "question" and questionnaire.question(self.id):
            return questionnaire.page_of(self.id)
        return questionnaire.page(self.id) if self.name == "page" else None

    def path(self, questionnaire: Questionnaire) -> str:
        """Where its fields stand, as lists of problems name them."""
        page = self.page(questionnaire)
        here = f"pages.{page.id}." if page else ""
        return f"{here}questions.{self.id}." if self.name == "question" else here


def _question(id: str) -> Spot:
    return Spot("question", id, lambda q: q.question(id), lambda q, changed: q.with_question(changed))


def _page(id: str) -> Spot:
    def put(questionnaire: Questionnaire, changed: Page) -> Questionnaire:
        return replace(questionnaire, pages=tuple(changed if p.id == id else p for p in questionnaire.pages))

    return Spot("page", id, lambda q: q.page(id), put)


HEAD = Spot("head", "", lambda q: q, lambda q, changed: changed)


@bp.route("/<slug>/edit/question/<id>", methods=["GET", "POST"])
@keeping_words
@allowed("design")
def edit_question(slug: str, id: str) -> ResponseReturnValue:
    return _edit(slug, _question(id))


@bp.route("/<slug>/edit/page/<page>", methods=["GET", "POST"])
@keeping_words
@allowed("design")
def edit_page(slug: str, page: str) -> ResponseReturnValue:
    return _edit(slug, _page(page))


@bp.route("/<slug>/edit/texts", methods=["GET", "POST"])
@keeping_words
@allowed("design")
def edit_texts(slug: str) -> ResponseReturnValue:
    return _edit(slug, HEAD)


def _edit(slug: str, spot: Spot) -> ResponseReturnValue:
    if request.method == "POST":
        return _save(slug, spot)
    with staff_reading() as db:
        draft = find(db, slug)
        if spot.find(draft.questionnaire) is None:
            return redirect(url_for(".edit", slug=slug), 303)
        return _shown(db, draft, spot)


def _shown(db: Connection, draft: Draft, spot: Spot, left: Merged | None = None) -> str:
    questionnaire = draft.questionnaire
    thing = spot.find(questionnaire)
    return render_template(
        "web/design/edit_thing.html",
        draft=draft,
        spot=spot,
        thing=thing,
        texts=TEXTS,
        words=saving.words(),
        form=Form(questionnaire, thing, saving.target(questionnaire), left),
        left=left,
        page=spot.page(questionnaire),
        rules=list(_rules(draft, spot, thing, LABELS.get(spot.name, {}))),
        words_rules={rule["setting"]: rule for rule in _rules(draft, spot, thing, _of_words(thing))},
        other=saving.other_step(db, draft.slug) if left and left.conflicts else None,
    )


def _of_words(thing: Any) -> dict[str, str]:
    """Other words for some people are read by whoever a rule of their own holds for."""
    return {f"variants.{each.id}.when": OF_WORDS for each in getattr(thing, "variants", ())}


def _rules(draft: Draft, spot: Spot, thing: Any, labels: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rules it may have, each read back in words."""
    for setting, label in labels.items():
        choices = rule_choices(draft.slug, draft.questionnaire, spot.name, spot.id, setting)
        rule = rule_at(thing, setting)
        yield {"setting": setting, "label": label, "reading": choices.reading(rule) if rule else None}


def _save(slug: str, spot: Spot) -> ResponseReturnValue:
    sent, do = request.form.to_dict(), request.form.get("do", "")
    if do.startswith("question-name:"):
        with staff_reading() as db:
            if find(db, slug).state != "draft":
                abort(409)
    left, onward = Merged(None), ""

    def change(questionnaire: Questionnaire) -> Change | None:
        nonlocal left, onward
        thing, onward = spot.find(questionnaire), ""
        if thing is None:
            return None
        left = merged(thing, entries(), hand(questionnaire.source))
        changed = spot.put(questionnaire, left.thing)
        done = arranged(changed, do, sent) if left.whole and do else None
        onward = done.onward if done else ""
        return done or Change(changed, N_("Changed “{title}”"), {"title": called(changed, left.thing)})

    try:
        draft = amend(slug, change)
    except Problem as problem:  # a short name nobody can have
        return _refused(slug, spot, problem), 422
    with staff_reading() as db:
        if left.thing is None:
            return _gone(draft)
        if saving.wants_json():
            questionnaire = draft.questionnaire
            form = Form(questionnaire, spot.find(questionnaire), saving.target(questionnaire), left)
            return saving.told(db, slug, draft.revision, form, left)
        if not left.whole:
            return _shown(db, draft, spot, left), 409 if left.conflicts else 422
    return redirect(_next(slug, spot, do, onward), 303)


def _refused(slug: str, spot: Spot, problem: Problem) -> str:
    """Nothing was saved: everything typed stands in its field again."""
    typed = {entry.path: entry.mine for entry in entries() if entry.touched}
    with staff_reading() as db:
        draft = find(db, slug)
        return _shown(db, draft, spot, Merged(None, problems={problem.where: problem}, typed=typed))


def _next(slug: str, spot: Spot, do: str, onward: str) -> str:
    """Where a button leads: to the copy, to the list after deleting, else back to the same form."""
    deed = do.partition(":")[0]
    if deed == "question-duplicate" and onward:
        flash(gettext("This is the copy."))
        return url_for(".edit_question", slug=slug, id=onward)
    if deed == "question-name" and onward:
        return url_for(".edit_question", slug=slug, id=onward)
    if deed.endswith("-delete") and deed != "item-delete":
        flash(gettext("Deleted. “Undo” brings it back."))
        return url_for(".edit", slug=slug)
    flash(gettext("Saved at %(time)s.", time=saving.time()))
    if spot.name == "head":
        return url_for(".edit_texts", slug=slug)
    at = do.split(":")[2] if deed.startswith("item-") and do.count(":") > 1 else None
    if spot.name == "page":
        return url_for(".edit_page", slug=slug, page=spot.id)
    return url_for(".edit_question", slug=slug, id=spot.id, _anchor=f"things-{at}" if at else None)


def _gone(draft: Draft) -> ResponseReturnValue:
    """Someone deleted it meanwhile: whatever was typed is given back, to be copied elsewhere."""
    typed = [entry.mine for entry in entries() if entry.touched and entry.mine]
    if saving.wants_json():
        return jsonify(gone=True), 410
    return render_template("web/design/edit_gone.html", draft=draft, typed=typed), 410
