"""The page of a conversation's results, made from releases with and without groups, in both directions of writing."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from app.domain.opinion.release import FORMAT, StatementRelease
from app.domain.text import Text
from app.web.statements import results
from app.web.statements.map import DOT, LINE, opinion_map

TITLE = Text({"de": "Was fehlt?", "ar": "ما الذي ينقص؟"})
WORDS = {id: Text({"de": f"Aussage <{id}>", "ar": f"قول {id}"}) for id in ("all", "ours", "no", "maybe")}
TOTALS = {"all": [90, 5, 5], "ours": [48, 47, 5], "no": [4, 92, 4], "maybe": [30, 20, 50], "new": None}
BY_GROUP = {
    "all": [[46, 2, 2], [44, 3, 3]],
    "ours": [[45, 2, 3], [3, 45, 2]],
    "no": [[3, 44, 3], [0, 48, 2]],
    "maybe": [[14, 10, 26], [16, 10, 24]],
}


def released(sizes=(), reasons=(), statements=TOTALS, by_group=BY_GROUP):
    groups = {"tried": "2026-06-01", "sizes": list(sizes), "reasons": list(reasons)}
    return StatementRelease({
        "format": FORMAT, "number": 1, "day": date(2026, 6, 1).isoformat(), "ballots": 101,
        "history": [["2026-06-01", 101]], "previous": "", "statements": statements, "since": {}, "generations": [],
        "groups": {**groups, "statements": by_group if sizes else {}},
    })  # fmt: skip


@pytest.fixture
def opened(app):
    """The page in a language."""

    def page(release, language="de"):
        with app.test_request_context(f"/?lang={language}"):
            return BeautifulSoup(results.page(TITLE, WORDS, release, "/vote"), "html.parser")

    return page


def numbers(section):
    """Each line of a table: its name, and its cells without their columns' names."""
    return {
        row.th.get_text(" ", strip=True): [cell.select("td > span")[1].get_text(" ", strip=True) for cell in row("td")]
        for row in section.select("tbody tr")
    }


@pytest.mark.parametrize("language", ["de", "ar"])
def test_groups_are_shown_with_what_is_typical_and_a_map_with_its_table(opened, language):
    soup = opened(released((52, 49)), language)
    assert soup.html["dir"] == ("rtl" if language == "ar" else "ltr")
    found = {section["id"]: section for section in soup.select("section.exhibit")}
    assert set(found) == {f"q-{id}" for id in (
        "agreed", "refused", "divided", "unknown", "everything", "bridging", "group-0", "group-1", "map"
    )}  # fmt: skip
    assert [WORDS["all"].words[language]] == list(numbers(found["q-bridging"]))
    first = list(numbers(found["q-group-0"]).items())
    assert any(WORDS["ours"].words[language] in name and cells[0].startswith("90") for name, cells in first)
    points, lines = found["q-map"].select("svg > :is(circle, rect)"), numbers(found["q-map"])
    assert len([point for point in points if point.parent.get("viewbox") != "0 0 12 12"]) == len(lines) == 4
    assert len(found["q-map"].select("text.of")) == 4
    assert next(cells for name, cells in lines.items() if "ours" in name)[1].startswith("84")


def test_the_page_escapes_what_people_wrote_needs_no_script_and_shows_nothing_of_few(opened):
    soup = opened(released((52, 49)))
    assert "Aussage <all>" in soup.get_text()
    assert not soup.select("script, [style]")
    assert len(soup.select("h1")) == 1
    assert len({tag["id"] for tag in soup.select("[id]")}) == len(soup.select("[id]"))
    assert soup.select_one('a[href="/vote"]')


def test_without_groups_the_page_says_why_not(opened):
    soup = opened(released(reasons=("chance", "unsteady")))
    assert len(soup.select('section[aria-labelledby="groups"] li')) == 2
    assert not soup.select(".opinion-map, #q-group-0, #q-bridging")
    assert soup.select_one("#q-agreed")


@pytest.mark.parametrize("release", [None, released(reasons=("few",), statements={"new": None})])
def test_before_there_is_anything_to_show_the_page_says_so(opened, release):
    soup = opened(release)
    assert soup.select_one(".kern-alert")
    assert not soup.select("section.exhibit, .counted")


def test_a_lone_statement_is_named_above_its_answers(opened):
    soup = opened(released(reasons=("few",)))
    assert "Aussage <no>" in soup.select_one("#q-refused .message").get_text()


def test_numbers_on_the_map_cover_neither_points_nor_each_other():
    places = [(0.5 + place / 500, 0.3, False) for place in range(40)] + [(0.9, 0.1, True)]
    drawn = opinion_map(places, rtl=False)
    labels = [point.label for point in drawn.points if point.number]
    assert 4 < len(labels) < 41
    for x, y in labels:
        assert all(abs(x - point.x) >= DOT or abs(y - point.y) >= DOT for point in drawn.points)
        assert all(abs(y - b) >= LINE or abs(x - a) >= 9 for a, b in labels if (a, b) != (x, y))
    mirrored = opinion_map(places, rtl=True)
    assert [360 - point.x for point in drawn.points] == pytest.approx([point.x for point in mirrored.points])
    assert [point.y for point in drawn.points] == [point.y for point in mirrored.points]
