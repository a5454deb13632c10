"""What the first visit of a questionnaire costs a phone: one page, one style sheet, and nothing else."""

import re

from bs4 import BeautifulSoup

from app.domain.language import LANGUAGES

SLUGS = ("gut-leben", "integrationskonzept")
MOST = 15 * 1024  # bytes, as sent
FETCHES = "link[href], [src], [srcset], [data], [poster], [background], use, style, [style], iframe, object, embed"
FETCHING = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "manifest", "apple-touch-icon"}


def fetched(page):
    """The addresses a browser asks for by itself when it shows the page."""
    for element in BeautifulSoup(page, "html.parser").select(FETCHES):
        assert element.name in ("link", "img", "script", "source"), element
        if element.name != "link" or FETCHING & set(element["rel"]):
            yield element.get("href") or element["src"]


def test_a_cold_visit_is_two_requests_and_light_in_every_language(client):
    for packing in ("br", "gzip"):
        accepts = {"Accept-Encoding": packing}
        for slug in SLUGS:
            weights = {tag: _weight(client, f"/s/{slug}?lang={tag}", accepts) for tag in LANGUAGES}
            print(slug, packing, weights)
            assert max(weights.values()) <= MOST


def _weight(client, address, accepts):
    page = client.get(address, headers=accepts)
    assert page.headers["Content-Encoding"] == accepts["Accept-Encoding"]
    (sheet,) = [other for other in fetched(client.get(address).text) if not other.startswith("data:")]
    style = client.get(sheet, headers=accepts, buffered=True)
    assert (style.status_code, style.headers["Content-Encoding"]) == (200, accepts["Accept-Encoding"])
    assert "url(" not in re.sub(r"url\(.?data:", "", client.get(sheet, buffered=True).text)
    assert "@import" not in client.get(sheet, buffered=True).text
    return len(page.data) + len(style.data)
