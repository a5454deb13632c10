"""DDI-Codebook 2.5, what archives want: study, file and variables with their questions in every language.

After the field-level documentation of the DDI Alliance; the order of elements is part of the standard.
A codebook is passed on more freely than answers: it tells neither how many people answered nor any value of theirs.
"""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree
from lxml.etree import SubElement, _Element

from app.analysis.table import Column, Table
from app.analysis.words import UNKNOWN, in_each
from app.domain.dataset import Type
from app.domain.tally import Label

NAMESPACE = "ddi:codebook:2_5"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"  # never the attribute xml-lang, which the standard regrets
FILE = "F1"
NATURES: Mapping[Type, str] = {"single": "nominal", "multiple": "nominal", "ordered": "ordinal", "number": "ratio"}
DOMAINS: Mapping[Type, str] = {
    "single": "category",
    "multiple": "multiple",
    "ordered": "category",
    "number": "numeric",
    "text": "text",
}


def written(table: Table, _: str) -> bytes:
    # The namespace is written once, as an attribute: so all below it can be made by their plain names.
    root = etree.Element("codeBook", {"version": "2.5", "xmlns": NAMESPACE, LANG: table.source})
    _study(SubElement(root, "stdyDscr"), table)
    _file(SubElement(root, "fileDscr", ID=FILE), table)
    data = SubElement(root, "dataDscr")
    ids = {column.name: f"V{number}" for number, column in enumerate(table.columns, 1)}
    _groups(data, table, ids)
    for column in table.columns:
        _variable(data, column, table, ids)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _study(study: _Element, table: Table) -> None:
    """The title stands once, in the source language; in others it is a parallel title."""
    citation = SubElement(study, "citation")
    statement = SubElement(citation, "titlStmt")
    titles = in_each(table.title, table.languages)
    first = table.source if table.source in titles else next(iter(titles))
    _element(statement, "titl", titles.pop(first) or table.slug, first)
    for language, words in titles.items():
        _element(statement, "parTitl", words, language)
    SubElement(statement, "IDNo").text = table.slug
    SubElement(SubElement(citation, "prodStmt"), "software").text = "Mitsprache"


def _file(file: _Element, table: Table) -> None:
    about = SubElement(file, "fileTxt")
    SubElement(about, "fileName").text = f"{table.slug}.csv"
    SubElement(SubElement(about, "dimensns"), "varQnty").text = str(len(table.columns))
    SubElement(about, "fileType", charset="UTF-8").text = "CSV"
    SubElement(about, "format").text = "comma-delimited"


def _groups(data: _Element, table: Table, ids: Mapping[str, str]) -> None:
    """Variables of one question belong together."""
    questions: dict[str, list[Column]] = {}
    for column in table.columns:
        questions.setdefault(column.variable.question, []).append(column)
    for number, (question, columns) in enumerate(questions.items(), 1):
        if question and len(columns) > 1:
            several = all(column.variable.type == "multiple" for column in columns)
            members = " ".join(ids[column.name] for column in columns)
            kind = "multipleResp" if several else "grid"
            SubElement(data, "varGrp", ID=f"G{number}", type=kind, var=members, name=question)


def _variable(data: _Element, column: Column, table: Table, ids: Mapping[str, str]) -> None:
    variable = SubElement(data, "var", ID=ids[column.name], name=column.name, files=FILE)
    _describe(variable, column, table, ids)
    _each(variable, "labl", column.label, table)
    if not column.weight:
        question = SubElement(variable, "qstn", responseDomainType=DOMAINS[column.variable.type])
        _each(question, "qstnLit", column.label, table)
    if column.variable.missing:
        invalid = SubElement(variable, "invalrng")
        for code in column.variable.missing:
            SubElement(invalid, "item", VALUE=str(code))
    for code, label in column.variable.codes.items():
        category = SubElement(variable, "catgry", missing="Y" if code in column.variable.missing else "N")
        SubElement(category, "catValu").text = str(code)
        _each(category, "labl", label, table)
    SubElement(variable, "varFormat", type="character" if column.variable.type == "text" else "numeric")


def _describe(variable: _Element, column: Column, table: Table, ids: Mapping[str, str]) -> None:
    kind = column.variable.type
    if column.weight:
        variable.set("wgt", "wgt")
    elif table.weight:
        variable.set("wgt-var", ids[table.weight.name])
    variable.set("intrvl", "contin" if kind == "number" else "discrete")
    if kind in NATURES:
        variable.set("nature", NATURES[kind])


def _each(parent: _Element, tag: str, label: Label, table: Table) -> None:
    """The element once for each language."""
    for language, words in in_each(label, table.languages).items():
        _element(parent, tag, words, language)


def _element(parent: _Element, tag: str, words: str, language: str) -> None:
    element = SubElement(parent, tag)
    if language != UNKNOWN:
        element.set(LANG, language)
    element.text = words
