"""Which language a visitor reads, and how pages say words, dates and numbers in it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from math import isfinite
from typing import Any

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal
from flask import Flask, g, has_request_context, request, url_for
from flask_babel import Babel, gettext
from markupsafe import Markup, escape

from app.domain.language import LANGUAGES, Language, known
from app.domain.option import shuffled
from app.domain.plural import resolved
from app.domain.sentence import Problem, Sentence
from app.domain.tally import Label
from app.domain.text import GAP, Said, Text
from app.web import clock

DEFAULT = "de"
# What an address keeps when the language changes.
KEPT = (
    "about",
    "after",
    "by",
    "column",
    "field",
    "group",
    "hints",
    "kind",
    "language",
    "next",
    "order",
    "page",
    "part",
    "q",
    "question",
    "row",
    "share",
    "since",
    "source",
    "state",
    "text",
    "theme",
    "to",
    "weighted",
    "who",
    "with",
)


def init_app(app: Flask) -> None:
    Babel(
        app,
        locale_selector=lambda: here().babel,
        default_locale="en",  # the sentences in the code are English
        default_translation_directories="../translations",
    )
    app.jinja_env.globals.update(
        say=say,
        say_lines=say_lines,
        tell=tell,
        day=day,
        at=at,
        number=number,
        decimals=decimals,
        shuffled=shuffled,
        languages_of=languages_of,
        switch=switch,
    )
    app.context_processor(lambda: {"here": here()})
    app.url_defaults(_keep_language)


def here() -> Language:
    """The language of this page: what the link says, else the browser's first wish we know, else German."""
    if "language" not in g:
        wished = (tag for tag, _ in request.accept_languages)
        asked = known(request.args.get("lang", ""))
        g.language = LANGUAGES[asked or next((tag for wish in wished if (tag := known(wish))), DEFAULT)]
    language: Language = g.language
    return language


def speak(tag: str) -> None:
    """Read this page in another language than the visitor asked for, because it does not exist in that one."""
    g.language = LANGUAGES[tag]


def _keep_language(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint != "static" and has_request_context() and known(request.args.get("lang", "")):
        values.setdefault("lang", here().tag)


def switch(tag: str) -> str:
    """This page in another language. A page that is kept for many says itself what its address asks for."""
    asked = g.asked if "asked" in g else {name: request.args[name] for name in KEPT if name in request.args}
    arguments = {**asked, **(request.view_args or {}), "lang": tag}
    return url_for(request.endpoint or "visit.home", **arguments)


def languages_of(tags: Iterable[str]) -> list[Language]:
    """Languages in the order of the table."""
    wanted = set(tags)
    return [language for language in LANGUAGES.values() if language.tag in wanted]


def say(label: Label | float, answers: Mapping[str, Sequence[Label]] | None = None) -> Markup:
    """Words in the visitor's language; where they fall back to another, the markup says which.

    `answers` are earlier answers by question, for the named gaps of a text.
    """
    if isinstance(label, Text):
        return _marked(label.said(here().tag), answers)
    if isinstance(label, Sentence):
        return tell(label)
    return escape(label if isinstance(label, str) else number(label))


def say_lines(text: Text, answers: Mapping[str, Sequence[Label]] | None = None) -> list[Markup]:
    said = text.said(here().tag)
    words = said.words if answers is None else _numbered(said, answers)
    return [_marked(Said(line, said.language), answers) for line in words.splitlines() if line.strip()]


def _marked(said: Said, answers: Mapping[str, Sequence[Label]] | None) -> Markup:
    words = escape(said.words) if answers is None else _filled(said, answers)
    if said.language == here().tag:
        return words
    return Markup('<span lang="{}" dir="{}">{}</span>').format(said.language, said.direction, words)


def _filled(said: Said, answers: Mapping[str, Sequence[Label]]) -> Markup:
    """The words with their gaps filled: an answer is escaped text like any other, and never read as code."""
    pieces = GAP.split(_numbered(said, answers))
    filled = [
        escape(piece) if position % 2 == 0 else _answer(answers.get(piece, ())) for position, piece in enumerate(pieces)
    ]
    return Markup("").join(filled)


def _numbered(said: Said, answers: Mapping[str, Sequence[Label]]) -> str:
    """The words with those that follow a number in the form it takes."""
    return resolved(said.words, said.language, lambda name: _number(answers.get(name, ())))


def _number(labels: Sequence[Label]) -> float | None:
    """The number someone answered, None for anything else."""
    try:
        number = float(str(labels[0])) if len(labels) == 1 else None
    except ValueError:
        return None
    return number if number is not None and isfinite(number) else None


def _answer(labels: Sequence[Label]) -> Markup:
    comma = "، " if here().direction == "rtl" else ", "
    return Markup("<bdi>{}</bdi>").format(escape(comma).join(say(label) for label in labels) or "…")


def tell(problem: Problem | Sentence) -> Markup:
    """A sentence of ours in the visitor's language, its gaps filled and kept apart from the sentence's direction."""
    sentence = problem.sentence if isinstance(problem, Problem) else problem
    gaps = {name: _gap(value) for name, value in sentence.gaps.items()}
    return escape(gettext(sentence.message)).format(**gaps)


def _gap(value: Any) -> Markup:
    if isinstance(value, date):
        return escape(day(value))
    if isinstance(value, tuple):
        return _answer(value)
    if isinstance(value, (Text, str)) and value:
        return Markup("<bdi>{}</bdi>").format(say(value))
    return say(value)


def locale() -> Locale:
    return Locale.parse(here().babel)


def day(when: date) -> str:
    return format_date(when, "long", locale=locale())


def at(moment: datetime) -> str:
    """Day and time in the county of a moment in UTC."""
    there = clock.there(moment)
    time = format_time(there, "short", tzinfo=clock.ZONE, locale=locale())
    return str(get_datetime_format("medium", locale=locale())).format(time, day(there.date()))


def time_of(moment: datetime) -> str:
    """The time in the county of a moment in UTC."""
    return str(format_time(clock.there(moment), "short", tzinfo=clock.ZONE, locale=locale()))


def number(value: float) -> str:
    """The number in the visitor's notation, with Latin digits in every language (as in the charts)."""
    return _written(value, here().babel)


@lru_cache(maxsize=20_000)  # a page of results says the same few numbers thousands of times
def _written(value: float, spoken: str) -> str:
    return format_decimal(value, format="#,##0.#", locale=Locale.parse(spoken), numbering_system="latn")


def decimals(value: float, places: int) -> str:
    """The number with so many places after the comma."""
    return format_decimal(value, format=f"#,##0.{'0' * places}", locale=locale(), numbering_system="latn")
