"""From what a browser sent to answers that may be kept, and to the page that comes next.

Nothing is kept before sending: the form carries all that was sent so far, and all of it is read anew at each step.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from app.domain.order import arranged, way
from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.rule import Facts, holds
from app.domain.rule import value as worked_out
from app.domain.sent import Sent
from app.domain.sentence import N_, Problem

Go = Literal["next", "back", "skip", "stay", "send"]
REVIEW = "review"  # the name of the last page, "check your answers"


@dataclass(frozen=True)
class Step:
    """Where someone stands: on a page, at the review of all answers (page None), or done."""

    page: Page | None
    answers: dict[str, Any]
    facts: Facts
    sent: Sent
    problems: dict[str, Problem] = field(default_factory=dict)
    fresh: tuple[str, ...] = ()  # questions of the same page that its answers have just brought up
    reminded: tuple[str, ...] = ()  # questions of the page that are asked once more before they are skipped
    done: bool = False
    path: Sequence[Page] = ()  # the pages of this visitor


def step(
    questionnaire: Questionnaire,
    here: str,
    go: str,
    sent: Sent,
    language: str,
    seen: Sequence[str] = (),
    reminded: Sequence[str] = (),
    seed: str = "",
    full: frozenset[str] = frozenset(),
) -> Step:
    """The step after what was sent from the page `here`; go is a Go or "to:" and the id of a page.

    `seen` are the questions that stood on the page: an answer may bring up further ones on the same page. `reminded`
    are those of them that were asked once more already: going on now skips them. `seed` is what a random order is
    drawn from, `full` are the quotas this sheet has to keep to.
    """
    questionnaire = questionnaire.unfolded
    answers, problems, facts = read(questionnaire, sent, language, full)
    page, path = questionnaire.page(here), way(questionnaire, facts, seed)
    if go == "send":
        if problems:
            page = questionnaire.page_of(next(iter(problems)))
            return Step(page, answers, facts, sent, _on(page, problems), path=path)
        # An empty form says nothing, and twenty of them would only make room for someone to be recognised.
        return Step(None, answers, facts, sent, done=bool(answers), path=path)
    if go.startswith("to:"):
        wanted = questionnaire.page(go.removeprefix("to:"))
        return Step(wanted if wanted in path else _first(path), answers, facts, sent, path=path)
    if page is None and here != REVIEW:
        return Step(_first(path), answers, facts, sent, path=path)
    if go == "stay":
        return Step(page, answers, facts, sent, path=path)
    if go == "back":
        return Step(_before(questionnaire, page, path, seed), answers, facts, sent, path=path)
    if page is not None and go == "skip":
        sent = sent.without(_on(page, problems))
        answers, problems, facts = read(questionnaire, sent, language, full)
        path = way(questionnaire, facts, seed)
    fresh = tuple(q.id for q in page.shown(facts) if seen and q.id not in seen) if page and go == "next" else ()
    wrong = {id: problem for id, problem in _on(page, problems).items() if id not in fresh}
    again = _unanswered(page, facts, answers) if page and go == "next" and seen else ()
    if wrong or fresh or set(again) - {*reminded, *fresh}:
        return Step(page, answers, facts, sent, wrong, fresh, again, path=path)
    return Step(_after(questionnaire, page, path, seed), answers, facts, sent, path=path)


def read(
    questionnaire: Questionnaire, sent: Sent, language: str, full: frozenset[str] = frozenset()
) -> tuple[dict[str, Any], dict[str, Problem], Facts]:
    """All answers on the path, in the order of the questionnaire, and the facts, which hold what is calculated too.

    Off the path nothing is read, so it is ignored but not lost.
    """
    answers: dict[str, Any] = {}
    problems: dict[str, Problem] = {}
    closed: dict[str, Any] = {}
    facts, alone = Facts(closed, language, full), sent.alone
    for page in questionnaire.unfolded.pages:
        if not holds(page.show_if, facts):
            continue
        for question in page.questions:
            asked = question.asked(facts)
            if asked is None:
                continue
            if not question.asks:
                if (number := worked_out(question.recipe, facts)) is not None:
                    closed[question.id] = number
                continue
            ready = question.readings.get(alone.get(question.id, "")) if question.valid_if is None else None
            if ready and asked is question:
                answers[question.id], closed[question.id] = ready
                continue
            try:
                value = _value(asked, sent, facts)
            except Problem as problem:
                problems[question.id] = problem
            else:
                if value is not None:
                    answers[question.id] = value
                    closed[question.id] = question.closed(value)
        if page.exit:
            break
    return answers, problems, facts


def _value(question: Question, sent: Sent, facts: Facts) -> Any:
    value = question.read(sent) if question.id in sent.ids else None
    if value is None:
        if question.required:
            raise Problem(N_("Please answer this question."))
        return None
    if question.valid_if is None:
        return value
    now = Facts({**facts.answers, question.id: question.closed(value)}, facts.language, facts.full)
    if not holds(question.valid_if, now):
        raise (Problem("{own}", own=question.invalid) if question.invalid else Problem(N_("Please check this answer.")))
    return value


def _unanswered(page: Page, facts: Facts, answers: dict[str, Any]) -> tuple[str, ...]:
    """The questions one may skip, but not by mistake."""
    return tuple(q.id for q in page.shown(facts) if q.soft and q.asks and q.id not in answers)


def _on(page: Page | None, problems: dict[str, Problem]) -> dict[str, Problem]:
    ids = [question.id for question in page.questions] if page else []
    return {id: problems[id] for id in ids if id in problems}


def _first(path: list[Page]) -> Page | None:
    """Where one begins; someone no page is meant for comes to the review at once."""
    return path[0] if path else None


def _before(questionnaire: Questionnaire, page: Page | None, path: list[Page], seed: str) -> Page | None:
    place = _places(questionnaire, seed)
    earlier = [each for each in path if page is None or place[each.id] < place[page.id]]
    return earlier[-1] if earlier else _first(path)


def _after(questionnaire: Questionnaire, page: Page | None, path: list[Page], seed: str) -> Page | None:
    """The next page of the path, None for the review."""
    place = _places(questionnaire, seed)
    return next((each for each in path if page and place[each.id] > place[page.id]), None)


def _places(questionnaire: Questionnaire, seed: str) -> dict[str, int]:
    """Where each page stands on this sheet, also those that are not shown now."""
    return {page.id: place for place, page in enumerate(arranged(questionnaire.pages, seed))}
