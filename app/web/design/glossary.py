"""The glossary of the county: which word is always translated how, and a list to begin with."""

from __future__ import annotations

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.config import PROJECT
from app.domain.glossary import Term
from app.domain.language import LANGUAGES
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.store import glossary
from app.web.access import allowed
from app.web.db import begin, staff_reading

bp = Blueprint("glossary", __name__, url_prefix="/staff/glossary")
STARTER = PROJECT / "examples" / "glossary.json"
MOST_TERM, MOST_WORDS = 100, 200


@bp.get("")
@allowed("see translations")
def terms() -> ResponseReturnValue:
    return _page()


@bp.post("")
@allowed("translate")
def keep_term() -> ResponseReturnValue:
    term = clean(request.form.get("term", ""))
    words = {tag: clean(request.form.get(f"words.{tag}", "")) for tag in LANGUAGES if tag != "de"}
    if not 2 <= len(term) <= MOST_TERM or any(len(said) > MOST_WORDS for said in words.values()):
        return _page(Problem(N_("Write a term of 2 to {most} letters."), most=MOST_TERM)), 422
    if not any(words.values()):
        return _page(Problem(N_("Write the term in one other language at least."))), 422
    with begin() as db:
        glossary.put(db, [Term(term, words)])
    flash(gettext("Saved."))
    return redirect(url_for(".terms", _anchor="terms"), 303)


@bp.post("/remove")
@allowed("translate")
def remove_term() -> ResponseReturnValue:
    with begin() as db:
        glossary.remove(db, request.form.get("term", ""))
    flash(gettext("The term is no longer in the glossary."))
    return redirect(url_for(".terms", _anchor="terms"), 303)


@bp.post("/starter")
@allowed("translate")
def take_starter() -> ResponseReturnValue:
    """Add the terms that come with the program; those that are there already stay as they are."""
    with begin() as db:
        there = {each.term for each in glossary.terms(db)}
        new = [each for each in starter() if each.term not in there]
        glossary.put(db, new)
    flash(gettext("Terms added: %(count)s.", count=len(new)))
    return redirect(url_for(".terms", _anchor="terms"), 303)


def starter() -> list[Term]:
    return [Term(term, words) for term, words in json.loads(STARTER.read_text(encoding="utf-8")).items()]


def _page(problem: Problem | None = None) -> str:
    with staff_reading() as db:
        found = glossary.terms(db)
    wanted = request.args.get("term", "")
    chosen = next((each for each in found if each.term == wanted), Term(""))
    if problem:
        chosen = Term(request.form.get("term", ""), {tag: request.form.get(f"words.{tag}", "") for tag in LANGUAGES})
    return render_template(
        "web/design/glossary.html",
        terms=found,
        chosen=chosen,
        problem=problem,
        languages=[each for each in LANGUAGES.values() if each.tag != "de"],
    )
