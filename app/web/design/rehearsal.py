"""Trying a draft with invented people: what they met on their way, and the dashboard as it would look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.language import LANGUAGES, Language
from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.rehearsal import FEWEST, MOST, Rehearsal, dashboard, rehearse
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.clock import today
from app.web.dashboard.board import board
from app.web.dashboard.notation import visitors_notation
from app.web.dashboard.view import view_of
from app.web.db import staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.translating.places import Place, place

MOST_ANSWERS = 20_000  # are invented in about a second
FIRST = FEWEST  # people of each language, until someone wishes for more: then the page is there at once
SEEDS = 1_000


@dataclass(frozen=True)
class Crowd:
    """Who shall answer: so many people of each language; `wished` may have been more than one wants to wait for."""

    draft: Draft
    begun: tuple[str, ...]
    language: str  # "" for all that are begun
    wished: int
    seed: int

    @property
    def languages(self) -> tuple[str, ...]:
        return (self.language,) if self.language else self.begun

    @property
    def people(self) -> int:
        asked = max(sum(question.asks for question in self.draft.questionnaire.questions), 1)
        return max(min(self.wished, MOST_ANSWERS // (asked * len(self.languages))), 1)

    def rehearse(self) -> Rehearsal:
        return rehearse(self.draft.questionnaire, self.languages, self.people, self.seed)

    @property
    def address(self) -> dict[str, Any]:
        return {"slug": self.draft.slug, "people": self.wished, "language": self.language, "seed": self.seed}


def _crowd(slug: str) -> Crowd:
    with staff_reading() as db:
        draft = find(db, slug)
    begun = _begun(draft.questionnaire)
    language = request.args.get("language", "")
    if language and language not in begun:
        abort(404)
    wished = request.args.get("people", FIRST, type=int)
    return Crowd(draft, begun, language, min(max(wished, FEWEST), MOST), request.args.get("seed", 1, type=int) % SEEDS)


def _begun(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The languages that have any words, public or not."""
    said = {tag for _, text, _ in questionnaire.texts() for tag, words in text.words.items() if words}
    return tuple(tag for tag in LANGUAGES if tag in said or tag in questionnaire.languages)


@bp.get("/<slug>/rehearsal")
@allowed("see questionnaires")
def rehearsal(slug: str) -> ResponseReturnValue:
    crowd = _crowd(slug)
    questionnaire, made = crowd.draft.questionnaire, crowd.rehearse()
    return render_template(
        "web/design/rehearsal.html",
        draft=crowd.draft,
        crowd=crowd,
        rehearsal=made,
        questions_unreached=[place(questionnaire, _path(questionnaire, each.id)) for each in made.questions],
        unchosen=[
            (place(questionnaire, _path(questionnaire, each.id)), each, labels) for each, labels in made.unchosen
        ],
        refused=[(place(questionnaire, _path(questionnaire, each.question.id)), each) for each in made.refused],
        gaps=[(place(questionnaire, each.path), each, questionnaire.question(each.name)) for each in made.gaps],
        holes=list(_holes(questionnaire, made)),
        languages_begun=[LANGUAGES[tag] for tag in crowd.begun],
        fewest=FEWEST,
        most=MOST,
        seeds=SEEDS,
    )


def _path(questionnaire: Questionnaire, id: str) -> str:
    return f"pages.{questionnaire.page_of(id).id}.questions.{id}"


def _holes(questionnaire: Questionnaire, made: Rehearsal) -> Iterator[tuple[Language, list[tuple[Place, int]]]]:
    """The missing words by language, with the places they are missing at."""
    for tag in dict.fromkeys(hole.language for hole in made.holes):
        held = [(place(questionnaire, hole.path), hole.people) for hole in made.holes if hole.language == tag]
        yield LANGUAGES[tag], held


@bp.get("/<slug>/rehearsal/results")
@allowed("see questionnaires")
def rehearsal_results(slug: str) -> ResponseReturnValue:
    crowd = _crowd(slug)
    questionnaire = crowd.draft.questionnaire
    release = dashboard(questionnaire, crowd.rehearse(), crowd.languages, today())
    profile = PROFILES[questionnaire.profile]
    enough = release.answers >= profile.first
    return render_template(
        "web/design/rehearsal_results.html",
        draft=crowd.draft,
        crowd=crowd,
        release=release,
        enough=enough,
        board=board(questionnaire, release, view_of(questionnaire, release, request.args), visitors_notation())
        if enough
        else None,
        profile=profile,
        where=partial(url_for, ".rehearsal_results", **crowd.address),
    )
