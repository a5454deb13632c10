"""Translating statements: whatever language one was written in, everyone votes on the same one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.domain.language import LANGUAGES, Language
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.statement import LONGEST, Statement
from app.domain.text import State, fingerprint
from app.store import statements
from app.store.statements import Outdated
from app.web import clock
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.organise.door import bp
from app.web.organise.statements import find

MOST = 2 * LONGEST  # letters of a translation: some languages need more
HOME = "/conversation/<slug>/translate"
STATES: dict[State, str] = {
    "source": N_("original"),
    "reviewed": N_("reviewed"),
    "draft": N_("not reviewed"),
    "outdated": N_("outdated"),
    "missing": N_("missing"),
}


@dataclass(frozen=True)
class Line:
    """A statement and its words in one language; `typed` is what could not be kept, `theirs` what another wrote."""

    statement: Statement
    language: Language
    typed: str | None = None
    problem: Problem | None = None
    theirs: str = ""

    @property
    def stored(self) -> str:
        return self.statement.words.words.get(self.language.tag, "")

    @property
    def words(self) -> str:
        return self.stored if self.typed is None else self.typed

    @property
    def was(self) -> str:
        return fingerprint(self.stored)

    @property
    def state(self) -> State:
        return self.statement.words.state(self.language.tag, self.statement.source)

    @property
    def originals(self) -> Iterator[tuple[str, str]]:
        """What it is translated from: its own language, and German as a help."""
        words = self.statement.words.words
        tags = dict.fromkeys((self.statement.source, "de"))
        return ((tag, words[tag]) for tag in tags if words.get(tag) and tag != self.language.tag)


@bp.get(HOME, endpoint="statement_languages")
@allowed("see translations")
def languages(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        wanted = _wanted(statements.all_of(db, slug))
    rows = [(LANGUAGES[tag], _missing(wanted, tag)) for tag in LANGUAGES]
    return render_template(
        "web/organise/statement_languages.html", draft=draft, document=draft.document, rows=rows, total=len(wanted)
    )


def _wanted(found: Sequence[Statement]) -> list[Statement]:
    """What is worth a translation: what people vote on, and what waits for a decision."""
    return [each for each in found if each.shown or (each.state == "proposed" and not each.merged_into)]


def _missing(found: Sequence[Statement], tag: str) -> int:
    return sum(each.words.state(tag, each.source) in ("missing", "outdated") for each in found)


@bp.get(f"{HOME}/<language>", endpoint="statement_words")
@allowed("see translations")
def words(slug: str, language: str) -> ResponseReturnValue:
    return _page(slug, LANGUAGES.get(language) or abort(404), {})


def _page(slug: str, language: Language, failed: dict[str, Line]) -> str:
    with staff_reading() as db:
        draft = find(db, slug)
        found = [each for each in _wanted(statements.all_of(db, slug)) if each.source != language.tag]
    urgent = {"missing": 0, "outdated": 1, "draft": 2, "reviewed": 3, "source": 4}
    lines = sorted((Line(each, language) for each in found), key=lambda line: urgent[line.state])
    if failed:
        lines = [failed.get(line.statement.id, line) for line in lines if line.statement.id in failed]
    return render_template(
        "web/organise/statement_words.html", draft=draft, document=draft.document, language=language, lines=lines,
        states=STATES, most=MOST, failed=failed, known=LANGUAGES, me=signed_in(),
    )  # fmt: skip


@bp.post(f"{HOME}/<language>", endpoint="save_statement_words")
@allowed("translate")
def save(slug: str, language: str) -> ResponseReturnValue:
    """Text by text: what somebody else wrote meanwhile is shown beside one's own, and neither is lost."""
    target = LANGUAGES.get(language) or abort(404)
    failed: dict[str, Line] = {}
    kept = 0
    for name, typed in request.form.items():
        if name.startswith("t."):
            line = _keep(slug, target, name[2:], clean(typed).strip())
            kept += line is None
            if line and (line.problem or line.theirs):
                failed[line.statement.id] = line
    if failed:
        return _page(slug, target, failed), 422
    flash(ngettext("%(count)s statement saved.", "%(count)s statements saved.", kept, count=kept))
    return redirect(url_for(".statement_words", slug=slug, language=language), 303)


def _keep(slug: str, language: Language, id: str, typed: str) -> Line | None:
    """None when it was kept; else the line as it is: nothing was to be done, or what was in the way."""
    reviewed = request.form.get("reviewed") in ("all", id)
    while True:
        try:
            with begin() as db:
                found = statements.one(db, id)
                if found is None or found.conversation != slug or found.source == language.tag:
                    abort(404)
                line = Line(found, language, typed)
                if not _touched(line, id, typed, reviewed):
                    return Line(found, language)
                if line.was != request.form.get(f"w.{id}", "") and line.stored != typed:
                    return replace(line, theirs=line.stored)
                if len(typed) > MOST:
                    too_long = N_("Your text is too long. Write at most {most} characters.")
                    return replace(line, problem=Problem(too_long, most=MOST))
                statements.save(db, _with(found, language.tag, typed, reviewed))
                return None
        except Outdated:
            continue


def _touched(line: Line, id: str, typed: str, reviewed: bool) -> bool:
    if fingerprint(typed) != request.form.get(f"w.{id}", ""):
        return typed != line.stored
    return bool(typed) and reviewed and line.state in ("draft", "outdated")


def _with(statement: Statement, tag: str, typed: str, reviewed: bool) -> Statement:
    who, day = signed_in().name, str(clock.today())
    state = "reviewed" if reviewed else "draft"
    return replace(statement, words=statement.words.with_words(tag, typed, statement.source, state, who, day))  # type: ignore[arg-type]
