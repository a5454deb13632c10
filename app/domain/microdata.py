"""From sealed answers to columns of codes, one for each variable: as they were given, before anything is made coarser.

Nothing of the seal comes along: no key, no release, no version, no order. What was written freely is not here at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from app.domain import repetition
from app.domain.dataset import Variable
from app.domain.language import LANGUAGES
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.response import LANGUAGE, Kept
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label
from app.domain.text import Text
from app.domain.trait import CHOSEN, Mark, Trait
from app.domain.variable_name import variable_names

Codes = npt.NDArray[np.int64]

NOTHING = -(2**62)  # no answer: None in a file
UNKNOWN, REFUSED, PROTECTED, UNSURE = -8, -9, -10, -11  # codes of what is no answer; UNSURE and below: options
LEFT_OUT = Sentence(N_("Left out to protect people"))
ANSWERED_IN = Text({"de": "Sprache der Antworten", "en": "Language of the answers"})


@dataclass(frozen=True)
class Column:
    """`codes` has one for each person; `marks` says which answers a code stands for. Columns of one `dimension` tell
    the same trait of people by which they could be recognised ("" for what tells none); `margin` is what the
    population table calls it; `measured` numbers have no natural end; `title` is the question without its part, `rest`
    the name of a variable for several rare answers together."""

    variable: Variable
    codes: Codes
    marks: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    dimension: str = ""
    margin: str = ""
    measured: bool = False
    title: Text = Text()
    rest: str = ""

    @property
    def answered(self) -> npt.NDArray[np.bool_]:
        """Who gave an answer that is one."""
        return ~np.isin(self.codes, [*self.variable.missing, NOTHING])

    def with_codes(self, codes: Codes, **changed: Any) -> Column:
        return replace(self, codes=codes, variable=replace(self.variable, **changed))


def columns(questionnaire: Questionnaire, kept: Iterable[Kept], since: Mapping[str, int]) -> list[Column]:
    """All variables of these people; an answer to a version before `since` the question is asked as now is none."""
    readers = list(_readers(questionnaire))
    names = variable_names(id for reader in readers for id in reader.ids())
    for response in kept:
        for reader in readers:
            reader.add(_given(response, reader.question, since))
    return [column for reader in readers for column in reader.columns(names)]


def _given(response: Kept, question: Question | None, since: Mapping[str, int]) -> Any:
    if question is None:
        return next(iter(response.groups.get(LANGUAGE, ())), None)
    return response.answers.get(question.id) if response.version >= since.get(question.id, 1) else None


def without_variable(questionnaire: Questionnaire) -> tuple[Text, ...]:
    """The closed questions a file has no variable for: numbers asked once for each of several."""
    repeated = questionnaire.repeated
    asked = (question for question in questionnaire.questions if question.id in repeated and question.traits())
    return tuple(question.title for question in asked if not question.groups())


def _readers(questionnaire: Questionnaire) -> Iterator[_Reader]:
    tags = {tag: LANGUAGES[tag].own_name for tag in questionnaire.languages}
    yield _Reader(None, (Trait(values=tags),), LANGUAGE)
    for question in questionnaire.questions:
        telling = (question.dimension or question.population) and (question.groups() or question.measured)
        dimension = question.id if telling else ""
        if question.id not in questionnaire.repeated:
            yield _Reader(question, question.traits(), dimension)
        elif groups := question.groups():  # which turn said it is not sealed, only that one did
            traits = tuple(Trait(id, label, "multiple", CHOSEN) for id, label in groups.items())
            yield _Reader(question, traits, dimension, repeated=True)


class _Reader:
    """Reads the answers to one question into the columns of its traits."""

    def __init__(
        self, question: Question | None, traits: tuple[Trait, ...], dimension: str, repeated: bool = False
    ) -> None:
        self.question, self._traits, self._dimension, self._repeated = question, traits, dimension, repeated
        self._codes: list[list[int]] = [[] for _ in traits]
        self._labels = [(_values(trait), _missing(question, trait)) for trait in traits]
        self._known = [_codes(*each, trait) for each, trait in zip(self._labels, traits, strict=True)]

    def add(self, answer: Any) -> None:
        marks = {} if answer is None else self._marks(answer)
        for trait, codes, known in zip(self._traits, self._codes, self._known, strict=True):
            mark = marks.get(trait.part)
            codes.append(mark if isinstance(mark, int) else known.get(mark or "", NOTHING))

    def _marks(self, answer: Any) -> Mapping[str, Mark]:
        if self.question is None:
            return {"": answer}
        if self._repeated:
            said = set(repetition.count(self.question, answer)) if repetition.fits(self.question, answer) else set()
            return {trait.part: str(int(trait.part in said)) for trait in self._traits} if said else {}
        return self.question.told(answer) if self.question.fits(answer) else {}

    def ids(self) -> list[str]:
        return [*(_id(self.question, trait) for trait in self._traits), self._rest]

    @property
    def _rest(self) -> str:
        return f"{self._dimension}.others"

    def columns(self, names: Mapping[str, str]) -> Iterator[Column]:
        for trait, codes, labels, known in zip(self._traits, self._codes, self._labels, self._known, strict=True):
            found, (values, missing) = np.array(codes, np.int64), labels
            if not trait.values:
                found, missing = _apart(found, missing)
            variable = Variable(
                names[_id(self.question, trait)],
                _label(self.question, trait),
                trait.type,
                values,
                missing,
                self.question.id if self.question else "",
            )
            marks = {code: (mark,) for mark, code in known.items() if code >= 0}
            measured = bool(self.question and self.question.measured)
            margin = self.question.population if self.question and not self.question.several_groups else ""
            title = self.question.title if self.question else ANSWERED_IN
            yield Column(variable, found, marks, self._dimension, margin, measured, title, names[self._rest])


def _values(trait: Trait) -> dict[int, Label]:
    first = 0 if trait.type == "multiple" else 1
    return dict(enumerate(trait.values.values(), start=first))


def _missing(question: Question | None, trait: Trait) -> dict[int, Label]:
    asides = question.asides if question else {}
    said = {REFUSED if code == "na" else UNKNOWN: label for code, label in asides.items()}
    return {**said, **{UNSURE - place: label for place, label in enumerate(trait.unsure.values())}}


def _codes(values: Mapping[int, Label], missing: Mapping[int, Label], trait: Trait) -> dict[str, int]:
    """The code of each mark. "none" is what marks from 0 to 10 call "I don't know"."""
    unsure = {mark: UNSURE - place for place, mark in enumerate(trait.unsure)}
    asides = {"na": REFUSED, "dk": UNKNOWN, "none": UNKNOWN}
    told = {mark: code for mark, code in asides.items() if code in missing} | unsure
    if not trait.values:  # numbers may be negative themselves: below() finds a place below all of them
        return {mark: NOTHING - code for mark, code in told.items()}
    return told | dict(zip(trait.values, values, strict=True))


def _apart(codes: Codes, missing: Mapping[int, Label]) -> tuple[Codes, dict[int, Label]]:
    """Numbers, and codes below all of them for what is no answer."""
    aside = np.isin(codes, [NOTHING, *(NOTHING - code for code in missing)])
    shift, moved = below(codes[~aside]), codes.copy()
    for code in missing:
        moved[codes == NOTHING - code] = code - shift
    return moved, {code - shift: label for code, label in missing.items()}


def below(numbers: Codes) -> int:
    """By how much codes of what is no answer must be lowered so that none of these numbers has one."""
    lowest = int(numbers.min(initial=0))
    return 10 ** len(str(-lowest)) if lowest < 0 else 0


def _id(question: Question | None, trait: Trait) -> str:
    return ".".join(filter(None, (question.id if question else LANGUAGE, trait.part)))


def _label(question: Question | None, trait: Trait) -> Text:
    """The question and, where it has several parts, which one; in every language that has words for either."""
    title = question.title if question else ANSWERED_IN
    if not isinstance(trait.label, Text):
        return title
    tags = dict.fromkeys((*title.words, *trait.label.words))
    return Text({tag: f"{title.said(tag).words} – {trait.label.said(tag).words}" for tag in tags})
