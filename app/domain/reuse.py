"""Using questions of the bank in questionnaires: inserting them, comparing, taking over newer words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from app.domain.bank import OF_ITS_PLACE, Item, asked
from app.domain.option import Option
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.text import Mark, Text, fingerprint

State = Literal["same", "changed", "newer"]


def inserted(item: Item, questionnaire: Questionnaire, page: str, after: str = "") -> tuple[Questionnaire, Question]:
    """The questionnaire with the item as a question of a page, after another one or at the end, and that question."""
    new = replace(
        fitted(item, questionnaire), id=_free(item.question.id, {question.id for question in questionnaire.questions})
    )

    def added(questions: tuple[Question, ...]) -> tuple[Question, ...]:
        place = next((i for i, question in enumerate(questions, 1) if question.id == after), len(questions))
        return (*questions[:place], new, *questions[place:])

    pages = tuple(replace(p, questions=added(p.questions)) if p.id == page else p for p in questionnaire.pages)
    return replace(questionnaire, pages=pages), new


def fitted(item: Item, questionnaire: Questionnaire) -> Question:
    """The item's question with its words in the languages of a questionnaire, each with its state."""
    texts = [text for _, text, _ in questionnaire.texts()]
    wanted = {*questionnaire.languages, item.source, *(tag for text in texts for tag in text.words)}
    source = questionnaire.source
    moved: Question = _with_texts(item.question, lambda _, text: _moved(text, item.source, source, wanted))
    return replace(moved, origin=item.origin)


def _moved(text: Text, old: str, new: str, wanted: Iterable[str]) -> Text:
    """A text whose original is in another language now: nobody has compared the others with that one yet."""
    words = {tag: said for tag, said in text.words.items() if tag in wanted}
    if old == new:
        return Text(words, {tag: mark for tag, mark in text.marks.items() if tag in words})
    made_from = fingerprint(words.get(new, ""))
    return Text(words, {tag: Mark("draft", made_from) for tag in words if tag != new})


def _with_texts(question: Any, change: Callable[[str, Text], Text], path: str = "") -> Any:
    """A question, or an answer of it, with change(path, text) for each text, by its path as texts() names it."""
    changed: dict[str, Any] = {}
    for f in fields(question):
        value = getattr(question, f.name)
        if isinstance(value, Text):
            changed[f.name] = change(f"{path}{f.name}", value)
        elif isinstance(value, tuple) and any(isinstance(each, Option) for each in value):
            changed[f.name] = tuple(_with_texts(each, change, f"{path}{f.name}.{each.id}.") for each in value)
    return replace(question, **changed)


def _free(id: str, taken: set[str]) -> str:
    return next(name for name in (id, *(f"{id[:36]}-{i}" for i in range(2, 10_000))) if name not in taken)


@dataclass(frozen=True)
class Use:
    """A question that came from the bank: as it is there ("same"), changed here, or the bank has newer words."""

    questionnaire: Questionnaire
    question: Question
    item: Item

    @property
    def state(self) -> State:
        now, then = asked(self.question, self.item.source), self.question.origin.partition("@")[2]
        if self.item.origin.endswith(f"@{now}"):
            return "same"
        return "changed" if now != then else "newer"


def uses(questionnaires: Iterable[Questionnaire], items: Iterable[Item]) -> Iterator[Use]:
    by_id = {item.id: item for item in items}
    for questionnaire in questionnaires:
        for question in questionnaire.questions:
            item = by_id.get(question.origin.partition("@")[0])
            if item and type(item.question) is type(question):
                yield Use(questionnaire, question, item)


def taken_over(use: Use) -> Question:
    """The question in the bank's words; translations only the questionnaire has stay, as outdated where they are."""
    source, before = use.questionnaire.source, {path: text for path, text, _ in use.question.texts()}
    kept = {name: getattr(use.question, name) for name in OF_ITS_PLACE if name != "origin"}

    def merged(path: str, text: Text) -> Text:
        return _merged(before.get(path, Text()), text, source)

    question: Question = replace(_with_texts(fitted(use.item, use.questionnaire), merged), **kept)
    return question


def _merged(mine: Text, banks: Text, source: str) -> Text:
    """The bank's words, but no reviewed translation of the same original is lost."""
    alike = mine.words.get(source, "").strip() == banks.words.get(source, "").strip()
    keep = [t for t in mine.words if t not in banks.words or (alike and mine.state(t, source) == "reviewed")]
    words = {**banks.words, **{tag: mine.words[tag] for tag in keep}}
    marks = {**banks.marks, **{tag: mine.marks[tag] for tag in keep if tag in mine.marks}}
    return Text(words, marks)
