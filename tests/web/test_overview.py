"""The overview: one tile for each municipality, tables that say what the pictures show, and nothing unpublished."""

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app import web
from app.config import PROJECT
from app.domain.display import about
from app.domain.language import LANGUAGES
from app.domain.population import load
from app.domain.profile import LIVE
from app.domain.release import TOTAL
from app.domain.tally import Counts
from app.domain.turnout import Region
from app.store import consultations
from app.web.dashboard.tile_map import FEW, TONES, steps, tile_map, tone
from tests.web.test_charts import luminance
from tests.web.test_results import page, publish

EXAMPLE = PROJECT / "examples" / "ostholstein"
PEOPLE = load(json.loads((EXAMPLE / "population.json").read_text()))
PLACES = {place.id: place for place in PEOPLE.margins["municipality"]}
FORM = json.loads((EXAMPLE / "gut-leben.json").read_text())
ASKED = next(q for each in FORM["pages"] for q in each["questions"] if q["kind"] == "place")
REGION = {place["id"]: place["region"] for place in ASKED["places"]}


def county(**people):
    """The regions of the county with so many people who answered."""
    return [
        Region(name, tuple(PLACES[id] for id, region in REGION.items() if region == name), people.get(name))
        for name in ("nord", "mitte", "sued")
    ]


def at(name):
    return next(place.tile for place in PLACES.values() if place.name == name)


def test_each_municipality_has_a_tile_and_no_two_share_one():
    drawn = tile_map(county(nord=100, mitte=200, sued=300))
    assert len(drawn.tiles) == len({(tile.x, tile.y) for tile in drawn.tiles}) == len(REGION) == 36
    assert {tile.id for tile in drawn.tiles} == set(REGION)
    assert all(0 <= tile.x < drawn.width and 0 <= tile.y < drawn.height for tile in drawn.tiles)
    assert all(max(len(line) for line, _ in tile.lines) <= 9 and len(tile.lines) <= 2 for tile in drawn.tiles)


def test_tiles_lie_as_the_municipalities_do():
    corner = {name: at(name) for name in ("Fehmarn", "Stockelsdorf", "Malente", "Dahme")}
    assert corner["Fehmarn"] == (max(x for x, _ in map(tuple, (p.tile for p in PLACES.values()))), 0)
    assert corner["Stockelsdorf"] == (0, max(place.tile[1] for place in PLACES.values()))
    south = ("Fehmarn", "Großenbrode", "Neukirchen", "Grube", "Dahme", "Kellenhusen (Ostsee)", "Grömitz", "Sierksdorf")
    south += ("Timmendorfer Strand", "Ratekau")  # down the coast
    assert all(at(one)[1] < at(other)[1] for one, other in pairwise(south))
    east = ("Bosau", "Eutin", "Neustadt in Holstein", "Schashagen", "Grömitz")
    assert all(at(one)[0] < at(other)[0] for one, other in pairwise(east))


@pytest.mark.parametrize("region", ["nord", "mitte", "sued"])
def test_a_region_hangs_together_on_the_map(region):
    left = {PLACES[id].tile for id, name in REGION.items() if name == region}
    reached = {left.pop()}
    while near := {(x, y) for x, y in left if any(abs(x - a) + abs(y - b) == 1 for a, b in reached)}:
        reached |= near
        left -= near
    assert not left


def test_a_border_runs_where_another_region_begins_and_nowhere_else():
    regions = county(nord=100, mitte=200, sued=300)
    cells = {place.tile: number for number, region in enumerate(regions) for place in region.places}
    edges = 0
    for (x, y), region in cells.items():
        edges += sum(cells.get((x + a, y + b)) is None for a, b in ((-1, 0), (0, -1), (1, 0), (0, 1)))
        edges += sum(cells.get((x + a, y + b), region) != region for a, b in ((1, 0), (0, 1)))
    drawn = tile_map(regions).borders
    assert len(drawn) == len(set(drawn)) == edges


def test_a_county_without_tiles_has_no_map():
    bare = county(nord=100, mitte=200, sued=300)
    assert tile_map([replace(bare[0], places=(replace(bare[0].places[0], tile=None),)), *bare[1:]]) is None
    twice = replace(bare[0].places[1], tile=bare[0].places[0].tile)
    assert tile_map([replace(bare[0], places=(bare[0].places[0], twice))]) is None
    assert tile_map([]) is None


@pytest.mark.parametrize("rates", [(2.2, 2.5, 3.0), (1.75, 1.85, 2.46), (0.3,), (5, 5), (0.25, 4, 19), (1, 2, 3, 4, 5)])
def test_each_rate_lies_in_the_step_of_its_tone_and_more_is_never_lighter(rates):
    scale = steps(rates)
    assert [step.tone for step in scale] == list(TONES[len(scale)])
    for rate in rates:
        step = next(step for step in scale if step.tone == tone(rate, scale))
        assert step.low - 1e-9 <= rate <= step.high + 1e-9
    tones = [tone(rate, scale) for rate in sorted(rates)]
    assert tones == sorted(tones)
    assert tone(None, scale) == FEW


def test_tones_differ_in_how_dark_they_are_and_words_on_them_can_be_read():
    css = (Path(web.__file__).parent / "static" / "overview.css").read_text()
    themes = re.findall(r":root \{(.*?)\}", css, re.DOTALL)
    assert len(themes) == 2
    for theme in themes:
        paint, words = (dict(re.findall(rf"--{name}-(\w+): (#\w+)", theme)) for name in ("tone", "on"))
        assert set(paint) == set(words) == {*TONES[5], FEW}
        for name, colour in paint.items():
            dark, light = sorted((luminance(colour), luminance(words[name])))
            assert (light + 0.05) / (dark + 0.05) >= 4.5, (name, colour)
        shades = [luminance(paint[name]) for name in TONES[5]]
        assert shades in (sorted(shades), sorted(shades, reverse=True))
        for one, other in pairwise(shades):
            assert (max(one, other) + 0.05) / (min(one, other) + 0.05) > 1.25


def numbers(element):
    return {int(digits) for digits in re.findall(r"\d+", element.get_text())}


def test_the_table_says_what_the_map_shows(app, client):
    made = publish(app, "gut-leben", 150)
    where = page(client, "/results/gut-leben?lang=de").select_one("#where")
    rows = where.select("tbody tr")
    tiles = where.select("svg.tile-map g")
    assert len(tiles) == 36
    named = [place for row in rows for place in row.select_one("small bdi").string.split(", ")]
    assert sorted(named) == sorted(tile.title.string for tile in tiles)
    for number, row in enumerate(rows, 1):
        shown = {
            tile.title.string: tile["class"][1]
            for tile in tiles
            if tile.select_one(".tile-number").string == str(number)
        }
        assert set(shown) == set(row.select_one("small bdi").string.split(", "))
        assert set(shown.values()) == {row.select_one("svg.swatch")["class"][1]}
        region = REGION[next(place.id for place in PLACES.values() if place.name in shown)]
        people = made.counts(TOTAL, "ort").cells[region]
        inhabitants = round(sum(place.people for place in PLACES.values() if place.name in shown))
        cells = [cell.select_one(".column").next_sibling.strip() for cell in row.select("td")]
        assert cells == [
            f"{inhabitants:,}".replace(",", "."),
            str(about(people)),
            f"{1000 * people / inhabitants:.1f}".replace(".", ",").removesuffix(",0"),
        ]


def test_a_region_from_which_too_few_answered_is_hatched_and_has_no_number(app, client):
    made = publish(app, "gut-leben", 60)
    people = {region: made.counts(TOTAL, "ort").cells[region] for region in set(REGION.values())}
    hidden = [region for region, count in people.items() if count < LIVE.first]
    assert 0 < len(hidden) < 3  # else this test says nothing
    shown = page(client, "/results/gut-leben?lang=en")
    for label in shown.select(".overview .column"):
        label.extract()
    hatched = shown.select("g.tile-few")
    assert {tile.title.string for tile in hatched} == {PLACES[id].name for id, name in REGION.items() if name in hidden}
    assert all(tile.rect["fill"] == "url(#few)" for tile in hatched)
    for rows in (shown.select("#where tbody tr"), shown.select("#missing-ort tbody tr")):
        few = [row for row in rows if "too few answers" in row.get_text()]
        assert few == rows[: len(hidden)]  # they stand first
        assert all(numbers(cell) == set() for row in few for cell in row.select("td")[1:])
        assert not any(row.select("circle") for row in few)
    assert "Too few" in shown.select_one("#where .message").get_text()
    assert "Too few" in shown.select_one("#missing-ort .message").get_text()


def test_the_overview_is_whole_in_every_language(app, client):
    publish(app, "gut-leben", 150)
    for tag in LANGUAGES:
        shown = page(client, f"/results/gut-leben?lang={tag}")
        asked = ["missing-ort", "missing-her", "missing-alter"]
        assert [each["id"] for each in shown.select(".comparison")] == asked
        for row in shown.select("#missing tbody tr"):
            assert all(cell.get_text(strip=True) for cell in row.select("th, td"))
        assert all(svg["aria-hidden"] == "true" for svg in shown.select(".overview svg"))
        places = {tile.title.string: tile.rect["x"] for tile in shown.select("#where g.tile")}
        assert len(places) == 36
        assert places["Fehmarn"] == "500"  # in the east, whichever way one reads


def test_pictures_are_mirrored_for_those_who_read_from_the_right(app, client):
    publish(app, "gut-leben", 150)
    marks = {}
    for tag in ("de", "ar"):
        dumbbells = page(client, f"/results/gut-leben?lang={tag}").select("svg.dumbbell")
        marks[tag] = [float(svg.select_one(".mark-population")["x1"].rstrip("%")) for svg in dumbbells]
    assert len(marks["de"]) == len(marks["ar"]) > 8
    assert all(one + other == pytest.approx(100, abs=0.02) for one, other in zip(marks["de"], marks["ar"], strict=True))


def test_shares_are_those_of_published_cells_and_estimates_are_marked(app, client):
    made = publish(app, "gut-leben", 150)
    shown = page(client, "/results/gut-leben?lang=en")
    counts: Counts = made.counts(TOTAL, "her")
    base = sum(counts[group] for group in ("land", "familie", "hier"))
    rows = shown.select("#missing-her tbody tr")
    written = {int(re.search(r"\d+", row.select("td")[1].select_one(".column").next_sibling)[0]) for row in rows}
    assert written == {round(100 * counts[group] / base) for group in ("land", "familie", "hier")}
    assert all("estimated" in row.select("td")[0].get_text() for row in rows)
    assert "estimated" not in shown.select_one("#missing-alter").get_text()
    assert "31 December 2018" in shown.select_one("#missing-alter").get_text().replace(
        "December 31, 2018", "31 December 2018"
    )
    assert "Zensus 2022" in shown.select_one("#where").get_text()


def test_without_a_population_a_place_or_everyone_there_is_no_overview(app, client):
    publish(app, "gut-leben", 150)
    assert page(client, "/results/gut-leben").select("#where")
    assert not page(client, "/results/gut-leben?by=ort&group=mitte").select(".overview")
    before = client.get("/results/gut-leben").headers["ETag"]
    with app.extensions["engine"].begin() as db:
        consultations.bring(db, "integrationskonzept-ostholstein", None)
    assert not page(client, "/results/gut-leben").select(".overview")
    assert client.get("/results/gut-leben").headers["ETag"] != before
    bare = {**PEOPLE.data, "margins": {"age": PEOPLE.data["margins"]["age"]}, "joint": []}
    with app.extensions["engine"].begin() as db:
        consultations.bring(db, "integrationskonzept-ostholstein", load(bare))
    shown = page(client, "/results/gut-leben")
    assert not shown.select("#where")
    assert [each["id"] for each in shown.select(".comparison")] == ["missing-alter"]


def test_nothing_in_it_carries_style_or_comes_from_elsewhere(app, client):
    publish(app, "gut-leben", 150)
    found = BeautifulSoup(client.get("/results/gut-leben?lang=de").data, "html.parser").select(".overview")
    assert len(found) == 2
    assert not any(each.select("[style], style, script, image, use, [href^=http]") for each in found)
