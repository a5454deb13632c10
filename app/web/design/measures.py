"""What answering a draft costs: minutes, and the weight of its heaviest page in each language."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from app.domain.advice import HEAVY, wrong_minutes
from app.domain.language import LANGUAGES, Language
from app.domain.minutes import minutes
from app.domain.page import Page
from app.domain.questionnaire import Questionnaire
from app.domain.reading import Step
from app.domain.rule import Facts
from app.domain.sent import Sent
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.answering import Sheet
from app.web.composing import show
from app.web.db import staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.mending import findings

FORM = "a" * 24  # as long as the random name of a form


@dataclass(frozen=True)
class Weight:
    """The heaviest page in a language, in KB as it goes over the wire."""

    language: Language
    page: Page
    kilobytes: float

    @property
    def heavy(self) -> bool:
        return self.kilobytes * 1024 > HEAVY


@bp.get("/<slug>/checks/measures")
@allowed("see questionnaires")
def measures(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
    taken = minutes(draft.questionnaire, draft.questionnaire.source)
    wrong = findings(draft, wrong_minutes(draft.questionnaire.minutes, taken))
    return render_template(
        "web/design/measures.html",
        draft=draft,
        taken=taken,
        wrong=list(wrong),
        weights=list(_weights(draft)),
        most=HEAVY / 1024,
    )


def _weights(draft: Draft) -> Iterator[Weight]:
    """Only the page with the most words is really drawn: the others have less of the same."""
    for tag in draft.questionnaire.languages:
        pages = [page for page in draft.questionnaire.pages if page.questions]
        if pages:
            heaviest = max(pages, key=lambda page: _letters(page, tag))
            yield Weight(LANGUAGES[tag], heaviest, len(gzip.compress(_drawn(draft, heaviest, tag).encode())) / 1024)


def _letters(page: Page, language: str) -> int:
    texts = [text for question in page.questions for _, text, _ in question.texts()]
    parts = [each for question in page.questions for each in question.cells()]
    return sum(len(text.said(language).words.encode()) for text in texts) + 300 * len(parts)


def _drawn(draft: Draft, page: Page, language: str) -> str:
    """The page as respondents get it, with all its questions whatever the rules say."""
    bare = replace(page, show_if=None, questions=tuple(replace(q, show_if=None) for q in page.questions))
    pages = tuple(bare if each.id == page.id else each for each in draft.questionnaire.pages)
    questionnaire: Questionnaire = replace(draft.questionnaire, pages=pages)
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    with app.app_context(), app.test_request_context(f"/s/{draft.slug}?lang={language}"):
        sheet = Sheet(questionnaire, draft.revision, FORM, lambda **values: url_for("respond.start", slug=draft.slug))
        return show(sheet, Step(bare, {}, Facts({}, language), Sent({})))
