"""The trial of a draft: how carefully its results are published, and what attacks on invented answers find out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.attacks.measured import RISKS
from app.domain.attacks.trial import SIZES, certain
from app.domain.language import LANGUAGES
from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.response import LANGUAGE
from app.domain.sentence import N_, Problem, Sentence
from app.domain.tally import Label
from app.store import trials
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep

RISK_AT = 2_000  # people: the size at which profiles are compared
NAMES = {
    "live": (
        N_("Live"),
        N_("New numbers for everyone together every quarter of an hour, groups every three days."),
    ),
    "ruhig": (
        N_("Calm"),
        N_("New numbers for everyone together every night, groups every week."),
    ),
    "sensibel": (
        N_("Especially careful"),
        N_("New numbers once a week. For questions about discrimination, residence, religion or health."),
    ),
    "einmal": (
        N_("Once, after closing"),
        N_("One release after closing, without groups. For events with few people."),
    ),
}


@dataclass(frozen=True)
class Choice:
    """A profile with what attacks found out about a survey of RISK_AT people under it; guesses are of 100."""

    name: str
    label: str
    hint: str
    right: int
    stranger: int
    certain: float


@dataclass(frozen=True)
class Reach:
    """How far a filter came, of 100 people who answered; `hidden` are groups that never showed."""

    label: Label
    soon: int
    counted: int
    hidden: tuple[Label, ...]


@dataclass(frozen=True)
class Part:
    """What was found out about one crowd. `known` answers of `answers` were certain; guesses are of 100, None where
    nothing could be guessed."""

    people: int
    answers: int
    known: int
    computable: int
    right: int | None
    stranger: int | None
    unprotected: int
    reach: tuple[Reach, ...]


@bp.get("/<slug>/protection")
@allowed("see questionnaires")
def protection(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        trial = trials.of(db, slug)
    return render_template(
        "web/design/protection.html",
        draft=draft,
        trial=trial,
        outdated=trial is not None and trial.revision != draft.revision,
        crowds=[_part(draft.questionnaire, found) for found in trial.parts] if trial else [],
        sizes=SIZES,
        choices=[_choice(name) for name in PROFILES],
        risk_at=RISK_AT,
    )


@bp.post("/<slug>/protection/trial")
@allowed("design")
def try_protection(slug: str) -> ResponseReturnValue:
    with begin() as db:
        trials.ask(db, slug, find_as_seen(db, slug).revision)
    flash(gettext("The trial begins within a minute."))
    return redirect(url_for(".protection", slug=slug, _anchor="trial"), 303)


@bp.post("/<slug>/protection/profile")
@allowed("design")
def choose_profile(slug: str) -> ResponseReturnValue:
    chosen = request.form.get("profile", "")
    if chosen not in PROFILES:
        abort(400)
    with begin() as db:
        draft = find_as_seen(db, slug)
        keep(db, draft, replace(draft.questionnaire, profile=chosen), N_("Chose how answers are protected"))
    flash(gettext("Saved. It becomes public when you publish."))
    return redirect(url_for(".protection", slug=slug), 303)


def unsafe(db: Connection, draft: Draft) -> Problem | None:
    """What keeps a draft from being published: its own trial found answers that are certain."""
    trial = trials.of(db, draft.slug)
    if trial is None or trial.revision != draft.revision or not any(map(certain, trial.parts)):
        return None
    return Problem(N_("The trial found answers of single people. Change the questionnaire or its protection first."))


def _choice(name: str) -> Choice:
    right, stranger, known = RISKS[name][RISK_AT]
    return Choice(name, *NAMES[name], round(100 * right), round(100 * stranger), known)


def _part(asked: Questionnaire, found: dict[str, Any]) -> Part:
    return Part(
        found["people"],
        found["answers"],
        round(max(found["certain"], found["compared"]) * found["answers"]),
        found["computable"],
        _of_100(found["right"]),
        _of_100(found["stranger"]),
        _of_100(found["unprotected"]["hidden"]) or 0,
        tuple(_reach(asked, found)),
    )


def _reach(asked: Questionnaire, found: dict[str, Any]) -> Iterator[Reach]:
    for each in found["coverage"]:
        question = asked.question(each["name"])
        label: Label = question.title if question else each["name"]
        groups: dict[str, Label] = dict(question.groups()) if question else {}
        if each["name"] == LANGUAGE:
            label = Sentence(N_("Language of the answers"))
            groups = {tag: language.german_name for tag, language in LANGUAGES.items()}
        hidden = tuple(groups.get(group, group) for group in each["hidden"])
        if each["name"]:
            yield Reach(label, round(100 * each["within_days"]), round(100 * each["counted"]), hidden)


def _of_100(share: float | None) -> int | None:
    return None if share is None else round(100 * share)
