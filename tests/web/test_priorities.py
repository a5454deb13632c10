"""The public list of priorities: what it shows of published results, and what it says before there are any."""

import re

import pytest

from app.domain.language import LANGUAGES
from tests.web.test_results import page, publish

ADDRESS = "/priorities/integrationskonzept-ostholstein"
WISHES, OF_BOTH = 10, 10 + 12 + 7 - 4  # work is in three questions, housing and the bus are in two


def number(text):
    return int(re.search(r"\d+", text)[0])


def test_before_there_are_results_the_page_says_when_the_list_comes(client):
    shown = page(client, ADDRESS)
    assert "There is no list yet." in shown.text
    assert shown.select("table") == []


def test_its_consultation_leads_to_it_and_it_leads_back(client):
    whole = "/consultation/integrationskonzept-ostholstein"
    assert page(client, whole).select(f"main a[href^='{ADDRESS}']")
    assert page(client, ADDRESS).select(f"main a[href^='{whole}']")


def test_a_consultation_nobody_knows_has_no_list(client):
    assert client.get("/priorities/nowhere").status_code == 404


def test_the_list_grows_with_each_questionnaire_and_names_the_questions_behind_each_line(app, client):
    publish(app, "gut-leben")
    assert len(page(client, ADDRESS).select("tbody tr")) == WISHES
    publish(app, "integrationskonzept")
    shown = page(client, ADDRESS)
    lines = shown.select("tbody tr")
    assert len(lines) == OF_BOTH
    assert "Simulated" in shown.select_one(".kern-alert--warning").text
    shares = [number(line.select("td")[0].text) for line in lines]
    assert shares == sorted(shares, reverse=True)
    work = next(line for line in lines if len(line.select("li")) == 3)
    assert {link["href"].partition("?")[0] for link in work.select("a")} == {
        "/results/gut-leben/q/wichtig",
        "/results/integrationskonzept/q/themen_wichtig",
        "/results/integrationskonzept/q/punkte",
    }
    assert all(client.get(link["href"]).status_code == 200 for link in work.select("a"))


@pytest.mark.parametrize("tag", ["en", "ar", "fa-AF"])
def test_bars_begin_where_reading_does_and_are_as_long_as_the_numbers_beside_them(app, client, tag):
    publish(app, "gut-leben")
    shown = page(client, f"{ADDRESS}?lang={tag}")
    assert shown.html["dir"] == LANGUAGES[tag].direction
    for line in shown.select("tbody tr"):
        bar, _, whisker = line.select("svg rect")
        x, width = (float(bar[name].strip("%")) for name in ("x", "width"))
        assert (x if LANGUAGES[tag].direction == "ltr" else 100 - x - width) == pytest.approx(0, abs=0.02)
        share, low, high = map(int, re.findall(r"\d+", line.select("td")[0].text))
        assert width == pytest.approx(share, abs=0.51)
        assert low < share < high
        assert float(whisker["width"].strip("%")) == pytest.approx(high - low, abs=1.1)
