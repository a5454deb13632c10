"""Earlier releases: any day can be seen again, in its own words, and nothing that was withdrawn comes back with it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from app.domain.cube import Cube
from app.domain.profile import LIVE
from app.domain.release import Edition, Release, release, sha256
from app.domain.voices import KEY
from app.store import questionnaires, releases
from app.web.clock import now
from tests.web.test_results import invented, page

SLUG = "gut-leben"
FIRST = date(2025, 7, 14)
SECRET = "Bitte rufen Sie mich an"
TEXTS = [{"question": "zuerst", "part": "", "words": SECRET, "language": "de"}]


def publish(app, *sizes, texts=()):
    """A chain of releases, a week apart, each of more people than the one before."""
    made = []
    with app.extensions["engine"].begin() as db:
        version = questionnaires.published(db, SLUG)
        for place, people in enumerate(sizes):
            before = releases.latest(db, SLUG)
            number = before.number + 1 if before else 1
            cube = Cube.build(version.questionnaire, invented(version.questionnaire, people, 1), b"k" * 32, LIVE)
            day = FIRST + timedelta(weeks=number - 1)
            next_one = release(version.questionnaire, Edition(number, day, version.number, True), cube, before)
            if texts and not place:
                document = {**next_one.document, KEY: list(texts)}
                next_one = Release(document, sha256(document))
            releases.add(db, SLUG, next_one, now())
            made.append(next_one)
    return made


def test_an_earlier_release_is_shown_as_it_was_with_the_ways_to_the_days_around_it(app, client):
    publish(app, 60, 150, 300)
    shown = page(client, f"/results/{SLUG}?lang=en&release=2&by=language&group=de")
    assert "You see the results of July 21, 2025." in shown.select_one("#results").get_text()
    assert "150" in shown.select_one(".counted").get_text()
    assert shown.select_one("#results")["data-release"] == "2"
    assert not shown.select("[data-newest]")  # nothing arrives by itself on it
    links = {link["rel"][0]: link["href"] for link in shown.select(".dates [rel]")}
    assert all(f"release={number}" in links[way] for way, number in (("prev", 1), ("next", 3)))
    assert all("by=language&group=de" in link for link in links.values())
    assert all("release=2" in link["href"] for link in shown.select(".filter a, header .tiles a"))
    newest = page(client, f"/results/{SLUG}?lang=en")
    assert newest.select_one("[data-newest]")
    assert not newest.select(".dates")


def test_an_earlier_release_speaks_the_words_of_the_version_it_counted(app, client):
    publish(app, 60)
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, SLUG)
        without = tuple(page for page in draft.questionnaire.pages if page.id != "leben")
        questionnaires.save(db, SLUG, replace(draft.questionnaire, pages=without), draft.revision)
        questionnaires.publish(db, questionnaires.draft(db, SLUG), FIRST)
    publish(app, 150)
    assert page(client, f"/results/{SLUG}?release=1").select("#q-gefuehl")
    assert not page(client, f"/results/{SLUG}").select("#q-gefuehl")
    assert client.get(f"/results/{SLUG}/releases").status_code == 200


@pytest.mark.parametrize("number", ["0", "3", "-1", "x", "1.0", "9" * 40, "1'--", "²"])
def test_a_number_nobody_published_leads_to_the_list_of_those_there_are(app, client, number):
    publish(app, 60, 150)
    answer = client.get(f"/results/{SLUG}", query_string={"release": number, "lang": "en"})
    assert answer.status_code == 404
    assert f"/results/{SLUG}/releases" in answer.text
    assert client.get(f"/results/nothing?release={number[0]}").status_code == 404


def test_a_text_that_was_withdrawn_does_not_come_back_with_an_old_release(app, client):
    publish(app, 60, texts=TEXTS)
    assert SECRET in client.get(f"/results/{SLUG}").text
    publish(app, 150)
    for address in ("?release=1", "?release=1&part=1", "/releases", ""):
        assert SECRET not in client.get(f"/results/{SLUG}{address}").text


def test_the_page_of_an_old_release_may_be_kept_and_that_of_the_newest_is_asked_for(app, client):
    publish(app, 60)
    named = client.get(f"/results/{SLUG}?release=1&lang=en")
    assert "max-age=30," in named.headers["Cache-Control"]
    publish(app, 150)
    known = {"If-None-Match": named.headers["ETag"]}
    past = client.get(f"/results/{SLUG}?release=1&lang=en", headers=known)
    assert (past.status_code, past.headers["Cache-Control"]) == (200, "public, max-age=3600")
    publish(app, 300)
    known = {"If-None-Match": past.headers["ETag"]}
    assert client.get(f"/results/{SLUG}?release=1&lang=en", headers=known).status_code == 304


def test_what_nobody_offers_fills_no_shelf_and_leaves_no_trace_in_links(app, client):
    publish(app, 60)
    for number in range(5):
        client.get(f"/results/{SLUG}?lang=en&by=x{number}&group=y{number}&q=z{number}")
    assert len(app.extensions["shelves"]["results"]._pages) == 1
    shown = client.get(f"/results/{SLUG}?lang=en").text
    assert not any(f"{sign}0" in shown for sign in ("x", "y", "=z"))
    assert "lang=" not in page(client, f"/results/{SLUG}").select_one("footer a")["href"]


def test_the_list_names_every_release_with_its_fingerprint_and_new_groups(app, client):
    assert "Nothing has been published yet" in client.get(f"/results/{SLUG}/releases?lang=en").text
    made = publish(app, 45, 150, 300)
    shown = page(client, f"/results/{SLUG}/releases?lang=en")
    lines = shown.select(".releases > li")
    assert [line.code.get_text() for line in lines] == [each.sha256 for each in reversed(made)]
    assert "German" not in lines[2].get_text()
    assert "German" in lines[1].get_text()
    assert "German" not in lines[0].get_text()
    assert "The chain holds." in shown.get_text()
    with app.extensions["engine"].connect() as db:
        assert releases.days(db, SLUG) == [(each.number, each.day) for each in made]
        assert releases.at(db, SLUG, 2) == made[1]
        assert releases.at(db, SLUG, 4) is None


def test_a_release_that_was_changed_is_named_in_the_list(app, client):
    publish(app, 60, 150)
    with app.extensions["engine"].begin() as db:
        if db.dialect.name == "postgresql":
            db.execute(text("alter table releases disable trigger user"))
        else:
            for name in db.scalars(text("select name from sqlite_master where type='trigger'")).all():
                db.execute(text(f"drop trigger {name}"))
        db.execute(text("delete from releases where number = 1"))
    words = client.get(f"/results/{SLUG}/releases?lang=en").text
    assert "Something is wrong with release 2" in words
    assert "The chain holds" not in words
