"""Reading free texts one by one: what may be published, and what says too much about someone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.hints import find as hints_in
from app.domain.language import LANGUAGES
from app.domain.sentence import N_
from app.domain.voices import LEAST
from app.store import voices
from app.store.voices import State, Written
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find as find_draft
from app.web.design.written import asked, read

STATES: dict[State, str] = {"new": N_("Not read yet"), "shown": N_("To be published"), "refused": N_("Not published")}
AT_ONCE = 50


@dataclass(frozen=True)
class Pile:
    """Which texts someone reads: those with this decision, of one question or all, in one language or all, perhaps
    only those with hints; `page` counts from 1."""

    state: State
    question: str = ""
    language: str = ""
    hints: bool = False
    page: int = 1

    @property
    def address(self) -> dict[str, Any]:
        """What a link to these texts carries."""
        given = {"question": self.question, "language": self.language, "hints": "yes" if self.hints else ""}
        given = {"state": self.state, **{name: value for name, value in given.items() if value}}
        return given | ({"page": self.page} if self.page > 1 else {})

    def on(self, page: int) -> dict[str, Any]:
        return replace(self, page=page).address

    def texts(self, db: Connection, slug: str) -> list[Written]:
        found = voices.waiting(db, slug, self.state, None, self.question, self.language)
        return [each for each in found if hints_in(each.voice.words)] if self.hints else found


@bp.get("/<slug>/voices", endpoint="voices")
@allowed("publish")
def read_texts(slug: str) -> ResponseReturnValue:
    pile = _pile()
    with staff_reading() as db:
        draft = find_draft(db, slug)
        texts = pile.texts(db, slug)
        counts = voices.counts(db, slug, pile.question, pile.language)
        places = voices.places(db, slug)
        translated = voices.translated(db, slug)
        undone = voices.text(db, slug, request.args.get("done", ""))
        questionnaire = asked(db, draft)
    pages = max(1, -(-len(texts) // AT_ONCE))
    pile = replace(pile, page=min(pile.page, pages))
    shown = texts[(pile.page - 1) * AT_ONCE : pile.page * AT_ONCE]
    written = {question for question, _ in places}
    return render_template(
        "web/design/voices.html",
        draft=draft,
        texts=[read(questionnaire, each) for each in shown],
        found=len(texts),
        pile=pile,
        pages=pages,
        states=STATES,
        counts=counts,
        least=LEAST,
        questions=[each for each in questionnaire.questions if each.id in written],
        languages=[each for each in LANGUAGES.values() if each.tag in {tag for _, tag in places}],
        at=request.args.get("at", ""),
        undone=undone and read(questionnaire, undone, marked=False),
        now=undone.state if undone else "",
        was=_state(request.args.get("was", "new")),
        translated=translated,
    )


@bp.post("/<slug>/voices", endpoint="decide")
@allowed("publish")
def decide(slug: str) -> ResponseReturnValue:
    decisions = [(id, state) for state in STATES for id in request.form.getlist(state)]
    if len(decisions) != 1:
        abort(400)
    id, state = decisions[0]
    pile = _pile()
    with begin() as db:
        find_draft(db, slug)
        before = voices.text(db, slug, id) or abort(404)
        following = _next([each.id for each in pile.texts(db, slug)], id)
        voices.decide(db, slug, id, state)
    if "undo" in request.form:
        flash(gettext("The last decision is undone."))
        goal: dict[str, Any] = {"at": id, "_anchor": f"v-{id}"}
    else:
        goal = {"at": following, "_anchor": f"v-{following}"} if following else {}
        goal |= {"done": id, "was": before.state}
    return redirect(url_for(".voices", slug=slug, **pile.address, **goal), 303)


def _next(ids: list[str], id: str) -> str:
    """The text to read after this one: the one below it, else the one above."""
    if id not in ids:
        return ""
    place = ids.index(id)
    return next(iter(ids[place + 1 : place + 2] or ids[max(place - 1, 0) : place]), "")


def _pile() -> Pile:
    given = request.args
    page = min(max(given.get("page", 1, type=int), 1), 100_000)
    state = _state(given.get("state", "new"))
    return Pile(state, given.get("question", "")[:40], given.get("language", "")[:16], bool(given.get("hints")), page)


def _state(given: str) -> State:
    return next((state for state in STATES if state == given), None) or abort(404)
