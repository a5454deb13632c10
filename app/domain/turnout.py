"""From which regions people answered: about how many of each thousand who live there, as far as it is published."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.audience import asked_of_some
from app.domain.population import Category, Population
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.representation import answered, by_group
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

PLACES = "municipality"  # what the population table and the question call them


@dataclass(frozen=True)
class Region:
    """Municipalities whose answers are counted as one; `people` answered, None where they are too few to be shown."""

    label: Label
    places: tuple[Category, ...]
    people: int | None

    @property
    def inhabitants(self) -> int:
        return round(sum(place.people for place in self.places))

    @property
    def estimated(self) -> bool:
        return any(place.estimate for place in self.places)

    @property
    def rate(self) -> float | None:
        """People who answered for each thousand who live here."""
        return None if self.people is None or not self.inhabitants else 1000 * self.people / self.inhabitants


def place_question(questionnaire: Questionnaire) -> Question | None:
    """The question everyone is asked by whose places results may be filtered, if there is one."""
    aside = asked_of_some(questionnaire) | questionnaire.repeated
    fitting = (each for each in questionnaire.dimensions if each.population == PLACES and not each.several_groups)
    return next((each for each in fitting if each.id not in aside), None)


def regions(questionnaire: Questionnaire, release: Release, population: Population) -> tuple[Region, ...]:
    """The regions, those with the fewest answers for their people first."""
    question = place_question(questionnaire)
    if question is None:
        return ()
    people, lines = answered(question, release), by_group(question, population.margins.get(PLACES, ()))
    made = [Region(question.groups()[group], places, people[group]) for group, places in lines.items()]
    return tuple(sorted(made, key=lambda region: region.rate or 0.0))


def message(found: tuple[Region, ...]) -> Sentence:
    """From where too few answered, or fewest: in one sentence."""
    hidden = [region for region in found if region.rate is None]
    if hidden:
        return Sentence.of(N_("Too few answers to be shown from: {regions}."), regions=tuple(r.label for r in hidden))
    return Sentence.of(
        N_(
            "Fewest answers for the people who live there: {region}, about {fewest} per 1,000. Most: {other}, about "
            "{most} per 1,000."
        ),
        region=found[0].label,
        fewest=round(found[0].rate or 0, 1),
        other=found[-1].label,
        most=round(found[-1].rate or 0, 1),
    )
