"""The themes of free texts in the tables of open data: how many published texts are about what, for everyone.

They stand under the name of their question with an ending no question has. All is from the release, labels included:
what a theme was called when it was counted is what it is called here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.domain import themes
from app.domain.codebook import OTHER
from app.domain.display import share
from app.domain.open_data.words import in_english
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.tally import Label, Row, Tally

ENDING = ":themes"  # short names of questions have no colon
KIND = "themes"


def themed(questionnaire: Questionnaire, release: Release) -> Iterator[tuple[str, Sequence[str], Tally]]:
    """The questions whose texts are counted by theme: their names here, the themes in order, and the tally."""
    for question in questionnaire.questions:
        if tally := themes.tally(release, question.id):
            yield question.id + ENDING, list(release.document[themes.KEY][question.id]["cells"]), tally


def lines(ids: Sequence[str], tally: Tally) -> Iterator[tuple[str, Label, int, int, str, float]]:
    """Each theme with its words, its texts, all texts, and its share as it is said and as a number."""
    for id, row in zip(ids, tally.rows, strict=True):
        yield id, row.label, row.counts[0], row.base, in_english(share(Row("", row.counts, row.base))), row.share()


def role(id: str) -> str:
    return "remainder" if id == OTHER else "answer"
