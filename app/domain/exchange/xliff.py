"""XLIFF 2.0, the file format of translation agencies: a unit for each text, its gaps as codes nobody can break."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from app.domain.exchange.entry import Entry, of_another_language, readable
from app.domain.language import known
from app.domain.sentence import N_, Problem
from app.domain.text import GAP

NS = "urn:oasis:names:tc:xliff:document:2.0"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
STATES = {"missing": "initial", "draft": "translated", "outdated": "translated", "reviewed": "reviewed"}
_TOKEN = re.compile(r"[A-Za-z0-9._:-]+")


def written(slug: str, source: str, language: str, entries: Sequence[Entry]) -> bytes:
    spaces: Any = {None: NS}
    about = {"version": "2.0", "srcLang": source, "trgLang": language}
    root: Any = etree.Element(_name("xliff"), about, nsmap=spaces)
    file = etree.SubElement(root, _name("file"), {"id": slug, "original": slug})
    for number, entry in enumerate(entries, 1):
        _unit(file, number, entry)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return made


def _unit(file: Any, number: int, entry: Entry) -> None:
    id = entry.path if _TOKEN.fullmatch(entry.path) else f"u{number}"
    unit = etree.SubElement(file, _name("unit"), {"id": id, "name": entry.path, SPACE: "preserve"})
    notes = [(category, said) for category, said in (("where", entry.where), ("plain", entry.plain)) if said]
    holder = etree.SubElement(unit, _name("notes")) if notes else unit
    for category, said in notes:
        etree.SubElement(holder, _name("note"), {"category": category}).text = said
    names = list(dict.fromkeys(GAP.findall(entry.original) + GAP.findall(entry.words)))
    if names:
        kept = etree.SubElement(unit, _name("originalData"))
        for name in names:
            etree.SubElement(kept, _name("data"), {"id": f"d-{name}"}).text = "{" + name + "}"
    state = {"state": STATES.get(entry.state, "initial")}
    extra = {"subState": "mitsprache:outdated"} if entry.state == "outdated" else {}
    segment = etree.SubElement(unit, _name("segment"), {**state, **extra})
    _words(etree.SubElement(segment, _name("source")), entry.original)
    if entry.words:
        _words(etree.SubElement(segment, _name("target")), entry.words)


def _words(element: Any, words: str) -> None:
    """The words with a code for each gap; the same gap has the same id in source and target."""
    pieces = GAP.split(words)
    element.text, seen = pieces[0], dict.fromkeys(pieces[1::2], 0)
    for name, after in zip(pieces[1::2], pieces[2::2], strict=True):
        seen[name] += 1
        code = {"id": f"{name}-{seen[name]}", "dataRef": f"d-{name}", "disp": "{" + name + "}"}
        etree.SubElement(element, _name("ph"), code).tail = after


def _name(tag: str) -> str:
    return f"{{{NS}}}{tag}"


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
    return Entry(unit.get("name") or unit.get("id", ""), readable(original), readable(words), unit.sourceline or 0)


def _said(part: Any, tag: str, kept: dict[str | None, str]) -> str:
    """The words of one segment; between segments, what is not translated stays as it is."""
    found = part.find(_name(tag))
    if found is None and part.tag == _name("ignorable"):
        found = part.find(_name("source"))
    return "".join(_flat(found, kept)) if found is not None else ""


def _flat(element: Any, kept: dict[str | None, str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == _name("ph"):
            yield kept.get(child.get("dataRef")) or child.get("disp", "")
        elif child.tag == _name("cp"):
            yield ""  # a character XML cannot hold, nor can we
        elif isinstance(child.tag, str):
            yield from _flat(child, kept)
        yield child.tail or ""
