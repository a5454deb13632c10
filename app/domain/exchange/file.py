"""A file of texts in whichever format it is: seen from its first bytes, not from its name."""

from __future__ import annotations

import codecs

from app.domain.exchange import po, xliff, xlsx
from app.domain.exchange.entry import Entry
from app.domain.exchange.unpacking import TOO_LARGE
from app.domain.sentence import N_, Problem

MOST_TEXTS = 10_000  # the page that shows what would change shows each of them
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read(file: bytes, language: str) -> list[Entry]:
    """The texts of a file in this language; raises a Problem that says what is wrong with it."""
    if file.startswith(b"PK"):
        found = xlsx.read(file, language)
    elif _begins_as_xml(file):
        found = xliff.read(file, language)
    else:
        found = po.read(decoded(file), language)
    if not found:
        raise Problem(N_("There is no text in this file."))
    if len(found) > MOST_TEXTS:
        raise Problem(TOO_LARGE)
    return found


def _begins_as_xml(file: bytes) -> bool:
    start = file[:200].removeprefix(codecs.BOM_UTF8).replace(b"\x00", b"")
    for mark in _UTF16:
        start = start.removeprefix(mark)
    return start.lstrip().startswith(b"<")


def decoded(file: bytes) -> str:
    try:
        return file.decode("utf-16" if file.startswith(_UTF16) else "utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(N_("This file cannot be read. Please save it as UTF-8, XLSX or XLIFF.")) from None
