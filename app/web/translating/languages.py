"""How far every language of a work is, which of them are public, and which is the original."""

from __future__ import annotations

from collections.abc import Iterator

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Problem
from app.domain.translation import Translatable, with_languages, with_source
from app.web.acting import act
from app.web.db import begin
from app.web.translating.progress import TEXTS, progress
from app.web.translating.work import Shelf, Work, found_as_seen


def show(work: Work, problem: Problem | None = None) -> str:
    return render_template(
        "web/translating/languages.html",
        frame=work.shelf.frame,
        work=work,
        draft=work.draft,
        rows=list(progress(work.thing)),
        states=TEXTS,
        problem=problem,
    )


def switch(shelf: Shelf, slug: str) -> ResponseReturnValue:
    """Offer it in the languages that were ticked."""
    with begin() as db:
        work = found_as_seen(shelf, db, slug)
        chosen = with_languages(work.thing, request.form.getlist("languages"))
        for problem in _not_ready(work, chosen):
            return show(work, problem), 422
        shelf.save(db, work, chosen, act(N_("Chose the languages")))
    flash(gettext("The languages are saved. They become public when you publish."))
    return _back(work)


def switch_source(shelf: Shelf, slug: str) -> ResponseReturnValue:
    """Another language becomes the original; no word and no state is lost."""
    source = request.form.get("source", "")
    if source not in LANGUAGES:
        abort(400)
    with begin() as db:
        work = found_as_seen(shelf, db, slug)
        changed = with_source(work.thing, source)
        for problem in _not_ready(work, changed, source):
            return show(work, problem), 422
        said = act(N_("Made {language} the original"), language=LANGUAGES[source].german_name)
        shelf.save(db, work, changed, said)
    flash(gettext("Saved. No translation was lost."))
    return _back(work)


def _back(work: Work) -> ResponseReturnValue:
    return redirect(url_for(f"{work.shelf.door}.translate", **work.here), 303)


def _not_ready(work: Work, after: Translatable, also: str = "") -> Iterator[Problem]:
    """A language is switched on whole or not at all."""
    places = [problem.where for problem in work.shelf.check(after)]
    for tag in after.languages:
        lacking = sum(where.endswith(f".{tag}") for where in places)
        if (tag not in work.thing.languages or tag == also) and lacking:
            name = LANGUAGES[tag].german_name
            yield Problem(
                N_("{language} cannot be switched on yet. Texts that are missing or need mending: {count}."),
                f"languages.{tag}",
                language=name,
                count=lacking,
            )
