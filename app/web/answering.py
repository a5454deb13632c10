"""Going through a questionnaire page by page: for those who answer, and for staff who look at a draft."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import request

from app.domain.document import Document
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.reading import Step, read, step
from app.domain.sent import Sent
from app.domain.tally import Label
from app.domain.unfolding import named
from app.web.language import here, speak

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


def settle_language(questionnaire: Questionnaire | Document) -> None:
    """Read the pages in a language the questionnaire, or document, is offered in."""
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


def own_texts(questionnaire: Questionnaire, sent: Sent) -> list[tuple[Any, str]]:
    """What someone wrote freely, to give it back when it cannot be taken."""
    answers, _, _ = read(questionnaire, sent, here().tag)
    by_id = {question.id: question for question in questionnaire.unfolded.questions}
    return [(by_id[id], words) for id, value in answers.items() for words in by_id[id].words(value).values()]
