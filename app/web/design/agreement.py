"""How far two people agree who sorted the same texts, and what holds where they do not."""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal
from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.agreement import RELIABLE, TENTATIVE, agreement, pairs_of_coders
from app.domain.coding import Work
from app.domain.sentence import N_, Problem, Sentence
from app.store import codebooks, codings, staff, voices
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.written import Read, asked, read
from app.web.language import locale

AT_ONCE = 25
Name = str | Sentence


@dataclass(frozen=True)
class Dispute:
    """A text in which two or more people found different themes, and what was decided, if it was."""

    text: Read
    work: Work


@bp.get("/<slug>/agreement", endpoint="agreement")
@allowed("code texts")
def show_agreement(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, slug)


@bp.post("/<slug>/agreement", endpoint="settle")
@allowed("code texts")
def settle(slug: str) -> ResponseReturnValue:
    id, given = request.form.get("text", ""), request.form.getlist("theme")
    with begin() as db:
        find(db, slug)
        work = codings.done(db, slug).get(id) or abort(404)
        if "reopen" in request.form:
            codings.reopen(db, slug, id)
        else:
            if "as" in request.form:
                given = list(work.by.get(request.form["as"], ()))
            try:
                found = (theme for themes in work.by.values() for theme in themes)
                themes = codebooks.codebook(db, slug).chosen(given, found)
            except Problem as problem:
                return _page(db, slug, problem), 422
            codings.decide(db, slug, id, themes, signed_in().id)
    flash(gettext("The text is in dispute again.") if "reopen" in request.form else gettext("The decision is kept."))
    return redirect(url_for(".agreement", slug=slug, _anchor="disputes"), 303)


def _page(db: Connection, slug: str, problem: Problem | None = None) -> str:
    draft, codebook = find(db, slug), codebooks.codebook(db, slug)
    questionnaire, done = asked(db, draft), codings.done(db, slug)
    texts = {each.id: each for each in voices.read_texts(db, slug)}
    disputes = [
        Dispute(read(questionnaire, texts[id], marked=False), work)
        for id, work in sorted(done.items())
        if id in texts and len(set(work.by.values())) > 1
    ]
    pairs = [pair for pair, _ in pairs_of_coders(done).most_common()]
    chosen = request.args.get("pair", 0, type=int)
    pair = pairs[chosen if 0 <= chosen < len(pairs) else 0] if pairs else None
    return render_template(
        "web/design/agreement.html",
        draft=draft,
        codebook=codebook,
        problem=problem,
        pairs=pairs,
        pair=pair,
        names=_names(db, done),
        found=agreement(done, pair, (theme.id for theme in codebook.themes)) if pair else None,
        open=[each for each in disputes if each.work.disputed][:AT_ONCE],
        waiting=sum(each.work.disputed for each in disputes),
        decided=[each for each in disputes if not each.work.disputed],
        decimal=_decimal,
        reliable=RELIABLE,
        tentative=TENTATIVE,
    )


def _names(db: Connection, done: dict[str, Work]) -> dict[str, Name]:
    """Who sorted texts; people without an account any more are told apart by a number."""
    known = {each.person.id: each.person.name for each in staff.everyone(db)}
    coders = sorted({coder for work in done.values() for coder in work.by})
    unknown = {id: place + 1 for place, id in enumerate(id for id in coders if id not in known)}
    return {id: known.get(id) or Sentence.of(N_("Person {number}"), number=unknown[id]) for id in coders}


def _decimal(value: float) -> str:
    return format_decimal(value, format="0.00", locale=locale(), numbering_system="latn")
