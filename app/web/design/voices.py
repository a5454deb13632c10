"""Reading free texts one by one: what may be published, and what says too much about someone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.hints import LABELS, find
from app.domain.language import LANGUAGES, Language
from app.domain.option import Option
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_
from app.domain.text import Text
from app.domain.voices import LEAST
from app.store import questionnaires, voices
from app.store.voices import State, Written
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find as find_draft

STATES: dict[State, str] = {"new": N_("Not read yet"), "shown": N_("To be published"), "refused": N_("Not published")}
AT_ONCE = 50


@dataclass(frozen=True)
class Piece:
    """A part of a text; `hint` says what it may be, if it may tell who wrote it."""

    words: str
    hint: str = ""


@dataclass(frozen=True)
class Read:
    """A text as it is read: its question, the answer it stood beside, and its words with what was noticed in them."""

    id: str
    question: Text | str
    beside: Text | None
    language: Language | None
    pieces: Sequence[Piece]

    @property
    def hints(self) -> list[str]:
        return list(dict.fromkeys(piece.hint for piece in self.pieces if piece.hint))


@bp.get("/<slug>/voices", endpoint="voices")
@allowed("publish")
def read_texts(slug: str) -> ResponseReturnValue:
    state = _state(request.args.get("state", "new"))
    with staff_reading() as db:
        draft = find_draft(db, slug)
        texts = voices.waiting(db, slug, state, AT_ONCE)
        counts = voices.counts(db, slug)
        version = questionnaires.published(db, slug)
    asked = version.questionnaire if version else draft.questionnaire
    return render_template(
        "web/design/voices.html",
        draft=draft,
        texts=[_read(asked, each) for each in texts],
        state=state,
        states=STATES,
        counts=counts,
        least=LEAST,
    )


@bp.post("/<slug>/voices", endpoint="decide")
@allowed("publish")
def decide(slug: str) -> ResponseReturnValue:
    decisions = [(id, state) for state in STATES for id in request.form.getlist(state)]
    if len(decisions) != 1:
        abort(400)
    id, state = decisions[0]
    with begin() as db:
        find_draft(db, slug)
        if not voices.decide(db, slug, id, state):
            abort(404)
    flash(gettext("Your decision is kept. You can change it at any time."))
    return redirect(url_for(".voices", slug=slug, state=_state(request.args.get("state", "new"))), 303)


def _state(given: str) -> State:
    return next((state for state in STATES if state == given), None) or abort(404)


def _read(questionnaire: Questionnaire, written: Written) -> Read:
    voice = written.voice
    question = questionnaire.question(voice.question)
    return Read(
        written.id,
        question.title if question else voice.question,
        _beside(question, voice.part),
        LANGUAGES.get(voice.language),
        tuple(pieces(voice.words)),
    )


def _beside(question: Question | None, part: str) -> Text | None:
    """The words of the answer a text stood beside."""
    options: Sequence[Option] = getattr(question, "options", ())
    return next((option.label for option in options if option.id == part), None)


def pieces(words: str) -> Iterator[Piece]:
    """The text cut where hints begin and end."""
    done = 0
    for hint in find(words):
        start = max(hint.start, done)
        if done < start:
            yield Piece(words[done:start])
        yield Piece(words[start : hint.end], LABELS[hint.what])
        done = hint.end
    if done < len(words):
        yield Piece(words[done:])
