"""What became of it: themes, what people demanded, the measures that answer it, and each decision with its reason.

Everything lies on one level and names what it belongs to, so that one form can change it all. What became of a demand
or a measure is its newest step: nothing else says its status, so the history cannot contradict it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from app.domain.document import Document
from app.domain.evidence import source
from app.domain.question import setting
from app.domain.sentence import N_, Problem
from app.domain.tally import Label
from app.domain.text import Text

STATUSES: Mapping[str, str] = {
    "discussed": N_("being discussed"),
    "examined": N_("being examined"),
    "underway": N_("being put into practice"),
    "done": N_("done"),
    "declined": N_("not taken up"),
}
MOST_THEMES = 40  # a receipt has a place for each
FIRST = date.min  # of a step whose day is not written yet


@dataclass(frozen=True)
class Theme:
    """A field of the concept. `number` is its place on receipts: once given out, it never means another theme."""

    id: str
    title: Text = setting(Text(), N_("Title"))
    number: int = setting(0, N_("Number on receipts; never change it later"), least=1, most=MOST_THEMES)
    icon: str = setting("", N_("Picture"))


@dataclass(frozen=True)
class Demand:
    """What people asked for, in one sentence, and more words where they are needed."""

    id: str
    theme: str = setting("", N_("Theme"), names="themes")
    title: Text = setting(Text(), N_("Demand"))
    text: Text = setting(Text(), N_("More about it"), say=False)


@dataclass(frozen=True)
class Measure:
    """What is to be done about one or several demands, by whom and until when."""

    id: str
    demands: tuple[str, ...] = setting((), N_("Answers these demands"), names="demands")
    title: Text = setting(Text(), N_("Measure"))
    text: Text = setting(Text(), N_("More about it"), say=False)
    responsible: str = setting("", N_("Responsible"))
    until: date | None = setting(None, N_("Until"))


@dataclass(frozen=True)
class Step:
    """What became of a demand or a measure on a day: why, and who decided (body, day, number of the paper)."""

    id: str
    of: str = setting("", N_("Demand or measure"), names="subjects")
    status: str = setting("discussed", N_("Status"), among=STATUSES)
    day: date | None = setting(None, N_("Day"))
    reason: Text = setting(Text(), N_("Reasons"), say=False)
    decision: Text = setting(Text(), N_("Decision: who, when, number of the paper"), say=False)


@dataclass(frozen=True)
class Evidence:
    """What a demand or a measure rests on; `source` as evidence.py reads it."""

    id: str
    of: str = setting("", N_("Demand or measure"), names="subjects")
    source: str = setting("", N_("Source"))
    note: Text = setting(Text(), N_("In words"), say=False)


@dataclass(frozen=True, kw_only=True)
class Outcome(Document):
    """Its short name is that of the consultation it is about."""

    intro: Text = setting(Text(), N_("Introduction"), say=False)
    invented: bool = setting(False, N_("An example: none of this has been decided"))
    themes: tuple[Theme, ...] = setting((), N_("Themes"))
    demands: tuple[Demand, ...] = setting((), N_("Demands"))
    measures: tuple[Measure, ...] = setting((), N_("Measures"))
    steps: tuple[Step, ...] = setting((), N_("Steps"))
    evidence: tuple[Evidence, ...] = setting((), N_("What it rests on"))

    kind = "outcome"
    label = N_("What became of it")

    @property
    def consultation(self) -> str:
        return self.slug

    @property
    def subjects(self) -> tuple[Demand | Measure, ...]:
        """What something can become of."""
        return (*self.demands, *self.measures)

    def named(self, what: str) -> dict[str, Label]:
        things: Iterable[Theme | Demand | Measure] = getattr(self, what)
        return {each.id: each.title for each in things}

    def steps_of(self, id: str) -> tuple[Step, ...]:
        """The history of a demand or measure, the newest first; of one day the one written last."""
        mine = [step for step in self.steps if step.of == id]
        return tuple(sorted(mine, key=lambda step: step.day or FIRST)[::-1])

    def evidence_of(self, id: str) -> tuple[Evidence, ...]:
        return tuple(each for each in self.evidence if each.of == id)

    def check_settings(self) -> Iterator[Problem]:
        yield from _names(self)
        yield from _numbers(self.themes)
        for step in self.steps:
            yield from _step(step)
        for each in self.evidence:
            if source(each.source) is None:
                yield Problem(
                    N_("Write the source like this: {example}."),
                    f"evidence.{each.id}.source",
                    example="question/gut-leben/gefuehl",
                )


_LISTS: Mapping[type, str] = {Demand: "demands", Step: "steps", Evidence: "evidence"}


def moved(before: Outcome, after: Outcome) -> tuple[Theme, ...]:
    """Themes that took over the number of another one: receipts given out with it are not read any more."""
    numbers = {theme.number: theme.id for theme in before.themes}
    return tuple(each for each in after.themes if numbers.get(each.number, each.id) != each.id)


def _names(outcome: Outcome) -> Iterator[Problem]:
    """What names something that is not there, and what two have as their name."""
    for what, things in (("themes", outcome.demands), ("subjects", outcome.steps), ("subjects", outcome.evidence)):
        known = {each.id for each in getattr(outcome, what)}
        for each in things:
            field = "theme" if what == "themes" else "of"
            if getattr(each, field) not in known:
                yield Problem(N_("Choose what this belongs to."), f"{_LISTS[type(each)]}.{each.id}.{field}")
    demands = {each.id for each in outcome.demands}
    for measure in outcome.measures:
        if not measure.demands or not {*measure.demands} <= demands:
            yield Problem(N_("Choose what this belongs to."), f"measures.{measure.id}.demands")
    names = Counter(each.id for each in outcome.subjects)
    for id in sorted(id for id, times in names.items() if times > 1 and id in demands):
        if any(measure.id == id for measure in outcome.measures):
            yield Problem(N_("Two answers have the same short name: {id}."), f"measures.{id}", id=id)


def _numbers(themes: tuple[Theme, ...]) -> Iterator[Problem]:
    given = Counter(theme.number for theme in themes)
    for theme in themes:
        if theme.number and given[theme.number] > 1:
            yield Problem(N_("Two themes have the same number."), f"themes.{theme.id}.number")


def _step(step: Step) -> Iterator[Problem]:
    if step.day is None:
        yield Problem(N_("Write the day as YYYY-MM-DD."), f"steps.{step.id}.day")
    if step.status == "declined" and not step.reason:
        yield Problem(N_("Say why it is not taken up."), f"steps.{step.id}.reason")
