"""The question bank: looking for questions to use again, seeing them as respondents will, and where they are used."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.config import PROJECT
from app.domain.bank import FIELDS, Item, Search, find, load_file
from app.domain.language import LANGUAGES
from app.domain.questions import KINDS
from app.domain.reuse import Use, uses
from app.domain.sentence import N_
from app.store import bank, questionnaires
from app.store.questionnaires import Draft
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.journal import note
from app.web.language import here
from app.web.translating.progress import TEXTS

bp = Blueprint("bank", __name__, url_prefix="/staff/bank")
NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,60}")  # of a questionnaire, a page or a question
FOLDER = PROJECT / "examples" / "bank"
STATES = {"same": N_("as in the bank"), "changed": N_("changed there"), "newer": N_("older than in the bank")}


@cache
def shipped() -> tuple[Item, ...]:
    """What comes with the program, field by field."""
    files = (json.loads((FOLDER / f"{field}.json").read_text(encoding="utf-8")) for field in FIELDS)
    return tuple(item for file in files for item in load_file(file))


def all_items(db: Connection) -> list[Item]:
    return [*bank.items(db), *shipped()]


def item_of(db: Connection, id: str) -> Item:
    return next((item for item in all_items(db) if item.id == id), None) or abort(404)


@bp.app_context_processor
def words() -> dict[str, Any]:
    return {"bank_fields": FIELDS, "bank_states": STATES, "text_states": TEXTS}


@bp.get("")
@allowed("come in")
def browse() -> ResponseReturnValue:
    given = {name: request.args.get(name, "")[:200] for name in ("q", "field", "kind", "language")}
    search = Search(given["q"], given["field"], given["kind"], given["language"])
    with staff_reading() as db:
        items, to = all_items(db), _goal(db)
    found = find(items, search)
    groups = [(field, [item for item in found if item.field == field]) for field in FIELDS]
    return render_template(
        "web/design/bank.html",
        search=search,
        groups=[(field, held) for field, held in groups if held],
        count=len(found),
        kinds={name: kind.label for name, kind in KINDS.items() if any(type(each.question) is kind for each in items)},
        languages=[LANGUAGES[tag] for tag in LANGUAGES if any(tag in item.languages for item in items)],
        to=to,
        aim=aim(),
    )


@bp.get("/<id>")
@allowed("come in")
def item(id: str) -> ResponseReturnValue:
    person = signed_in()
    with staff_reading() as db:
        wanted, to = item_of(db, id), _goal(db)
        drafts = [draft for draft in questionnaires.drafts(db) if person.may("see questionnaires", draft.slug)]
    used = list(uses((draft.questionnaire for draft in drafts), [wanted]))
    language = request.args.get("language", "")
    return render_template(
        "web/design/bank_item.html",
        item=wanted,
        language=language if language in wanted.languages else _shown_in(wanted),
        used=used,
        alike=_alike(used),
        designed=[draft for draft in drafts if person.may("design", draft.slug)],
        to=to,
        aim=aim(),
    )


def _alike(used: list[Use]) -> list[Use]:
    """The uses whose results can be compared: one of each questionnaire that asks the question as the bank does."""
    same = {use.questionnaire.slug: use for use in used if use.state == "same"}
    return list(same.values()) if len(same) > 1 else []


@bp.get("/<id>/look")
@allowed("come in")
def look(id: str) -> ResponseReturnValue:
    """The question alone, as respondents see it, to be shown in a frame."""
    with staff_reading() as db:
        return render_template("web/design/bank_look.html", question=item_of(db, id).question, given=_nothing)


@bp.post("/<id>/remove")
@allowed("design")
def remove(id: str) -> ResponseReturnValue:
    with begin() as db:
        gone = item_of(db, id)
        if not gone.own:
            abort(403)
        bank.take_out(db, id)
        note(db, N_("Took a question out of the bank: {title}"), title=gone.question.title.said("de").words[:80])
    flash(gettext("The question is no longer in the bank. Questionnaires that use it keep it."))
    return redirect(url_for(".browse"), 303)


def aim() -> dict[str, str]:
    """Where someone who came from a questionnaire wants to insert: carried from page to page in the address."""
    return {name: given for name in ("to", "page", "after") if NAME.fullmatch(given := request.args.get(name, ""))}


def _goal(db: Connection) -> Draft | None:
    """The questionnaire someone came from, if they may change it."""
    slug = aim().get("to", "")
    return questionnaires.draft(db, slug) if slug and signed_in().may("design", slug) else None


def _shown_in(item: Item) -> str:
    return here().tag if here().tag in item.languages else item.source


def _nothing(name: str) -> list[str]:
    return []
