"""The outline of a draft: its pages and questions, to be opened, added, moved, duplicated and deleted."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain import edit as editing
from app.domain.language import LANGUAGES
from app.domain.questionnaire import Questionnaire
from app.domain.questions import KINDS
from app.domain.sentence import N_, Problem
from app.domain.setting import MOST_LETTERS, tidy
from app.store import steps
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.design.amending import amend
from app.web.design.arranging import MOST_TITLE, Change, arranged
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.samples import samples
from app.web.translating.places import page_name

ROOM = 3_000_000  # a form with every text of a long question, in bytes


@bp.url_value_preprocessor
def make_room_for_texts(endpoint: str | None, _: dict[str, Any] | None) -> None:
    if (endpoint or "").startswith("design.edit"):
        request.max_content_length = request.max_form_memory_size = ROOM


@bp.url_defaults
def keep_target(endpoint: str, values: dict[str, Any]) -> None:
    """The language one translates into stays the same from page to page of the editor."""
    if endpoint.startswith("design.edit") and request.args.get("target") in LANGUAGES:
        values.setdefault("target", request.args["target"])


@bp.app_template_global("steps_of")
def steps_of(slug: str) -> dict[str, steps.Step | None]:
    """What undo would take back now, and what redo would do again."""
    with staff_reading() as db:
        return {"undo": steps.newest(db, slug, "done"), "redo": steps.newest(db, slug, "undo")}


bp.app_template_global("page_name")(page_name)


@bp.get("/<slug>/edit")
@allowed("design")
def edit(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    return render_template("web/design/edit.html", draft=draft, kinds=KINDS)


@bp.post("/<slug>/edit", endpoint="edit_order")
@allowed("design")
def arrange(slug: str) -> ResponseReturnValue:
    do, done = request.form.get("do", ""), ""

    def change(questionnaire: Questionnaire) -> Change | None:
        nonlocal done
        changed = arranged(questionnaire, do, request.form)
        done = changed.onward if changed else ""
        return changed

    try:
        amend(slug, change)
    except Problem:  # this page has no button that asks for something a sentence must be said about
        abort(400)
    deed = do.partition(":")[0]
    if deed == "page-add" and done:
        return redirect(url_for(".edit_page", slug=slug, page=done), 303)
    if deed.endswith("-delete") and done:
        flash(gettext("Deleted. “Undo” brings it back."))
    return redirect(url_for(".edit", slug=slug, _anchor=done or None), 303)


@bp.route("/<slug>/edit/add", methods=["GET", "POST"])
@allowed("design")
def edit_add(slug: str) -> ResponseReturnValue:
    """Choose a kind by how respondents see it, and write the question."""
    with staff_reading() as db:
        draft = find(db, slug)
    page = draft.questionnaire.page(request.values.get("page", "")) or _last_page(draft.questionnaire)
    after, problem = request.values.get("after", ""), None
    if request.method == "POST":
        try:
            return redirect(url_for(".edit_question", slug=slug, id=_added(slug, page.id, after)), 303)
        except Problem as wrong:
            problem = wrong
    shown = render_template(
        "web/design/edit_add.html",
        draft=draft,
        page=page,
        after=after,
        samples=samples(),
        given=_nothing,
        problem=problem,
    )
    return shown, 422 if problem else 200


def _nothing(name: str) -> list[str]:
    """What a sample was answered with."""
    return []


def _last_page(questionnaire: Questionnaire) -> Any:
    return questionnaire.pages[-1] if questionnaire.pages else abort(404)


def _added(slug: str, page: str, after: str) -> str:
    kind, words = request.form.get("kind", ""), tidy(request.form.get("title", ""))
    if kind not in KINDS:
        raise Problem(N_("Choose a kind of question."), "kind")
    if len(words) > MOST_LETTERS:
        raise Problem(N_("Your text is too long. Write at most {most} characters."), "title", most=MOST_LETTERS)
    made = ""

    def change(questionnaire: Questionnaire) -> Change | None:
        nonlocal made
        on = page if questionnaire.page(page) else _last_page(questionnaire).id
        changed, made = editing.with_new_question(questionnaire, kind, words, on, after)
        return Change(changed, N_("Added “{title}”"), {"title": words[:MOST_TITLE] or made}, made)

    amend(slug, change)
    return made
