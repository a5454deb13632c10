"""Whether a workbook can be opened at all: a file of a few kilobytes can ask a reader for more room than there is.

A reader makes room for all cells up to the last one, and writes out a shared text once more for each cell that has it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping
from typing import Any

from lxml import etree

from app.domain.sentence import N_, Problem

MOST_PARTS, MOST_ELEMENTS, MOST_LETTERS = 500, 1_000_000, 40_000_000
MOST_ROWS, MOST_COLUMNS = 9_999, 26
_NEAR = re.compile(r"[A-Za-z]?\d{1,4}")
_OTHER_FORMATS = {"content.xml", "xl/workbook.bin"}  # a reader that tries them all would come to these, too
TOO_LARGE = N_("This file is too large when it is unpacked.")
FAR_AWAY = N_("The spreadsheet has cells far away from the table. Delete them.")
UNREADABLE = N_("This file cannot be read as a spreadsheet.")


def safe_to_open(file: bytes) -> None:
    """Raises a Problem for a file that would need more room than any questionnaire."""
    try:
        with zipfile.ZipFile(io.BytesIO(file)) as packed:
            inside = packed.infolist()
            if len(inside) > MOST_PARTS or sum(each.file_size for each in inside) > MOST_LETTERS:
                raise Problem(TOO_LARGE)
            names = {each.filename.lower() for each in inside}
            if "xl/workbook.xml" not in names or _OTHER_FORMATS & names or packed.testzip():
                raise Problem(UNREADABLE)
            _look_through({each.filename.lower(): packed.read(each) for each in inside if _is_xml(each.filename)})
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, ValueError, OSError, RuntimeError):
        raise Problem(UNREADABLE) from None


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _look_through(parts: Mapping[str, bytes]) -> None:
    """Which part is a sheet is for the file itself to say, so all are looked through."""
    seen: Any = _Seen()
    for name, part in parts.items():
        seen.begin(name)
        etree.fromstring(part, etree.XMLParser(target=seen, resolve_entities=False, no_network=True, load_dtd=False))
    if sum(seen.lengths.get(place, 0) * times for place, times in seen.asked_for.items()) > MOST_LETTERS:
        raise Problem(TOO_LARGE)


class _Seen:
    """What the parser of XML meets: it builds nothing."""

    def __init__(self) -> None:
        self.elements = 0
        self.lengths: Counter[int] = Counter()  # of the shared texts, by their number
        self.asked_for: Counter[int] = Counter()  # how many cells have each
        self.begin("")

    def begin(self, part: str) -> None:
        self._names_sheets = part == "xl/_rels/workbook.xml.rels"
        self.rows = self.cells = 0
        self._text, self._shared, self._number = -1, False, ""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name = etree.QName(tag).localname
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            raise Problem(TOO_LARGE)
        if name == "si":
            self._text += 1
        elif name == "row":
            self.rows, self.cells = self.rows + 1, 0
        elif name == "c":
            self.cells += 1
            self._shared = attributes.get("t") == "s"
        elif name == "v":
            self._number = ""
        elif self._names_sheets and not _is_xml(attributes.get("Target", ".xml")):
            raise Problem(UNREADABLE)
        if name in ("row", "c") and not _NEAR.fullmatch(attributes.get("r", "1")):
            raise Problem(FAR_AWAY)
        if self.rows > MOST_ROWS or self.cells > MOST_COLUMNS:
            raise Problem(FAR_AWAY)

    def data(self, words: str) -> None:
        if self._shared:
            self._number += words
        self.lengths[self._text] += len(words)

    def end(self, tag: str) -> None:
        if self._shared and etree.QName(tag).localname == "v":
            self.asked_for[int(self._number)] += 1

    def close(self) -> None:
        """There is nothing to hand out."""
