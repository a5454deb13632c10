"""The overview: from where people answered, and who is missing compared with the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from app.domain import representation, turnout
from app.domain.display import percent, share, whole
from app.domain.population import Population
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.representation import Comparison, Standing
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.domain.turnout import Region
from app.web.dashboard.tile_map import TileMap, tile_map

VERDICTS = {
    "hidden": Sentence(N_("too few answers")),
    "fewer": Sentence(N_("clearly fewer")),
    "alike": Sentence(N_("could be chance")),
    "more": Sentence(N_("clearly more")),
}
TENTH = 10  # an axis ends at a full tenth


@dataclass(frozen=True)
class Dumbbell:
    """Where a line of the picture has its marks, in percent of its width, already mirrored for right to left.

    `low` to `high` is drawn as a bar; all but `population` are None where too few answered.
    """

    population: float
    answered: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    label: Label
    population: Sentence
    answered: Sentence | None
    ends: Sentence | None
    verdict: str
    said: Sentence
    picture: Dumbbell


@dataclass(frozen=True)
class Missing:
    """One question: who of its groups is missing, in sentences, a table and pictures in its lines."""

    id: str
    title: Label
    messages: tuple[Sentence, ...]
    lines: tuple[Line, ...]
    longest: Sentence  # the share at the end of the axis
    estimated: bool
    sources: tuple[tuple[str, date | None], ...]
    counts_children: bool


@dataclass(frozen=True)
class Where:
    """The regions, those with the fewest answers for their people first; without a `map` the table says it all."""

    message: Sentence
    regions: tuple[Region, ...]
    map: TileMap | None
    sources: tuple[tuple[str, date | None], ...]
    chance: bool  # whether what differs could be chance alone

    @property
    def estimated(self) -> bool:
        return any(region.estimated for region in self.regions)


@dataclass(frozen=True)
class Overview:
    where: Where | None
    missing: tuple[Missing, ...]


def overview(questionnaire: Questionnaire, release: Release, population: Population, rtl: bool) -> Overview | None:
    """What the population table adds to a release, None where it adds nothing."""
    regions = turnout.regions(questionnaire, release, population)
    comparisons = list(representation.compared(questionnaire, release, population))
    missing = tuple(_missing(comparison, population.area, rtl) for comparison in comparisons)
    chance = any(_by_chance(comparison) for comparison in comparisons)
    return Overview(_where(regions, chance) if regions else None, missing) if regions or missing else None


def _by_chance(comparison: Comparison) -> bool:
    """Whether no region differs from the population by more than chance."""
    alike = all(standing.verdict == "alike" for standing in comparison.standings)
    return comparison.question.population == "municipality" and alike


def _where(regions: tuple[Region, ...], chance: bool) -> Where:
    places = [place for region in regions for place in region.places]
    sources = dict.fromkeys((place.source, place.day) for place in places if place.source)
    return Where(turnout.message(regions), regions, tile_map(regions), tuple(sources), chance)


def _missing(comparison: Comparison, area: str, rtl: bool) -> Missing:
    question, longest = comparison.question, _longest(comparison.standings)
    return Missing(
        question.id,
        question.title,
        tuple(representation.messages(comparison, area)),
        tuple(_line(standing, longest, rtl) for standing in comparison.standings),
        whole(longest / 100),
        comparison.estimated,
        comparison.sources,
        question.population == "age",
    )


def _longest(standings: Sequence[Standing]) -> int:
    """Where the axis ends: a full tenth behind the last mark."""
    last = max(max(each.population, each.high if each.people is not None else 0) for each in standings)
    return min(TENTH * ceil(100 * last / TENTH), 100)


def _line(standing: Standing, longest: int, rtl: bool) -> Line:
    hidden = standing.people is None
    ends = Sentence.of(N_("{low} to {high} %"), low=percent(standing.low), high=percent(standing.high))
    return Line(
        standing.label,
        whole(standing.population),
        None if hidden else share(standing.row),
        None if hidden else ends,
        standing.verdict,
        VERDICTS[standing.verdict],
        _picture(standing, longest, rtl),
    )


def _picture(standing: Standing, longest: int, rtl: bool) -> Dumbbell:
    def at(part: float) -> float:
        place = 100 * part / (longest / 100)
        return round(100 - place if rtl else place, 2)

    if standing.people is None:
        return Dumbbell(at(standing.population))
    low, high = sorted((at(standing.low), at(standing.high)))
    return Dumbbell(at(standing.population), at(standing.row.share()), low, high)
