"""Showing the pages of a questionnaire: for those who answer, and for staff who look at a draft."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from app.domain.order import mixed, way
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.reading import Step, read, step
from app.domain.sent import Sent
from app.domain.tally import Label
from app.domain.unfolding import named
from app.web.language import here, languages_of, speak

FORM = re.compile(r"[A-Za-z0-9_-]{20,40}")


@dataclass(frozen=True)
class Sheet:
    """The form in a visitor's hands: which questionnaire, under which random name, and where it is sent."""

    questionnaire: Questionnaire
    version: int
    form: str
    action: Callable[..., str]  # action(lang=tag) is the address the form is sent to
    preview: bool = False
    extra: tuple[tuple[str, str], ...] = ()  # what else the door carries from page to page, as hidden fields


def new_form() -> str:
    """A random name for one sheet, so that sending it twice counts once. It says nothing about anyone."""
    return secrets.token_urlsafe(18)


def settle_language(questionnaire: Questionnaire) -> None:
    """Read the pages in a language the questionnaire is offered in."""
    if here().tag not in questionnaire.languages:
        chain = (*here().fallbacks, questionnaire.source)
        speak(next(tag for tag in chain if tag in questionnaire.languages))


def sent_fields() -> Sent:
    return Sent({name: values for name, values in request.form.lists() if not name.startswith("_")})


def next_step(questionnaire: Questionnaire, form: str, go: str, full: frozenset[str] = frozenset()) -> Step:
    """The step after the page whose form has come; `form` is the name of the sheet."""
    page = "" if go == "begin" else request.form.get("_page", "")
    seen, reminded = (request.form.get(name, "").split(",") for name in ("_seen", "_reminded"))
    return step(questionnaire, page, go, sent_fields(), here().tag, seen, reminded, form, full)


def show(sheet: Sheet, now: Step) -> str:
    """The page of a step, with everything sent so far carried along."""
    common = {
        "sheet": sheet,
        "questionnaire": sheet.questionnaire,
        "version": sheet.version,
        "form": sheet.form,
        "preview": sheet.preview,
        "action": sheet.action,
        "languages": languages_of(sheet.questionnaire.languages),
        "step": now,
        "progress": _progress(sheet, now),
    }
    if now.page is None:
        return render_template(
            "web/respond/review.html",
            **common,
            summary=summary(sheet, now),
            carried=_carried(sheet, now, ()),
        )
    shown = mixed(now.page, now.page.shown(now.facts), sheet.form)
    return render_template(
        "web/respond/page.html",
        **common,
        page=now.page,
        questions=shown,
        given=now.sent.all,
        answers=heard(sheet.questionnaire, labels(sheet.questionnaire, now), now.page),
        carried=_carried(sheet, now, [question.id for question in shown]),
    )


def _carried(sheet: Sheet, step: Step, shown: Any) -> list[tuple[str, str]]:
    ids = [question.id for question in sheet.questionnaire.unfolded.questions if question.id not in shown]
    return [*sheet.extra, *step.sent.belonging_to(ids)]


def _progress(sheet: Sheet, step: Step) -> tuple[int, int]:
    """Which page of how many on this visitor's path; the review is the last."""
    path = way(sheet.questionnaire.unfolded, step.facts, sheet.form)
    total = len(path) + 1
    return (path.index(step.page) + 1 if step.page in path else total), total


def labels(questionnaire: Questionnaire, step: Step) -> dict[str, list[Label]]:
    """The answers so far in words, by question, and the numbers calculated from them."""
    known = {**step.facts.answers, **step.answers}
    return {q.id: q.shown(known[q.id]) for q in questionnaire.unfolded.questions if q.id in known}


def heard(questionnaire: Questionnaire, said: dict[str, list[Label]], page: Page) -> dict[str, list[Label]]:
    """The answers the texts of a page speak of: on a repeated page those of the same turn, and which turn it is."""
    if not page.turn:
        return said
    turn = {id: said.get(named(id, page.turn), []) for id in questionnaire.repeated}
    return {**said, **turn, "number": [str(page.turn)]}


Lines = list[tuple[Any, list[Label], bool]]


def summary(sheet: Sheet, step: Step) -> list[tuple[Page, dict[str, list[Label]], Lines]]:
    """Every page of the path with what its texts speak of and its questions, their answers in words, and whether there
    is one."""
    questionnaire = sheet.questionnaire
    said = labels(questionnaire, step)
    return [
        (
            page,
            heard(questionnaire, said, page),
            [(q, said.get(q.id, []), q.id in said) for q in mixed(page, page.shown(step.facts), sheet.form) if q.asks],
        )
        for page in way(questionnaire.unfolded, step.facts, sheet.form)
    ]


def own_texts(questionnaire: Questionnaire, sent: Sent) -> list[tuple[Any, str]]:
    """What someone wrote freely, to give it back when it cannot be taken."""
    answers, _, _ = read(questionnaire, sent, here().tag)
    by_id = {question.id: question for question in questionnaire.unfolded.questions}
    return [(by_id[id], words) for id, value in answers.items() for words in by_id[id].words(value).values()]
