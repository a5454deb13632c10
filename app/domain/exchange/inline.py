"""Gaps and plurals of a text as inline codes of XLIFF 2.0: only the words are left to translate.

A gap is a placeholder (ph). A plural is a spanning code (pc) around one for each of its forms; what it is written with
lies in the originalData of the unit. The source also shows the forms only the other language needs, with the words of
"other", so that whoever translates finds a code for each of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from app.domain.plural import NAME, Form, Plural, cut

NS = "urn:oasis:names:tc:xliff:document:2.0"
OURS = "plural."  # what the ids of our spanning codes begin with; those of other programs are markup we do not have
_GAP = re.compile(rf"(\{{{NAME}\}})")
_GAP_OR_NUMBER = re.compile(rf"(\{{{NAME}\}}|#)")


def name(tag: str) -> str:
    return f"{{{NS}}}{tag}"


class Codes:
    """The codes of one unit; `kept` is its originalData, `needed` the forms of the language it goes into. The same code
    has the same id in source and target."""

    def __init__(self, kept: Any, needed: Sequence[str]):
        self._kept, self._needed = kept, needed
        self._data: dict[str, str] = {}

    def write(self, element: Any, words: str, whole: bool) -> None:
        """Put the words into the element; `whole`: each plural with all forms that are needed, besides its own."""
        seen: Counter[str] = Counter()
        for piece in cut(words):
            if isinstance(piece, str):
                self._plain(element, piece, _GAP, "", seen)
            else:
                self._plural(element, piece, _with(piece.forms, self._needed if whole else ()), seen)

    def _plural(self, element: Any, plural: Plural, forms: Sequence[Form], seen: Counter[str]) -> None:
        seen[OURS + plural.name] += 1
        id = f"{OURS}{plural.name}.{seen[OURS + plural.name]}"
        span = self._span(element, id, plural.begin, plural.end, kept=True)
        for form in forms:
            key = form.key.replace("=", "is-")  # an id cannot hold the sign
            each = self._span(span, f"{id}.{key}", form.before, "}", kept=form.key in self._needed)
            self._plain(each, form.words, _GAP_OR_NUMBER, f"{id}.{key}.", seen)

    def _span(self, element: Any, id: str, begin: str, end: str, kept: bool) -> Any:
        refs = {"dataRefStart": self._ref(begin), "dataRefEnd": self._ref(end), "dispStart": begin, "dispEnd": end}
        hints = {"canCopy": "no", "canDelete": "no"} if kept else {"canCopy": "no"}
        return etree.SubElement(element, name("pc"), {"id": id, **refs, **hints})

    def _plain(self, element: Any, words: str, code: re.Pattern[str], within: str, seen: Counter[str]) -> None:
        first, *rest = code.split(words)
        _append(element, first)
        for said, after in zip(rest[::2], rest[1::2], strict=True):
            id = within + (said.strip("{}") if said != "#" else ".number")
            seen[id] += 1
            about = {"id": f"{id}-{seen[id]}", "dataRef": self._ref(said), "disp": said}
            etree.SubElement(element, name("ph"), about).tail = after

    def _ref(self, said: str) -> str:
        """The id of what a code stands for; it is kept once."""
        if said not in self._data:
            gap = _GAP.fullmatch(said)
            self._data[said] = f"d-{said[1:-1]}" if gap else f"d.{len(self._data) + 1}"
            etree.SubElement(self._kept, name("data"), {"id": self._data[said]}).text = said
        return self._data[said]


def _append(element: Any, words: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _with(forms: Sequence[Form], needed: Sequence[str]) -> list[Form]:
    """The forms and those that are needed besides, before the last, which is "other" as a rule."""
    general = next((form for form in forms if form.key == "other"), forms[-1])
    missing = [key for key in needed if all(form.key != key for form in forms)]
    at = forms.index(general)
    return [*forms[:at], *(replace(general, key=key, before=f" {key} {{") for key in missing), *forms[at:]]


def said(element: Any, kept: Mapping[str | None, str]) -> Iterator[str]:
    """The words of an element with its codes written out; `kept` is the originalData of the unit."""
    yield element.text or ""
    for child in element:
        ours = (child.get("startRef") or child.get("id") or "").startswith(OURS)
        if child.tag == name("ph") or (ours and child.tag in (name("sc"), name("ec"))):
            yield kept.get(child.get("dataRef")) or child.get("disp", "")
        elif child.tag == name("pc") and ours:
            yield kept.get(child.get("dataRefStart")) or child.get("dispStart", "")
            yield from said(child, kept)
            yield kept.get(child.get("dataRefEnd")) or child.get("dispEnd", "")
        elif child.tag == name("cp"):
            yield ""  # a character XML cannot hold, nor can we
        elif isinstance(child.tag, str):
            yield from said(child, kept)
        yield child.tail or ""
