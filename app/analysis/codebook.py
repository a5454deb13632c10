"""The codebook: what each variable asks and what each code means, in full, in one language, as a page to print."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement, tostring
from lxml.html.builder import E

from app.analysis.stata import letters
from app.analysis.table import Column, Table
from app.analysis.words import UNKNOWN, said, spoken
from app.domain.dataset import Type, Value
from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label

HEADS = tuple(
    Sentence(head)
    for head in (N_("Variable"), N_("Words"), N_("Type"), N_("Code"), N_("Meaning"), N_("No opinion"), N_("Question"))
)
TYPES: dict[Type, Sentence] = {
    "single": Sentence(N_("One answer")),
    "multiple": Sentence(N_("One of several answers: chosen (1) or not (0)")),
    "ordered": Sentence(N_("One answer, in order")),
    "number": Sentence(N_("Number")),
    "text": Sentence(N_("Text")),
}
STYLE = """
body { font: 11pt/1.45 "Noto Sans", "Noto Sans Arabic", "Noto Sans Ethiopic", sans-serif; max-inline-size: 48rem;
  margin: 2rem auto; padding-inline: 1rem; color: #1a1a1a; background: #fff; }
section { break-inside: avoid-page; border-block-start: 1px solid #999; margin-block-start: 1.5rem; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font: bold 1rem monospace; margin-block: .75rem .25rem; }
p { margin-block: .25rem; overflow-wrap: anywhere; white-space: pre-line; }
.about { color: #555; }
table { border-collapse: collapse; margin-block: .5rem; inline-size: 100%; }
th, td { text-align: start; vertical-align: top; padding: .2rem .6rem; border-block-end: 1px solid #ddd;
  overflow-wrap: anywhere; }
th:first-child, td:first-child { inline-size: 7rem; }
@media print { body { margin: 0; max-inline-size: none; } }
"""


def entries(table: Table, language: str) -> Iterator[tuple[Value, ...]]:
    """The codebook as lines under HEADS: one for each code, or for each variable that has none."""
    yes = said(Sentence(N_("Yes")), language)
    for column in table.columns:
        variable = column.variable
        about = (column.name, said(column.label, language), said(TYPES[variable.type], language))
        for code, label in variable.codes.items():
            aside = yes if code in variable.missing else None
            yield (*about, code, said(label, language), aside, variable.question or None)
        if not variable.codes:
            yield (*about, None, None, None, variable.question or None)


def page(table: Table, language: str) -> bytes:
    """A page of HTML that loads nothing and runs nothing."""
    direction = LANGUAGES[language].direction if language in LANGUAGES else "ltr"
    title = said(table.title, language) or table.slug
    policy = {"http-equiv": "Content-Security-Policy", "content": "default-src 'none'; style-src 'unsafe-inline'"}
    viewport = {"name": "viewport", "content": "width=device-width, initial-scale=1"}
    head = E.head(E.meta(charset="utf-8"), E.meta(policy), E.meta(viewport), E.title(title), E.style(STYLE))
    stata = letters(table)
    sections = (_section(column, stata, language) for column in table.columns)
    body = E.body(_say("h1", table.title, language), *_about(table, language), *sections)
    whole = E.html(head, body, lang=language, dir=direction)
    return bytes(tostring(whole, doctype="<!DOCTYPE html>", encoding="utf-8"))


def _about(table: Table, language: str) -> Iterator[HtmlElement]:
    """Nothing about the answers: a codebook is passed on more freely than they are."""
    yield _say("p", Sentence.of(N_("Variables: {count}"), count=len(table.columns)), language, "about")
    yield _say("p", Sentence(N_("Where somebody did not answer, the cell is empty.")), language, "about")
    yield _say("p", Sentence(N_(
        "In CSV files an apostrophe stands before whatever a spreadsheet program could take for a formula."
    )), language, "about")  # fmt: skip


def _section(column: Column, stata: dict[int, str], language: str) -> HtmlElement:
    kind = _say("p", TYPES[column.variable.type], language, "about")
    made = E.section(E.h2(E.bdi(column.name)), _say("p", column.label, language), kind)
    if column.variable.codes:
        heads = E.tr(_say("th", Sentence(N_("Code")), language), _say("th", Sentence(N_("Meaning")), language))
        lines = (_code(column, code, stata, language) for code in column.variable.codes)
        made.append(E.table(E.thead(heads), E.tbody(*lines)))
    return made


def _code(column: Column, code: int, stata: dict[int, str], language: str) -> HtmlElement:
    shown = f"{code} (Stata: .{stata[code]})" if code in column.variable.missing else str(code)
    return E.tr(E.td(E.bdi(shown, dir="ltr")), _say("td", column.variable.codes[code], language))


def _say(tag: str, label: Label, language: str, style: str = "") -> HtmlElement:
    """An element with these words; where they fell back to another language, a span within says which.

    The element itself keeps the direction of the page, so that all words of a column begin at one edge."""
    words = spoken(label, language)
    attributes = {"class": style} if style else {}
    if words.language == language:
        return E(tag, words.words, attributes)
    named = {} if words.language == UNKNOWN else {"lang": words.language}
    direction = "auto" if words.language == UNKNOWN else words.direction
    return E(tag, E.span(words.words, named, dir=direction), attributes)
