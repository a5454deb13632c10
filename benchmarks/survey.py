"""A hard survey to protect: 20 questions, four filters, rare languages that live together and answer together."""

import numpy as np

from app.domain.attacks.crowd import DAY, Crowd, arrivals
from app.domain.language import LANGUAGES
from app.domain.option import Option
from app.domain.questionnaire import Page, Questionnaire
from app.domain.questions.single import Single
from app.domain.response import Kept

SHARES = {
    "language": (0.48, 0.12, 0.1, 0.08, 0.06, 0.05, 0.05, 0.03, 0.02, 0.01),
    "region": (0.2, 0.17, 0.15, 0.13, 0.12, 0.1, 0.08, 0.05),
    "age": (0.12, 0.3, 0.28, 0.2, 0.1),
    "role": (0.5, 0.35, 0.15),
}
LANGUAGE_TAGS = tuple(LANGUAGES)[:10]
ANSWERS = (2,) * 4 + (3,) * 4 + (5,) * 10 + (6,) * 2  # of each question, besides "I'd rather not say"
QUESTIONS = tuple(f"q{number}" for number in range(len(ANSWERS)))
SILENT = 0.04
RARE = 7  # the languages from this one on live in shelters
TOGETHER = 8  # most of this language answer on one evening


def options(number: int, aside: bool = False) -> tuple[Option, ...]:
    named = tuple(Option(f"a{code}") for code in range(number))
    return (*named, Option("ka", aside=True)) if aside else named


def questionnaire() -> Questionnaire:
    filters = tuple(
        Single(id=name, options=options(len(shares)), dimension=True)
        for name, shares in SHARES.items()
        if name != "language"
    )
    asked = tuple(
        Single(id=id, options=options(number, aside=True)) for id, number in zip(QUESTIONS, ANSWERS, strict=True)
    )
    return Questionnaire(
        "probe", "de", LANGUAGE_TAGS, pages=(Page("who", questions=filters), Page("what", questions=asked))
    )


def crowd(people: int, seed: int) -> Crowd:
    """Answers depend on language, region and age; people who share them answer alike."""
    chance = np.random.default_rng(seed)
    traits = {name: chance.choice(len(p), people, p=np.array(p) / sum(p)) for name, p in SHARES.items()}
    rare = traits["language"] >= RARE
    lives_there = rare & (chance.random(people) < 0.7)
    traits["region"] = np.where(lives_there, traits["language"] - 2, traits["region"])
    minutes = arrivals(people, chance)
    evening = (traits["language"] == TOGETHER) & (chance.random(people) < 0.6)
    minutes = np.where(evening, 20 * DAY + 18 * 60 + chance.integers(0, 120, people), minutes)
    order = np.lexsort((chance.random(people), minutes))
    traits = {name: codes[order] for name, codes in traits.items()}
    likely = {id: _likely(traits, number, chance) for id, number in zip(QUESTIONS, ANSWERS, strict=True)}
    answers = {
        id: (chance.random((people, 1)) > p.cumsum(1)).sum(1).clip(0, p.shape[1] - 1) for id, p in likely.items()
    }

    def name(id: str, code: int) -> str:
        return "ka" if code == likely[id].shape[1] - 1 else f"a{code}"

    def stranger(person: int, id: str) -> dict[str, float]:
        return {name(id, code): float(p) for code, p in enumerate(likely[id][person])}

    kept = tuple(
        Kept(
            str(person),
            0,
            _groups({trait: int(codes[person]) for trait, codes in traits.items()}),
            {id: name(id, int(codes[person])) for id, codes in answers.items()}
            | {trait: f"a{codes[person]}" for trait, codes in traits.items() if trait != "language"},
            True,
        )
        for person in range(people)
    )
    return Crowd(questionnaire(), kept, minutes[order], stranger)


def _groups(traits: dict[str, int]) -> dict[str, list[str]]:
    return {name: [LANGUAGE_TAGS[code] if name == "language" else f"a{code}"] for name, code in traits.items()}


def _likely(traits: dict, number: int, chance: np.random.Generator) -> np.ndarray:
    """How likely each person gives each answer to one question."""
    tilts = {"language": 0.6, "region": 0.35, "age": 0.3}
    logs = chance.normal(0, 1, number) + sum(
        chance.normal(0, tilt, (len(SHARES[name]), number))[traits[name]] for name, tilt in tilts.items()
    )
    shares = np.exp(logs)
    shares /= shares.sum(1, keepdims=True)
    return np.column_stack([(1 - SILENT) * shares, np.full(len(shares), SILENT)])
