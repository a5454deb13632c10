"""The desk of statements: queue, two eyes, changed words, merging, translation, cards from a file."""

import io
import re
from datetime import date
from urllib.parse import urlencode

import pytest
from bs4 import BeautifulSoup

from app.domain.conversation import Conversation
from app.domain.statement import Statement
from app.domain.text import Text
from app.store import documents, guests, statements
from app.web import clock
from tests.web.staff import Colleague

SLUG = "aussagen-im-test"
HOME = f"/staff/organise/conversation/{SLUG}"
DARI = "ما به کورس‌های زبان بیشتر ضرورت داریم"


@pytest.fixture
def begin(app):
    """begin(two_eyes) makes a conversation with one statement that somebody added in Dari."""

    def made(**how):
        with app.extensions["engine"].begin() as db:
            documents.add(db, Conversation(slug=SLUG, title=Text({"de": "Test"}), **how))
            statement = Statement(id="abc", conversation=SLUG, words=Text({"fa-AF": DARI}), source="fa-AF")
            statements.add(db, statement)

    return made


def kept(app, id="abc"):
    with app.extensions["engine"].begin() as db:
        return statements.one(db, id)


def shown(app):
    with app.extensions["engine"].begin() as db:
        return statements.shown(db, SLUG)


def press(person, deed, id="abc", state="proposed", **more):
    page = person.get(f"{HOME}/statements?state={state}")
    seen = re.search(rf'name="revision\.{id}" value="(\d+)"', page.text)[1]
    given = {deed: id, f"revision.{id}": seen, **{f"{name}.{id}": value for name, value in more.items()}}
    return person.post(f"{HOME}/statements?state={state}", given)


def test_nobody_votes_on_a_statement_before_it_is_accepted_nor_after_it_was_taken_back(app, begin):
    begin()
    kim = Colleague(app, "designer")
    assert DARI in kim.get(f"{HOME}/statements").text
    assert shown(app) == []
    press(kim, "accept")
    assert [each.words.words["fa-AF"] for each in shown(app)] == [DARI]
    press(kim, "reopen", state="accepted")
    assert shown(app) == []
    assert press(kim, "refuse").status_code == 422  # without a reason
    press(kim, "refuse", reason="person")
    assert (kept(app).state, kept(app).reason, shown(app)) == ("refused", "person", [])


def test_with_two_eyes_one_person_cannot_decide_alone(app, begin):
    begin(two_eyes=True)
    kim, ada = Colleague(app, "designer"), Colleague(app, "admin")
    press(kim, "accept")
    press(kim, "accept")
    assert shown(app) == []
    press(ada, "refuse", reason="unclear")
    assert kept(app).state == "proposed"
    assert "do not agree" in kim.get(f"{HOME}/statements").text
    press(ada, "accept")
    assert len(shown(app)) == 1


def test_with_two_eyes_what_one_said_about_other_words_does_not_count(app, begin):
    begin(two_eyes=True)
    kim, ada, ida = Colleague(app, "designer"), Colleague(app, "admin"), Colleague(app, "admin", "ida@example.org")
    seen = {"accept": "abc", "revision.abc": "1"}
    press(kim, "accept")
    press(ada, "change", words="Raus mit allen")
    press(ada, "accept")
    assert shown(app) == []
    kim.post(f"{HOME}/statements", seen)  # a page of before the change
    assert shown(app) == []
    assert "meantime" in kim.get(f"{HOME}/statements").text
    press(ida, "accept")
    assert len(shown(app)) == 1


def test_a_thousand_cards_are_decided_page_by_page(app, begin):
    begin()
    kim = Colleague(app, "designer")
    with app.extensions["engine"].begin() as db:
        for number in range(1000):
            words, theme = Text({"de": f"Idee {number} " + "x" * 200}), f"Thema {number % 3}"
            made = {"conversation": SLUG, "words": words, "source": "de", "theme": theme}
            statements.add(db, Statement(id=f"c{number}", state="accepted" if number < 100 else "proposed", **made))
    page = BeautifulSoup(kim.get(f"{HOME}/statements?page=3").text, "html.parser")
    fields = page.select("form[method=post] [name]")
    sent = urlencode([(each["name"], each.get("value") or each.text) for each in fields if each.name != "button"])
    assert len(sent) < 250_000
    (last,) = BeautifulSoup(kim.get(f"{HOME}/statements?page=99").text, "html.parser").select("li.card")
    assert last["id"] == "s-abc"  # it has no theme, and all the others have one
    assert "page=3" in kim.post(f"{HOME}/statements?page=3", {"accept": "c500", "revision.c500": "1"}).location


def test_changed_words_stay_beside_those_that_were_written_and_accepted_ones_stay_as_they_are(app, begin):
    begin()
    kim = Colleague(app, "designer")
    press(kim, "change", words=f"{DARI}!", theme="Sprache")
    press(kim, "accept")
    assert (shown(app)[0].original, shown(app)[0].theme) == (DARI, "Sprache")
    ins = BeautifulSoup(kim.get(f"{HOME}/statements?state=accepted").text, "html.parser").select("li ins")
    assert [each.text.split()[-1] for each in ins] == [f"{DARI}!".split()[-1]]
    assert press(kim, "change", state="accepted", words="Anderes").status_code == 422


def test_two_that_say_the_same_are_one_that_names_both_origins(app, begin):
    begin()
    kim = Colleague(app, "designer")
    kim.post(f"{HOME}/statements/add", {"words": "Mehr Sprachkurse", "origin": "Zukunftskonferenz"})
    with app.extensions["engine"].begin() as db:
        other = next(each for each in statements.all_of(db, SLUG) if each.id != "abc")
    press(kim, "accept", other.id)
    press(kim, "merge", into=other.id)
    assert [(each.id, each.origin) for each in shown(app)] == [(other.id, "Zukunftskonferenz · public")]
    press(kim, "reopen", state="merged")
    assert shown(app)[0].origin == "Zukunftskonferenz"
    assert press(kim, "merge", into="nobody").status_code == 422


def test_of_two_who_decide_at_once_the_second_is_told(app, begin):
    begin()
    kim = Colleague(app, "designer")
    given = {"accept": "abc", "revision.abc": "1"}
    kim.post(f"{HOME}/statements", given)
    kim.post(f"{HOME}/statements", {"refuse": "abc", "revision.abc": "1", "reason.abc": "unclear"})
    assert kept(app).state == "accepted"
    assert "meantime" in kim.get(f"{HOME}/statements").text


def test_a_translator_translates_and_decides_nothing(app, begin):
    begin()
    tom, kim = Colleague(app, "translator"), Colleague(app, "designer")
    assert tom.post(f"{HOME}/statements", {"accept": "abc", "revision.abc": "1"}).status_code == 403
    field = BeautifulSoup(tom.get(f"{HOME}/statements/translate/de").text, "html.parser").select_one(
        "input[name='w.abc']"
    )
    tom.post(f"{HOME}/statements/translate/de", {"t.abc": "Wir brauchen mehr Kurse", "w.abc": field["value"]})
    assert kept(app).words.state("de", "fa-AF") == "draft"
    # Somebody who saw the empty field writes too: neither is lost.
    clash = kim.post(f"{HOME}/statements/translate/de", {"t.abc": "Anders", "w.abc": field["value"]})
    assert clash.status_code == 422
    assert "Anders" in clash.text
    assert "Wir brauchen mehr Kurse" in clash.text
    page = BeautifulSoup(kim.get(f"{HOME}/statements/translate/de").text, "html.parser")
    given = {"t.abc": "Wir brauchen mehr Kurse", "w.abc": page.select_one("input[name='w.abc']")["value"]}
    kim.post(f"{HOME}/statements/translate/de", {**given, "reviewed": "all"})
    assert kept(app).words.state("de", "fa-AF") == "reviewed"


def test_cards_are_looked_at_first_and_taken_once(app, begin):
    begin()
    kim = Colleague(app, "designer")
    rows = "Idee;Thema;Herkunft\nMehr Busse;Mobilität;Zukunftskonferenz\nMehr Busse;Mobilität;Runde 2\n=1+1;;\n"
    for taken in (3, 0):
        file = {"file": (io.BytesIO(rows.encode()), "karten.csv"), "origin": f"Wand, {date(2025, 3, 25)}"}
        page = kim.post(f"{HOME}/cards", file, content_type="multipart/form-data")
        form = BeautifulSoup(page.text, "html.parser").select_one("form[action$='/cards/take']")
        assert (form is not None) == bool(taken)
        if form:
            fields = {each["name"]: each["value"] for each in form.select("input[type=hidden]")}
            kim.post(f"{HOME}/cards/take", fields)
    with app.extensions["engine"].begin() as db:
        found = {
            (each.words.words.get("de"), each.theme, each.origin) for each in statements.all_of(db, SLUG, "proposed")
        }
    assert ("Mehr Busse", "Mobilität", "Runde 2") in found
    assert ("=1+1", "", "Wand, 2025-03-25") in found
    assert shown(app) == []
    assert kim.post(f"{HOME}/cards/take", {"cards": '[{"row": 1, "words": "x", "language": "xx"}]'}).status_code == 400
    assert kim.post(f"{HOME}/cards/take", {"cards": "[" * 100_000}).status_code == 400


def test_a_volunteer_with_a_link_translates_statements_of_this_vote_only_and_reviews_nothing(app, begin):
    begin()
    with app.extensions["engine"].begin() as db:
        statements.add(db, Statement(id="xyz", conversation="another", words=Text({"de": "Fremd"}), source="de"))
        guests.add(db, "token", f"conversation/{SLUG}", "en", "Zahra", "Kim", clock.now().replace(year=2099))
    home = {"Sec-Fetch-Site": "same-origin"}
    guest = app.test_client()
    page = BeautifulSoup(guest.get("/translate/token/statements").text, "html.parser")
    assert [each["name"] for each in page.select("textarea")] == ["t.abc"]
    given = {"t.abc": "We need more language courses", "w.abc": page.select_one("input[name='w.abc']")["value"]}
    assert guest.post("/translate/token/statements", data={**given, "reviewed": "all"}, headers=home).status_code == 303
    assert kept(app).words.state("en", "fa-AF") == "draft"
    assert kept(app).words.marks["en"].who == "Zahra (Link)"
    reaches_voters_when_staff_have_reviewed_it(app, guest, home)
    assert guest.post("/translate/token/statements", data={"t.xyz": "x", "w.xyz": ""}, headers=home).status_code == 404
    with app.extensions["engine"].begin() as db:
        guests.add(db, "other", "gut-leben", "en", "Zahra", "Kim", clock.now().replace(year=2099))
    assert guest.get("/translate/other/statements").status_code == 404


def reaches_voters_when_staff_have_reviewed_it(app, guest, home):
    """What came by a link reaches voters when staff have reviewed it; until then they read what they read before."""
    kim = Colleague(app, "designer")
    desk = f"{HOME}/statements/translate/en"

    def write(words):
        page = BeautifulSoup(guest.get("/translate/token/statements").text, "html.parser")
        given = {"t.abc": words, "w.abc": page.select_one("input[name='w.abc']")["value"]}
        guest.post("/translate/token/statements", data=given, headers=home)

    def review():
        page = BeautifulSoup(kim.get(desk).text, "html.parser")
        fields = ("textarea[name='t.abc']", "input[name='w.abc']")
        words, was = (page.select_one(each) for each in fields)
        kim.post(desk, {"t.abc": words.text.strip(), "w.abc": was["value"], "reviewed": "all"})

    press(kim, "accept")
    assert shown(app)[0].words.words.keys() == {"fa-AF"}
    review()
    assert shown(app)[0].words.words["en"] == "We need more language courses"
    write("We need fewer language courses")
    press(kim, "change", state="accepted", theme="Sprache")
    assert shown(app)[0].words.words["en"] == "We need more language courses"
    assert kept(app).words.words["en"] == "We need fewer language courses"
    review()
    assert shown(app)[0].words.words["en"] == "We need fewer language courses"
