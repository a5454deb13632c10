"""The buttons that change the order of a questionnaire or of the answers to a question: what each does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain import edit, items
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import N_
from app.domain.setting import tidy

MOST_TITLE = 60


@dataclass(frozen=True)
class Change:
    """A questionnaire as it shall be, the sentence its history keeps, and the question or page to go on with."""

    questionnaire: Questionnaire
    message: str
    gaps: Mapping[str, str] = field(default_factory=dict)
    onward: str = ""


def called(questionnaire: Questionnaire, thing: Any) -> str:
    """What a question, a page or the whole is called in the history: its words in the original, else its short name."""
    words = " ".join(thing.title.words.get(questionnaire.source, "").split())
    short = words if len(words) <= MOST_TITLE else words[:MOST_TITLE].rpartition(" ")[0] + "…"
    return short or getattr(thing, "id", "") or questionnaire.slug


def arranged(questionnaire: Questionnaire, do: str, form: Mapping[str, str]) -> Change | None:
    """The change a button asks for, such as question-up:wohnen; None when what it speaks of is not there any more."""
    deed, _, rest = do.partition(":")
    id, *more = rest.split(":")
    if deed == "page-add":
        words = tidy(form.get("title", ""))
        changed, id = edit.with_page(questionnaire, words, form.get("after", ""))
        return Change(changed, N_("Added the page “{title}”"), {"title": words or id}, id)
    if deed in _OF_PAGES and (page := questionnaire.page(id)):
        change, message = _OF_PAGES[deed]
        return Change(change(questionnaire, id, more), message, {"title": called(questionnaire, page)}, id)
    question = questionnaire.question(id)
    if question is None:
        return _of_items(questionnaire, questionnaire, do, form) if deed.startswith("item-") and not id else None
    title = {"title": called(questionnaire, question)}
    if deed == "question-duplicate":
        changed, copy = edit.duplicated(questionnaire, id)
        return Change(changed, N_("Duplicated “{title}”"), title, copy)
    if deed == "question-to":
        return Change(edit.moved(questionnaire, id, form.get("to", "")), N_("Moved “{title}”"), title, id)
    if deed == "question-name":
        name = tidy(form.get("name", ""))
        return Change(edit.renamed(questionnaire, id, name), N_("Changed “{title}”"), title, name)
    if deed in _OF_QUESTIONS:
        change, message = _OF_QUESTIONS[deed]
        return Change(change(questionnaire, id, more), message, title, id)
    return _of_items(questionnaire, question, do, form)


Order = Callable[[Questionnaire, str, list[str]], Questionnaire]

_OF_PAGES: dict[str, tuple[Order, str]] = {
    "page-up": (lambda q, id, more: edit.page_shifted(q, id, -1), N_("Moved the page “{title}”")),
    "page-down": (lambda q, id, more: edit.page_shifted(q, id, 1), N_("Moved the page “{title}”")),
    "page-before": (lambda q, id, more: edit.page_moved(q, id, *more[:1]), N_("Moved the page “{title}”")),
    "page-delete": (lambda q, id, more: edit.without_page(q, id), N_("Deleted the page “{title}”")),
}
_OF_QUESTIONS: dict[str, tuple[Order, str]] = {
    "question-up": (lambda q, id, more: edit.shifted(q, id, -1), N_("Moved “{title}”")),
    "question-down": (lambda q, id, more: edit.shifted(q, id, 1), N_("Moved “{title}”")),
    "question-before": (lambda q, id, more: edit.moved(q, id, *(more[:2] or [""])), N_("Moved “{title}”")),
    "question-delete": (lambda q, id, more: edit.without_question(q, id), N_("Deleted “{title}”")),
}


def _of_items(questionnaire: Questionnaire, question: Any, do: str, form: Mapping[str, str]) -> Change | None:
    """Buttons such as item-up:wohnen:options:miete, on one of the answers of a question, or of the quotas."""
    deed, _, name, id, *more = [*do.split(":"), "", "", ""]
    if name not in {f.name for f in items.lists(question)}:
        return None
    at, source = items.position(question, name, id), questionnaire.source
    to = items.position(question, name, more[0])
    title = {"title": called(questionnaire, question)}
    match deed:
        case "item-up" | "item-down" | "item-to":
            place = {"item-up": at - 1, "item-down": at + 1}.get(deed, to if to >= 0 else at)
            changed, message = items.with_item_moved(question, name, id, place), N_("Moved an answer of “{title}”")
        case "item-delete":
            changed, message = items.without_item(question, name, id), N_("Deleted an answer of “{title}”")
        case "item-add":
            written = form.get(f"add.{name}", "")
            changed, message = items.with_added(question, name, written, source), N_("Added answers to “{title}”")
        case "item-lines":
            written = form.get(f"lines.{name}", "")
            changed, message = items.with_lines(question, name, written, source), N_("Changed the answers of “{title}”")
        case _:
            return None
    if question is questionnaire:
        return Change(changed, N_("Changed “{title}”"), title)
    return Change(questionnaire.with_question(changed), message, title, question.id)
