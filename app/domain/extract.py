"""An extract: what analysts get of a questionnaire, made coarser, shuffled, with an account of what was done to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

import numpy as np

from app.domain.coarsening import coarser
from app.domain.dataset import Dataset, Variable
from app.domain.microdata import NOTHING, Column, columns, without_variable
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.response import Kept, Voice
from app.domain.sentence import N_, Problem
from app.domain.suppression import Combinations, Loss, suppressed
from app.domain.tally import Label
from app.domain.text import Text
from app.domain.voices import LEAST

LEAST_PEOPLE = 50  # as many as public results need before they have any groups
WORDS, ASKED = Text({"de": "Freier Text", "en": "Free text"}), Text({"de": "Frage", "en": "Question"})


@dataclass(frozen=True)
class Account:
    """`combinations` of dimensions before and after some were left out, how many people lost which (`losses`), which
    variables had categories merged or ends cut (`coarser`), which questions are not in it (`missing`)."""

    before: Combinations
    after: Combinations
    losses: tuple[Loss, ...]
    coarser: tuple[Text, ...]
    missing: tuple[Text, ...]


@dataclass(frozen=True)
class Extract:
    """`answers` and `texts` (None: none to be seen) are two files in two orders. `margins` says which variable the
    population table counts as what, `marks` which answers each of its codes stands for."""

    answers: Dataset
    texts: Dataset | None
    account: Account
    margins: Mapping[str, str]
    marks: Mapping[str, Mapping[int, tuple[str, ...]]]
    simulated: bool = False

    @property
    def people(self) -> int:
        return len(self.answers.rows)


def extract(
    asked: Questionnaire, kept: Sequence[Kept], since: Mapping[str, int], voices: Iterable[Voice], chance: Random
) -> Extract:
    """The extract of these people; `since` as in a release, `chance` shuffles. Raises a Problem when they are few."""
    if len(kept) < LEAST_PEOPLE:
        raise Problem(N_("Fewer than {least} people have been counted so far."), least=LEAST_PEOPLE)
    given = columns(asked, kept, since)
    done = suppressed(coarser(given))
    margins = {column.variable.name: column.margin for column in done.columns if column.margin and column.dimension}
    return Extract(
        _dataset(asked, [column.variable for column in done.columns], _rows(done.columns), chance),
        _texts(asked, voices, chance),
        Account(done.before, done.after, done.losses, _changed(given, done.columns), without_variable(asked)),
        margins,
        {column.variable.name: column.marks for column in done.columns if column.variable.name in margins},
        any(response.simulated for response in kept),
    )


def shuffled(dataset: Dataset, chance: Random) -> Dataset:
    """The same people in another order."""
    order = list(range(len(dataset.rows)))
    chance.shuffle(order)
    weights = tuple(dataset.weights[place] for place in order) if dataset.weights else None
    return replace(dataset, rows=tuple(dataset.rows[place] for place in order), weights=weights)


def _rows(found: Sequence[Column]) -> list[tuple[int | None, ...]]:
    table = np.column_stack([column.codes for column in found]).tolist()
    return [tuple(None if code == NOTHING else code for code in row) for row in table]


def _dataset(
    asked: Questionnaire, variables: Sequence[Variable], rows: Sequence[tuple[int | str | None, ...]], chance: Random
) -> Dataset:
    mixed = list(rows)
    chance.shuffle(mixed)
    return Dataset(asked.title, asked.slug, asked.source, asked.languages, tuple(variables), tuple(mixed))


def _texts(asked: Questionnaire, voices: Iterable[Voice], chance: Random) -> Dataset | None:
    """Texts a person has allowed, each with the question it answers and with nothing else; never a few of one."""
    written = list(voices)
    enough = {
        place for place, texts in Counter((each.question, each.part) for each in written).items() if texts >= LEAST
    }
    if not enough:
        return None
    places = {place: code for code, place in enumerate(sorted(enough), start=1)}
    values = {code: _asked(asked.question(question), question, part) for (question, part), code in places.items()}
    variables = (Variable("question", ASKED, "single", values), Variable("words", WORDS, "text"))
    rows = [(places[where], each.words) for each in written if (where := (each.question, each.part)) in places]
    return _dataset(asked, variables, rows, chance)


def _asked(question: Question | None, id: str, part: str) -> Label:
    return question.title if question and not part else f"{id}.{part}" if part else id


def _changed(before: Sequence[Column], after: Sequence[Column]) -> tuple[Text, ...]:
    """The titles of questions whose variables are coarser than what people answered."""
    last = {column.variable.name: column for column in after}
    found: list[Text] = []
    for column in before:
        made = last.get(column.variable.name)
        fewer = made is None or len(made.variable.values) < len(column.variable.values)
        cut = made is not None and column.measured and bool((made.codes != column.codes).any())
        if (fewer or cut) and column.title not in found:
            found.append(column.title)
    return tuple(found)
