"""The codebook of a questionnaire: the fields of the concept, themes of its own, and how many texts are coded twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.codebook import SHARES, Codebook, Theme, new_theme, short_name
from app.domain.language import LANGUAGES
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.text import Text
from app.domain.themes import LEAST_OWN
from app.store import codebooks, codings
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.journal import note


@bp.get("/<slug>/codebook", endpoint="codebook")
@allowed("code texts")
def show_codebook(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, slug)


@bp.post("/<slug>/codebook", endpoint="keep_theme")
@allowed("code texts")
def keep_theme(slug: str) -> ResponseReturnValue:
    with begin() as db:
        find(db, slug)
        codebook = codebooks.codebook(db, slug)
        typed = _typed(codebook)
        try:
            theme = new_theme(codebook, typed.id, _text(typed), typed.about, typed.when)
        except Problem as problem:
            return _page(db, slug, typed, problem), 422
        codebooks.keep(db, slug, theme)
        note(db, N_("Kept the theme {theme} in the codebook"), slug, theme=theme.id)
    flash(gettext("Saved."))
    return redirect(url_for(".codebook", slug=slug, _anchor="own-themes"), 303)


@bp.post("/<slug>/codebook/remove", endpoint="remove_theme")
@allowed("code texts")
def remove_theme(slug: str) -> ResponseReturnValue:
    """Take a theme out if no text has it; else offer it no more, or again."""
    with begin() as db:
        find(db, slug)
        theme = codebooks.codebook(db, slug).theme(request.form.get("theme", ""))
        if theme is None or not theme.own:
            abort(404)
        if _used(db, slug)[theme.id]:
            codebooks.keep(db, slug, replace(theme, retired=not theme.retired))
            flash(gettext("It is offered again.") if theme.retired else gettext("It is offered no more."))
        else:
            codebooks.take_out(db, slug, theme.id)
            flash(gettext("The theme is no longer in the codebook."))
        note(db, N_("Took the theme {theme} out of the codebook, or back in"), slug, theme=theme.id)
    return redirect(url_for(".codebook", slug=slug, _anchor="own-themes"), 303)


@bp.post("/<slug>/codebook/second", endpoint="second_coder")
@allowed("code texts")
def second_coder(slug: str) -> ResponseReturnValue:
    given = request.form.get("percent", "")
    percent = next((share for share in SHARES if str(share) == given), None)
    if percent is None:
        abort(400)
    with begin() as db:
        find(db, slug)
        codebooks.code_twice(db, slug, percent)
        note(db, N_("Let a second person sort {percent} % of the texts, too"), slug, percent=percent)
    flash(gettext("Saved."))
    return redirect(url_for(".codebook", slug=slug), 303)


def _typed(codebook: Codebook) -> Theme:
    """A theme as it was typed; a new one gets a short name from its label."""
    given = {name: clean(request.form.get(name, "")) for name in ("id", "about", "when")}
    words = {tag: said for tag in LANGUAGES if (said := clean(request.form.get(f"label.{tag}", "")))}
    name = short_name(words.get("de", ""), (theme.id for theme in codebook.own))
    known = codebook.theme(given["id"])
    return Theme(known.id if known and known.own else given["id"] or name, Text(words), given["about"], given["when"])


def _text(theme: Theme) -> Text:
    return theme.label if isinstance(theme.label, Text) else Text()


def _used(db: Connection, slug: str) -> Counter[str]:
    """How many texts have each theme, from whomever."""
    works = codings.done(db, slug).values()
    return Counter(
        id for work in works for id in {*(work.decided or ()), *(id for of in work.by.values() for id in of)}
    )


def _page(db: Connection, slug: str, typed: Theme | None = None, problem: Problem | None = None) -> str:
    draft, codebook = find(db, slug), codebooks.codebook(db, slug)
    wanted = codebook.theme(request.args.get("theme", ""))
    theme = typed or (wanted if wanted and wanted.own else Theme("", Text()))
    return render_template(
        "web/design/codebook.html",
        draft=draft,
        codebook=codebook,
        problem=problem,
        theme=theme,
        words=_text(theme).words,
        used=_used(db, slug),
        shares=SHARES,
        least=LEAST_OWN,
        languages=list(LANGUAGES.values()),
    )
