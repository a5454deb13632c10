"""Pages of HTML as PDF files and as pictures, drawn on this machine: nothing is fetched, from nowhere."""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from functools import cache

from markupsafe import Markup

from app.config import PROJECT

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PATIENCE = 120  # seconds, for the longest report on the slowest machine


def drawn(page: str, style: str, variant: str | None = None) -> bytes:
    """A page of HTML as a PDF file. Whatever it refers to is left out: nothing is fetched, from nowhere."""
    return _drawn(page, style, variant)[0]


def pictures(pieces: Sequence[tuple[float, float, Markup]], language: str, style: str) -> list[bytes]:
    """Pieces of HTML, each with its width and height, as PNG files."""
    pages = Markup("").join(
        Markup('<section style="page:p{}">{}</section>').format(number, piece)
        for number, (_, _, piece) in enumerate(pieces)
    )
    sizes = "".join(
        f"@page p{number} {{ size: {wide:.2f}px {high:.2f}px; margin: 0 }}"
        for number, (wide, high, _) in enumerate(pieces)
    )
    page = Markup('<!doctype html><html lang="{}"><title></title>{}</html>').format(language, pages)
    return _drawn(page, style + sizes, pictures=True)


def _drawn(page: str, style: str, variant: str | None = None, pictures: bool = False) -> list[bytes]:
    given = json.dumps({"page": page, "style": style, "variant": variant, "pictures": pictures})
    command = [sys.executable, "-m", "app.web.drawing"]
    done = subprocess.run(  # noqa: S603  nothing of what is drawn is part of the command
        command, cwd=PROJECT, input=given, stdout=subprocess.PIPE, text=True, check=True, timeout=PATIENCE
    )
    return [b64decode(each) for each in json.loads(done.stdout)]


@cache
def has_pango() -> bool:
    """WeasyPrint draws with Pango, a library of the system that a server may lack."""
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True
