"""Pages of HTML as PDF files and as pictures, drawn on this machine: nothing is fetched, from nowhere."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Sequence
from functools import cache
from threading import Lock

from markupsafe import Markup

SHARP = 2  # pixels of a picture for each of its page
COLOURS = 96  # of a picture: more are not seen, and make the file three times as large
POINTS = 0.75  # in a pixel of CSS
PDFIUM = Lock()  # it may only be asked one thing at a time


def drawn(page: str, style: str, variant: str | None = None) -> bytes:
    """A page of HTML as a PDF file. Whatever it refers to is left out: nothing is fetched, from nowhere."""
    import weasyprint  # takes half a second, and an OSError where Pango is missing

    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    styles = [weasyprint.CSS(string=style, url_fetcher=nothing)]
    made: bytes = weasyprint.HTML(string=page, url_fetcher=nothing).write_pdf(stylesheets=styles, pdf_variant=variant)
    return made


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
    return rendered(drawn(page, style + sizes))


def rendered(file: bytes) -> list[bytes]:
    """The pages of a PDF file as PNG files."""
    import pypdfium2  # as rarely needed as WeasyPrint

    with PDFIUM, pypdfium2.PdfDocument(file) as document:
        return [_png(page.render(scale=SHARP / POINTS).to_pil()) for page in document]


def _png(picture: object) -> bytes:
    made = io.BytesIO()
    picture.quantize(COLOURS).save(made, "PNG", optimize=True)  # type: ignore[attr-defined]
    return made.getvalue()


@cache
def has_pango() -> bool:
    """The same for links on pages: asking for the library is quick, loading WeasyPrint takes half a second."""
    try:
        ctypes.CDLL("libpango-1.0.so.0")
    except OSError:
        return False
    return True


def can_make_pdf() -> bool:
    """WeasyPrint draws with Pango, a library of the system that a server may lack."""
    try:
        import weasyprint  # noqa: F401
    except OSError:
        return False
    return True
