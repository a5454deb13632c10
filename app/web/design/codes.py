"""Who may take part in a questionnaire, and the codes for it: made here, shown once, and forgotten but for a hash."""

from __future__ import annotations

import secrets
from dataclasses import replace

from flask import abort, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain import code
from app.domain.questionnaire import ACCESS
from app.domain.sentence import N_, Problem
from app.store import codes as kept
from app.store import questionnaires
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.codes import hashed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep
from app.web.design.overview import ACCESS as CHOICES
from app.web.design.paper import Paper, paper
from app.web.journal import note
from app.web.language import languages_of
from app.web.pdf import has_pango

MOST_IN_A_FILE = 600  # 25 sheets; drawing them takes about 10 seconds


@bp.get("/<slug>/codes", endpoint="codes")
@allowed("publish")
def show_codes(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, find(db, slug))


@bp.post("/<slug>/access", endpoint="access")
@allowed("design")
def choose_access(slug: str) -> ResponseReturnValue:
    chosen = request.form.get("access")
    if chosen not in ACCESS:
        abort(400)
    with begin() as db:
        draft = find_as_seen(db, slug)
        keep(db, draft, replace(draft.questionnaire, access=chosen), N_("Chose who may take part"))
    flash(gettext("Saved. It becomes public when you publish."))
    return redirect(url_for(".codes", slug=slug), 303)


@bp.post("/<slug>/codes/slips", endpoint="slips")
@allowed("publish")
def make_slips(slug: str) -> ResponseReturnValue:
    """New codes on paper. What goes out is the only place where they can be read."""
    with staff_reading() as db:
        draft = find(db, slug)
        as_file = request.form.get("as") == "pdf"
        if problem := _unfit(draft, as_file):
            return _page(db, draft, problem), 422
    made = _new_codes(_wanted())
    sheets = _on_paper(draft, made)
    answer = _file(draft, sheets) if as_file else make_response(sheets.page())
    with begin() as db:
        # Sorted by hash: the order on the paper says nothing about the order in the database.
        kept.add(db, slug, sorted(hashed(slug, each) for each in made), once=True)
        note(db, N_("Made printed codes: {count}"), slug, count=len(made))
    return answer


@bp.post("/<slug>/codes/word", endpoint="word")
@allowed("publish")
def keep_word(slug: str) -> ResponseReturnValue:
    """One code for everyone at an event; it replaces those before it."""
    typed = request.form.get("word", "")
    found = code.read("shared", typed)
    with begin() as db:
        draft = find(db, slug)
        if found is None:
            return _page(db, draft, TOO_ODD, typed), 422
        kept.forget(db, slug)
        kept.add(db, slug, [hashed(slug, found)], once=False)
        note(db, N_("Saved a new code of the event"), slug)
    flash(gettext("The code is saved. Please write it down: it cannot be looked up here later."))
    return redirect(url_for(".codes", slug=slug), 303)


@bp.post("/<slug>/codes/void", endpoint="void")
@allowed("publish")
def make_void(slug: str) -> ResponseReturnValue:
    with begin() as db:
        find(db, slug)
        kept.forget(db, slug)
        note(db, N_("Made all codes void"), slug)
    flash(gettext("All codes are void now."))
    return redirect(url_for(".codes", slug=slug), 303)


TOO_ODD = Problem(N_("A code has 6 to 40 letters from A to Z and digits. Others cannot be typed on every keyboard."))
TOO_MANY = Problem(N_("Choose a number from 1 to {most}."), most=code.MOST_SLIPS)
TOO_MANY_IN_A_FILE = Problem(
    N_("A PDF file holds at most {most} slips. Make several files, or open the print page."), most=MOST_IN_A_FILE
)
NO_PDF = Problem(
    N_("This server cannot make PDF files: the library Pango is missing. Open the print page and print from there.")
)


def _unfit(draft: Draft, as_file: bool) -> Problem | None:
    """Why there are no slips for this form."""
    if request.form.get("language") not in draft.questionnaire.languages:
        abort(400)
    if not 1 <= _wanted() <= code.MOST_SLIPS:
        return TOO_MANY
    if as_file and _wanted() > MOST_IN_A_FILE:
        return TOO_MANY_IN_A_FILE
    return NO_PDF if as_file and not has_pango() else None


def _wanted() -> int:
    given = request.form.get("count", "").strip()
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0


def _new_codes(count: int) -> list[str]:
    made: dict[str, None] = {}
    while len(made) < count:
        made[code.made(secrets.randbits(code.BITS))] = None
    return list(made)


def _on_paper(draft: Draft, made: list[str]) -> Paper:
    language = request.form["language"]
    return paper(draft.questionnaire, language, _address(draft.slug, language), made)


def _file(draft: Draft, sheets: Paper) -> ResponseReturnValue:
    answer = make_response(sheets.pdf())
    answer.content_type = "application/pdf"
    name = f"{draft.slug}-{sheets.language.tag}.pdf"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _address(slug: str, language: str) -> str:
    return url_for("respond.start", slug=slug, lang=language, _external=True)


def _page(db: Connection, draft: Draft, problem: Problem | None = None, word: str = "") -> str:
    public = questionnaires.published(db, draft.slug)
    return render_template(
        "web/design/codes.html",
        draft=draft,
        problem=problem,
        choices=CHOICES,
        public=public.questionnaire.access if public else None,
        languages=languages_of(draft.questionnaire.languages),
        address=_address(draft.slug, draft.questionnaire.source).partition("?")[0],
        made=kept.made(db, draft.slug),
        left=kept.left(db, draft.slug),
        word=word or code.word(secrets.randbelow(code.WORDS)),
        most=code.MOST_SLIPS,
        most_in_a_file=MOST_IN_A_FILE,
    )
