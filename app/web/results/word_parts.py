"""What python-docx has no words for: directions, languages, fields, head rows, and vectors beside their pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from itertools import groupby
from unicodedata import bidirectional

from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.shared import Pt
from docx.table import Table
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree
from markupsafe import Markup

from app.web.dashboard.letters import UNWANTED

# What follows in the order the format wants; Word may call a file broken that has another (ECMA-376, part 1).
AFTER_BIDI = ("w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
AFTER_SIZE = ("w:rtl", "w:lang")
AFTER_DIRECTION = ("w:tblW", "w:jc", "w:tblInd", "w:tblLayout", "w:tblLook")
VECTOR = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"  # the extension of a picture that has an SVG (MS-ODRAWXML 2.2)
ASVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"


@dataclass(frozen=True)
class Piece:
    words: str
    language: str
    rtl: bool
    bold: bool = False


def pieces(words: str, language: str, rtl: bool) -> Iterator[Piece]:
    """Words as runs of one language and one direction; Markup says which parts are in another language, or heavy."""
    reader = _Reader(Piece("", language, rtl))
    if isinstance(words, Markup):
        reader.feed(str(words))
        reader.close()
    else:
        reader.handle_data(words)
    for found in reader.found:
        yield from _by_direction(found)


class _Reader(HTMLParser):
    """Reads the few elements that say() and tell() write."""

    def __init__(self, outermost: Piece) -> None:
        super().__init__()
        self._open = [outermost]
        self.found: list[Piece] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said, now = dict(attrs), self._open[-1]
        rtl = said["dir"] == "rtl" if "dir" in said else now.rtl
        language = said.get("lang") or now.language
        self._open.append(replace(now, language=language, rtl=rtl, bold=now.bold or tag == "b"))

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self.found.append(replace(self._open[-1], words=UNWANTED.sub("", data)))


def _by_direction(piece: Piece) -> Iterator[Piece]:
    """Word orders each run by its own direction: letters of the other one get runs of their own."""
    kinds = [_kind(letter) for letter in piece.words]
    own = "R" if piece.rtl else "L"
    other = "L" if piece.rtl else "R"
    for place, kind in enumerate(kinds):
        if not kind:  # between two letters of the other direction it is of that one
            after = next((each for each in kinds[place:] if each), own)
            before = kinds[place - 1] if place else own
            kinds[place] = other if before == after == other else own
    for kind, letters in groupby(zip(kinds, piece.words, strict=True), key=lambda pair: pair[0]):
        yield replace(piece, words="".join(letter for _, letter in letters), rtl=kind == "R")


def _kind(letter: str) -> str:
    return {"L": "L", "R": "R", "AL": "R"}.get(bidirectional(letter), "")


def write(paragraph: Paragraph, words: str, language: str, rtl: bool) -> list[Run]:
    """Add words to a paragraph that is read in a direction."""
    runs = []
    for piece in pieces(words, language, rtl):
        run = paragraph.add_run(piece.words)
        if piece.bold:
            bold(run)
        speak(run, piece.language, piece.rtl)
        runs.append(run)
    if rtl:
        _put(paragraph._p.get_or_add_pPr(), _element("w:bidi"), AFTER_BIDI)
    return runs


def bold(run: Run) -> None:
    """Heavy in every script: Word keeps Arabic apart."""
    run.bold = run.font.cs_bold = True


def sized(font: Font, points: float) -> None:
    """As large in every script."""
    font.size = Pt(points)
    properties: BaseOxmlElement = font._element.get_or_add_rPr()  # type: ignore[attr-defined]
    for old in properties.findall(qn("w:szCs")):
        properties.remove(old)
    _put(properties, _element("w:szCs", val=str(round(2 * points))), AFTER_SIZE)


def speak(run: Run, language: str, rtl: bool) -> None:
    properties = run._r.get_or_add_rPr()
    if rtl:
        properties.append(_element("w:rtl"))
    properties.append(tongue(language))


def tongue(language: str) -> BaseOxmlElement:
    """Which language words are in, for checking and for reading aloud; whichever of the three Word looks at."""
    tag = language.removesuffix("-simple")
    return _element("w:lang", val=tag, eastAsia=tag, bidi=tag)


def field(paragraph: Paragraph, code: str) -> None:
    """What Word computes itself, such as the number of the page."""
    simple = _element("w:fldSimple", instr=code)
    simple.append(_element("w:r"))
    simple[0].append(_element("w:t"))
    simple[0][0].text = "1"
    paragraph._p.append(simple)


def laid_out(table: Table, rtl: bool, headed: bool) -> None:
    """Columns in the direction of reading; the first row is named the head, and none is torn in two."""
    if rtl:
        _put(table._tbl.tblPr, _element("w:bidiVisual"), AFTER_DIRECTION)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    if headed:
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))


def add_vector(document: Doc, picture: BaseOxmlElement, svg: bytes) -> None:
    """Give a picture its vectors: Word from 2016 on draws them, all others show the picture."""
    package = document.part.package
    name = package.next_partname("/word/media/chart%d.svg")
    related = document.part.relate_to(Part(name, "image/svg+xml", svg, package), RELATIONSHIP_TYPE.IMAGE)
    extension = OxmlElement("a:ext")
    extension.set("uri", VECTOR)
    vector = etree.SubElement(extension, f"{{{ASVG}}}svgBlip", nsmap={"asvg": ASVG})
    vector.set(qn("r:embed"), related)
    extensions = OxmlElement("a:extLst")
    extensions.append(extension)
    next(picture.iter(qn("a:blip"))).append(extensions)


def named(picture: BaseOxmlElement, title: str, description: str) -> None:
    """What a screen reader says of a picture."""
    for properties in picture.iter(qn("wp:docPr")):
        properties.set("title", UNWANTED.sub("", title))
        properties.set("descr", UNWANTED.sub("", description))


def turned(section: Section) -> None:
    """Pages whose columns and numbers run from the right."""
    _put(section._sectPr, _element("w:bidi"), ("w:rtlGutter", "w:docGrid"))


def _put(parent: BaseOxmlElement, child: BaseOxmlElement, before: tuple[str, ...]) -> None:
    parent.insert_element_before(child, *before)


def _element(name: str, **attributes: str) -> BaseOxmlElement:
    made: BaseOxmlElement = OxmlElement(name)  # type: ignore[assignment]  # declared as its ancestor
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
