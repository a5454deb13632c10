"""Codes at this door: read where one begins, carried along in the form, handed in together with the answers.

A code never stands in an address: addresses end up in logs. The newest version says whether one is needed, so an
older page is no way round it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from app.domain import code
from app.domain.questionnaire import Questionnaire
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.store.responses import Outcome
from app.web import clock
from app.web.answering import Sheet
from app.web.codes import hashed
from app.web.respond.guesses import TRIES_A_MINUTE, Tries, Words

FIELD, TRIES = "_code", "_tries"
MISSING = N_("Please type your code.")
MISSPELT = {
    "single": N_("Something in this code is misspelt. Please compare it with your slip of paper."),
    "shared": N_("This code cannot be right. Please ask for it once more."),
}
REFUSED = {
    "single": N_("This code is not known, or it was used already."),
    "shared": N_("This code is not known. Please ask for it once more."),
}
WAIT = N_("Please wait a minute, then try again. Your answers are still here.")

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Entrance:
    """What a questionnaire asks of those who answer, and the code that came with this request."""

    slug: str
    access: str

    @classmethod
    def of(cls, newest: Questionnaire) -> Entrance:
        return cls(newest.slug, newest.access)

    @property
    def typed(self) -> str:
        return clean(request.form.get(FIELD, ""))[: code.MOST_TYPED]

    @property
    def code(self) -> str | None:
        """What the database is asked for: the hash of the code, or None where none is needed."""
        found = code.read(self.access, self.typed) if self.access != "open" else None
        return hashed(self.slug, found) if found else None

    def problem(self) -> Problem | None:
        """What anyone can see is wrong with the code."""
        if self.access == "open" or self.code:
            return None
        return Problem(MISSPELT[self.access] if self.typed else MISSING)

    def carried(self) -> Fields:
        """The code for the next page, if there is one, and how often it was wrong."""
        given = request.form
        return tuple((n, value) for n in (FIELD, TRIES) if n in given and (value := clean(given[n])))

    def carried_on(self) -> Fields:
        """The same for another person at the same phone: a code of one's own is used up."""
        return ((FIELD, self.typed),) if self.access == "shared" else ()

    def hindrance(self, form: str) -> Problem | None:
        """Why this code is not looked up now, if so."""
        if self.access == "open":
            return None
        if self.wrong(form) >= TRIES_A_MINUTE:
            return Problem(WAIT)
        if problem := self.problem():
            return problem
        if self.access == "shared" and not _words().allow(str(self.code), clock.now()):
            return Problem(WAIT)
        return None

    def learn(self, outcome: Outcome) -> None:
        if self.access == "shared":
            _words().learn(str(self.code), outcome)

    def wrong(self, form: str) -> int:
        """How many wrong codes this sheet has had in the minute that runs."""
        return _tries(form).read(request.form.get(TRIES, ""), clock.now())


def refused(entrance: Entrance, sheet: Sheet, answers: Sequence[tuple[str, str]]) -> ResponseReturnValue:
    """The page for another code, after the database did not know this one."""
    counted = _tries(sheet.form).write(entrance.wrong(sheet.form) + 1, clock.now())
    return ask_again(entrance, sheet, answers, Problem(REFUSED[entrance.access]), counted)


def ask_again(
    entrance: Entrance, sheet: Sheet, answers: Sequence[tuple[str, str]], problem: Problem, counted: str = ""
) -> ResponseReturnValue:
    """A page with a field for the code and all answers kept; nothing was stored."""
    waiting = problem.sentence.message == WAIT
    others = [(name, value) for name, value in sheet.extra if name not in (FIELD, TRIES)]
    page = render_template(
        "web/respond/code.html",
        questionnaire=sheet.questionnaire,
        version=sheet.version,
        form=sheet.form,
        action=sheet.action,
        carried=[*others, (TRIES, counted or clean(request.form.get(TRIES, ""))), *answers],
        entrance=entrance,
        problem=problem,
    )
    return (page, 429, {"Retry-After": "60"}) if waiting else (page, 422)


def _words() -> Words:
    found: Words = current_app.extensions.setdefault("words", Words())
    return found


def _tries(form: str) -> Tries:
    return Tries(str(current_app.config["SECRET_KEY"]), form)
