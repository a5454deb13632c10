"""Invented colleagues who read and sort the free texts of the demo: most of them, not always of one mind."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from sqlalchemy import Connection, Engine

from app.domain.bank import FIELDS
from app.domain.codebook import OTHER, Theme
from app.domain.coding import Coding, Themes, needed
from app.domain.imagine import World
from app.domain.text import Text
from app.store import codebooks, codings, questionnaires, voices
from app.store.voices import Written

CODERS = ("invented-1", "invented-2")
SECOND = 20  # percent of the texts that both sort
SHOWN, REFUSED = 0.3, 0.15  # of the texts that wait
LEFT = 0.15  # of the texts nobody has sorted yet, so that one can try it
UNSURE = 0.08  # of the texts someone sorts differently


def work(engine: Engine, world: World, chance: Random) -> None:
    """Go through the texts that wait, as two people would."""
    with engine.begin() as db:
        for slug in questionnaires.slugs_published(db):
            _read(db, slug, world, chance)
            _sort(db, slug, world, chance)


def _read(db: Connection, slug: str, world: World, chance: Random) -> None:
    for text in voices.waiting(db, slug, "new", None):
        turn = chance.random()
        if turn < SHOWN:
            voices.decide(db, slug, text.id, "shown")
            if words := world.quotes.get(text.voice.words):
                voices.translate(db, slug, text.id, words, CODERS[0])
        elif turn < SHOWN + REFUSED:
            voices.decide(db, slug, text.id, "refused")


def _sort(db: Connection, slug: str, world: World, chance: Random) -> None:
    codebooks.code_twice(db, slug, SECOND)
    for id, label in world.own_themes.items():
        codebooks.keep(db, slug, Theme(id, Text(label)))
    codebook, done = codebooks.codebook(db, slug), codings.done(db, slug)
    for text in _known(voices.read_texts(db, slug), world):
        if text.id in done or chance.random() < LEFT:
            continue
        for coder in CODERS[: needed(text.id, codebook)]:
            codings.code(db, slug, Coding(text.id, coder, _found(world.about(text.voice.words), chance)))


def _known(texts: Iterable[Written], world: World) -> list[Written]:
    return [text for text in texts if world.about(text.voice.words)]


def _found(themes: Themes, chance: Random) -> Themes:
    if chance.random() >= UNSURE:
        return themes
    return themes[1:] or (chance.choice([*FIELDS, OTHER]),)
