"""The desk of a translator: the texts of one language beside their originals, shown and kept.

Staff and those who come by a link sit at the same desk; only the way in differs (translate.py, guest.py).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_time, gettext
from sqlalchemy import Connection

from app.domain.language import LANGUAGES, Language
from app.domain.sentence import N_, Problem, Sentence
from app.domain.text import Said, fingerprint
from app.domain.translation import (
    Line,
    Outcome,
    Translatable,
    Written,
    line_at,
    lines,
    pieces,
    reviewed,
    urgent,
    written,
)
from app.store.steps import Act
from app.web import clock
from app.web.db import begin
from app.web.translating.beside import Beside, beside
from app.web.translating.places import Place
from app.web.translating.progress import TEXTS, Progress
from app.web.translating.work import OUTDATED, Shelf, Work, found

ON_A_PAGE = 40
SOURCES = ("de", "de-simple")


@dataclass(frozen=True)
class Desk:
    """One language of one work, and who sits before it; `guest` came by a link that works `until` then."""

    shelf: Shelf
    slug: str
    language: Language
    who: str
    may: bool
    guest: bool = False
    until: date | None = None

    def to(self, name: str, **arguments: str | int | None) -> str:
        """The address of another page of this desk."""
        door = "guest" if self.guest else self.shelf.door
        return url_for(f"{door}.{name}", **{**(request.view_args or {}), **arguments})

    @property
    def frame(self) -> str:
        return "web/translating/guest.html" if self.guest else self.shelf.frame


@dataclass(frozen=True)
class Row:
    """A text as it stands on the desk: `typed` is what could not be kept yet, and why."""

    line: Line
    place: Place
    originals: tuple[Said, ...]
    beside: Beside
    typed: str | None = None
    problem: Problem | None = None
    theirs: str | None = None

    @property
    def words(self) -> str:
        return self.line.words if self.typed is None else self.typed

    @property
    def was(self) -> str:
        return fingerprint(self.line.words)

    @property
    def made_from(self) -> str:
        return fingerprint(self.line.original)

    @property
    def state_label(self) -> str:
        return TEXTS[self.line.state]


# -- showing


def show(db: Connection, desk: Desk, work: Work, failed: Outcome[Any] | None = None) -> str:
    """The desk; after a form that could not be kept whole, only the texts that still need a decision."""
    thing = work.thing
    found = lines(thing, desk.language.tag)
    order = request.args.get("order", "")
    if order == "urgent":
        found = urgent(found)
    on_page, part, parts = _failed_lines(found, failed) if failed else _part(found)
    around = beside(db, work, desk.language.tag, on_page)
    gone = [(path, typed) for path, typed in _typed().items() if path not in {line.path for line in found}]
    return render_template(
        "web/translating/translate.html",
        frame=desk.frame,
        desk=desk,
        draft=work.draft,
        thing=thing,
        pieces=pieces,
        language=desk.language,
        rows=[_row(work, line, around[line.path], failed) for line in on_page],
        gone=gone if failed else [],
        failed=failed,
        order=order,
        part=part,
        last=parts,
        sources=[LANGUAGES[tag] for tag in _sources(thing)],
        chosen=_chosen(thing),
        now=_progress(thing, desk.language),
    )


def _progress(thing: Translatable, language: Language) -> Progress:
    tag = language.tag
    return Progress(language, tag in thing.languages, tag == thing.source, thing.states(tag))


def _part(found: Sequence[Line]) -> tuple[Sequence[Line], int, int]:
    """The lines of one page: the one asked for, or the one a certain text stands on."""
    parts = max(1, math.ceil(len(found) / ON_A_PAGE))
    given = request.args.get("part", "")
    part = int(given) if given.isascii() and given.isdecimal() and len(given) < 4 else 1
    wanted = request.args.get("text")
    at = next((index for index, line in enumerate(found) if line.path == wanted), None)
    part = min(max(part, 1), parts) if at is None else at // ON_A_PAGE + 1
    return found[(part - 1) * ON_A_PAGE : part * ON_A_PAGE], part, parts


def _failed_lines(found: Sequence[Line], failed: Outcome[Any]) -> tuple[Sequence[Line], int, int]:
    return [line for line in found if line.path in {*failed.problems, *failed.theirs}], 1, 1


def _row(work: Work, line: Line, around: Beside, failed: Outcome[Any] | None) -> Row:
    originals = tuple(Said(line.text.words.get(tag, ""), tag) for tag in _chosen(work.thing))
    spot = work.shelf.place(work.thing, line.path)
    if failed is None:
        return Row(line, spot, originals, around)
    problem, theirs = failed.problems.get(line.path), failed.theirs.get(line.path)
    return Row(line, spot, originals, around, _typed().get(line.path), problem, theirs)


def _sources(thing: Translatable) -> list[str]:
    """The languages that may stand as the original: the one it was written in, and both ways of German."""
    begun = [tag for tag in SOURCES if tag != thing.source and thing.title.words.get(tag)]
    return [thing.source, *begun]


def _chosen(thing: Translatable) -> list[str]:
    given, known = request.args.get("source", ""), _sources(thing)
    return known if given == "both" else [given if given in known else known[0]]


# -- keeping


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


def _typed() -> Mapping[str, str]:
    typed = {name[2:]: words for name, words in request.form.items() if name.startswith("t.")}
    path, _, words = request.form.get("use", "").partition("\n")
    return {**typed, path: words} if words else typed


def _entries(desk: Desk) -> Iterator[Written]:
    """What was typed, but for a text whose writer chose the words of someone else. Staff review, guests write."""
    given, dropped = request.form, request.form.get("theirs")
    chosen = set(given.getlist("take")) if "file" in given else None
    marked = given.get("as") == "reviewed"
    for path, words in _typed().items():
        if path != dropped and (chosen is None or path in chosen):
            was, made_from = given.get(f"w.{path}", "")[:8], given.get(f"f.{path}", "")[:8]
            review = (marked or given.get("reviewed") == path) and not desk.guest
            yield Written(path, words, was, made_from, review)


def _told(desk: Desk, outcome: Outcome[Any]) -> ResponseReturnValue:
    """The answer for the script that saves one text at a time."""
    tag = desk.language.tag
    path = next(iter(_typed()), "")
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
        "done": _progress(outcome.thing, desk.language).reviewed,
    }
    return jsonify(told), 409 if outcome.theirs else 422 if problem else 200


def problem_words(problem: Problem) -> str:
    gaps = problem.sentence.gaps
    return gettext(problem.sentence.message).format(**gaps)
