"""A free text as staff read it: its question, the answer it stood beside, its words with what was noticed in them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.domain.hints import LABELS, find
from app.domain.language import LANGUAGES, Language
from app.domain.option import Option
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.text import Text
from app.store import questionnaires
from app.store.questionnaires import Draft
from app.store.voices import Written


@dataclass(frozen=True)
class Piece:
    """A part of a text; `hint` says what it may be, if it may tell who wrote it."""

    words: str
    hint: str = ""


@dataclass(frozen=True)
class Read:
    id: str
    question: Text | str
    beside: Text | None
    language: Language | None
    pieces: Sequence[Piece]

    @property
    def hints(self) -> list[str]:
        return list(dict.fromkeys(piece.hint for piece in self.pieces if piece.hint))

    @property
    def words(self) -> str:
        return "".join(piece.words for piece in self.pieces)


def asked(db: Connection, draft: Draft) -> Questionnaire:
    """What people saw who wrote: the newest published version."""
    version = questionnaires.published(db, draft.slug)
    return version.questionnaire if version else draft.questionnaire


def read(questionnaire: Questionnaire, written: Written, marked: bool = True) -> Read:
    voice = written.voice
    question = questionnaire.question(voice.question)
    return Read(
        written.id,
        question.title if question else voice.question,
        _beside(question, voice.part),
        LANGUAGES.get(voice.language),
        tuple(pieces(voice.words)) if marked else (Piece(voice.words),),
    )


def _beside(question: Question | None, part: str) -> Text | None:
    """The words of the answer a text stood beside."""
    options: Sequence[Option] = getattr(question, "options", ())
    return next((option.label for option in options if option.id == part), None)


def pieces(words: str) -> Iterator[Piece]:
    """The text cut where hints begin and end."""
    done = 0
    for hint in find(words):
        start = max(hint.start, done)
        if done < start:
            yield Piece(words[done:start])
        yield Piece(words[start : hint.end], LABELS[hint.what])
        done = hint.end
    if done < len(words):
        yield Piece(words[done:])
