"""Beginning a questionnaire: an empty one, or one like another."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.edit import empty
from app.domain.language import LANGUAGES
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_, Problem
from app.domain.setting import tidy
from app.domain.short_name import SLUG, short_name
from app.domain.text import Text
from app.store import questionnaires
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design import pages
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.journal import note

MOST_TITLE = 300


# No questionnaire can have this short name, so the address is nobody's.
@bp.post("/_new")
@allowed("design")
def new() -> ResponseReturnValue:
    title, source = tidy(request.form.get("title", "")), request.form.get("source", "")
    try:
        if not title or len(title) > MOST_TITLE or source not in LANGUAGES:
            raise Problem(N_("Give the questionnaire a title of at most {most} characters."), "title", most=MOST_TITLE)
        with begin() as db:
            slug = _free(db, title)
            _add(db, empty(slug, source, title), N_("Began a new questionnaire"))
    except Problem as problem:
        with staff_reading() as db:
            return pages.all_of_them(db, problem), 422
    flash(gettext("The questionnaire is here. Nobody sees it before you publish it."))
    return redirect(url_for(".edit", slug=slug), 303)


@bp.post("/<slug>/duplicate")
@allowed("design")
def duplicate(slug: str) -> ResponseReturnValue:
    """All texts and translations once more, under another short name and with a title that says so."""
    if not signed_in().at("").may("design"):  # a role in this one allows no others
        abort(403)
    with begin() as db:
        original = find(db, slug).questionnaire
        title = gettext("%(title)s (copy)", title=original.title.said(original.source).words or slug)
        name = _free(db, slug)
        words = {tag: said for tag, said in original.title.words.items() if tag != original.source}
        copy = replace(original, slug=name, title=Text({original.source: title, **words}, original.title.marks))
        _add(db, copy, N_("Made a copy of another questionnaire"))
    flash(gettext("This is the copy."))
    return redirect(url_for(".edit_texts", slug=name), 303)


def _add(db: Connection, questionnaire: Questionnaire, message: str) -> None:
    questionnaires.add(db, questionnaire)
    note(db, message, questionnaire.slug)


def _free(db: Connection, words: str) -> str:
    """The short name that was asked for, which must be free, or one made from the title."""
    wanted, taken = tidy(request.form.get("slug", "")), {draft.slug for draft in questionnaires.drafts(db)}
    if not wanted:
        # short_name counts on with figures; a short name of a questionnaire has hyphens.
        return short_name(words, {slug.replace("-", "_") for slug in taken}, "survey").replace("_", "-")
    if not SLUG.fullmatch(wanted):
        raise Problem(N_("The short name may only have small letters, digits and hyphens."), "slug")
    if wanted in taken:
        raise Problem(N_("The short name “{id}” is used twice."), "slug", id=wanted)
    return wanted
