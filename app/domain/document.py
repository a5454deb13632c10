"""A document: what staff write around the questionnaires and have translated, such as an event or the consultation.

A kind of document is a frozen dataclass like a kind of question: its fields are its settings, and its stored form, the
form of staff, the list of its texts and of what is missing all follow from them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self, TypeVar

from app.domain.bounds import out_of_bounds
from app.domain.language import LANGUAGES
from app.domain.question import build, setting, settings, to_data
from app.domain.sentence import N_, Problem
from app.domain.short_name import ID, SLUG
from app.domain.tally import Label
from app.domain.text import Text, counted, put

Texts = Iterator[tuple[str, Text, bool]]


@dataclass(frozen=True, kw_only=True)
class Document:
    """What all kinds have in common. `languages` are those it is offered in; `source` is the one it was written in."""

    slug: str
    source: str = "de"
    languages: tuple[str, ...] = ("de",)
    title: Text = setting(Text(), N_("Title"))

    kind: ClassVar[str]
    label: ClassVar[str]  # what staff call the kind

    @property
    def name(self) -> str:
        """What no other document is called: its kind and its short name."""
        return f"{self.kind}/{self.slug}"

    def texts(self) -> Texts:
        """Every text with its path and whether it must be said in every published language."""
        return texts_of(self)

    def with_texts(self, texts: Mapping[str, Text]) -> Self:
        """The document with these texts, by path as texts() names them; others stay."""
        return load(type(self), put(dump(self), texts))

    def states(self, language: str) -> dict[str, int]:
        """How many texts are in which state of translation."""
        said = (text for _, text, must in self.texts() if must or text)
        return counted(said, (language,), self.source)[language]

    def named(self, what: str) -> Mapping[str, Label]:
        """What a setting with names= may name, each with its words."""
        return {}

    def check(self) -> Iterator[Problem]:
        """What keeps it from being published, each with the place that mends it."""
        yield from _bounds(self, "")
        yield from _unsaid(self)
        yield from self.check_settings()

    def check_settings(self) -> Iterator[Problem]:
        """What only this kind knows to be wrong."""
        yield from ()


Kind = TypeVar("Kind", bound=Document)


def texts_of(thing: Any, where: str = "") -> Texts:
    """The texts of a dataclass and of the things its tuples hold, in the order of their fields."""
    for f in settings(thing.__class__):
        value, path = getattr(thing, f.name), f"{where}{f.name}"
        if isinstance(value, Text):
            yield path, value, f.metadata.get("say", True) or bool(value)
        elif isinstance(value, tuple):
            for each in value:
                if not isinstance(each, str):
                    yield from texts_of(each, f"{path}.{each.id}.")


def dump(document: Document, names: bool = True) -> dict[str, Any]:
    """The document as JSON data; without `names` it does not say who translated what."""
    return to_data(document, names)


def load(made: type[Kind], data: Any) -> Kind:
    """The document from JSON data; raises a Problem that names the place when it cannot be one."""
    document: Kind = build(made, data, made.kind)
    if not SLUG.fullmatch(document.slug):
        raise Problem(N_("The short name may only have small letters, digits and hyphens."), "slug")
    if not {document.source, *document.languages} <= set(LANGUAGES):
        raise Problem(N_("Name the languages by their tags, such as de, uk or ar."), "languages")
    if document.source not in document.languages:
        raise Problem(N_("The language it was written in must be among the languages."), "source")
    _findable(document, "")
    return document


def _findable(thing: Any, where: str) -> None:
    """Every thing in a tuple is found by its short name, so it has one of its own."""
    for f in settings(thing.__class__):
        value = getattr(thing, f.name)
        seen: set[str] = set()
        for each in value if isinstance(value, tuple) else ():
            if isinstance(each, str):
                continue
            if not ID.fullmatch(each.id):
                message = N_("The short name “{id}” may only have small letters, digits, _ and -.")
                raise Problem(message, f"{where}{f.name}", id=each.id[:60])
            if each.id in seen:
                raise Problem(N_("The short name “{id}” is used twice."), f"{where}{f.name}", id=each.id)
            seen.add(each.id)
            _findable(each, f"{where}{f.name}.{each.id}.")


def _bounds(thing: Any, where: str) -> Iterator[Problem]:
    for f in settings(thing.__class__):
        value, path = getattr(thing, f.name), f"{where}{f.name}"
        yield from out_of_bounds(f, value, path, ())
        for each in value if isinstance(value, tuple) else ():
            if not isinstance(each, str):
                yield from _bounds(each, f"{path}.{each.id}.")


def _unsaid(document: Document) -> Iterator[Problem]:
    for path, text, must in document.texts():
        for tag in document.languages if must else ():
            if not text.words.get(tag):
                name = LANGUAGES[tag].german_name
                yield Problem(N_("Words are missing in {language}."), f"{path}.{tag}", language=name)
