"""What differs between two questionnaires, in sentences and words, and what that means for results.

What begins anew is asked of audience.changed_since alone, and which filters there are of release.dimensions_of: this
module only says it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.domain.audience import changed_since
from app.domain.difference import Questions, Reworded, Ruled, moved, ruled, settings, words, words_of
from app.domain.language import LANGUAGES
from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import dimensions_of
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

Effect = Literal["same", "careful", "anew", "new", "gone"]
EFFECTS: dict[Effect, str] = {
    "gone": N_("Results are no longer shown"),
    "anew": N_("Results begin anew"),
    "new": N_("A new question: only later answers are counted"),
    "careful": N_("Results stay comparable, but the words have changed"),
    "same": N_("Results stay comparable"),
}


@dataclass(frozen=True)
class Part:
    """All that changed in one question, in one page beside its questions, or in the head (`where` is empty)."""

    where: str
    title: Label
    sentences: tuple[Sentence, ...] = ()
    words: tuple[Reworded, ...] = ()
    effect: Effect | None = None
    rules: tuple[Ruled, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All parts that changed, in the order of the newer questionnaire, what is gone last; `lost` says which filters
    results no longer have."""

    parts: tuple[Part, ...] = ()
    lost: tuple[Sentence, ...] = ()
    untouched: int = 0  # questions that stay as they are

    def having(self, effect: Effect) -> list[Part]:
        return [part for part in self.parts if part.effect == effect]

    @property
    def grave(self) -> bool:
        """Whether any results begin anew or disappear."""
        return bool(self.lost) or any(part.effect in ("anew", "gone") for part in self.parts)


def changes(before: Questionnaire, after: Questionnaire) -> Changes:
    questions = list(_questions(before, after))
    parts = [*_head(before, after), *_pages(before, after), *questions, *_gone(before, after)]
    untouched = len(after.questions) - len(questions)
    return Changes(tuple(parts), tuple(_lost_filters(before, after)), untouched)


def _head(before: Questionnaire, after: Questionnaire) -> Iterator[Part]:
    sentences = [
        *settings(before, after, {"languages", "pages", "slug"}),
        *(Sentence.of(N_("{language} is offered now."), language=_named(tag))
          for tag in after.languages if tag not in before.languages),
        *(Sentence.of(N_("{language} is no longer offered."), language=_named(tag))
          for tag in before.languages if tag not in after.languages),
        *(Sentence.of(N_("The page “{page}” was added."), page=page.title or page.id)
          for page in after.pages if before.page(page.id) is None),
        *(Sentence.of(N_("The page “{page}” was removed."), page=page.title or page.id)
          for page in before.pages if after.page(page.id) is None),
    ]  # fmt: skip
    if moved(before.pages, after.pages):
        sentences.append(Sentence(N_("The order of the pages has changed.")))
    said = _words_beside_questions(before, after).get("", ())
    if sentences or said:
        yield Part("", Sentence(N_("The questionnaire as a whole")), tuple(sentences), tuple(said))


def _words_beside_questions(before: Questionnaire, after: Questionnaire) -> dict[str, list[Reworded]]:
    """New words of pages, by the place of their page, and of the questionnaire itself ("")."""
    old = {path: text for path, text, _ in before.texts()}
    found: dict[str, list[Reworded]] = {}
    for path, text, _ in after.texts():
        if path in old and ".questions." not in path:
            where = ".".join(path.split(".")[:2]) if path.startswith("pages.") else ""
            found.setdefault(where, []).extend(words(path, old[path], text))
    return {where: said for where, said in found.items() if said}


def _pages(before: Questionnaire, after: Questionnaire) -> Iterator[Part]:
    reworded = _words_beside_questions(before, after)
    for page in after.pages:
        old = before.page(page.id)
        if old is None:
            continue
        where = f"pages.{page.id}"
        sentences = list(settings(old, page, {"questions"}))
        if moved(old.questions, page.questions):
            sentences.append(Sentence(N_("The order of the questions on this page has changed.")))
        said = reworded.get(where, ())
        if sentences or said:
            rules = tuple(ruled(old, page, "page", _by_id(before), _by_id(after)))
            yield Part(where, page.title or page.id, tuple(sentences), tuple(said), rules=rules)


def _questions(before: Questionnaire, after: Questionnaire) -> Iterator[Part]:
    since = changed_since([(1, before), (2, after)])
    for page in after.pages:
        for question in page.questions:
            where = f"pages.{page.id}.questions.{question.id}"
            old = before.question(question.id)
            if old is None:
                added = Sentence(N_("This question was added."))
                yield Part(where, question.title or question.id, (added,), effect=_of(question, "new"))
                continue
            sentences = [*_place(before, page, question), *settings(old, question, {"id"})]
            said = tuple(words_of(where, old, question))
            anew = since[question.id] == 2
            if anew and not sentences:
                sentences = [Sentence(N_("It is asked of other people now, or protected in another way."))]
            if sentences or said:
                effect = _effect(anew, any(each.language in before.languages for each in said))
                rules = tuple(ruled(old, question, "question", _by_id(before), _by_id(after)))
                yield Part(where, question.title or question.id, tuple(sentences), said, _of(question, effect), rules)


def _effect(anew: bool, reworded: bool) -> Effect:
    comparable: Effect = "careful" if reworded else "same"
    return "anew" if anew else comparable


def _of(question: Question, effect: Effect) -> Effect | None:
    """Only what asks something has results."""
    return effect if question.asks else None


def _place(before: Questionnaire, page: Page, question: Question) -> Iterator[Sentence]:
    old, was = before.question(question.id), before.page_of(question.id)
    if was.id != page.id:
        yield Sentence.of(N_("It was moved to the page “{page}”."), page=page.title or page.id)
    elif was.show_if != page.show_if:
        yield Sentence(N_("The rule of its page has changed."))
    if old and old.kind != question.kind:
        kinds = {"before": Sentence(old.label), "after": Sentence(question.label)}
        yield Sentence(N_("Its kind was “{before}” and is “{after}” now."), kinds)


def _gone(before: Questionnaire, after: Questionnaire) -> Iterator[Part]:
    for question in before.questions:
        if after.question(question.id) is None:
            said = Sentence(N_("This question was removed."))
            yield Part("gone", question.title or question.id, (said,), effect=_of(question, "gone"))


def _lost_filters(before: Questionnaire, after: Questionnaire) -> Iterator[Sentence]:
    now = dimensions_of(after)
    for name in dimensions_of(before):
        question = before.question(name)
        if question and name not in now:
            yield Sentence.of(N_("Results can no longer be filtered by “{question}”."), question=question.title)
    for tag in before.languages:
        if tag not in after.languages:
            yield Sentence.of(N_("Results can no longer be filtered by answers in {language}."), language=_named(tag))


def _by_id(questionnaire: Questionnaire) -> Questions:
    return {question.id: question for question in questionnaire.questions}


def _named(tag: str) -> str:
    return LANGUAGES[tag].german_name
