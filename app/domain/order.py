"""In which order pages and questions stand: random between people, the same for one sheet, and never stored.

Consecutive pages that name a block may change places, block by block; all others stay where they are. What is read
from a form is read in the order of the questionnaire, so that nothing kept says which order someone saw.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import groupby

from app.domain.page import Page
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.rule import Facts


def arranged(pages: Sequence[Page], seed: str) -> list[Page]:
    """The pages in the order of the sheet with this name."""
    if not seed or not any(page.block for page in pages):
        return list(pages)
    found: list[Page] = []
    for movable, run in groupby(pages, key=lambda page: bool(page.block)):
        blocks = [list(block) for _, block in groupby(run, key=lambda page: page.block)]
        if movable:
            _chance(seed, found).shuffle(blocks)
        found += [page for block in blocks for page in block]
    return found


def way(questionnaire: Questionnaire, facts: Facts, seed: str) -> list[Page]:
    """The pages someone with these answers sees, in the order of their sheet; the questionnaire is unfolded."""
    seen = {page.id for page in questionnaire.path(facts)}
    return [page for page in arranged(questionnaire.pages, seed) if page.id in seen]


def mixed(page: Page, questions: Sequence[Question], seed: str) -> list[Question]:
    """The questions of a page in the order of the sheet; texts between them stay in their places."""
    if not page.shuffled or not seed:
        return list(questions)
    asking = [question for question in questions if question.asks]
    _chance(seed, [page]).shuffle(asking)
    left = iter(asking)
    return [next(left) if question.asks else question for question in questions]


def surely_before(pages: Sequence[Page], page: Page) -> list[Page]:
    """The pages everyone sees before this one, whatever the order, as often as this one."""
    place = next(at for at, each in enumerate(pages) if each is page)
    found = [each for each in pages[:place] if not each.repeat]
    if page.block:
        run = _together(pages, place, lambda each: bool(each.block))
        found = [each for each in found if each not in run or each.block == page.block]
    if page.repeat:
        round_ = _together(pages, place, lambda each: each.repeat == page.repeat)
        found += [each for each in pages[:place] if each in round_]
    return found


def _together(pages: Sequence[Page], place: int, alike: object) -> list[Page]:
    """The pages around this place, without a gap, that are alike."""
    assert callable(alike)
    first = last = place
    while first > 0 and alike(pages[first - 1]):
        first -= 1
    while last + 1 < len(pages) and alike(pages[last + 1]):
        last += 1
    return list(pages[first : last + 1])


def _chance(seed: str, after: Sequence[Page]) -> random.Random:
    return random.Random(f"{seed}|{after[-1].id if after else ''}")  # noqa: S311  an order on a page is no secret
