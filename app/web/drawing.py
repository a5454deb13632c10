"""The program that draws: JSON in, a PDF file or pictures of its pages out, each in the letters of Base64.

It runs for one file and ends: WeasyPrint, Pango and their fonts take 70 MB, which a process never gives back.
"""

from __future__ import annotations

import io
import json
import sys
from base64 import b64encode

import pypdfium2
import weasyprint

from app.traces import keep_quiet

SHARP = 2  # pixels of a picture for each of its page
COLOURS = 96  # of a picture: more are not seen, and make the file three times as large
POINTS = 0.75  # in a pixel of CSS


def drawn(page: str, style: str, variant: str | None) -> bytes:
    nothing = weasyprint.urls.URLFetcher(allowed_protocols=())
    styles = [weasyprint.CSS(string=style, url_fetcher=nothing)]
    made: bytes = weasyprint.HTML(string=page, url_fetcher=nothing).write_pdf(stylesheets=styles, pdf_variant=variant)
    return made


def rendered(file: bytes) -> list[bytes]:
    """The pages of a PDF file as PNG files."""
    with pypdfium2.PdfDocument(file) as document:
        return [_png(page.render(scale=SHARP / POINTS).to_pil()) for page in document]


def _png(picture: object) -> bytes:
    made = io.BytesIO()
    picture.quantize(COLOURS).save(made, "PNG", optimize=True)  # type: ignore[attr-defined]
    return made.getvalue()


def main() -> None:
    keep_quiet()
    given = json.load(sys.stdin)
    file = drawn(given["page"], given["style"], given["variant"])
    files = rendered(file) if given["pictures"] else [file]
    json.dump([b64encode(each).decode() for each in files], sys.stdout)


if __name__ == "__main__":
    main()
