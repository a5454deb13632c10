"""Invented respondents, to see a dashboard alive and to try its protection: plausible, and plainly marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any

from app.domain.leaning import Leaning, drawn, mood_of, telling
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.reading import read
from app.domain.response import LANGUAGE
from app.domain.rule import Facts
from app.domain.sent import Sent
from app.domain.sentence import Problem
from app.domain.unfolding import plain

SKIPPED = 0.06  # of all questions
WRITTEN = 0.3  # of all who are asked for a text


@dataclass(frozen=True)
class World:
    """What an invented population is like: how many read which language, which answers lie near for whom,
    and what they might write.

    `tilts` are weights of answers by questionnaire, question and side: speakers of German, others, or all. `leanings`
    say by questionnaire how other answers depend on who somebody is (leaning.py). `themes` say what each of the
    `voices` is about, `own_themes` what those are called that are no field, `quotes` are translations.
    """

    languages: Mapping[str, float]
    tilts: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]] = field(default_factory=dict)
    voices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    themes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own_themes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    quotes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    leanings: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)

    def about(self, words: str) -> tuple[str, ...]:
        """The themes of an invented text, none for words that are not from here."""
        pairs = (pair for tag in self.themes for pair in zip(self.voices[tag], self.themes[tag], strict=True))
        return tuple(next((themes for said, themes in pairs if said == words), "").split())

    def language(self, chance: Random) -> str:
        return chance.choices(list(self.languages), list(self.languages.values()))[0]


def respondent(questionnaire: Questionnaire, chance: Random, language: str, world: World) -> dict[str, Any]:
    """The answers of one invented person."""
    return attempt(questionnaire, chance, language, world)[0]


def attempt(
    questionnaire: Questionnaire, chance: Random, language: str, world: World
) -> tuple[dict[str, Any], dict[str, Problem], Facts]:
    """The answers of one invented person, what could not be taken of them, and what rules see of the others. One mood
    runs through all of them, so that they hang together."""
    mood = max(-1.0, min(1.0, chance.gauss(0.15, 0.5)))
    side = "german" if language.startswith("de") else "other"
    tilts = world.tilts.get(questionnaire.slug, {})
    leanings = [Leaning(**each) for each in world.leanings.get(questionnaire.slug, ())]
    first, person = telling(leanings), {LANGUAGE: [language]}
    fields: dict[str, list[str]] = {}
    for question in sorted(questionnaire.unfolded.questions, key=lambda each: each.id not in first):
        lent = [leaning for leaning in leanings if leaning.speaks_of(person)]
        tilted = tilts.get(plain(question.id), {})
        tilt = tilted.get(side) or tilted.get("all")
        if chance.random() < SKIPPED and not question.required:
            continue
        if tilt:
            fields[question.id] = [chance.choices(list(tilt), list(tilt.values()))[0]]
        elif question.open_ended:
            fields |= _written(question.id, chance, world.voices.get(language, ()))
        else:
            asked = question.asked(read(questionnaire, Sent(fields), language)[2]) if question.offering else question
            if asked:
                imagine = partial(asked.imagine, chance, mood_of(mood, lent))
                fields |= drawn(asked.id, imagine, lent, chance)
        if question.id in first:
            person[question.id] = _groups(question, fields)
    answers, problems, facts = read(questionnaire, Sent(fields), language)
    return {id: value for id, value in answers.items() if id not in problems}, problems, facts


def _groups(question: Question, fields: Mapping[str, list[str]]) -> list[str]:
    given = question.read(Sent(fields))
    return [] if given is None else list(question.group(question.closed(given)))


def _written(id: str, chance: Random, voices: Sequence[str]) -> dict[str, list[str]]:
    return {id: [chance.choice(voices)]} if voices and chance.random() < WRITTEN else {}
