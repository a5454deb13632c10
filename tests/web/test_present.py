"""The slides: every question once, everything on them readable without script, and where to find it all."""

import json

import pytest
from bs4 import BeautifulSoup

from app.domain.language import LANGUAGES
from app.domain.release import Release, sha256
from app.domain.voices import KEY
from app.store import questionnaires, releases
from app.web.clock import now
from app.web.results.present import LETTERS, MOST, ROWS
from tests.web.test_history import SLUG
from tests.web.test_results import SLUGS, page, publish


@pytest.fixture
def published(app):
    return {slug: publish(app, slug) for slug in SLUGS}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_question_of_the_results_page_has_its_slide_in_both_directions(client, published, slug):
    for tag, language in ((tag, LANGUAGES[tag]) for tag in ("de", "ar", "uk")):
        shown = page(client, f"/results/{slug}/present?lang={tag}")
        assert shown.html["dir"] == language.direction
        wanted = [exhibit["id"][2:] for exhibit in page(client, f"/results/{slug}?lang={tag}").select(".exhibit")]
        assert [slide.h2["id"][2:] for slide in shown.select(".slide:has(h2[id^=t-])")] == wanted
        slides = shown.select("#deck > section")
        assert [slide["id"] for slide in slides] == [f"slide-{number + 1}" for number in range(len(slides))]
        assert all(shown.find(id=slide["aria-labelledby"]) in slide.select("h1, h2") for slide in slides)
        assert all("{" not in slide.get_text() for slide in shown.select(".theme, .message, .caption"))


def test_a_long_chart_goes_over_several_slides_and_loses_no_row(client, published):
    everything = page(client, "/results/integrationskonzept?lang=en").select(".exhibit")
    whole = next(each for each in everything if len(each.select("tbody tr")) > ROWS and each.script)
    labels = json.loads(whole.script.string)["layout"]["yaxis"]["ticktext"]
    title = whole.h3.get_text(strip=True)
    slides = page(client, "/results/integrationskonzept/present?lang=en").select(".slide")
    parts = [slide for slide in slides if slide.h2 and slide.h2.get_text(strip=True) == title]
    figures = [json.loads(slide.script.string) for slide in parts]
    assert len(parts) > 1
    assert [label for each in figures for label in each["layout"]["yaxis"]["ticktext"]] == labels
    assert all(len(each["layout"]["yaxis"]["ticktext"]) <= ROWS for each in figures)
    assert len({str(each["layout"]["xaxis"]["range"]) for each in figures}) == 1  # all to one measure
    assert sum(len(slide.select("tbody tr")) for slide in parts) == len(whole.select("tbody tr"))


def test_slides_show_the_group_and_the_release_they_were_asked_for(app, client, published):
    publish(app, SLUG, people=300, number=2)
    address = f"/results/{SLUG}/present?lang=en&by=language&group=de&release=1"
    answer = client.get(address)
    shown = BeautifulSoup(answer.data, "html.parser")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    assert "About 150 people" in shown.select_one("#slide-1").get_text()
    assert all("German" in slide.select_one(".theme").get_text() for slide in shown.select(".slide"))
    link = shown.select_one(".scan a")["href"]
    assert all(part in link for part in ("release=1", "by=language", "group=de"))
    assert link.startswith("http://localhost/results/")
    assert client.get(f"/results/{SLUG}/present?release=99").status_code == 404
    assert client.get("/results/nothing/present").status_code == 404


def test_before_the_first_release_slides_lead_to_the_page_that_says_when(client):
    answer = client.get(f"/results/{SLUG}/present?lang=en")
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/results/{SLUG}?lang=en")


def test_texts_are_shown_as_they_are_published_a_few_on_each_slide(app, client, published):
    words = [f"{number} <b>Mehr Busse</b> " + "und Bahnen " * 20 for number in range(20)]
    texts = [{"question": "zuerst", "part": "", "words": each, "language": "de"} for each in words]
    with app.extensions["engine"].begin() as db:
        assert questionnaires.published(db, SLUG)
        document = {**published[SLUG].document, "number": 2, KEY: texts}
        releases.add(db, SLUG, Release(document, sha256(document)), now())
    slides = page(client, f"/results/{SLUG}/present?lang=en").select(".slide:has(.voices)")
    assert len(slides) == MOST
    said = [[each.get_text().strip() for each in slide.select("li")] for slide in slides]
    assert [each for some in said for each in some] == [each.strip() for each in words[: sum(map(len, said))]]
    assert all(len(some) == 1 or sum(map(len, some)) <= LETTERS for some in said)
    assert not slides[0].select("b")
    assert not page(client, f"/results/{SLUG}/present?lang=en&by=language&group=de").select(".voices")


def test_slides_need_no_script_and_no_style_of_their_own(client, published):
    shown = page(client, f"/results/{SLUG}/present?lang=de")
    assert not shown.select(".slide[hidden], [style], style")
    assert shown.select_one("#controls").has_attr("hidden")
    assert len(shown.select(".slide:has(.plot)")) == len(shown.select(".slide:has(.plot):has(details[open] table)"))
    scripts = [script["src"] for script in shown.select("script[src]")]
    assert all(source.startswith("/static/") for source in scripts)
