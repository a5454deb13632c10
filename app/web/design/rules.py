"""The page on which a rule is made: when a question or a page is shown, and which answers are accepted."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.rule import Rule
from app.domain.rule_rows import Group
from app.domain.sentence import N_, Problem
from app.domain.setting import rule_at, with_rule_at
from app.domain.variant import Variant
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find, find_as_seen, keep
from app.web.design.rule_form import Choices, choices, pressed, read_rule, typed
from app.web.language import here

LABELS = {
    "question": {"show_if": N_("Show this question if"), "valid_if": N_("The answer is valid if")},
    "page": {"show_if": N_("Show this page if")},
}
OF_WORDS = N_("These words are read if")
PREFIX = re.compile(r"[a-z][a-z0-9_.-]{0,80}")
PATH = "/<slug>/edit/<any(question, page):of>/<id>/rule/<setting>"


def rule_choices(slug: str, questionnaire: Questionnaire, of: str, id: str, setting: str) -> Choices:
    """What the builder of this rule offers, wherever it stands."""
    return choices(
        questionnaire, of, id, setting, url_for("design.rule_part", slug=slug, of=of, id=id, setting=setting)
    )


@bp.get(PATH)
@allowed("design")
def rule(slug: str, of: str, id: str, setting: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    thing = _thing(draft.questionnaire, of, id, setting)
    return _page(draft, thing, setting, rule_choices(slug, draft.questionnaire, of, id, setting))


@bp.post(PATH)
@allowed("design")
def save_rule(slug: str, of: str, id: str, setting: str) -> ResponseReturnValue:
    with begin() as db:
        draft = find_as_seen(db, slug)
        thing = _thing(draft.questionnaire, of, id, setting)
        earlier = rule_choices(slug, draft.questionnaire, of, id, setting)
        rows = typed(request.form, setting, earlier)
        if pressed(request.form, setting):
            return _page(draft, thing, setting, earlier, rows)
        try:
            made = read_rule(request.form, setting, earlier)
        except Problem as problem:
            return _page(draft, thing, setting, earlier, rows, problem), 422
        if made != rule_at(thing, setting):
            title = thing.title.said(here().tag).words[:60] or id
            changed = _with_rule(draft.questionnaire, thing, setting, made)
            keep(db, draft, changed, N_("Changed the rule of “{title}”"), title=title)
    flash(gettext("The rule is saved."))
    return redirect(url_for(".rule", slug=slug, of=of, id=id, setting=setting), 303)


@bp.post(f"{PATH}/part")
@allowed("design")
def rule_part(slug: str, of: str, id: str, setting: str) -> ResponseReturnValue:
    """The rows as they stand in a form somebody is typing, with the sentence that reads them back. Keeps nothing."""
    prefix = request.args.get("prefix", "")
    if not PREFIX.fullmatch(prefix):
        abort(400)
    with staff_reading() as db:
        draft = find(db, slug)
    thing = _thing(draft.questionnaire, of, id, setting)
    earlier = rule_choices(slug, draft.questionnaire, of, id, setting)
    rows = typed(request.form, prefix, earlier)
    was = rule_at(thing, setting)
    return render_template("web/design/rule_part.html", choices=earlier, prefix=prefix, rule=rows, was=was)


def _page(
    draft: Draft,
    thing: Question | Page,
    setting: str,
    earlier: Choices,
    rows: Group | None = None,
    problem: Problem | None = None,
) -> str:
    was, of = rule_at(thing, setting), "question" if isinstance(thing, Question) else "page"
    return render_template(
        "web/design/rule.html",
        draft=draft,
        thing=thing,
        setting=setting,
        choices=earlier,
        rule=rows or was,
        was=was,
        problem=problem,
        of=of,
        labels=LABELS[of],
        label=LABELS[of].get(setting, OF_WORDS),
        about=words_of(thing, setting) or thing,
    )


def _thing(questionnaire: Questionnaire, of: str, id: str, setting: str) -> Question | Page:
    found = questionnaire.question(id) if of == "question" else questionnaire.page(id)
    if found is None or (setting not in LABELS[of] and not words_of(found, setting)):
        abort(404)
    return found


def words_of(thing: Question | Page, setting: str) -> Variant | None:
    """The other words whose rule is at a place such as variants.wir.when."""
    name, _, id = setting.removesuffix(".when").partition(".")
    if not isinstance(thing, Question) or name != "variants" or not setting.endswith(".when"):
        return None
    return next((each for each in thing.variants if each.id == id), None)


def _with_rule(questionnaire: Questionnaire, thing: Question | Page, setting: str, made: Rule | None) -> Questionnaire:
    changed: Question | Page = with_rule_at(thing, setting, made)
    if isinstance(changed, Question):
        return questionnaire.with_question(changed)
    return replace(questionnaire, pages=tuple(changed if p.id == changed.id else p for p in questionnaire.pages))
