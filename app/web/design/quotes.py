"""A free text in other languages, as staff write it: published below the original, and marked as theirs."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.language import LANGUAGES
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.store import voices
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.written import asked, read

MOST = 6000  # letters: the longest text has 5000


@bp.get("/<slug>/voices/<id>", endpoint="quote")
@allowed("publish")
def show_quote(slug: str, id: str) -> ResponseReturnValue:
    return _page(slug, id)


@bp.post("/<slug>/voices/<id>", endpoint="translate_quote")
@allowed("publish")
def translate_quote(slug: str, id: str) -> ResponseReturnValue:
    typed = {tag: clean(request.form.get(tag, "").replace("\r\n", "\n")) for tag in LANGUAGES}
    if any(len(words) > MOST for words in typed.values()):
        return _page(slug, id, typed, Problem(N_("Write at most {most} letters."), most=MOST)), 422
    with begin() as db:
        find(db, slug)
        written = voices.text(db, slug, id) or abort(404)
        kept = {tag: words for tag, words in typed.items() if words and tag != written.voice.language}
        voices.translate(db, slug, id, kept, signed_in().id)
    flash(gettext("The translations are kept. They appear with the next release, below the original."))
    return redirect(url_for(".voices", slug=slug, state=written.state, at=id, _anchor=f"v-{id}"), 303)


def _page(slug: str, id: str, typed: dict[str, str] | None = None, problem: Problem | None = None) -> str:
    with staff_reading() as db:
        draft = find(db, slug)
        written = voices.text(db, slug, id) or abort(404)
        kept = voices.translations(db, slug, id)
        questionnaire = asked(db, draft)
    return render_template(
        "web/design/quotes.html",
        draft=draft,
        text=read(questionnaire, written),
        problem=problem,
        words=typed or kept,
        languages=[each for each in LANGUAGES.values() if each.tag != written.voice.language],
    )
