"""Words that follow a number: "{kinder, plural, one {# Kind} other {# Kinder}}", as translators know it from ICU.

# stands for the number. Which forms a language has, and which number takes which, is what CLDR says of our languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

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
        forms = dict(FORM.findall(inner))
        missing = [form for form in needed(language) if form not in forms]
        if missing:
            yield name, ", ".join(missing)
    if BEGINNING.search(PLURAL.sub("", words)):
        yield "", ""
