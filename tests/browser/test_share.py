"""Sharing in a browser: a picture phones can scan, by day and by night."""

import io

import zxingcpp
from PIL import Image

from tests.web.staff import ONE


def test_the_picture_on_the_page_can_be_scanned(at_work, site):
    page = at_work()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(f"{site.url}{ONE}/share?language=ar&lang=de")
        shot = Image.open(io.BytesIO(page.locator(".qr-picture").screenshot())).convert("L")
        assert [each.text for each in zxingcpp.read_barcodes(shot)] == [f"{site.url}/s/gut-leben/ar"]
