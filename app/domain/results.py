"""The results of a questionnaire in one table of a release: for each question a tally and a sentence that says it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.domain import repetition, uncertainty
from app.domain.bradley_terry import obstacle
from app.domain.display import about, share, whole
from app.domain.profile import PROFILES
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.release import TOTAL, Release
from app.domain.response import LANGUAGE
from app.domain.sentence import N_, Sentence
from app.domain.tally import Row, Tally

TOO_FEW = Sentence(N_("Too few answers from this group so far."))


@dataclass(frozen=True)
class Result:
    """A question with what is published of it; tally is None when too few answered in this group."""

    question: Question
    tally: Tally | None
    message: Sentence


@dataclass(frozen=True)
class Filter:
    """One group of one dimension, or everyone."""

    dimension: str = ""
    group: str = ""

    @property
    def table(self) -> str:
        return f"{self.dimension}:{self.group}" if self.dimension else TOTAL


def chosen_filter(questionnaire: Questionnaire, dimension: str, group: str) -> Filter:
    """The filter a link asks for if it is a declared one, else everyone."""
    if dimension == LANGUAGE and group in questionnaire.languages:
        return Filter(dimension, group)
    question = next((each for each in questionnaire.dimensions if each.id == dimension), None)
    if question and group in question.groups():
        return Filter(dimension, group)
    return Filter()


def results(questionnaire: Questionnaire, release: Release, chosen: Filter) -> Iterator[Result]:
    repeated, noise = questionnaire.repeated, PROFILES[release.profile].variance
    for question in questionnaire.questions:
        if not question.cells():
            continue
        counts = release.counts(chosen.table, question.id)
        if counts is None:
            yield Result(question, None, _withheld(questionnaire, question, chosen))
        else:
            many = question.id in repeated
            tally = replace(repetition.tally(question, counts) if many else question.tally(counts), noise=noise)
            yield Result(question, tally, message(tally))


def _withheld(questionnaire: Questionnaire, question: Question, chosen: Filter) -> Sentence:
    if question.id in questionnaire.sensitive and chosen.dimension:
        return Sentence(N_("This question is sensitive. We show it for everyone together only."))
    if question.id == chosen.dimension:
        return Sentence(N_("You are looking at one answer to this very question."))
    return TOO_FEW


def message(tally: Tally) -> Sentence:
    """What the numbers say, in one sentence; shares are whole percent."""
    rows = tally.by_size
    if tally.shape == "voices":
        return Sentence.of(
            N_("About {count} people wrote something. The texts are read before any of them is shown."),
            count=about(tally.answered),
        )
    if tally.shape == "pairs" and not rows:
        return _no_order(tally)
    if not any(row.base for row in rows):
        return Sentence(N_("Hardly anyone has given an opinion on this yet."))
    return {
        "bars": _most,
        "diverging": _leaning,
        "statements": _agreed,
        "spread": _spread,
        "ranking": _first,
        "budget": _points,
        "pairs": _preferred,
    }[tally.shape](tally)


def _most(tally: Tally) -> Sentence:
    said = [row for row in tally.rows if not row.last] or list(tally.rows)
    first, *rest = sorted(said, key=lambda row: -row.counts[0])
    if not rest or rest[0].counts[0] == 0:
        return Sentence.of(N_("Most often: {first} ({share})."), first=first.label, share=share(first))
    return Sentence.of(
        N_("Most often: {first} ({share}), then {second} ({next})."),
        first=first.label,
        share=share(first),
        second=rest[0].label,
        next=share(rest[0]),
    )


def _leaning(tally: Tally) -> Sentence:
    rows = tally.by_size
    worst, best = tally.columns[0], tally.columns[-1]
    if len(rows) == 1:
        row = rows[0]
        return Sentence.of(
            N_("On the side of “{best}”: {good}. On the side of “{worst}”: {bad}."),
            best=best,
            worst=worst,
            good=whole(tally.favour(row)),
            bad=whole(tally.disfavour(row)),
        )
    given = [row for row in rows if row.base]
    return Sentence.of(
        N_("Best: {best} ({good} “{top}”). Worst: {worst} ({bad} “{bottom}”)."),
        best=given[0].label,
        good=share(given[0], len(tally.columns) - 1),
        top=tally.columns[-1],
        worst=given[-1].label,
        bad=share(given[-1], 0),
        bottom=tally.columns[0],
    )


def _agreed(tally: Tally) -> Sentence:
    given = [row for row in tally.rows if row.base]
    agreed: Row = max(given, key=lambda row: row.share(2))
    divided = min(given, key=lambda row: abs(row.share(2) - row.share(0)) + row.share(1))
    if divided is agreed:
        return Sentence.of(
            N_("Most agreement: “{statement}” ({share})."),
            statement=agreed.label,
            share=share(agreed, 2),
        )
    return Sentence.of(
        N_("Most agreement: “{statement}” ({share}). Most divided: “{other}” ({yes} yes, {no} no)."),
        statement=agreed.label,
        share=share(agreed, 2),
        other=divided.label,
        yes=share(divided, 2),
        no=share(divided, 0),
    )


def _spread(tally: Tally) -> Sentence:
    if tally.mean is None:
        top = max(tally.rows, key=lambda row: row.counts[0])
        return Sentence.of(N_("Most often: {first} ({share})."), first=top.label, share=share(top))
    exact = uncertainty.mean(tally.values, tally.noise)
    if exact is None:
        return Sentence.of(N_("On average about {mean}."), mean=round(tally.mean, 1))
    low, high = round(exact.interval.low, 1), round(exact.interval.high, 1)
    return Sentence.of(N_("On average about {mean} ({low}–{high})."), mean=round(tally.mean, 1), low=low, high=high)


def _first(tally: Tally) -> Sentence:
    best = tally.by_size[0]
    return Sentence.of(N_("Ranked highest: {item}. First place: {share}."), item=best.label, share=share(best))


def _points(tally: Tally) -> Sentence:
    first, *rest = tally.by_size
    if tally.unit:
        return Sentence.of(N_("The largest part goes to: {first} ({share})."), first=first.label, share=share(first))
    if not rest:
        return Sentence.of(N_("Most points: {first} ({share})."), first=first.label, share=share(first))
    return Sentence.of(
        N_("Most points: {first} ({share}), then {second} ({next})."),
        first=first.label,
        share=share(first),
        second=rest[0].label,
        next=share(rest[0]),
    )


def _preferred(tally: Tally) -> Sentence:
    first, second, *_ = tally.by_size
    return Sentence.of(
        N_("Most often: {first} ({share}), then {second} ({next})."),
        first=first.label,
        share=share(first),
        second=second.label,
        next=share(second),
    )


def _no_order(tally: Tally) -> Sentence:
    if obstacle(tally.duels) == "apart":
        return Sentence(N_("Some of these things were never compared with the others, so there is no order yet."))
    return Sentence(N_("There are too few comparisons yet to put these things in order."))
