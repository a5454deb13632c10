"""The published cells as a tidy table: one line for each cell of each question in each group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from app.domain import themes
from app.domain.display import share
from app.domain.exchange.sheet import Cell
from app.domain.open_data.meaning import BY_ROW, Meaning, meanings, shape_of
from app.domain.open_data.texts import lines, themed
from app.domain.open_data.words import in_english
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release, dimensions_of
from app.domain.response import LANGUAGE
from app.domain.results import Filter
from app.domain.tally import Counts, Label, Row

Say = Callable[[Label], str]  # words in the language the questionnaire was written in
DECIMALS = 6


def filters(questionnaire: Questionnaire) -> Iterator[Filter]:
    """Everyone, then each group that results may be filtered by."""
    yield Filter()
    for dimension, groups in dimensions_of(questionnaire).items():
        yield from (Filter(dimension, group) for group in groups)


def cells(questionnaire: Questionnaire, release: Release, say: Say) -> Iterator[Sequence[Cell]]:
    asked = [(q, shape_of(questionnaire, q), meanings(questionnaire, q)) for q in questionnaire.questions if q.cells()]
    for chosen in filters(questionnaire):
        where = (release.number, chosen.dimension, chosen.group, _group(questionnaire, chosen, say))
        yield _people(where, release, chosen)
        for question, shape, meant in asked:
            named = (*where, question.id, say(question.title))
            counts = release.counts(chosen.table, question.id)
            if counts is None:
                yield (*named, *(None,) * 10, True)
            else:
                yield from ((*named, *line) for line in _lines(shape, meant, counts, say))
        if not chosen.dimension:
            yield from _themes(where, questionnaire, release, say)


def _group(questionnaire: Questionnaire, chosen: Filter, say: Say) -> str:
    if chosen.dimension in ("", LANGUAGE):
        return chosen.group
    question = questionnaire.question(chosen.dimension)
    assert isinstance(question, Question)
    return say(question.groups()[chosen.group])


def _people(where: Sequence[Cell], release: Release, chosen: Filter) -> Sequence[Cell]:
    people = release.groups(chosen.dimension).get(chosen.group) if chosen.dimension else release.answers
    return (*where, *(None,) * 7, people, *(None,) * 4, people is None)


def _lines(shape: str, meant: list[Meaning], counts: Counts, say: Say) -> Iterator[Sequence[Cell]]:
    for each in meant:
        count, base = counts[each.cell], _base(shape, each, meant, counts)
        said = in_english(share(Row("", (count,), base))) if base else None
        part = round(min(count / base, 1.0), DECIMALS) if base else None
        labels = each.row, say(each.row_label), each.column, say(each.column_label)
        yield (each.cell, *labels, count, counts.answered, base, said, part, False)


def _themes(
    where: Sequence[Cell], questionnaire: Questionnaire, release: Release, say: Say
) -> Iterator[Sequence[Cell]]:
    for id, names, tally in themed(questionnaire, release):
        for theme, label, texts, base, said, part in lines(names, tally):
            counted = (texts, tally.answered, base, said, round(part, DECIMALS), False)
            yield (*where, id, say(themes.TITLE), theme, theme, say(label), "", "", *counted)


def _base(shape: str, each: Meaning, meant: list[Meaning], counts: Counts) -> int | None:
    """The people a cell is shown as a share of, None where the cell alone makes no share."""
    if each.role not in ("answer", "remainder") or shape == "budget" or (shape == "ranking" and each.column != "1"):
        return None
    if shape == "bars":
        return counts.answered
    if shape == "ranking":
        return max(counts.answered - sum(counts[other.cell] for other in meant if other.role == "declined"), 0)
    beside = [other for other in meant if other.role == "answer" and (shape not in BY_ROW or other.row == each.row)]
    return sum(counts[other.cell] for other in beside)
