"""Trying a draft out: the same pages respondents see, in a frame as large as a phone. Nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from flask import abort, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue

from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.quota import Quota
from app.domain.reading import Step
from app.domain.rule import Facts
from app.domain.sent import Sent
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.answering import FORM, Sheet, new_form, next_step, settle_language
from app.web.composing import show
from app.web.db import staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.language import here, languages_of
from app.web.origin import same_site_only
from app.web.translating.progress import progress


@bp.record_once
def without_token(state: BlueprintSetupState) -> None:
    # The respondents' forms hold no token. Nothing is stored here, so there is nothing to trick anyone into.
    state.app.extensions["csrf"].exempt("app.web.design.preview.try_step")


@bp.get("/<slug>/preview")
@allowed("see questionnaires")
def preview(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    begun = [each for each in progress(draft.questionnaire) if each.begun]
    tags = [each.language.tag for each in begun]
    wanted = request.args.get("language", draft.questionnaire.source)
    return render_template(
        "web/design/preview.html",
        draft=draft,
        begun=begun,
        language=wanted if wanted in tags else abort(404),
        large=request.args.get("width") == "wide",
        quotas=list(_quotas(draft.questionnaire)),
        full=sorted(_full(draft.questionnaire)),
        page=page.id if (page := draft.questionnaire.page(request.args.get("page", ""))) else None,
    )


@bp.get("/<slug>/try")
@allowed("see questionnaires")
def try_start(slug: str) -> ResponseReturnValue:
    draft = _draft(slug)
    settle_language(draft.questionnaire)
    if page := draft.questionnaire.page(request.args.get("page", "")):
        return _opened_at(draft, page)
    if _empty(draft.questionnaire):
        return _tried(slug, N_("There is no question yet."), N_("Nothing is asked in this language."))
    return render_template(
        "web/respond/start.html",
        questionnaire=draft.questionnaire,
        version=draft.revision,
        offered=languages_of(draft.questionnaire.languages),
        closed=False,
        preview=True,
        action=_action(draft),
    )


def _opened_at(draft: Draft, page: Page) -> str:
    """One page with all its questions, whatever the rules say: who edits a question wants to see it."""
    bare = replace(page, show_if=None, questions=tuple(map(_always, page.questions)))
    pages = tuple(bare if each.id == page.id else each for each in draft.questionnaire.pages)
    questionnaire = replace(draft.questionnaire, pages=pages)
    sheet = Sheet(questionnaire, draft.revision, new_form(), _action(draft), preview=True)
    return show(sheet, Step(bare, {}, Facts({}, here().tag, _full(questionnaire)), Sent({})))


def _always(question: Question) -> Question:
    """The question with all its answers, whatever was answered before."""
    free: dict[str, Any] = {"offer_from": ""} if question.offering else {}
    return replace(question, show_if=None, **free)


@bp.post("/<slug>/try")
@allowed("see questionnaires")
@same_site_only
def try_step(slug: str) -> ResponseReturnValue:
    draft = _draft(slug)
    settle_language(draft.questionnaire)
    if _empty(draft.questionnaire):
        return _tried(slug, N_("There is no question yet."), N_("Nothing is asked in this language."))
    go, given = request.form.get("_go", "next"), request.form.get("_form", "")
    form = given if FORM.fullmatch(given) else new_form()
    now = next_step(draft.questionnaire, form, go, _full(draft.questionnaire))
    if now.done:
        return _tried(slug, N_("This was a preview."), N_("Nothing was stored."), _codes(draft.questionnaire, now))
    sheet = Sheet(draft.questionnaire, draft.revision, form, _action(draft), preview=True)
    return show(sheet, now), 422 if now.problems else 200


def _draft(slug: str) -> Draft:
    """The draft in every language that has any words, switched on or not."""
    with staff_reading() as db:
        draft = find(db, slug)
    tags = tuple(each.language.tag for each in progress(draft.questionnaire) if each.begun)
    return replace(draft, questionnaire=replace(draft.questionnaire, languages=tags))


def _empty(questionnaire: Questionnaire) -> bool:
    return not questionnaire.path(Facts({}, here().tag))


def _codes(questionnaire: Questionnaire, step: Step) -> list[tuple[Question, str, list[str]]]:
    """Each question answered, the code that would have been stored and counted, and what was written freely."""
    answered = [question for question in questionnaire.questions if question.id in step.answers]
    return [
        (q, json.dumps(step.facts.answers.get(q.id), ensure_ascii=False), list(q.words(step.answers[q.id]).values()))
        for q in answered
    ]


def _tried(slug: str, title: str, sentence: str, codes: Sequence[tuple[Question, str, list[str]]] = ()) -> str:
    said = {"title": Sentence(title), "sentence": Sentence(sentence)}
    return render_template("web/design/tried.html", slug=slug, codes=codes, **said)


def _action(draft: Draft) -> Callable[..., Any]:
    full = sorted(_full(draft.questionnaire))
    return lambda **values: url_for("design.try_step", slug=draft.slug, **{"lang": here().tag, "full": full, **values})


def _quotas(questionnaire: Questionnaire) -> Iterator[tuple[Quota, list[Label]]]:
    """Each quota with the answers that lead to its end."""
    for quota in questionnaire.quotas:
        question = questionnaire.question(quota.question)
        known = question.groups() if question else {}
        yield quota, [known[answer] for answer in quota.answers if answer in known]


def _full(questionnaire: Questionnaire) -> frozenset[str]:
    """The quotas treated as full because someone wants to see their end; the address of each page names them."""
    wanted = request.args.getlist("full")
    return frozenset(quota.id for quota in questionnaire.quotas if quota.id in wanted)
