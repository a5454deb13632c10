"""The question bank: questions to use again with their translations, and how far a questionnaire uses one as it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.domain.language import LANGUAGES
from app.domain.question import Question, to_data
from app.domain.questionnaire import Questionnaire, load_question
from app.domain.search import folded
from app.domain.sentence import N_, Problem
from app.domain.text import Text

FORMAT = "mitsprache-bank/1"
ID = re.compile(r"[a-z][a-z0-9-]{0,59}")
# The fields of action of the integration concept; "allgemein" holds what is asked of everyone.
FIELDS = {
    "sprache": N_("Learning German"),
    "bildung": N_("School and training"),
    "arbeit": N_("Work"),
    "wohnen": N_("Housing"),
    "gesundheit": N_("Health and care"),
    "begegnung": N_("Living together, clubs, volunteering"),
    "diskriminierung": N_("Discrimination and protection"),
    "behoerden": N_("Public offices"),
    "teilhabe": N_("Having a say"),
    "beratung": N_("Information and advice"),
    "familie": N_("Children and families"),
    "mobilitaet": N_("Buses, trains, getting around"),
}
# What belongs to a questionnaire and not to the question itself.
OF_ITS_PLACE = frozenset(
    "id origin required soft show_if valid_if invalid variants dimension sensitive theme icon".split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Item:
    """A question of the bank: `source` is the language it was written in, `note` says what it measures, `own`
    whether staff put it in."""

    id: str
    field: str
    source: str
    question: Question
    note: Text = Text()
    tags: tuple[str, ...] = ()
    own: bool = False

    @property
    def origin(self) -> str:
        """What a question made from it remembers: the item, and a fingerprint of what it asked."""
        return f"{self.id}@{asked(self.question, self.source)}"

    @property
    def languages(self) -> list[str]:
        """The languages all of its words exist in."""
        needed = [text for _, text, must in self.question.texts() if must or text]
        return [tag for tag in LANGUAGES if all(text.words.get(tag) for text in needed)]

    def state(self, language: str) -> str:
        """The state of its translation as a whole: that of the text that needs most work."""
        order = ("missing", "outdated", "draft", "reviewed", "source")
        states = {text.state(language, self.source) for _, text, must in self.question.texts() if must or text}
        return next((state for state in order if state in states), "missing")


def asked(question: Question, language: str) -> str:
    """A fingerprint of what is asked: kind, settings, answers, and the words in one language."""
    data = {name: value for name, value in to_data(question, names=False).items() if name not in OF_ITS_PLACE}
    words = json.dumps(_in(data, language), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:8]


def _in(data: Any, language: str) -> Any:
    """The data with each text in this language only."""
    if isinstance(data, list):
        return [_in(each, language) for each in data]
    if not isinstance(data, dict):
        return data
    if data and all(key == "#" or key in LANGUAGES for key in data):
        return str(data.get(language, "")).strip()
    return {key: _in(value, language) for key, value in data.items()}


# -- finding


@dataclass(frozen=True)
class Search:
    """What someone looks for; what is empty does not narrow the list."""

    words: str = ""
    field: str = ""
    kind: str = ""
    language: str = ""

    def fits(self, item: Item) -> bool:
        return (
            self.field in ("", item.field)
            and self.kind in ("", item.question.kind)
            and (not self.language or self.language in item.languages)
            and all(word in _haystack(item) for word in map(folded, self.words.split()))
        )


def find(items: Iterable[Item], search: Search) -> list[Item]:
    return [item for item in items if search.fits(item)]


def _haystack(item: Item) -> str:
    """All words of an item, each folded on its own so that none begins in one text and ends in another."""
    texts = [item.note, *(text for _, text, _ in item.question.texts())]
    said = [words for text in texts for words in text.words.values()]
    return " ".join(folded(word) for phrase in (item.id, *item.tags, *said) for word in phrase.split())


# -- putting in


def put_in(
    questionnaire: Questionnaire, question: Question, id: str, field: str, tags: tuple[str, ...], note: str
) -> Item:
    """A question as an item of the bank; raises a Problem when it cannot stand alone."""
    if field not in FIELDS:
        raise Problem(N_("Choose a field."), "field")
    if (
        question.offering
        or question.recipe is not None
        or any(text.gaps(tag) for _, text, _ in question.texts() for tag in text.words)
    ):
        raise Problem(N_("This question repeats the answer to another one, so it cannot stand alone in the bank."))
    if set(_pictures(to_data(question))) & questionnaire.pictures.keys():
        raise Problem(N_("Uploaded pictures stay in their questionnaire. Choose pictures of ours for the bank."))
    alone = replace(question, origin="", show_if=None, valid_if=None, invalid=Text(), variants=())
    said = Text({questionnaire.source: note}) if note else Text()
    return Item(id, field, questionnaire.source, alone, said, tags, own=True)


def _pictures(data: Any) -> Iterator[str]:
    """The names of all pictures in a question's data."""
    if isinstance(data, dict) and isinstance(data.get("picture"), str):
        yield data["picture"]
    for each in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _pictures(each)


# -- stored form


def dump(item: Item) -> dict[str, Any]:
    return {
        "id": item.id,
        "field": item.field,
        "source": item.source,
        "tags": list(item.tags),
        "note": item.note.to_data(names=False),
        "question": to_data(item.question, names=False),
    }


def load(data: Any, own: bool = False) -> Item:
    """An item from JSON data; raises a Problem that names the place when it cannot be one."""
    if not isinstance(data, dict) or not ID.fullmatch(str(data.get("id"))) or data.get("field") not in FIELDS:
        raise Problem(N_("Something else was expected here."), "id")
    if data.get("source") not in LANGUAGES:
        raise Problem(N_("Name the languages by their tags, such as de, uk or ar."), "source")
    note, tags = Text.from_data(data.get("note", {}), "note"), data.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Problem(N_("Something else was expected here."), "tags")
    question = load_question(data.get("question"), "question")
    return Item(data["id"], data["field"], data["source"], question, note, tuple(tags), own)


def load_file(data: Any) -> list[Item]:
    """The items of one field, from a file of examples/bank."""
    if not isinstance(data, dict) or data.get("format") != FORMAT or not isinstance(data.get("items"), list):
        raise Problem(N_("This file is not a part of a question bank ({format} is missing)."), "format", format=FORMAT)
    return [load({"field": data.get("field"), "source": data.get("source"), **each}) for each in data["items"]]
