"""Each kind of question as respondents see it, filled with words of the interface, for the picker of the editor."""

from __future__ import annotations

import dataclasses
import typing
from typing import Any

from app.domain.question import Question, build, settings
from app.domain.questions import KINDS
from app.domain.sentence import N_, Sentence
from app.domain.text import Text
from app.web.language import here, tell


def samples() -> dict[str, Question]:
    return {kind: _sample(made) for kind, made in KINDS.items()}


def _sample(made: type[Question]) -> Question:
    question: Question = build(made, {"id": f"sample-{made.kind}", **made.sample}, made.kind)
    said = {f.name: _said(getattr(question, f.name), f.metadata["label"]) for f in settings(made)}
    words = {**said, "title": _words(made.label, ""), "help": Text(), "required": False}
    return dataclasses.replace(question, **{name: value for name, value in words.items() if value is not None})


def _said(value: Any, label: str) -> Any:
    """A setting that would be blank, said in the visitor's language."""
    if isinstance(value, Text):
        return value or _words(label, "")
    if isinstance(value, tuple) and value and dataclasses.is_dataclass(value[0]):
        return tuple(_named(each, number) for number, each in enumerate(value, 1))
    return None


def _named(thing: Any, number: int) -> Any:
    texts = [name for name, hint in typing.get_type_hints(type(thing)).items() if hint is Text]
    said = {name: _words(N_("Answer {number}"), number) for name in texts if not getattr(thing, name)}
    return dataclasses.replace(thing, **said)


def _words(message: str, number: Any) -> Text:
    return Text({here().tag: tell(Sentence.of(message, number=number)).striptags()})
