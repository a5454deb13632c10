"""What is wrong with how a questionnaire flows: ends nobody can pass, turns of nothing, quotas of no answer."""

from __future__ import annotations

from collections.abc import Iterator

from app.domain.order import surely_before
from app.domain.page import Page
from app.domain.question import settings
from app.domain.questionnaire import Questionnaire
from app.domain.quota import Quota
from app.domain.rule import mentions
from app.domain.sentence import N_, Problem


def check_flow(questionnaire: Questionnaire) -> Iterator[Problem]:
    for page in questionnaire.pages:
        where = f"pages.{page.id}"
        if page.exit and page.show_if is None and page is not questionnaire.pages[-1]:
            yield Problem(N_("Say who shall come to this end. Otherwise nobody reaches the pages after it."), where)
        yield from _repetition(questionnaire, page, where)
        for question in page.questions:
            spot = f"{where}.questions.{question.id}"
            for variant in question.variants:
                if variant.when is None:
                    yield Problem(N_("Say who shall read these words."), f"{spot}.variants.{variant.id}.when")
            for id in mentions(question.recipe):
                used = questionnaire.question(id)
                if used and used.asks and not any(cell.lstrip("-").isdecimal() for cell in used.cells()):
                    yield Problem(N_("“{id}” is not a number."), f"{spot}.formula", id=id)
    for quota in questionnaire.quotas:
        yield from _quota(questionnaire, quota, f"quotas.{quota.id}")


def _repetition(questionnaire: Questionnaire, page: Page, where: str) -> Iterator[Problem]:
    if not page.repeat:
        return
    before = [question for each in surely_before(questionnaire.pages, page) for question in each.questions]
    times = next((question for question in before if question.id == page.repeat), None)
    if times is None or times.sealed is not int or times.id in questionnaire.repeated:
        yield Problem(N_("Repeat this page by an earlier question that asks for a number."), f"{where}.repeat")
    if not page.each:
        yield Problem(N_("Give each time a heading, for example: Child {{number}}"), f"{where}.each")
    if page.exit or page.block:
        yield Problem(N_("A page that is repeated can neither be an end nor change places."), f"{where}.repeat")
    for question in page.questions:
        spot = f"{where}.questions.{question.id}"
        if question.dimension:
            yield Problem(N_("Results cannot be filtered by a question that is repeated."), f"{spot}.dimension")


def _quota(questionnaire: Questionnaire, quota: Quota, where: str) -> Iterator[Problem]:
    question = questionnaire.question(quota.question)
    if question is None or quota.question in questionnaire.repeated or not {*quota.answers} <= {*question.groups()}:
        yield Problem(N_("Choose a question and answers it has."), f"{where}.question")
    elif not quota.answers:
        yield Problem(N_("Choose at least one answer."), f"{where}.answers")
    elif quota.question in questionnaire.sensitive:
        yield Problem(N_("This question is sensitive. A full quota would tell what people answered."), where)
    for f in settings(Quota):
        least, most = f.metadata.get("least"), f.metadata.get("most")
        if least is not None and not least <= getattr(quota, f.name) <= most:
            text = N_("Choose a number from {least} to {most}.")
            yield Problem(text, f"{where}.{f.name}", least=least, most=most)
