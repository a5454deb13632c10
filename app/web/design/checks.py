"""The list of what keeps a draft from being published, and of what would make it better."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, groupby

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from app.domain.advice import hard_texts
from app.domain.check import check
from app.domain.language import LANGUAGES, Language
from app.domain.standing_out import standing_out
from app.domain.tally import Label
from app.store import consultations
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.mending import Finding, findings

MOST_SHOWN = 80
ANY, NONE = "", "none"  # of the filter by language


@dataclass(frozen=True)
class Pile:
    """The findings of one sort in the chosen language: those shown, by what they are about, and how many there are."""

    count: int
    shown: tuple[tuple[tuple[Label, ...], tuple[Finding, ...]], ...]

    @property
    def more(self) -> int:
        return self.count - sum(len(found) for _, found in self.shown)


@dataclass(frozen=True)
class Choice:
    """A language of the filter, None for what is about no language, with how many findings it has."""

    value: str
    language: Language | None
    blocking: int
    advice: int


@bp.get("/<slug>/checks")
@allowed("see questionnaires")
def checks(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft, people = find(db, slug), consultations.population(db)
    blocking = list(findings(draft, check(draft.questionnaire)))
    known = standing_out(draft.questionnaire, people)
    advice = list(findings(draft, chain(known, hard_texts(draft.questionnaire))))
    wanted = request.args.get("language", ANY)
    choices = _choices(draft, blocking, advice)
    if wanted not in {ANY, *(choice.value for choice in choices)}:
        abort(404)
    return render_template(
        "web/design/checks.html",
        draft=draft,
        wanted=wanted,
        choices=choices,
        total=len(blocking),
        blocking=_pile(blocking, wanted),
        advice=_pile(advice, wanted),
    )


def _pile(found: Iterable[Finding], wanted: str) -> Pile:
    chosen = [each for each in found if wanted == ANY or (each.place.language or NONE) == wanted]
    groups = groupby(sorted(chosen[:MOST_SHOWN], key=lambda each: _order(chosen, each)), key=lambda each: each.thing)
    piles = ((thing, tuple(group)) for thing, group in groups)
    return Pile(len(chosen), tuple((group[0].place.labels[: max(1, len(thing) // 2)], group) for thing, group in piles))


def _order(found: list[Finding], one: Finding) -> int:
    """What is about the same thing stands together, where the first of it stood."""
    return next(i for i, each in enumerate(found) if each.thing == one.thing)


def _choices(draft: Draft, blocking: list[Finding], advice: list[Finding]) -> list[Choice]:
    block, advise = (Counter(each.place.language or NONE for each in found) for found in (blocking, advice))
    tags = [tag for tag in LANGUAGES if tag in draft.questionnaire.languages or block[tag] or advise[tag]]
    return [Choice(tag, LANGUAGES.get(tag), block[tag], advise[tag]) for tag in (*tags, NONE)]
