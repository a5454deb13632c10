"""Translating statements: whatever language one was written in, everyone votes on the same one.

Unlike the texts of a document each has an original of its own. Staff and those who come by a link share this desk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from flask import abort, render_template, request
from sqlalchemy import Connection

from app.domain.conversation import Conversation
from app.domain.language import LANGUAGES, Language
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.statement import LONGEST, Statement
from app.domain.text import State, fingerprint
from app.store import statements
from app.store.documents import Draft
from app.store.statements import Outdated
from app.web import clock
from app.web.db import begin
from app.web.translating.progress import TEXTS

MOST = 2 * LONGEST  # letters of a translation: some languages need more
URGENT: dict[State, int] = {"missing": 0, "outdated": 1, "draft": 2, "reviewed": 3, "source": 4}


@dataclass(frozen=True)
class StatementDesk:
    """One language of the statements of a conversation, and who sits before it; guests write and do not review."""

    draft: Draft[Conversation]
    language: Language
    who: str
    may: bool
    frame: str
    until: date | None = None

    @property
    def guest(self) -> bool:
        return self.until is not None


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


def wanted(db: Connection, slug: str) -> list[Statement]:
    """What is worth a translation: what people vote on, and what waits for a decision."""
    found = statements.all_of(db, slug, "proposed", "accepted")
    return [each for each in found if not each.merged_into]


def missing(found: Sequence[Statement], tag: str) -> int:
    return sum(each.words.state(tag, each.source) in ("missing", "outdated") for each in found)


def show(db: Connection, desk: StatementDesk, failed: dict[str, Line] | None = None, **more: Any) -> str:
    """The desk; after a form that could not be kept whole, only the statements that still need a decision."""
    tag, kept = desk.language.tag, failed or {}
    found = [each for each in wanted(db, desk.draft.slug) if each.source != tag]
    lines = sorted((Line(each, desk.language) for each in found), key=lambda line: URGENT[line.state])
    if kept:
        lines = [kept[line.statement.id] for line in lines if line.statement.id in kept]
    return render_template(
        "web/translating/statements.html", desk=desk, draft=desk.draft, thing=desk.draft.document, lines=lines,
        states=TEXTS, failed=kept, known=LANGUAGES, **more,
    )  # fmt: skip


def save(desk: StatementDesk) -> tuple[int, dict[str, Line]]:
    """Keep text by text; returns how many, and what was in the way of others: neither side's words are lost."""
    if not desk.may:
        abort(403)
    kept, failed = 0, {}
    for name, typed in request.form.items():
        if name.startswith("t."):
            line = _keep(desk, name[2:], clean(typed).strip())
            kept += line is None
            if line and (line.problem or line.theirs):
                failed[line.statement.id] = line
    return kept, failed


def _keep(desk: StatementDesk, id: str, typed: str) -> Line | None:
    """None when it was kept; else the line as it is: nothing was to be done, or something was in the way."""
    while True:
        try:
            with begin() as db:
                found = statements.one(db, id)
                if found is None or found.conversation != desk.draft.slug or found.source == desk.language.tag:
                    abort(404)
                line = Line(found, desk.language, typed)
                if not _touched(line, _reviews(desk)):
                    return Line(found, desk.language)
                if line.was != request.form.get(f"w.{id}", "") and line.stored != typed:
                    return replace(line, theirs=line.stored)
                if len(typed) > MOST:
                    too_long = N_("Your text is too long. Write at most {most} characters.")
                    return replace(line, problem=Problem(too_long, most=MOST))
                statements.save(db, _with(found, desk, typed))
                return None
        except Outdated:
            continue


def _reviews(desk: StatementDesk) -> bool:
    return request.form.get("reviewed") == "all" and not desk.guest


def _touched(line: Line, reviewed: bool) -> bool:
    if fingerprint(line.words) != request.form.get(f"w.{line.statement.id}", ""):
        return line.words != line.stored
    return bool(line.words) and reviewed and line.state in ("draft", "outdated")


def _with(statement: Statement, desk: StatementDesk, typed: str) -> Statement:
    state: Literal["draft", "reviewed"] = "reviewed" if _reviews(desk) else "draft"
    tag, day = desk.language.tag, str(clock.today())
    return replace(statement, words=statement.words.with_words(tag, typed, statement.source, state, desk.who, day))
