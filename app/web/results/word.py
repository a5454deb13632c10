"""A report as a Word file: real headings and lists, tables with head rows, charts as vectors with words for them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Lines

from app.domain.tally import Label
from app.web.dashboard import paint
from app.web.dashboard.letters import UNWANTED, from_right
from app.web.dashboard.table import Table
from app.web.pdf import pictures
from app.web.results import word_parts as parts
from app.web.results.blocks import Block, Facts, Heading, Items, Numbers, Paper, Paragraph, Picture, Quotes
from app.web.results.brief import brief
from app.web.results.pictures import STYLE

PX = 9525  # English Metric Units in a pixel
WIDE = Mm(170)
FEW = 3  # columns of a table: label, share, people
FONT = "Arial"  # has Arabic and Cyrillic wherever there is Word; others take what they have
INK, GREY, AMBER = RGBColor(0x17, 0x20, 0x2F), RGBColor(0x4A, 0x55, 0x68), RGBColor(0x8A, 0x5A, 0x00)
COLOURS = {"quiet": GREY, "warning": AMBER}
SIZES = {"Normal": 10.5, "Title": 26, "Subtitle": 13, "Heading 1": 17, "Heading 2": 13, "Heading 3": 11, "Quote": 10.5}


def docx(paper: Paper) -> bytes:
    book = _Book(paper)
    for block in paper.front:
        book.add(block)
    book.turn()
    for block in paper.blocks:
        book.add(block)
    return book.file()


class _Book:
    """A Word document that is being written."""

    def __init__(self, paper: Paper) -> None:
        self._language, self._rtl = paper.language.tag, paper.language.direction == "rtl"
        self._document = Document()
        self._drawn = _drawn(paper)
        self._set_up(paper)
        self._front(paper)

    def file(self) -> bytes:
        made = io.BytesIO()
        self._document.save(made)
        return made.getvalue()

    def turn(self) -> None:
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def add(self, block: Block) -> None:
        match block:
            case Heading():
                self._write(block.words, f"Heading {block.level}")
            case Paragraph():
                self._paragraph(block)
            case Items():
                for item in block.items:
                    self._write(item, "List Bullet")
            case Facts():
                self._table([], block.pairs)
            case Picture():
                self._picture(block)
            case Numbers():
                self._numbers(block.table)
            case Quotes():
                for text in block.texts:
                    self._quote(text["words"], text["language"])

    def _write(self, words: str, style: str = "Normal") -> Lines:
        lines = self._document.add_paragraph(style=style)
        parts.write(lines, words, self._language, self._rtl)
        return lines

    def _paragraph(self, block: Paragraph) -> None:
        lines = self._write(block.words)
        lines.paragraph_format.keep_with_next = block.look == "message"
        for run in lines.runs:
            if block.look in ("message", "warning"):
                parts.bold(run)
            if block.look in COLOURS:
                run.font.color.rgb = COLOURS[block.look]

    def _quote(self, words: str, language: str) -> None:
        lines = self._document.add_paragraph(style="Quote")
        parts.write(lines, words, language or self._language, from_right(words, self._rtl))

    def _picture(self, block: Picture) -> None:
        png, svg = self._drawn[id(block)]
        lines = self._document.add_paragraph()
        if self._rtl:
            parts.write(lines, "", self._language, rtl=True)
        shape = lines.add_run().add_picture(io.BytesIO(png), Emu(round(block.drawing.width * PX)))
        parts.named(shape._inline, block.title, f"{block.title}\n{block.description}")
        parts.add_vector(self._document, shape._inline, svg)

    def _numbers(self, table: Table) -> None:
        def said(label: Label) -> str:
            return brief(label)

        lines = [
            (
                said(line.label),
                *(f"{cell.number} ({cell.people})" if cell.people else cell.number for cell in line.cells),
            )
            for line in table.lines
        ]
        self._table(["", *map(said, table.head)], lines)

    def _table(self, head: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        rows = [head, *lines] if head else list(lines)
        columns = len(rows[0])
        first = 0.36 if columns != FEW else 0.6
        table = self._document.add_table(len(rows), columns, style="Table Grid")
        for number, (row, cells) in enumerate(zip(table.rows, rows, strict=True)):
            for place, (cell, words) in enumerate(zip(row.cells, cells, strict=True)):
                cell.width = Emu(round(WIDE * (first if place == 0 else (1 - first) / (columns - 1))))
                self._cell(cell, words, bool(head) and number == 0)
        parts.laid_out(table, self._rtl, bool(head))
        self._document.add_paragraph()

    def _cell(self, cell: _Cell, words: str, heavy: bool) -> None:
        lines = cell.paragraphs[0]
        lines.paragraph_format.space_after = Pt(2)
        for run in parts.write(lines, words, self._language, self._rtl):
            parts.sized(run.font, 9)
            if heavy:
                parts.bold(run)

    def _set_up(self, paper: Paper) -> None:
        about, section = self._document.core_properties, self._document.sections[0]
        about.title, about.author = UNWANTED.sub("", paper.title)[:200], UNWANTED.sub("", paper.publisher)[:200]
        about.language, about.comments = self._language, ""
        about.created = about.modified = datetime.combine(paper.day, datetime.min.time())
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(20)
        section.top_margin = section.bottom_margin = Mm(20)
        if self._rtl:
            parts.turned(section)
        for name, size in SIZES.items():
            self._style(name, size)
        for old in self._document.styles.element.iter(qn("w:lang")):
            old.getparent().replace(old, parts.tongue(self._language))

    def _style(self, name: str, size: float) -> None:
        font = self._document.styles[name].font
        font.name, font.color.rgb, font.italic = FONT, INK, False
        parts.sized(font, size)
        fonts = font._element.rPr.rFonts
        for script in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{script}"), None)
        fonts.set(qn("w:cs"), FONT)

    def _front(self, paper: Paper) -> None:
        section = self._document.sections[0]
        self._write(paper.publisher)
        self._write(paper.kicker, "Subtitle")
        self._write(paper.title, "Title")
        if paper.mark:
            above = section.header.paragraphs[0]
            for run in parts.write(above, paper.mark, self._language, self._rtl):
                parts.bold(run)
                run.font.color.rgb = AMBER
        below = section.footer.paragraphs[0]
        parts.write(below, f"{paper.foot} · ", self._language, self._rtl)
        parts.field(below, "PAGE")
        parts.write(below, " / ", self._language, rtl=False)
        parts.field(below, "NUMPAGES")


def _drawn(paper: Paper) -> dict[int, tuple[bytes, bytes]]:
    """Each chart as pixels and as vectors, all drawn at once."""
    charts = [block for block in paper.blocks if isinstance(block, Picture)]
    pieces = [(chart.drawing.width, chart.drawing.height, paint.html(chart.drawing, chart.title)) for chart in charts]
    pixels = pictures(pieces, paper.language.tag, STYLE) if pieces else []
    vectors = (paint.svg(chart.drawing, chart.title, chart.description, paper.language.tag) for chart in charts)
    return {id(chart): both for chart, both in zip(charts, zip(pixels, vectors, strict=True), strict=True)}
