"""Triple-S 2.0, the interchange format of market research: an XML file with the words, a CSV file with the answers.

After “Triple-S XML Version 2.0” (September 2011), published by the ASC for the Triple-S Group.
"""

from __future__ import annotations

from lxml import etree
from lxml.etree import SubElement, _Element

from app.analysis.archive import packed
from app.analysis.csv_file import codes
from app.analysis.table import Column, Table, digits
from app.analysis.words import UNKNOWN, in_each
from app.domain.tally import Label

LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def written(table: Table, _: str) -> bytes:
    data = codes(table)
    return packed({f"{table.slug}.sss": metadata(table), f"{table.slug}.csv": data})


def metadata(table: Table) -> bytes:
    root = etree.Element("sss", version="2.0", languages=" ".join(table.languages))
    SubElement(root, "origin").text = "Mitsprache"
    survey = SubElement(root, "survey")
    SubElement(survey, "name").text = table.slug
    _words(survey, "title", table.title, table)
    record = SubElement(survey, "record", ident="A", href=f"{table.slug}.csv", format="csv", skip="1")
    for number, column in enumerate(table.columns, 1):
        _variable(record, number, column, table)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _variable(record: _Element, number: int, column: Column, table: Table) -> None:
    variable = SubElement(record, "variable", ident=str(number), type=_type(column))
    if column.weight:
        variable.set("use", "weight")
    if column.variable.coded and any(code < 0 for code in column.variable.codes):
        variable.set("format", "literal")  # codes that are no whole numbers from 0
    SubElement(variable, "name").text = column.name
    _words(variable, "label", column.label, table)
    SubElement(variable, "position", start=str(number))
    if column.variable.type == "text":
        SubElement(variable, "size").text = str(max((len(str(value)) for value in column.values if value), default=1))
    else:
        _values(SubElement(variable, "values"), column, table)


def _type(column: Column) -> str:
    if column.variable.coded:
        return "single"  # an answer of several is a variable of its own here
    return "character" if column.variable.type == "text" else "quantity"


def _values(values: _Element, column: Column, table: Table) -> None:
    """A quantity needs a range, and may give numbers outside of it a meaning."""
    if not column.variable.coded:
        numbers = column.numbers or [0]
        # "from" is a word of Python and cannot be a keyword
        SubElement(values, "range", {"from": digits(min(numbers)), "to": digits(max(numbers))})
    for code, label in column.variable.codes.items():
        _words(values, "value", label, table).set("code", str(code))


def _words(parent: _Element, tag: str, label: Label, table: Table) -> _Element:
    """The words of the source language, and then of each language, as the standard wants them: on one line."""
    said = {language: " ".join(words.split()) for language, words in in_each(label, table.languages).items()}
    element = SubElement(parent, tag)
    element.text = said.get(table.source) or next(iter(said.values()))
    for language, words in said.items():
        if language != UNKNOWN:
            SubElement(element, "text", {LANG: language}).text = words
    return element
