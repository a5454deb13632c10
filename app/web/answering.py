"""Showing the pages of a questionnaire: for those who answer, and for staff who look at a draft."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import render_template, request

from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.reading import Step, read, step
from app.domain.sent import Sent
from app.domain.tally import Label
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


def next_step(questionnaire: Questionnaire, go: str) -> Step:
    """The step after the page whose form has come."""
    page = "" if go == "begin" else request.form.get("_page", "")
    seen, reminded = (request.form.get(name, "").split(",") for name in ("_seen", "_reminded"))
    return step(questionnaire, page, go, sent_fields(), here().tag, seen, reminded)


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
        "progress": _progress(sheet.questionnaire, now),
    }
    if now.page is None:
        return render_template(
            "web/respond/review.html",
            **common,
            summary=summary(sheet.questionnaire, now),
            carried=_carried(sheet, now, ()),
        )
    shown = now.page.shown(now.facts)
    return render_template(
        "web/respond/page.html",
        **common,
        page=now.page,
        questions=shown,
        given=now.sent.all,
        answers=labels(sheet.questionnaire, now.answers),
        carried=_carried(sheet, now, [question.id for question in shown]),
    )


def _carried(sheet: Sheet, step: Step, shown: Any) -> list[tuple[str, str]]:
    ids = [question.id for question in sheet.questionnaire.questions if question.id not in shown]
    return [*sheet.extra, *step.sent.belonging_to(ids)]


def _progress(questionnaire: Questionnaire, step: Step) -> tuple[int, int]:
    """Which page of how many on this visitor's path; the review is the last."""
    path = questionnaire.path(step.facts)
    total = len(path) + 1
    return (path.index(step.page) + 1 if step.page in path else total), total


def labels(questionnaire: Questionnaire, answers: dict[str, Any]) -> dict[str, list[Label]]:
    """The answers so far in words, by question."""
    return {q.id: q.shown(answers[q.id]) for q in questionnaire.questions if q.id in answers}


def summary(questionnaire: Questionnaire, step: Step) -> list[tuple[Page, list[tuple[Any, list[Label], bool]]]]:
    """Every page of the path with its questions, their answers in words, and whether there is one."""
    said = labels(questionnaire, step.answers)
    return [
        (page, [(q, said.get(q.id, []), q.id in said) for q in page.shown(step.facts) if q.asks])
        for page in questionnaire.path(step.facts)
    ]


def own_texts(questionnaire: Questionnaire, sent: Sent) -> list[tuple[Any, str]]:
    """What someone wrote freely, to give it back when it cannot be taken."""
    answers, _, _ = read(questionnaire, sent, here().tag)
    by_id = {question.id: question for question in questionnaire.questions}
    return [(by_id[id], words) for id, value in answers.items() for words in by_id[id].words(value).values()]
