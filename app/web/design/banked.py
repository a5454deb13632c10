"""What a questionnaire has from the question bank and gives to it: inserting, taking over newer words, putting in."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.bank import put_in
from app.domain.question import Question
from app.domain.reuse import inserted, taken_over, uses
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.text import fingerprint
from app.store import bank as bank_of_staff
from app.store.questionnaires import Draft
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design.bank import all_items, item_of
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep

MOST_TAGS, MOST_NAME = 10, 60


@bp.get("/<slug>/bank")
@allowed("see questionnaires")
def banked(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


def _page(db: Connection, draft: Draft, problem: Problem | None = None) -> str:
    used = list(uses([draft.questionnaire], all_items(db)))
    return render_template("web/design/banked.html", draft=draft, used=used, problem=problem, given=request.form)


@bp.post("/<slug>/bank/insert")
@allowed("design")
def insert_item(slug: str) -> ResponseReturnValue:
    with begin() as db:
        draft, wanted = find(db, slug), item_of(db, request.form.get("item", ""))
        page = draft.questionnaire.page(request.form.get("page", ""))
        if page is None:
            return _page(db, draft, Problem(N_("Add a page first: a question stands on a page."))), 422
        after = request.form.get("after", "")
        changed, new = inserted(wanted, draft.questionnaire, page.id, after)
        keep(db, draft, changed, N_("Inserted from the question bank: {title}"), title=_title(new))
    flash(gettext("The question is in the questionnaire, with its translations."))
    return redirect(url_for(".edit_question", slug=slug, id=new.id), 303)


@bp.post("/<slug>/bank/take-over")
@allowed("design")
def take_over(slug: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find_as_seen(db, slug)
        used = uses([draft.questionnaire], all_items(db))
        use = next((each for each in used if each.question.id == request.form.get("question")), None) or abort(404)
        new = taken_over(use)
        changed = draft.questionnaire.with_question(new)
        keep(db, draft, changed, N_("Took over the words of the question bank: {title}"), title=_title(new))
    flash(gettext("The question has the words of the bank now."))
    return redirect(url_for(".banked", slug=slug, _anchor=new.id), 303)


@bp.post("/<slug>/bank/put-in", endpoint="put_into_bank")
@allowed("design")
def put_into_bank(slug: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find(db, slug)  # as it is by now: whatever someone else saved, no typed word is lost
        question = draft.questionnaire.question(request.form.get("question", "")) or abort(404)
        tags = tuple(dict.fromkeys(clean(request.form.get("tags", ""))[:200].split()))[:MOST_TAGS]
        note, field = clean(request.form.get("note", ""))[:1000], request.form.get("field", "")
        try:
            item = put_in(draft.questionnaire, question, _name(db, draft, question), field, tags, note)
        except Problem as problem:
            return _page(db, draft, problem), 422
        bank_of_staff.keep(db, item)
        linked = replace(question, origin=item.origin)
        keep(
            db,
            draft,
            draft.questionnaire.with_question(linked),
            N_("Put into the question bank: {title}"),
            title=_title(linked),
        )
    flash(gettext("The question is in the bank, with its translations."))
    return redirect(url_for("bank.item", id=item.id), 303)


def _name(db: Connection, draft: Draft, question: Question) -> str:
    """The name of an item: the one it has if staff put it in before, else made from where it comes from.

    Who works on this questionnaire only does not change what others have put in.
    """
    before = question.origin.partition("@")[0]
    if signed_in().at("").may("design") and any(item.id == before for item in bank_of_staff.items(db)):
        return before
    whole = f"eigene-{draft.slug}-{question.id}"
    name = re.sub("[^a-z0-9-]", "-", whole)
    return name if name == whole and len(name) <= MOST_NAME else f"{name[: MOST_NAME - 9]}-{fingerprint(whole)}"


def _title(question: Question) -> str:
    return question.title.said("de").words[:80]
