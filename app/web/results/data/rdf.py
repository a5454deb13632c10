"""Statements about things on the web, written as RDF/XML and as JSON-LD.

Source: W3C, RDF 1.1 XML Syntax, and JSON-LD 1.1. A thing stands inside the one that names it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

NAMES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class Words:
    """A text in a language, or of a type such as xsd:date."""

    said: str
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True)
class Link:
    address: str


@dataclass(frozen=True)
class Thing:
    """What is said of something: `says` are names such as dct:title with what they say, as often as needed."""

    kind: str
    says: Sequence[tuple[str, Words | Link | Thing]]
    address: str = ""


def rdf_xml(thing: Thing) -> bytes:
    spaces: Any = NAMES
    root: Any = etree.Element(_full("rdf:RDF"), nsmap=spaces)
    _into(root, thing)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return made


def _into(parent: Any, thing: Thing) -> None:
    about = {_full("rdf:about"): thing.address} if thing.address else {}
    holder = etree.SubElement(parent, _full(thing.kind), about)
    for name, said in thing.says:
        match said:
            case Words():
                kind = {_full("rdf:datatype"): _address(said.datatype)} if said.datatype else {}
                speaks = {LANG: said.language} if said.language else {}
                etree.SubElement(holder, _full(name), {**kind, **speaks}).text = said.said
            case Link():
                etree.SubElement(holder, _full(name), {_full("rdf:resource"): said.address})
            case Thing():
                _into(etree.SubElement(holder, _full(name)), said)


def _full(name: str) -> str:
    space, _, local = name.partition(":")
    return f"{{{NAMES[space]}}}{local}"


def _address(name: str) -> str:
    space, _, local = name.partition(":")
    return NAMES[space] + local


def json_ld(thing: Thing) -> bytes:
    return json.dumps({"@context": NAMES, **_node(thing)}, ensure_ascii=False, indent=1).encode() + b"\n"


def _node(thing: Thing) -> dict[str, Any]:
    made: dict[str, Any] = {**({"@id": thing.address} if thing.address else {}), "@type": thing.kind}
    for name, said in thing.says:
        made.setdefault(name, []).append(_said(said))
    return made


def _said(said: Words | Link | Thing) -> dict[str, Any]:
    match said:
        case Link():
            return {"@id": said.address}
        case Thing():
            return _node(said)
    language = {"@language": said.language} if said.language else {}
    return {"@value": said.said, **language, **({"@type": said.datatype} if said.datatype else {})}
