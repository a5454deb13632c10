"""The numbers of the overview, as it shows them: from where people answered, and who is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain import representation, turnout
from app.domain.display import about, percent, share, whole
from app.domain.open_data.inhabitants import MISSING, WHERE
from app.domain.open_data.words import in_english
from app.domain.population import Population
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.representation import Standing
from app.domain.sentence import Sentence
from app.domain.tally import Label
from app.domain.turnout import Region
from app.web.dashboard.overview import VERDICTS
from app.web.results.data.number import number

Told = tuple[Label, str, Any]  # what a number is about, which figure it is, and its value: words or a number
AREA = "area"  # the one gap of a sentence that no table has: the name of the county


def overview(questionnaire: Questionnaire, release: Release, people: Population) -> Iterator[tuple[str, Told]]:
    """Each with the short name of its question."""
    place, regions = turnout.place_question(questionnaire), turnout.regions(questionnaire, release, people)
    if place and regions:
        yield from ((place.id, told) for told in _gaps(WHERE, turnout.message(regions)))
        yield from ((place.id, told) for region in regions for told in _region(region))
    for comparison in representation.compared(questionnaire, release, people):
        id = comparison.question.id
        for sentence in representation.messages(comparison, people.area):
            yield from ((id, told) for told in _gaps(MISSING, sentence))
        yield from ((id, told) for standing in comparison.standings for told in _standing(standing))


def _gaps(part: str, sentence: Sentence) -> Iterator[Told]:
    for name, gap in sentence.gaps.items():
        for each in gap if isinstance(gap, tuple) else (gap,):
            if name != AREA:
                yield "", f"{part}.message.{name}", each


def _region(region: Region) -> Iterator[Told]:
    yield region.label, f"{WHERE}.inhabitants", str(region.inhabitants)
    if region.people is not None and region.rate is not None:
        yield region.label, f"{WHERE}.answered", str(about(region.people))
        yield region.label, f"{WHERE}.per thousand", number(region.rate)


def _standing(standing: Standing) -> Iterator[Told]:
    yield standing.label, f"{MISSING}.population", in_english(whole(standing.population))
    if standing.people is not None:
        yield standing.label, f"{MISSING}.share", in_english(share(standing.row))
        yield standing.label, f"{MISSING}.between", f"{percent(standing.low)}–{percent(standing.high)}"
    yield standing.label, f"{MISSING}.difference", in_english(VERDICTS[standing.verdict])
