"""Two groups beside each other, other orders and single charts: what an address may ask for, and that no more is shown.

The invented people of two groups answer differently in one question, so that there is something to find.
"""

import json
import re
from datetime import date, timedelta

import pytest

from app.domain.cube import Cube
from app.domain.profile import LIVE
from app.domain.release import Edition, release
from app.domain.response import Kept, Response, seal
from app.store import questionnaires, releases
from app.web.clock import now
from tests.web.test_results import ISOLATES, page

SLUG = "gut-leben"
ADDRESS = f"/results/{SLUG}"
BESIDE = "by=alter&group=18-29&with=65%2B"
FIRST_DAY = date(2025, 7, 14)


def people(questionnaire, number, share):
    """Of 120 young and 120 old people so many of the young, and a third of the old, want to learn German; sixteen are
    under 18, too few to be shown. Languages say nothing."""
    groups = [("18-29", share)] * 120 + [("65+", 40)] * 120 + [("u18", 5)] * (16 if number == 1 else 0)
    for place, (age, wanting) in enumerate(groups):
        wish = ["deutsch"] if place % 120 < wanting else ["arbeit"]
        answers = {"alter": age, "wichtig": wish, "gefuehl": str(1 + place % 5), "her": "land"}
        sealed = seal(questionnaire, Response("de" if place % 2 else "uk", answers))
        yield Kept(f"{number}-{place}", number, sealed.groups, sealed.answers)


@pytest.fixture
def published(app):
    """Three releases a week apart; in the last one many more young people want to learn German."""
    with app.extensions["engine"].begin() as db:
        questionnaire = questionnaires.published(db, SLUG).questionnaire
        kept, before = [], None
        for number, share in enumerate((60, 60, 118), start=1):
            kept += people(questionnaire, number, share)
            cube = Cube.build(questionnaire, kept, b"k" * 32, LIVE)
            day = FIRST_DAY + timedelta(weeks=number - 1)
            before = release(questionnaire, Edition(number, day, 1, True), cube, before)
            releases.add(db, SLUG, before, now())
    return before


def words(element):
    return " ".join(element.get_text().translate(ISOLATES).split())


def test_every_published_share_has_a_range_and_words_have_none(client, published):
    for exhibit in page(client, f"{ADDRESS}?lang=en").select(".exhibit:has(table)"):
        if exhibit["id"] == "q-weeks" or exhibit["id"] == "q-language":
            continue
        for cell in exhibit.select("tbody td:nth-of-type(1)"):
            said = words(cell.select_one("span:not(.column)"))
            if said != "–":
                assert re.fullmatch(r"\d+ % \(\d+–\d+\)", said) or not re.match(r"\d", said), said
                assert bool(cell.select_one(".between")) == bool(re.match(r"\d", said))
        assert "range in brackets" in words(exhibit.select_one(".caption"))


def test_whiskers_reach_as_far_as_the_ranges_in_the_table(client, published):
    exhibit = page(client, f"{ADDRESS}?lang=en").select_one("#q-wichtig")
    trace = json.loads(exhibit.script.string)["data"][0]
    drawn = [
        f"({round(100 * (share - less))}–{round(100 * (share + more))})"
        for share, less, more in zip(trace["x"], trace["error_x"]["arrayminus"], trace["error_x"]["array"], strict=True)
        if more is not None
    ]
    assert drawn == [words(between) for between in exhibit.select(".between")]
    assert drawn


def test_two_groups_stand_beside_each_other_with_their_difference_and_a_verdict(client, published):
    shown = page(client, f"{ADDRESS}?lang=en&{BESIDE}")
    exhibit = shown.select_one("#q-wichtig")
    assert re.search(r"Largest difference: .+ – .+: \d+ %, .+: \d+ %\.", words(exhibit.select_one(".message")))
    head = [words(th) for th in exhibit.select("thead th")]
    assert len(head) == 4
    line = exhibit.select_one("tbody tr")
    first, second, difference, verdict = (words(td.select_one("span:not(.column)")) for td in line.select("td"))
    shares = [int(re.match(r"\d+", share)[0]) for share in (first, second)]
    assert difference.startswith(f"{shares[0] - shares[1]:+}".replace("-", "−"))
    assert verdict == "More than chance"
    traces = json.loads(exhibit.script.string)["data"]
    assert [trace["meta"]["tone"] for trace in traces] == ["first", "second"]
    assert "1 of 20" in words(exhibit.select_one(".caption"))
    assert "No difference" in words(shown.select_one("#q-gefuehl .message"))
    assert not shown.select("#q-weeks")


def test_any_other_combination_falls_back_to_the_one_group_or_to_everyone(client, published):
    one = page(client, f"{ADDRESS}?lang=en&by=alter&group=18-29").select_one("#results")
    for other in ("u18", "18-29", "de", "x", ""):
        assert page(client, f"{ADDRESS}?lang=en&by=alter&group=18-29&with={other}").select_one("#results") == one
    everyone = page(client, f"{ADDRESS}?lang=en").select_one("#results")
    for asked in ("with=65%2B", "by=alter&with=65%2B", "by=language&group=18-29&with=65%2B", "by=x&group=y&with=z"):
        assert page(client, f"{ADDRESS}?lang=en&{asked}").select_one("#results") == everyone
    hidden = page(client, f"{ADDRESS}?lang=en&by=alter&group=u18&with=65%2B")
    assert not hidden.select("table")


def test_one_may_choose_the_other_group_without_script(client, published):
    shown = page(client, f"{ADDRESS}?lang=en&by=alter&group=18-29")
    links = [link["href"] for link in shown.select("#beside a")]
    assert any("with=65" in link for link in links)
    assert not any("with=u18" in link for link in links)
    assert page(client, next(link for link in links if "with=65" in link)).select("table.beside")


def test_the_largest_differences_of_a_dimension_come_first(client, published):
    shown = page(client, f"{ADDRESS}?lang=en&by=alter&order=differences")
    first = shown.select_one(".exhibit")
    assert first["id"] == "q-wichtig"
    assert "Largest difference" in words(first.select_one(".remark"))
    assert page(client, first.select_one(".remark a")["href"]).select("table.beside")
    assert [section["id"] for section in shown.select("#results > section")] == ["part-differences", "part-alike"]
    everyone = page(client, f"{ADDRESS}?lang=en")
    assert page(client, f"{ADDRESS}?lang=en&by=x&order=differences").select("#results") == everyone.select("#results")


def test_what_has_changed_since_a_release_is_told_and_a_link_is_there_to_keep(client, published):
    shown = page(client, f"{ADDRESS}?lang=en&order=changed&since=2")
    assert [exhibit["id"] for exhibit in shown.select(".exhibit")] == ["q-wichtig"]
    assert re.search(r"Largest change: .+ – \d+ % before, \d+ % now\.", words(shown.select_one(".remark")))
    kept = shown.select_one(".looked-back p a")["href"]
    assert "since=3" in kept
    later = page(client, kept)
    assert "no newer release" in words(later.select_one(".looked-back"))
    assert not later.select(".exhibit")
    assert "since=1" in shown.select(".looked-back .tiles a")[-1]["href"]
    unchanged = page(client, f"{ADDRESS}?lang=en&order=changed&since=1&by=alter&group=65%2B")
    assert "No share has moved" in words(unchanged.select_one(".looked-back"))
    assert "Set-Cookie" not in client.get(kept).headers


def test_without_a_release_to_look_back_to_it_is_the_one_of_a_week_ago(client, published):
    for since in ("", "0", "4", "-1", "x", "1" * 40, "²"):
        shown = page(client, f"{ADDRESS}?lang=en&order=changed&since={since}")
        assert "release 2 of" in words(shown.select_one(".looked-back"))


def test_one_chart_has_a_page_of_its_own_with_its_state(client, published):
    shown = page(client, f"{ADDRESS}?lang=en&{BESIDE}")
    link = shown.select_one("#q-wichtig h3 a")["href"]
    alone = page(client, link)
    assert len(alone.select(".exhibit")) == 1
    assert words(alone.h1) == words(shown.select_one("#q-wichtig h3"))
    assert alone.select_one(".exhibit")["aria-labelledby"] == alone.h1["id"]
    assert alone.select_one("table.beside") == shown.select_one("#q-wichtig table")
    assert alone.select_one("#link")["href"] == link
    back = alone.select_one(".kicker a")["href"]
    assert back.endswith("#q-wichtig")
    assert page(client, back).select_one("#results") == shown.select_one("#results")
    part = page(client, f"{link}&part=1")
    assert part.select_one("#results") == alone.select_one("#results")
    for none in ("nothing", "ort.x", "title"):
        assert client.get(f"{ADDRESS}/q/{none}").status_code == 404


def test_a_chart_can_be_linked_to_before_there_are_results(client):
    assert page(client, f"{ADDRESS}/q/wichtig?lang=en").select(".kern-alert")


def test_every_view_has_an_etag_of_its_own_and_what_nobody_offers_has_none(client, published):
    views = ["", BESIDE, "by=alter&group=18-29", "by=alter&order=differences", "order=changed&since=1", "order=changed"]
    tags = [client.get(f"{ADDRESS}?lang=en&{view}").headers["ETag"] for view in views]
    tags += [client.get(f"{ADDRESS}/q/wichtig?lang=en").headers["ETag"]]
    assert len(set(tags)) == len(tags)
    for same in ("x=1", "by=alter&order=x", "order=sideways", "group=18-29", "since=2", "with=65%2B", "q=spam&who=me"):
        answer = client.get(f"{ADDRESS}?lang=en&{same}")
        assert answer.headers["ETag"] == tags[0], same
        assert b"spam" not in answer.data


def test_a_language_keeps_the_view(client, published):
    for view in (BESIDE, "order=changed&since=1", "by=alter&order=differences"):
        shown = page(client, f"{ADDRESS}?lang=en&{view}")
        there = page(client, shown.select_one("header a[hreflang=de]")["href"])
        assert len(there.select(".exhibit")) == len(shown.select(".exhibit"))
        assert len(there.select("table.beside")) == len(shown.select("table.beside"))
