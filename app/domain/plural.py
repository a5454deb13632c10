"""Words that follow a number: "{kinder, plural, one {# Kind} other {# Kinder}}", as translators know it from ICU.

# stands for the number. Which forms a language has, and which number takes which, is what CLDR says of our languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Problem

NAME, KEY = r"[a-z][a-z0-9_-]*", r"=[0-9]{1,6}|zero|one|two|few|many|other"
WORDS = rf"[^{{}}]*(?:\{{{NAME}\}}[^{{}}]*)*"
FORM = re.compile(rf"({KEY})\s*\{{({WORDS})\}}")
PLURAL = re.compile(rf"\{{({NAME})\s*,\s*plural\s*,((?:\s*(?:{KEY})\s*\{{{WORDS}\}})+)\s*\}}")
BEGINNING = re.compile(rf"\{{\s*{NAME}\s*,")


def _german(n: int) -> str:
    return "one" if n == 1 else "other"


def _persian(n: int) -> str:
    return "one" if n in (0, 1) else "other"


def _arabic(n: int) -> str:
    if n < 3:
        return ("zero", "one", "two")[n]
    return "few" if 3 <= n % 100 <= 10 else "many" if n % 100 >= 11 else "other"


def _polish(n: int) -> str:
    return "one" if n == 1 else _slavic(n, "many")


def _russian(n: int) -> str:
    return _slavic(n, "one" if n % 10 == 1 and n % 100 != 11 else "many")


def _slavic(n: int, otherwise: str) -> str:
    return "few" if n % 10 in (2, 3, 4) and n % 100 not in (12, 13, 14) else otherwise


def _romanian(n: int) -> str:
    return "one" if n == 1 else "few" if n == 0 or 1 <= n % 100 <= 19 else "other"


RULES: dict[str, Callable[[int], str]] = {
    "fa": _persian,
    "ar": _arabic,
    "pl": _polish,
    "ru": _russian,
    "uk": _russian,
    "ro": _romanian,
}


def category(language: str, number: float) -> str:
    """The form a number takes; where there are no whole ones every language says "other" (Romanian says "few")."""
    rule = RULES.get(language.partition("-")[0], _german)
    if number != int(number):
        return "few" if rule is _romanian else "other"
    return rule(abs(int(number)))


def needed(language: str) -> list[str]:
    """The forms the whole numbers of a language take."""
    return list(dict.fromkeys(category(language, number) for number in range(201)))


def examples(language: str) -> dict[str, list[int]]:
    """For each form of a language the first numbers that take it."""
    found: dict[str, list[int]] = {}
    for number in range(201):
        found.setdefault(category(language, number), []).append(number)
    return {form: numbers[:3] for form, numbers in found.items()}


@dataclass(frozen=True)
class Form:
    """`before` is all that stands before its words, such as " one {"."""

    before: str
    key: str
    words: str


@dataclass(frozen=True)
class Plural:
    """A plural as it is written: `begin` "{kinder, plural,", its forms, each ended by a brace, and `end` "}"."""

    name: str
    begin: str
    forms: tuple[Form, ...]
    end: str


def cut(words: str) -> Iterator[str | Plural]:
    """Plurals and the words between them; put together again they are the text."""
    at = 0
    for found in PLURAL.finditer(words):
        begin, end = words[found.start() : found.start(2)], words[found.end(2) : found.end()]
        yield words[at : found.start()]
        yield Plural(found[1], begin, tuple(_forms(found[2])), end)
        at = found.end()
    yield words[at:]


def _forms(written: str) -> Iterator[Form]:
    at = 0
    for found in FORM.finditer(written):
        yield Form(written[at : found.start(2)], found[1], found[2])
        at = found.end()


def resolved(words: str, language: str, number_of: Callable[[str], float | None]) -> str:
    """The words with each plural in the form of its number; # has become a gap, to be filled like any other."""

    def one(found: re.Match[str]) -> str:
        name, forms = found[1], dict(FORM.findall(found[2]))
        number = number_of(name)
        wanted = ("other",) if number is None else (f"={number:g}", category(language, number), "other")
        said: str = next((forms[key] for key in wanted if key in forms), list(forms.values())[-1])
        return said.replace("#", "{" + name + "}")

    return PLURAL.sub(one, words)


def lacking(words: str, language: str) -> Iterator[tuple[str, str]]:
    """The plurals that lack a form, with the forms they lack; "" where a plural is not written as one."""
    if "{" not in words:
        return
    for name, inner in PLURAL.findall(words):
        written = FORM.findall(inner)
        forms = dict(written)
        if len(forms) < len(written):
            yield "", ""  # one of them stands there twice
        missing = [form for form in needed(language) if form not in forms]
        if missing:
            yield name, ", ".join(missing)
    if BEGINNING.search(PLURAL.sub("", words)):
        yield "", ""


def wrong(words: str, language: str, where: str = "") -> Iterator[Problem]:
    """What is wrong with the plurals of a text in this language."""
    for name, forms in lacking(words, language):
        yield _needs(name, forms, language, where) if name else _written(where)


def left_empty(original: str, words: str, language: str) -> Iterator[Problem]:
    """Forms without words where the original has words in each: someone has passed them over."""
    if any(not form.words.strip() for form in _every_form(original)):
        return
    for plural in cut(words):
        if isinstance(plural, Plural) and (empty := [form.key for form in plural.forms if not form.words.strip()]):
            yield _needs(plural.name, ", ".join(empty), language, "")


def _every_form(words: str) -> Iterator[Form]:
    for plural in cut(words):
        if isinstance(plural, Plural):
            yield from plural.forms


def _needs(name: str, forms: str, language: str, where: str) -> Problem:
    sentence = N_("In {language} the words for the number “{name}” also need these forms: {forms}.")
    return Problem(sentence, where, language=LANGUAGES[language].german_name, name=name, forms=forms)


def _written(where: str) -> Problem:
    example = "{kinder, plural, one {# Kind} other {# Kinder}}"
    return Problem(N_("Words that follow a number are written like this: {example}"), where, example=example)
