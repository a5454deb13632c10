"""XLIFF 2.0, the file format of translation agencies: a unit for each text, its gaps and plurals as codes nobody can
break."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml import etree

from app.domain.exchange.entry import Entry, of_another_language, readable
from app.domain.exchange.inline import NS, Codes, said
from app.domain.exchange.inline import name as _name
from app.domain.language import known
from app.domain.plural import Plural, cut, examples, needed
from app.domain.sentence import N_, Problem

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STATES = {"missing": "initial", "draft": "translated", "outdated": "translated", "reviewed": "reviewed"}
ORIGINAL = "original"  # the note that holds an original with plurals as it was written
_TOKEN = re.compile(r"[A-Za-z0-9._:-]+")


def written(slug: str, source: str, language: str, entries: Sequence[Entry]) -> bytes:
    spaces: Any = {None: NS}
    about = {"version": "2.0", "srcLang": source, "trgLang": language}
    root: Any = etree.Element(_name("xliff"), about, nsmap=spaces)
    file = etree.SubElement(root, _name("file"), {"id": slug, "original": slug})
    for number, entry in enumerate(entries, 1):
        _unit(file, number, entry, language)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def _unit(file: Any, number: int, entry: Entry, language: str) -> None:
    id = entry.path if _TOKEN.fullmatch(entry.path) else f"u{number}"
    unit = etree.SubElement(file, _name("unit"), {"id": id, "name": entry.path, SPACE: "preserve"})
    notes = {"where": entry.where, "plain": entry.plain, **_of_plurals(entry, language)}
    told = [each for each in notes.items() if each[1]]
    holder = etree.SubElement(unit, _name("notes")) if told else unit
    for category, words in told:
        etree.SubElement(holder, _name("note"), {"category": category}).text = words
    kept = etree.SubElement(unit, _name("originalData"))
    codes = Codes(kept, needed(language))
    state = {"state": STATES.get(entry.state, "initial")}
    extra = {"subState": "mitsprache:outdated"} if entry.state == "outdated" else {}
    segment = etree.SubElement(unit, _name("segment"), {**state, **extra})
    codes.write(etree.SubElement(segment, _name("source")), entry.original, whole=True)
    if entry.words:
        codes.write(etree.SubElement(segment, _name("target")), entry.words, whole=False)
    if not len(kept):
        unit.remove(kept)


def _of_plurals(entry: Entry, language: str) -> dict[str, str]:
    """Which numbers take which form in the language of the file, and the original without the forms added for it."""
    if not any(isinstance(each, Plural) for each in cut(entry.original)):
        return {}
    numbers = (f"{form}: {', '.join(map(str, taking))} …" for form, taking in examples(language).items())
    return {"plural": "; ".join(numbers), ORIGINAL: entry.original}


def read(file: bytes, language: str) -> list[Entry]:
    root = _parsed(file)
    wanted = root.get("trgLang", "")
    if known(wanted) != language:
        raise of_another_language(wanted)
    return [_entry(unit) for unit in root.iter(_name("unit"))]


def _parsed(file: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root: Any = etree.fromstring(file, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Problem(N_("This file cannot be read. It is not complete XML.")) from None
    if root.getroottree().docinfo.doctype:
        raise Problem(N_("This file cannot be read. It has a DOCTYPE, which translations never need."))
    if root.tag != _name("xliff"):
        raise Problem(N_("This is not XLIFF 2.0. Please export version 2.0."))
    return root


def _entry(unit: Any) -> Entry:
    kept = {data.get("id"): data.text or "" for data in unit.iter(_name("data"))}
    parts = [part for part in unit if part.tag in (_name("segment"), _name("ignorable"))]
    original, words = ("".join(_said(part, tag, kept) for part in parts) for tag in ("source", "target"))
    original = next(
        (note.text or "" for note in unit.iter(_name("note")) if note.get("category") == ORIGINAL), original
    )
    return Entry(unit.get("name") or unit.get("id", ""), readable(original), readable(words), unit.sourceline or 0)


def _said(part: Any, tag: str, kept: dict[str | None, str]) -> str:
    """The words of one segment; between segments, what is not translated stays as it is."""
    found = part.find(_name(tag))
    if found is None and part.tag == _name("ignorable"):
        found = part.find(_name("source"))
    return "".join(said(found, kept)) if found is not None else ""
