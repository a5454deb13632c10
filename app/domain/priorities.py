"""One list of what matters most, from all questions that ask for it in one way or another.

Whatever the question, a thing's place in it is the same number: of how many comparisons with another thing of the same
question, drawn by lot, it comes off better. Half is the average of every question, so places of different questions go
together. Pairs are asked for just that (bradley_terry.py). From places in an order it follows exactly: of K things the
one that is on average in place m comes before (K - m) / (K - 1) of the others; what someone left out comes after all
they ranked. From shares, of people who chose something or of points, it follows by the choice axiom of R. D. Luce,
"Individual Choice Behavior" (1959): of two things with the shares s and t the first is chosen s / (s + t) of the time.

Things of different questions with the same words or the same short name are one item. Its place is the mean of the log
odds of its places, weighted by how exact each is. Where they differ by more than chance, the interval is widened as R.
T. Birge did, "The Calculation of Errors by the Method of Least Squares", Physical Review 40 (1932), 207-227.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import exp, log, sqrt

from app.domain import uncertainty
from app.domain.option import Option
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import Filter, results
from app.domain.tally import Label, Row, Tally
from app.domain.text import Text
from app.domain.uncertainty import Interval, Z

MADE_UP = re.compile(r"[a-z]\d*")  # a short name that says nothing (short_name.py)
ALMOST = 0.005  # nothing comes off worse, or better, in fewer comparisons than this


@dataclass(frozen=True)
class Place:
    """`odds` are the log odds of coming off better than another thing, `variance` says how exact they are."""

    odds: float
    variance: float

    @classmethod
    def of(cls, value: float, variance: float) -> Place:
        """From a share of comparisons and its variance."""
        held = min(max(value, ALMOST), 1 - ALMOST)
        return cls(log(held / (1 - held)), max(variance, 1e-9) / (held * (1 - held)) ** 2)

    @property
    def value(self) -> float:
        return _chance(self.odds)

    @property
    def interval(self) -> Interval:
        half = Z * sqrt(self.variance)
        return Interval(_chance(self.odds - half), _chance(self.odds + half))


@dataclass(frozen=True)
class Source:
    """The place of a thing in one question."""

    questionnaire: Questionnaire
    question: Question
    label: Label
    place: Place

    def is_same(self, other: Source) -> bool:
        """Whether both are about one thing."""
        return self._names & other._names != set()

    @property
    def _names(self) -> set[str]:
        """The words its authors wrote, however they are spaced and capitalised, and its short name."""
        words = self.label.words.get(self.questionnaire.source, "") if isinstance(self.label, Text) else str(self.label)
        ids = {f"#{o.id}" for o in _options(self.question) if o.label == self.label and not MADE_UP.fullmatch(o.id)}
        return {" ".join(words.split()).casefold(), *ids} - {""}


@dataclass(frozen=True)
class Priority:
    label: Label
    place: Place
    sources: tuple[Source, ...]


def priorities(published: Iterable[tuple[Questionnaire, Release]]) -> list[Priority]:
    """The list, the first place first."""
    items: list[list[Source]] = []
    for questionnaire, release in published:
        for source in sources(questionnaire, release):
            own = next((each for each in items if _belongs(source, each)), None)
            items.append([source]) if own is None else own.append(source)
    return sorted(map(_priority, items), key=lambda item: -item.place.odds)


def _belongs(source: Source, item: Sequence[Source]) -> bool:
    """Whether it is about the thing of this item, which no question is asked about twice."""
    return any(source.is_same(each) for each in item) and all(source.question is not each.question for each in item)


def _priority(sources: Sequence[Source]) -> Priority:
    place = together([each.place for each in sources], [each.questionnaire.slug for each in sources])
    return Priority(sources[0].label, place, tuple(sources))


def asks(questionnaire: Questionnaire) -> bool:
    """Whether any of its questions says what matters."""
    return any(_counts(questionnaire, question) for question in questionnaire.questions)


def sources(questionnaire: Questionnaire, release: Release) -> Iterator[Source]:
    """The place of every thing in every question that counts and has results for everyone."""
    for result in results(questionnaire, release, Filter()):
        if result.tally and _counts(questionnaire, result.question):
            rows = _things(result.question, result.tally)
            for row, place in zip(rows, places(result.tally, rows), strict=True):
                yield Source(questionnaire, result.question, row.label, place)


def _counts(questionnaire: Questionnaire, question: Question) -> bool:
    """Who someone is, is no priority; and of a question asked for each child there is no order to be told."""
    return bool(getattr(question, "priority", False)) and not (
        question.dimension or question.id in questionnaire.repeated
    )


def _things(question: Question, tally: Tally) -> list[Row]:
    """The rows of things, without "none of these", "something else" and "don't know"."""
    pinned = [option.label for option in _options(question) if option.pinned]
    return [row for row in tally.rows if not row.last and row.label not in pinned]


def _options(question: Question) -> tuple[Option, ...]:
    return tuple(getattr(question, "options", ()))


def places(tally: Tally, rows: Sequence[Row]) -> list[Place]:
    """The place of each of these rows, none where there is nothing to compare."""
    if tally.noise is None or tally.shape not in SHAPES or not any(row.base for row in rows) or len(rows) < 2:
        return []
    return SHAPES[tally.shape](tally, rows, tally.noise)


def _paired(tally: Tally, rows: Sequence[Row], noise: int) -> list[Place]:
    strong = [row.strength for row in rows if row.strength]
    return [Place.of(each.chance, each.variance + noise * each.changes) for each in strong]


def _ranked(tally: Tally, rows: Sequence[Row], noise: int) -> list[Place]:
    others, base = len(rows) - 1, max(row.base for row in rows)
    ranked = sum(sum(row.values.values()) for row in rows) / base
    behind = (ranked + 1 + len(rows)) / 2  # the middle of the places that someone left
    found = []
    for row in rows:
        left_out = max(base - sum(row.values.values()), 0)
        mean = uncertainty.mean({**row.values, behind: row.values.get(behind, 0) + left_out}, noise)
        assert mean
        found.append(Place.of((len(rows) - mean.value) / others, _variance(mean) / others**2))
    return found


def _shared(tally: Tally, rows: Sequence[Row], noise: int) -> list[Place]:
    """Shares of one whole are as if each were taken from the others: that adds to the variance of their ratios."""
    others = len(rows) - 1
    exact = [uncertainty.estimate(tally, row) for row in rows]
    shares = [max(each.value if each else 0.0, 0.5 / row.base) for each, row in zip(exact, rows, strict=True)]
    errors = [
        (_variance(each) if each else 1.0) / share**2 * len(rows) / others
        for each, share in zip(exact, shares, strict=True)
    ]
    found = []
    for at, share in enumerate(shares):
        chances = [share / (share + other) for other in shares]
        slopes = [0.0 if at == place else p * (1 - p) / others for place, p in enumerate(chances)]
        own = sum(slopes) ** 2 * errors[at]
        variance = own + sum(slope**2 * error for slope, error in zip(slopes, errors, strict=True))
        found.append(Place.of((sum(chances) - 0.5) / others, variance))
    return found


def _variance(estimate: uncertainty.Estimate) -> float:
    return estimate.variance_of_one() / estimate.people + estimate.noise


def together(places: Sequence[Place], people: Sequence[str]) -> Place:
    """One place from several; `people` says whose each is. The errors of the same people are not independent: at worst
    they add up, and so they do here."""
    exact = [1 / place.variance for place in places]
    weights = [each / sum(exact) for each in exact]
    odds = sum(place.odds * weight for place, weight in zip(places, weights, strict=True))
    errors: dict[str, float] = {}
    for place, weight, who in zip(places, weights, people, strict=True):
        errors[who] = errors.get(who, 0.0) + weight * sqrt(place.variance)
    apart = sum((place.odds - odds) ** 2 / place.variance for place in places) / max(len(places) - 1, 1)
    return Place(odds, max(1.0, apart) * sum(error**2 for error in errors.values()))


def _chance(odds: float) -> float:
    return 1 / (1 + exp(-odds))


SHAPES: dict[str, Callable[[Tally, Sequence[Row], int], list[Place]]] = {
    "pairs": _paired,
    "ranking": _ranked,
    "budget": _shared,
    "bars": _shared,
}
