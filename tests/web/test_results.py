"""The results door: what a release publishes, in every language, to be kept by browsers and never more than that."""

import json
import re
from dataclasses import replace
from datetime import date
from random import Random
from threading import Barrier, Thread
from time import sleep

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import event

from app.domain.cube import Cube
from app.domain.display import about
from app.domain.language import LANGUAGES
from app.domain.profile import LIVE
from app.domain.release import Edition, release
from app.domain.response import Kept, Response, seal
from app.domain.sent import Sent
from app.store import questionnaires, releases
from app.web.clock import now
from app.web.results.shelf import Shelf

SLUGS = ("gut-leben", "integrationskonzept")
DAY = date(2025, 7, 14)
ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069\u200e\u200f\u061c")


def invented(questionnaire, people, seed, languages=("de", "ar", "uk"), simulated=True):
    """Sealed answers of people nobody is; every third answers in each language, sixteen in Kurdish."""
    chance = Random(seed)
    for person in range(people):
        answers = {}
        for question in questionnaire.questions:
            given = question.read(Sent(question.imagine(chance, chance.uniform(-1, 1)))) if question.asks else None
            if given is not None:
                answers[question.id] = given
        language = "ku" if person < 16 else languages[person % len(languages)]
        sealed = seal(questionnaire, Response(language, answers, simulated))
        yield Kept(f"{seed}-{person}", 1, sealed.groups, sealed.answers, simulated)


def publish(app, slug, people=150, number=1, **more):
    with app.extensions["engine"].begin() as db:
        questionnaire = questionnaires.published(db, slug).questionnaire
        cube = Cube.build(questionnaire, invented(questionnaire, people, number, **more), b"k" * 32, LIVE)
        made = release(questionnaire, Edition(number, DAY, 1, True), cube, None)
        releases.add(db, slug, made, now())
    return made


@pytest.fixture
def published(app):
    return {slug: publish(app, slug) for slug in SLUGS}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.data, "html.parser")


@pytest.mark.parametrize("slug", SLUGS)
def test_results_are_there_in_every_language(client, published, slug):
    for tag, language in LANGUAGES.items():
        shown = page(client, f"/results/{slug}?lang={tag}")
        assert shown.html["lang"] == tag
        assert shown.html["dir"] == language.direction
        assert len(shown.select("h1")) == 1
        assert len(shown.select(".exhibit")) > 8
        assert all("{" not in words.get_text() for words in shown.select("main :is(h1, h2, h3, p, th, td, li)"))


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_chart_stands_beside_a_table_with_the_same_numbers(client, published, tag):
    shown = page(client, f"/results/integrationskonzept?lang={tag}")
    exhibits = [exhibit for exhibit in shown.select(".exhibit") if exhibit.select_one("script")]
    assert len(exhibits) > 20
    for exhibit in exhibits:
        assert exhibit.select_one(".plot")["aria-hidden"] == "true"
        assert exhibit.select_one("details.numbers").has_attr("open")  # complete without script
        drawn = json.loads(exhibit.script.string)
        texts = {text.translate(ISOLATES) for trace in drawn["data"] for text in trace["text"] if text}
        cells = {words.translate(ISOLATES) for cell in exhibit.select("td") for words in cell.stripped_strings}
        assert texts
        assert texts <= cells, exhibit["id"]


def test_pictures_without_script_carry_no_inline_style(client, published):
    shown = page(client, "/results/gut-leben?lang=ar")
    assert shown.select("svg.bar rect")
    assert not shown.select("[style], style")
    assert all(script.get("src") or script["type"] == "application/json" for script in shown.select("script"))
    right = shown.select_one("svg.bar rect")
    assert float(right["x"].rstrip("%")) + float(right["width"].rstrip("%")) == pytest.approx(100, abs=0.1)


def test_a_page_sets_no_cookie_and_keeps_its_policy(client, published):
    answer = client.get("/results/gut-leben")
    assert "Set-Cookie" not in answer.headers
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"] + ";"
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("packing", ["identity", "gzip", "br"])
def test_a_browser_that_has_the_page_gets_nothing_until_it_changes(app, client, published, packing):
    first = client.get("/results/gut-leben?lang=de", headers={"Accept-Encoding": packing})
    assert first.headers["Cache-Control"] == "public, max-age=30, stale-while-revalidate=30"
    etag = first.headers["ETag"]
    assert not etag.startswith("W/")
    known = {"Accept-Encoding": packing, "If-None-Match": etag}
    again = client.get("/results/gut-leben?lang=de", headers=known)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
    for other in ("?lang=uk", "?lang=de&by=language&group=ar", "?lang=de&part=1"):
        assert client.get(f"/results/gut-leben{other}", headers=known).status_code == 200
    publish(app, "gut-leben", people=200, number=2)
    assert client.get("/results/gut-leben?lang=de", headers=known).status_code == 200


def test_open_pages_ask_for_the_number_of_the_newest_release(app, client, published):
    answer = client.get("/results/gut-leben/release.json")
    assert answer.json == {"release": 1}
    assert answer.headers["ETag"] == '"1"'
    assert "max-age=30," in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    known = {"If-None-Match": '"1"'}
    assert client.get("/results/gut-leben/release.json", headers=known).status_code == 304
    publish(app, "gut-leben", people=200, number=2)
    assert client.get("/results/gut-leben/release.json", headers=known).json == {"release": 2}
    assert client.get("/results/nothing/release.json").status_code == 404


def test_before_the_first_release_the_page_says_when_there_will_be_results(client):
    shown = page(client, "/results/gut-leben?lang=en")
    assert "20" in shown.select_one(".kern-alert").get_text()
    assert not shown.select(".exhibit")
    assert shown.select_one("#results")["data-release"] == "0"
    assert client.get("/results/gut-leben/release.json").json == {"release": 0}
    assert client.get("/results/nothing").status_code == 404


def test_the_part_a_page_fetches_again_is_the_one_it_was_opened_with(client, published):
    whole = page(client, "/results/gut-leben?lang=de").select_one("#results")
    part = page(client, "/results/gut-leben?lang=de&part=1")
    assert not part.select("html, header, footer")
    assert part.select_one("#results") == whole


def test_results_of_one_group(client, published):
    shown = page(client, "/results/gut-leben?lang=en&by=language&group=ar")
    people = published["gut-leben"].counts("language:ar", "gefuehl").answered
    assert f"About {about(people)} answers." in shown.select_one("#q-gefuehl").get_text()
    assert "Arabic" in shown.select_one(".chosen").get_text()
    assert not shown.select("#q-weeks, #q-language")  # when a group answered is not published
    assert shown.select_one("[aria-current=true][href*='group=ar']")
    back = shown.select_one(".chosen a")["href"]
    assert not page(client, back).select(".chosen")


def test_a_group_too_small_to_be_shown_is_named_without_a_number_or_a_link(client, published):
    shown = page(client, "/results/gut-leben?lang=en").select_one("#filter-language")
    assert "Kurdish" in shown.select_one(".too-few").get_text()
    assert not shown.select("a[href*='group=ku']")
    asked = page(client, "/results/gut-leben?lang=en&by=language&group=ku")
    assert not asked.select(".plot, .numbers")


@pytest.mark.parametrize(
    "asked", ["by=gefuehl&group=1", "by=language&group=xx", "by=&group=ar", "by=inbox&group='--", "group=ar"]
)
def test_a_filter_nobody_declared_shows_everyone(client, published, asked):
    shown = page(client, f"/results/gut-leben?lang=en&{asked}")
    assert not shown.select(".chosen")
    people = published["gut-leben"].counts("", "gefuehl").answered
    assert f"About {about(people)} answers." in shown.select_one("#q-gefuehl").get_text()


def test_sensitive_questions_are_shown_for_everyone_together_only(client, published):
    assert page(client, "/results/integrationskonzept?lang=en").select("#q-diskriminierung .plot")
    shown = page(client, "/results/integrationskonzept?lang=en&by=language&group=ar")
    assert not shown.select("#q-diskriminierung .plot, #q-diskriminierung table")


def test_invented_answers_are_called_so_on_every_page(app, client, published):
    for address in ("?lang=en", "?lang=en&by=language&group=ar", "?lang=en&part=1"):
        assert page(client, f"/results/gut-leben{address}").select(".kern-alert--warning")
    publish(app, "gut-leben", number=2, simulated=False)
    assert not page(client, "/results/gut-leben").select(".kern-alert--warning")


def test_under_every_chart_stands_how_exact_it_is(client, published):
    for tag in LANGUAGES:
        shown = page(client, f"/results/gut-leben?lang={tag}&by=language&group=ar")
        charts = shown.select(".exhibit:has(.plot)")
        assert len(charts) >= 4
        for chart in charts:
            assert {str(LIVE.often), str(LIVE.most), str(LIVE.first)} <= set(
                re.findall(r"\d+", chart.select_one(".caption").get_text())
            )


def test_no_page_says_that_all_or_nobody_answered_something(app, client):
    with app.extensions["engine"].begin() as db:
        questionnaire = questionnaires.published(db, "gut-leben").questionnaire
        kept = [Kept(f"{i}", 1, {"language": ["de"]}, {"her": "land"}) for i in range(30)]
        cube = Cube.build(questionnaire, kept, b"k" * 32, LIVE)
        releases.add(db, "gut-leben", release(questionnaire, Edition(1, DAY, 1, True), cube, None), now())
    words = page(client, "/results/gut-leben?lang=en").select_one("#q-her").get_text()
    assert "almost all" in words
    assert "at most a few" in words
    assert not re.search(r"\b(0|100)\s%", words)


def test_free_texts_are_counted_and_never_shown(client, published):
    shown = page(client, "/results/gut-leben?lang=en").select_one("#q-zuerst")
    assert "wrote something" in shown.get_text()
    assert not shown.select(".plot, table")


def test_nothing_but_releases_is_read(app, client, published):
    asked = []

    def hear(connection, cursor, statement, *_):
        asked.append(statement.lower())

    event.listen(app.extensions["engines"].public, "before_cursor_execute", hear)
    client.get("/results/gut-leben?by=language&group=ar")
    client.get("/results/gut-leben/release.json")
    client.get("/results/integrationskonzept?part=1")
    assert any("releases" in statement for statement in asked)
    for table in ("inbox", "responses", "voices", "receipts", "staff", "sessions"):
        assert not any(table in statement for statement in asked)


def test_results_are_said_in_the_words_of_the_version_that_was_counted(app, client, published):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, "gut-leben")
        without = tuple(page for page in draft.questionnaire.pages if page.id != "leben")
        changed = replace(draft.questionnaire, pages=without)
        questionnaires.save(db, "gut-leben", changed, draft.revision)
        questionnaires.publish(db, questionnaires.draft(db, "gut-leben"), DAY)
    assert page(client, "/results/gut-leben").select("#q-gefuehl")


def test_pages_are_made_once_and_the_ones_asked_for_last_are_kept():
    made, shelf = [], Shelf(room=2)
    for name in ("a", "b", "a", "c", "a", "b"):
        assert shelf.page(name, lambda name=name: made.append(name) or name) == name
    assert made == ["a", "b", "c", "b"]


def test_when_many_ask_for_a_new_page_it_is_made_once():
    made, all_there, shelf = [], Barrier(8), Shelf(room=2)

    def ask():
        all_there.wait()
        assert shelf.page("a", lambda: sleep(0.02) or made.append(1) or "page") == "page"

    visitors = [Thread(target=ask) for _ in range(8)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    assert made == [1]
