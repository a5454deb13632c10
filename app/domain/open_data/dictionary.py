"""The dictionary: every question with its rows and columns, and every theme of texts, with words in every language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.domain import themes
from app.domain.exchange.sheet import Cell
from app.domain.language import LANGUAGES
from app.domain.open_data.columns import DICTIONARY, Column
from app.domain.open_data.meaning import meanings, several, shape_of
from app.domain.open_data.texts import KIND, role, themed
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.tally import Label

SayIn = Callable[[Label, str], str]  # words in a language, by its tag


def columns(questionnaire: Questionnaire) -> tuple[Column, ...]:
    languages = (LANGUAGES[tag] for tag in questionnaire.languages)
    spoken = (Column(each.tag, {"de": each.german_name, "en": each.tag}, language=each.tag) for each in languages)
    return (*DICTIONARY, *spoken)


def dictionary(questionnaire: Questionnaire, release: Release, say_in: SayIn) -> Iterator[Sequence[Cell]]:
    def said(label: Label) -> list[str]:
        return [say_in(label, tag) for tag in questionnaire.languages]

    for question in questionnaire.questions:
        if question.cells():
            shape = shape_of(questionnaire, question)
            many = "several" if several(questionnaire, question) else None
            head = (question.id, "question", question.id, question.kind, shape, many, None, None)
            yield (*head, *said(question.title))
            for part, id, about, label in _parts(questionnaire, question):
                yield (question.id, part, id, None, None, *about, *said(label))
    for name, ids, tally in themed(questionnaire, release):
        yield (name, "question", name, KIND, tally.shape, "several", None, None, *said(themes.TITLE))
        for id, row in zip(ids, tally.rows, strict=True):
            yield (name, "row", id, None, None, role(id), None, None, *said(row.label))


def _parts(
    questionnaire: Questionnaire, question: Question
) -> Iterator[tuple[str, str, tuple[str | None, int | None, float | None], Label]]:
    """Rows and columns, each once; what an answer means stands with the part that tells it from others."""
    seen = set()
    for each in meanings(questionnaire, question):
        about = each.role, each.place, each.value
        for part, id, label in (("row", each.row, each.row_label), ("column", each.column, each.column_label)):
            if id and (part, id) not in seen:
                seen.add((part, id))
                tells = part == "column" or not each.column
                yield part, id, about if tells else (None, None, None), label
