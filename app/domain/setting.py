"""What may be changed of a question, page or questionnaire, field by field, and how a form writes each value."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import date
from typing import Any

from app.domain import day
from app.domain.built import hints
from app.domain.language import LANGUAGES
from app.domain.rule import Rule
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.text import Text

MOST_LETTERS = 5000
MOST_DIGITS = 9
WORDS, NUMBER = tuple[str, ...], int | None  # a line for each word; a number or nothing
# What stands in the head of a form already, or has a form of its own.
ELSEWHERE = frozenset(
    {"id", "slug", "source", "languages", "pages", "questions", "profile", "access", "show_if", "valid_if"}
)
LABELS = {
    "title": N_("Title"),
    "intro": N_("Introduction"),
    "publisher": N_("Publisher"),
    "privacy": N_("Privacy"),
    "thanks": N_("Thanks"),
    "minutes": N_("Minutes it takes"),
    "help": N_("Help"),
    "label": N_("Words"),
    "alt": N_("What the picture shows"),
    "exclusive": N_("excludes all others"),
    "open": N_("own words"),
    "aside": N_("no opinion"),
    "name": N_("Name"),
}


def changeable(thing: Any) -> Iterator[dataclasses.Field[Any]]:
    """The fields of a dataclass that have a name for people."""
    for f in dataclasses.fields(thing):
        if f.name not in ELSEWHERE and ("label" in f.metadata or f.name in LABELS):
            yield f


def naming(thing: Any, name: str) -> bool:
    """Whether a field holds names of something else, each of which can be ticked."""
    f = next(each for each in dataclasses.fields(thing) if each.name == name)
    return "names" in f.metadata and isinstance(getattr(thing, name), tuple)


def label_of(f: dataclasses.Field[Any]) -> str:
    return str(f.metadata["label"] if "label" in f.metadata else LABELS[f.name])


def item(things: Any, id: str) -> Any:
    return next((each for each in things if each.id == id), None)


def spelled(thing: Any, path: str) -> str | None:
    """The value at a path such as title.ar, required, answers.ja or options.ja.label.de as a form writes it, None where
    it is gone."""
    name, _, rest = path.partition(".")
    if name not in {f.name for f in changeable(thing)}:
        return None
    if _type_of(thing, name) == WORDS and not naming(thing, name):
        return "\n".join(getattr(thing, name))
    match getattr(thing, name):
        case Text() as text:
            return text.words.get(rest, "") if rest in LANGUAGES else None
        case tuple() as named if naming(thing, name):
            return "yes" if rest in named else ""
        case tuple() as things:
            id, _, rest = rest.partition(".")
            found = item(things, id)
            return spelled(found, rest) if found else None
        case bool() as ticked:
            return "yes" if ticked else ""
        case int() | str() | date() as plain:
            return str(plain)
        case None if _type_of(thing, name) in (*day.KINDS, NUMBER):
            return ""
    return None


def _type_of(thing: Any, name: str) -> Any:
    return hints(type(thing))[name]


@dataclasses.dataclass(frozen=True)
class Hand:
    """Who is writing, when (YYYY-MM-DD), and in which language the questionnaire was written first."""

    source: str
    who: str = ""
    day: str = ""


def with_spelled(thing: Any, path: str, words: str, hand: Hand) -> Any:
    """The thing with the value a form wrote at this path; raises Problem when it cannot be read."""
    name, _, rest = path.partition(".")
    f = next(each for each in changeable(thing) if each.name == name)
    if (kind := _type_of(thing, name)) in day.KINDS:
        return dataclasses.replace(thing, **{name: day.read(kind, words)})
    if kind == NUMBER:
        return dataclasses.replace(thing, **{name: _number(f, words) if words.strip() else None})
    if kind == WORDS and "names" not in f.metadata:
        _short_enough(words)
        lines = dict.fromkeys(" ".join(line.split()) for line in words.split("\n"))
        return dataclasses.replace(thing, **{name: tuple(filter(None, lines))})
    return dataclasses.replace(thing, **{name: _read(f, getattr(thing, name), rest, words, hand)})


def _read(f: dataclasses.Field[Any], value: Any, rest: str, words: str, hand: Hand) -> Any:
    match value:
        case Text() as text:
            return _said(text, rest, words, hand)
        case tuple() as named if "names" in f.metadata:
            _short_enough(rest)
            return tuple(sorted({*named, rest} if words else {*named} - {rest}))
        case tuple() as things:
            id, _, inner = rest.partition(".")
            return tuple(with_spelled(each, inner, words, hand) if each.id == id else each for each in things)
        case bool():
            return bool(words)
        case int():
            return _number(f, words)
    _short_enough(words)
    if "among" in f.metadata and words not in f.metadata["among"]:
        raise Problem(N_("Choose one of: {among}."), among=", ".join(f.metadata["among"]))
    return words


def _said(text: Text, language: str, words: str, hand: Hand) -> Text:
    _short_enough(words)
    if words:
        return text.with_words(language, words, hand.source, "draft", hand.who, hand.day)
    rest = {tag: said for tag, said in text.words.items() if tag != language}
    return Text(rest, {tag: mark for tag, mark in text.marks.items() if tag != language})


def _short_enough(words: str) -> None:
    if len(words) > MOST_LETTERS:
        raise Problem(N_("Your text is too long. Write at most {most} characters."), most=MOST_LETTERS)


def _number(f: dataclasses.Field[Any], words: str) -> int:
    digits = words.strip().removeprefix("-").removeprefix("−")
    least, most = f.metadata.get("least", 0), f.metadata.get("most", 10**MOST_DIGITS)
    if not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise Problem(N_("Choose a number from {least} to {most}."), least=least, most=most)
    number = int(digits) if digits == words.strip() else -int(digits)
    if not least <= number <= most:
        raise Problem(N_("Choose a number from {least} to {most}."), least=least, most=most)
    return number


def rule_at(thing: Any, path: str) -> Rule | None:
    """The rule at show_if or variants.wir.when."""
    name, _, rest = path.partition(".")
    id, _, inner = rest.partition(".")
    rule: Rule | None = rule_at(item(getattr(thing, name), id), inner) if rest else getattr(thing, name)
    return rule


def with_rule_at(thing: Any, path: str, rule: Rule | None) -> Any:
    name, _, rest = path.partition(".")
    id, _, inner = rest.partition(".")
    value = getattr(thing, name)
    changed = tuple(with_rule_at(each, inner, rule) if each.id == id else each for each in value) if rest else rule
    return dataclasses.replace(thing, **{name: changed})


def tidy(words: str) -> str:
    """What a browser sent, without what nobody can read, with line breaks as one sign."""
    return clean(words.replace("\r\n", "\n").replace("\r", "\n"))
