"""What has changed since an earlier release: shares that moved by more than chance and noise would move them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.comparison import Pair, chance, holm
from app.domain.measure import measures, pairs
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.results import Filter, results
from app.domain.sentence import N_, Sentence


@dataclass(frozen=True)
class Movement:
    """The share of a question that moved most; the pair is of the earlier and the later release."""

    question: str
    pair: Pair

    @property
    def said(self) -> Sentence:
        return Sentence.of(
            N_("Largest change: {answer} – {before} before, {now} now."),
            answer=self.pair.first.label,
            before=self.pair.first.said,
            now=self.pair.second.said,
        )


def movements(questionnaire: Questionnaire, before: Release, now: Release, group: Filter) -> list[Movement]:
    """The largest change of each question that has one, the largest first; Holm's correction is over all changes.

    Everyone counted before is counted now, so the two shares of a question lie nearer to each other than those of two
    groups. A question that is asked in another way since, or in other answers, is compared with nothing.
    """
    tried = list(_tried(questionnaire, before, now, group))
    sure = holm([chance(each.pair.first.estimate, each.pair.second.estimate, shared=True) for each in tried])
    found = sorted((each for each, certain in zip(tried, sure, strict=True) if certain), key=_size, reverse=True)
    return list({each.question: each for each in reversed(found)}.values())[::-1]


def _size(movement: Movement) -> float:
    return abs(movement.pair.difference)


def _tried(questionnaire: Questionnaire, before: Release, now: Release, group: Filter) -> Iterator[Movement]:
    earlier = {each.question.id: each.tally for each in results(questionnaire, before, group)}
    for result in results(questionnaire, now, group):
        id, was = result.question.id, earlier.get(result.question.id)
        if result.tally and was and not result.question.dimension and _asked_alike(before, now, group, id):
            for one, other in pairs(measures(was), measures(result.tally)):
                if one.row and other.row and not other.row.last:
                    yield Movement(id, Pair(one, other, True))


def _asked_alike(before: Release, now: Release, group: Filter, question: str) -> bool:
    """Whether both releases count the same cells of the same question, from the same version on."""
    counts = [each.counts(group.table, question) for each in (before, now)]
    cells = [set(each.cells) if each else None for each in counts]
    since = [each.document["asked_of_some"].get(question, {}).get("since", 1) for each in (before, now)]
    return cells[0] == cells[1] and since[0] == since[1]
