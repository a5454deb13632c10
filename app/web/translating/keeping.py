"""Keeping what was typed at the desk: what clashes or has a broken gap is shown again with every word of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import format_time, gettext

from app.domain.sentence import N_, Problem, Sentence
from app.domain.text import fingerprint
from app.domain.translation import Outcome, Written, line_at, reviewed, written
from app.store.steps import Act
from app.web import clock
from app.web.db import begin
from app.web.translating.desk import Desk, progress_of, show, typed
from app.web.translating.progress import TEXTS
from app.web.translating.work import OUTDATED, Work, found


def save(desk: Desk) -> ResponseReturnValue:
    """Keep what was typed; what clashes or has a broken gap is shown again with every word of it."""
    entries = list(_entries(desk))
    everything = request.form.get("all") == "reviewed" and not desk.guest
    outcome, work = keep(desk, entries, everything)
    if "application/json" in request.headers.get("Accept", ""):
        return _told(desk, outcome)
    if outcome.problems or outcome.theirs:
        with begin() as db:
            return show(db, desk, work, outcome), 409 if outcome.theirs else 422
    if everything:
        flash_unless_guest(desk, gettext("Marked as reviewed: %(count)s.", count=len(outcome.kept)))
    elif outcome.kept:
        flash_unless_guest(desk, gettext("Saved."))
    text = next((request.form[name] for name in ("reviewed", "save") if request.form.get(name)), None)
    kept = {name: request.args.get(name) for name in ("order", "part", "source")}
    return redirect(desk.to("texts", **kept, _anchor=text or "texts"), 303)


def flash_unless_guest(desk: Desk, message: str) -> None:
    """A guest has no cookie that could carry a message to the next page; the state of each text tells."""
    if not desk.guest:
        flash(message)


def keep(desk: Desk, entries: Sequence[Written], everything: bool) -> tuple[Outcome[Any], Work]:
    """On top of whatever others saved meanwhile: a text counts, not the revision of the whole."""
    while True:
        try:
            with begin() as db:
                work = found(desk.shelf, db, desk.slug)
                if desk.language.tag == work.thing.source:
                    abort(404)
                tag, day = desk.language.tag, str(clock.today())
                if everything:
                    outcome = reviewed(work.thing, tag, desk.who, day)
                else:
                    outcome = written(work.thing, tag, entries, desk.who, day)
                if outcome.kept:
                    said = _said(desk, outcome.kept, everything or outcome.only_marks)
                    act = Act(desk.who, clock.now(), said)
                    desk.shelf.save(db, work, outcome.thing, act)
                return outcome, replace(work, thing=outcome.thing)
        except OUTDATED:
            continue


def _said(desk: Desk, kept: Sequence[str], marked: bool) -> Sentence:
    gaps = {"count": len(kept), "language": desk.language.german_name}
    if marked:
        return Sentence(N_("Marked {count} texts as reviewed in {language}"), gaps)
    if "file" in request.form:
        return Sentence(N_("Took {count} texts in {language} from a file"), gaps)
    return Sentence(N_("Translated {count} texts into {language}"), gaps)


def _entries(desk: Desk) -> Iterator[Written]:
    """What was typed, but for a text whose writer chose the words of someone else. Staff review, guests write."""
    given, dropped = request.form, request.form.get("theirs")
    chosen = set(given.getlist("take")) if "file" in given else None
    marked = given.get("as") == "reviewed"
    for path, words in typed().items():
        if path != dropped and (chosen is None or path in chosen):
            was, made_from = given.get(f"w.{path}", "")[:8], given.get(f"f.{path}", "")[:8]
            review = (marked or given.get("reviewed") == path) and not desk.guest
            yield Written(path, words, was, made_from, review)


def _told(desk: Desk, outcome: Outcome[Any]) -> ResponseReturnValue:
    """The answer for the script that saves one text at a time."""
    tag = desk.language.tag
    path = next(iter(typed()), "")
    line = line_at(outcome.thing, tag, path)
    problem = outcome.problems.get(path)
    time = format_time(clock.there(clock.now()).replace(tzinfo=None), "short")
    told = {
        "problem": str(problem_words(problem)) if problem else None,
        "theirs": outcome.theirs.get(path),
        "note": gettext("Someone else wrote here in the meantime. Change your words to keep yours:"),
        "was": fingerprint(line.words) if line else "",
        "state": line.state if line else "missing",
        "label": gettext(TEXTS[line.state]) if line else "",
        "who": line.mark.who if line and line.mark else "",
        "saved": gettext("Saved %(time)s", time=time),
        "done": progress_of(outcome.thing, desk.language).reviewed,
    }
    return jsonify(told), 409 if outcome.theirs else 422 if problem else 200


def problem_words(problem: Problem) -> str:
    gaps = problem.sentence.gaps
    return gettext(problem.sentence.message).format(**gaps)
