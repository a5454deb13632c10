"""What keeps a questionnaire from being published, each with the place that mends it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.alike import alike
from app.domain.check_flow import check_flow
from app.domain.language import LANGUAGES
from app.domain.order import surely_before
from app.domain.page import Page
from app.domain.picture import DRAWINGS
from app.domain.plural import wrong
from app.domain.question import Question, settings
from app.domain.questionnaire import Questionnaire
from app.domain.reading import REVIEW
from app.domain.rule import Facts, Rule, compared, holds, mentions
from app.domain.sentence import N_, Problem
from app.domain.short_name import ID

PART = re.compile(r"[A-Za-z0-9+_-]{1,40}")
MOST_COMBINATIONS = 20_000


def check(questionnaire: Questionnaire) -> Iterator[Problem]:
    yield from _shape(questionnaire)
    yield from _words(questionnaire)
    yield from check_flow(questionnaire)
    for page in questionnaire.pages:
        for question in page.questions:
            where = f"pages.{page.id}.questions.{question.id}"
            yield from question.check(where)
            yield from _parts(question, where)
            yield from alike(question, where, questionnaire.languages)
            yield from _pictures(questionnaire, question, where)
    yield from _rules(questionnaire)


def _shape(questionnaire: Questionnaire) -> Iterator[Problem]:
    if not questionnaire.questions:
        yield Problem(N_("There is no question yet."), "pages")
    for page in questionnaire.pages:
        if not page.questions and not page.exit:
            yield Problem(N_("This page has no question."), f"pages.{page.id}")
    yield from _ids([(f"pages.{page.id}", page.id) for page in questionnaire.pages])
    yield from _ids([(f"pages.{p.id}.questions.{q.id}", q.id) for p in questionnaire.pages for q in p.questions])


def _ids(named: list[tuple[str, str]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for where, id in named:
        if not ID.fullmatch(id):
            yield Problem(N_("The short name “{id}” may only have small letters, digits, _ and -."), where, id=id)
        if id == REVIEW:
            yield Problem(N_("The short name “{id}” is used twice."), where, id=id)
        if id in seen:
            yield Problem(N_("The short name “{id}” is used twice."), where, id=id)
        seen.add(id)


def _parts(question: Question, where: str) -> Iterator[Problem]:
    """Short names within a question: they name form fields and cells, so a colon or a blank would mix them up."""
    for f in settings(type(question)):
        value = getattr(question, f.name)
        for item in value if isinstance(value, tuple) else ():
            if not PART.fullmatch(item.id):
                spot = f"{where}.{f.name}.{item.id}"
                yield Problem(N_("The short name “{id}” may only have letters, digits, +, _ and -."), spot, id=item.id)


def _pictures(questionnaire: Questionnaire, question: Question, where: str) -> Iterator[Problem]:
    for f in settings(type(question)):
        value = getattr(question, f.name)
        for item in value if isinstance(value, tuple) else ():
            name = getattr(item, "picture", "")
            if name and name not in DRAWINGS and name not in questionnaire.pictures:
                spot = f"{where}.{f.name}.{item.id}"
                yield Problem(N_("There is no picture called “{name}”."), spot, name=name)


def _words(questionnaire: Questionnaire) -> Iterator[Problem]:
    source = questionnaire.source
    for path, text, must in questionnaire.texts():
        gaps = text.gaps(source)
        for language in questionnaire.languages:
            words = text.words.get(language, "")
            if must and not words:
                yield Problem(
                    N_("Words are missing in {language}."),
                    f"{path}.{language}",
                    language=LANGUAGES[language].german_name,
                )
            elif words and text.gaps(language) != gaps:
                yield Problem(
                    N_("The gaps in {language} are not the same as in the original."),
                    f"{path}.{language}",
                    language=LANGUAGES[language].german_name,
                )
            yield from wrong(words, language, f"{path}.{language}")
        for gap in sorted(gaps):
            if gap not in _before(questionnaire, path):
                yield Problem(N_("The gap {{{name}}} is not an earlier question."), f"{path}.{source}", name=gap)


def _before(questionnaire: Questionnaire, path: str) -> list[str]:
    """The questions that are answered before a text is read."""
    parts = path.split(".")
    if path == "thanks" or parts[0] != "pages":
        return []
    page = questionnaire.page(parts[1])
    if page is None:
        return []
    found = [question.id for each in surely_before(questionnaire.pages, page) for question in each.questions]
    return [*found, "number"] if page.repeat else found


def _rules(questionnaire: Questionnaire) -> Iterator[Problem]:
    for page in questionnaire.pages:
        earlier = {q.id: q for each in surely_before(questionnaire.pages, page) for q in each.questions}
        before = dict(earlier)
        where = f"pages.{page.id}"
        yield from _rule(page.show_if, earlier, f"{where}.show_if")
        for question in page.questions:
            spot = f"{where}.questions.{question.id}"
            known = before if page.shuffled else earlier
            yield from _rule(question.show_if, known, f"{spot}.show_if")
            yield from _rule(question.recipe, known, f"{spot}.formula")
            yield from question.check_offer(known, spot)
            for variant in question.variants:
                yield from _rule(variant.when, known, f"{spot}.variants.{variant.id}.when")
            earlier[question.id] = question
            yield from _rule(question.valid_if, {**known, question.id: question}, f"{spot}.valid_if")
        if page.questions and not _reachable(page, page.questions, earlier, questionnaire.languages):
            yield Problem(N_("No one can ever reach this page: its rules contradict each other."), where)
            continue
        for question in page.questions:
            if question.show_if and not _reachable(page, (question,), earlier, questionnaire.languages):
                spot = f"{where}.questions.{question.id}.show_if"
                yield Problem(N_("No one can ever be asked this question: the rules contradict each other."), spot)


def _rule(rule: Rule | None, earlier: Mapping[str, Question], where: str) -> Iterator[Problem]:
    for id in dict.fromkeys(mentions(rule)):
        if id not in earlier:
            yield Problem(N_("This rule asks about “{id}”, which is not an earlier question."), where, id=id)
    for id, word in compared(rule):
        answers = _answers(earlier.get(id))
        if answers and word not in answers:
            yield Problem(
                N_("This rule waits for the answer “{word}”, which “{id}” does not offer."),
                where,
                word=word,
                id=id,
            )


def _answers(question: Question | None) -> list[str]:
    """The words a rule may compare a closed question with."""
    return list(question.groups()) if question is not None else []


def _reachable(
    page: Page, asked: Sequence[Question], earlier: Mapping[str, Question], languages: tuple[str, ...]
) -> bool:
    """Whether any combination of the answers the rules mention shows one of these questions of the page; too many
    combinations count as yes."""
    rules = [page.show_if, *(question.show_if for question in asked)]
    known = list(dict.fromkeys(id for rule in rules for id in mentions(rule)))
    if any(not _answers(earlier.get(id)) for id in known):
        return True
    choices = [_possible(earlier[id]) for id in known]
    size = len(languages)
    for each in choices:
        size *= len(each)
    if size > MOST_COMBINATIONS:
        return True
    combinations = itertools.product(languages, *choices)
    facts = (
        Facts({id: v for id, v in zip(known, values, strict=True) if v is not None}, tag)
        for tag, *values in combinations
    )
    return any(holds(page.show_if, each) and any(holds(q.show_if, each) for q in asked) for each in facts)


def _possible(question: Question) -> list[Any]:
    answers: list[Any] = _answers(question)
    if question.several_groups:
        pairs = itertools.chain.from_iterable(itertools.combinations(answers, many) for many in (1, 2))
        return [None, *map(list, pairs)]
    return [None, *answers]
