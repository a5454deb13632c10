"""The languages of a questionnaire: which are public, and all texts of one beside the original."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.check import check
from app.domain.language import LANGUAGES
from app.domain.questionnaire import Questionnaire, with_words
from app.domain.sentence import N_, Problem
from app.domain.text import Said, State, Text
from app.web import clock
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design import pages
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep
from app.web.design.overview import TEXTS, progress
from app.web.design.places import Place, place

URGENT = ("missing", "outdated", "draft", "reviewed", "source")


@dataclass(frozen=True)
class Line:
    """One text: where it stands, the original, the translation and its state."""

    place: Place
    original: Said
    translation: Said
    state: State

    @property
    def state_label(self) -> str:
        return TEXTS[self.state]


@bp.post("/<slug>/languages", endpoint="languages")
@allowed("design")
def switch_languages(slug: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find_as_seen(db, slug)
        wanted = {draft.questionnaire.source, *request.form.getlist("languages")}
        chosen = replace(draft.questionnaire, languages=tuple(tag for tag in LANGUAGES if tag in wanted))
        for problem in _not_ready(draft.questionnaire, chosen):
            return pages.one(db, draft, problem), 422
        keep(db, draft, chosen, N_("Chose the languages"))
    flash(gettext("The languages are saved. They become public when you publish."))
    return redirect(url_for(".show", slug=slug), 303)


def _not_ready(before: Questionnaire, after: Questionnaire) -> Iterator[Problem]:
    """A language is switched on whole or not at all."""
    places = [problem.where for problem in check(after)]
    for tag in after.languages:
        lacking = sum(where.endswith(f".{tag}") for where in places)
        if tag not in before.languages and lacking:
            name = LANGUAGES[tag].german_name
            yield Problem(
                N_("{language} cannot be switched on yet. Texts that are missing or need mending: {count}."),
                f"languages.{tag}",
                language=name,
                count=lacking,
            )


@bp.get("/<slug>/texts/<language>")
@allowed("see translations")
def texts(slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    known = LANGUAGES.get(language) or abort(404)
    lines = list(_lines(draft.questionnaire, language))
    urgent = request.args.get("order") == "urgent"
    if urgent:
        lines.sort(key=lambda line: URGENT.index(line.state))
    now = next(each for each in progress(draft.questionnaire) if each.language == known)
    return render_template("web/design/texts.html", draft=draft, language=known, lines=lines, urgent=urgent, now=now)


def _lines(questionnaire: Questionnaire, language: str) -> Iterator[Line]:
    source = questionnaire.source
    for path, text, must in questionnaire.texts():
        if must or text:
            yield Line(
                place(questionnaire, path),
                Said(text.words.get(source, ""), source),
                Said(text.words.get(language, ""), language),
                text.state(language, source),
            )


@bp.post("/<slug>/texts/<language>")
@allowed("translate")
def reviewed(slug: str, language: str) -> ResponseReturnValue:
    """Mark one text as reviewed, or all that wait for a first review; outdated ones want a look each."""
    wanted = request.form.get("path")
    with begin() as db:
        draft = find_as_seen(db, slug)
        words = dict(_waiting(draft.questionnaire, language, wanted))
        if words:
            marked = with_words(draft.questionnaire, language, words, "reviewed", signed_in().name, str(clock.today()))
            keep(
                db,
                draft,
                marked,
                N_("Marked {count} texts as reviewed in {language}"),
                count=len(words),
                language=LANGUAGES[language].german_name,
            )
    flash(gettext("Marked as reviewed: %(count)s.", count=len(words)))
    order = request.args.get("order")
    return redirect(url_for(".texts", slug=slug, language=language, order=order, _anchor="texts"), 303)


def _waiting(questionnaire: Questionnaire, language: str, wanted: str | None) -> Iterator[tuple[str, str]]:
    for path, text, _ in questionnaire.texts():
        if _waits(text, language, questionnaire.source, one=path == wanted, every=wanted is None):
            yield path, text.words[language]


def _waits(text: Text, language: str, source: str, one: bool, every: bool) -> bool:
    state = text.state(language, source)
    return (one and state in ("draft", "outdated")) or (every and state == "draft")
