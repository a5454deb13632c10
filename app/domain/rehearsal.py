"""The rehearsal of a questionnaire: invented people answer the draft by its rules, and what they met is told.

Nothing of it is stored. The same seed invents the same people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from app.domain import pace, repetition
from app.domain.cube import Cube
from app.domain.imagine import World, attempt
from app.domain.option import Option
from app.domain.page import Page
from app.domain.profile import PROFILES
from app.domain.question import Question, settings
from app.domain.questionnaire import TEXTS, Questionnaire
from app.domain.release import Edition, Release, release
from app.domain.response import Kept, Response, seal
from app.domain.rule import Facts
from app.domain.tally import Label
from app.domain.text import Text
from app.domain.unfolding import plain

FEWEST, MOST = 10, 2_000
KEY = bytes(32)  # the changes of numbers protect nobody here, and shall be the same each time
ENOUGH = 8  # answers for each cell of a question: with fewer, one that nobody chose says little
WRITTEN = "…"  # what invented people write


@dataclass(frozen=True)
class Path:
    """A way through the pages: how many took it, and their seconds on average."""

    pages: tuple[Page, ...]
    people: int
    seconds: float


@dataclass(frozen=True)
class Refused:
    """Answers to a question that could not be taken, in the words of the first."""

    question: Question
    problem: Exception
    people: int


@dataclass(frozen=True)
class Hole:
    """A text that does not exist in a language, and how many people met its stand-in."""

    language: str
    path: str
    people: int


@dataclass(frozen=True)
class Gap:
    """A text with a gap that stayed empty, because the question it speaks of was not answered before."""

    path: str
    name: str
    people: int


@dataclass(frozen=True)
class Rehearsal:
    people: int
    paths: tuple[Path, ...]
    pages: tuple[Page, ...]  # nobody reaches them
    questions: tuple[Question, ...]  # nobody is asked them, though someone reaches their page
    unchosen: tuple[tuple[Question, tuple[Label, ...]], ...]
    refused: tuple[Refused, ...]
    gaps: tuple[Gap, ...]
    holes: tuple[Hole, ...]
    kept: tuple[Kept, ...]

    @property
    def seconds(self) -> float:
        """How long it takes on average."""
        return sum(path.people * path.seconds for path in self.paths) / max(self.people, 1)


@dataclass
class _Notes:
    """What is written down while people answer."""

    paths: dict[tuple[str, ...], list[float]] = field(default_factory=dict)
    met: Counter[tuple[str, str]] = field(default_factory=Counter)  # language, page or question
    cells: Counter[tuple[str, str]] = field(default_factory=Counter)
    answered: Counter[str] = field(default_factory=Counter)
    refused: dict[tuple[str, str], list[Exception]] = field(default_factory=dict)
    gaps: Counter[tuple[str, str]] = field(default_factory=Counter)
    kept: list[Kept] = field(default_factory=list)


def rehearse(questionnaire: Questionnaire, languages: Sequence[str], people: int, seed: int) -> Rehearsal:
    """So many people answer in each of these languages."""
    questionnaire = replace(questionnaire, languages=tuple(languages))
    world = World(dict.fromkeys(languages, 1.0), voices=dict.fromkeys(languages, (WRITTEN,)))
    speaking = dict(_speaking(questionnaire))
    notes = _Notes()
    for language in languages:
        chance = Random(f"{seed} {language}")  # noqa: S311  a rehearsal that can be repeated
        seconds = {page.id: pace.reading(page.title, language) + pace.TURNING for page in questionnaire.pages}
        seconds |= {question.id: pace.asking(question, language) for question in questionnaire.questions}
        for _ in range(people):
            _answer(questionnaire, language, chance, world, seconds, speaking, notes)
    return _told(questionnaire, languages, people, notes)


def _answer(
    questionnaire: Questionnaire,
    language: str,
    chance: Random,
    world: World,
    seconds: dict[str, float],
    speaking: dict[str, list[tuple[str, str]]],
    notes: _Notes,
) -> None:
    answers, problems, facts = attempt(questionnaire, chance, language, world)
    met = _met(questionnaire, facts)
    notes.met.update((language, id) for id in set(met))
    path = tuple(dict.fromkeys(plain(page.id) for page in questionnaire.unfolded.path(facts)))
    total = notes.paths.setdefault(path, [0, 0.0])
    total[0], total[1] = total[0] + 1, total[1] + sum(seconds[id] for id in met)
    for id, problem in problems.items():
        notes.refused.setdefault((plain(id), str(problem)), []).append(problem)
    for id, said in speaking.items():
        if id in met:
            notes.gaps.update((where, name) for where, name in said if name not in facts.answers and name != "number")
    sealed = seal(questionnaire, Response(language, answers, True))
    for question in questionnaire.questions:
        if question.id in sealed.answers:
            notes.answered[question.id] += 1
            count = repetition.count if question.id in questionnaire.repeated else type(question).count
            notes.cells.update((question.id, cell) for cell in set(count(question, sealed.answers[question.id])))
    notes.kept.append(Kept(str(len(notes.kept)), 1, sealed.groups, sealed.answers, True))


def _met(questionnaire: Questionnaire, facts: Facts) -> list[str]:
    """The pages and questions someone sees, by their ids; what is repeated, as often as it is."""
    path = questionnaire.unfolded.path(facts)
    return [plain(id) for page in path for id in (page.id, *(question.id for question in page.shown(facts)))]


def _speaking(questionnaire: Questionnaire) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """The pages and questions whose words speak of earlier answers, with the path of each text and its gaps."""
    for page in questionnaire.pages:
        for owner, texts in _owners(page):
            source = questionnaire.source
            found = [(path, name) for path, text in texts for name in sorted(text.gaps(source))]
            if found:
                yield owner, found


def _owners(page: Page) -> Iterator[tuple[str, list[tuple[str, Text]]]]:
    """The page and its questions by id, each with its texts and their paths."""
    yield page.id, [(f"pages.{page.id}.title", page.title)]
    for question in page.questions:
        where = f"pages.{page.id}.questions.{question.id}"
        yield question.id, [(f"{where}.{path}", text) for path, text, must in question.texts() if must or text]


def _told(questionnaire: Questionnaire, languages: Sequence[str], people: int, notes: _Notes) -> Rehearsal:
    reached = {id for _, id in notes.met}
    by_id = {page.id: page for page in questionnaire.pages}
    paths = (Path(tuple(by_id[id] for id in ids), int(n), took / n) for ids, (n, took) in notes.paths.items())
    return Rehearsal(
        people * len(languages),
        tuple(sorted(paths, key=lambda path: -path.people)),
        tuple(page for page in questionnaire.pages if page.id not in reached),
        tuple(
            q for p in questionnaire.pages if p.id in reached for q in p.questions if q.stands and q.id not in reached
        ),
        tuple(_unchosen(questionnaire.questions, notes)),
        tuple(_refused(questionnaire, notes)),
        tuple(Gap(where, name, n) for (where, name), n in notes.gaps.most_common()),
        tuple(_holes(questionnaire, languages, people, notes)),
        tuple(notes.kept),
    )


def _unchosen(questions: Iterable[Question], notes: _Notes) -> Iterator[tuple[Question, tuple[Label, ...]]]:
    """The answers nobody chose, of questions that enough people answered to expect each of them. Those that stand apart
    ("none of these", "something else", "don't know") are left out: invented people hardly ever take them."""
    for question in questions:
        names = question.groups()
        apart = {*question.asides, *(each.id for each in _options(question) if each.pinned)}
        cells = [cell for cell in question.cells() if cell in names and cell not in apart]
        if notes.answered[question.id] >= ENOUGH * len(cells):
            missing = tuple(names[cell] for cell in cells if not notes.cells[question.id, cell])
            if missing:
                yield question, missing


def _options(question: Question) -> Iterator[Option]:
    for f in settings(type(question)):
        value = getattr(question, f.name)
        yield from (each for each in value if isinstance(each, Option)) if isinstance(value, tuple) else ()


def _refused(questionnaire: Questionnaire, notes: _Notes) -> Iterator[Refused]:
    for (id, _), problems in sorted(notes.refused.items(), key=lambda each: -len(each[1])):
        question = questionnaire.question(id)
        if question:
            yield Refused(question, problems[0], len(problems))


def _holes(questionnaire: Questionnaire, languages: Sequence[str], people: int, notes: _Notes) -> Iterator[Hole]:
    source = questionnaire.source
    for language in languages:
        for name in TEXTS:
            if getattr(questionnaire, name).state(language, source) == "missing":
                yield Hole(language, name, people)
        for page in questionnaire.pages:
            for owner, texts in _owners(page):
                met = notes.met[language, owner]
                yield from (Hole(language, path, met) for path, text in texts if met and not text.words.get(language))


def dashboard(questionnaire: Questionnaire, rehearsal: Rehearsal, languages: Sequence[str], day: date) -> Release:
    """What would be published of these people, by the way real answers take."""
    questionnaire = replace(questionnaire, languages=tuple(languages))
    cube = Cube.build(questionnaire, rehearsal.kept, KEY, PROFILES[questionnaire.profile])
    return release(questionnaire, Edition(1, day, 1, extends_groups=True), cube, None)
