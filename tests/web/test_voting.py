"""Voting on statements one by one, by someone with a browser and neither script nor cookie."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from app.domain.conversation import Conversation
from app.domain.statement import Statement
from app.domain.text import Text
from app.store import ballots, conversation_releases, documents, statements, tables
from app.store.engine import reading
from app.web import clock, example, example_votes
from app.web.conversing import Conversing
from app.web.damping import Buckets
from app.web.statements.room import room
from tests.store.sample import rows
from tests.web.forms import Page

TALK = "aussagen"
HERE = f"/statements/{TALK}"
OURS = {"Sec-Fetch-Site": "same-origin"}


class Voter:
    """Someone who presses one button after the other; all fields of the page come along."""

    def __init__(self, client, language="de", path=""):
        self.client, self.language = client, language
        self.address = f"{HERE}{path}?lang={language}"
        self.page = Page(client.get(self.address))

    def press(self, go, **changed):
        fields = {**self.page.fields(), **changed} if self.page.form else changed
        return self.post({**fields, **({"_go": go} if go else {})})

    def post(self, fields):
        sent = self.client.post(self.address, data=fields, headers=OURS)
        self.page = Page(self.client.get(sent.headers["Location"]) if sent.status_code == 303 else sent)
        return self.page

    @property
    def statement(self):
        return self.page.fields()["_statement"][0]

    @property
    def heading(self):
        return self.page.soup.select_one("h1").text.strip()


@pytest.fixture
def voter(client):
    return Voter(client)


def waiting(app):
    found = rows(app.extensions["engine"], tables.votes_waiting)
    return {(row.ballot, row.statement): row.value for row in found}


def change(app, **changed):
    """The published conversation with other settings."""
    with app.extensions["engine"].begin() as db:
        draft = documents.draft(db, Conversation, TALK)
        documents.save(db, replace(draft.document, **changed), draft.revision)
        documents.publish(db, documents.draft(db, Conversation, TALK), clock.today())


def test_every_press_is_stored_at_once_and_brings_the_next_statement(app, voter):
    voter.press("begin")
    presses = {}
    for number, go in enumerate(["agree", "disagree", "pass"] * 4, 1):
        presses[voter.statement] = {"agree": 1, "disagree": -1, "pass": 0}[go]
        assert voter.press(go).status == 200
        assert {statement: value for (_, statement), value in waiting(app).items()} == presses
        assert len(waiting(app)) == number
    assert len({ballot for ballot, _ in waiting(app)}) == 1
    assert "Vielen Dank" in voter.heading
    assert "Set-Cookie" not in voter.page.response.headers
    assert voter.page.response.headers["Cache-Control"] == "private, no-cache"


def test_the_key_of_the_form_is_not_what_the_votes_wait_under(app, voter):
    voter.press("begin")
    voter.press("agree")
    ((ballot, _),) = waiting(app)
    assert ballot not in voter.page.response.text
    assert voter.page.fields()["_form"][0] not in str(rows(app.extensions["engine"], tables.votes_waiting))


def test_the_last_answer_can_be_changed_and_what_is_skipped_comes_again(app, voter):
    voter.press("begin")
    first = voter.statement
    voter.press("agree")
    skipped = voter.statement
    voter.press("skip")
    voter.press("undo")
    assert voter.statement == first
    assert voter.page.soup.select_one("button[aria-pressed=true]")["value"] == "agree"
    voter.press("disagree")
    assert list(waiting(app).values()) == [-1]
    voter.press("stop")
    assert voter.statement == ""
    voter.press("again")
    seen = {first}
    while voter.statement:
        seen.add(voter.statement)
        voter.press("pass")
    assert skipped in seen
    assert len(seen) == len(waiting(app)) == 12


def test_the_language_changes_in_the_middle_and_nothing_is_lost(app, voter):
    voter.press("begin")
    voter.press("agree")
    at, german = voter.statement, voter.heading
    voter.address = f"{HERE}?lang=ar"
    voter.press("stay")
    assert (voter.statement, voter.page.soup.html["dir"]) == (at, "rtl")
    assert voter.heading != german
    voter.press("agree")
    assert len({ballot for ballot, _ in waiting(app)}) == 1


def test_a_statement_without_a_translation_is_shown_in_its_own_language_and_marked(app, client):
    with app.extensions["engine"].begin() as db:
        for each in statements.all_of(db, TALK):
            statements.forget(db, each.id)
        words = Text({"fa-AF": "بس باید ارزان‌تر شود"})
        made = Statement(id="neu", conversation=TALK, words=words, source="fa-AF", state="accepted")
        statements.add(db, made)
    voter = Voter(client, "uk")
    voter.press("begin")
    said = voter.page.soup.select_one("h1 [lang=fa-AF]")
    assert (said["dir"], said.text) == ("rtl", "بس باید ارزان‌تر شود")
    assert "not been translated" in voter.page.text() or "переклад" in voter.page.text()


def test_what_staff_have_changed_in_a_statement_everyone_sees(app, client):
    with app.extensions["engine"].begin() as db:
        found = statements.all_of(db, TALK)
        for each in found[1:]:
            statements.forget(db, each.id)
        statements.save(db, replace(found[0], original="<b>Zuerst</b> stand es so."))
    page = Voter(client).press("begin")
    assert page.soup.select_one("q").text == "<b>Zuerst</b> stand es so."
    assert page.soup.select_one("q")["lang"] == "de"


def test_without_statements_there_is_nothing_to_begin(app, client):
    with app.extensions["engine"].begin() as db:
        for each in statements.all_of(db, TALK):
            statements.save(db, replace(each, state="refused", reason="no"))
    page = Page(client.get(f"{HERE}?lang=de"))
    assert page.form is None
    assert page.soup.select_one(f"a[href^='{HERE}/add']")


def test_a_statement_taken_out_meanwhile_gets_no_vote(app, voter):
    voter.press("begin")
    with app.extensions["engine"].begin() as db:
        statements.save(db, replace(statements.one(db, voter.statement), state="refused", reason="no"))
    assert voter.press("agree").status == 200
    assert waiting(app) == {}
    assert len(voter.page.soup.select("button.vote")) == 3


def test_after_the_last_day_no_vote_is_taken(app, voter):
    voter.press("begin")
    change(app, last_day=clock.today() - timedelta(days=1))
    assert voter.press("agree").status == 410
    assert waiting(app) == {}
    assert Voter(voter.client).page.form is None
    assert voter.client.get(f"{HERE}/add").status_code == 404


FORGED = (
    ({"_form": "x" * 24}, 422),
    ({"_made": ""}, 422),
    ({"_made": "999999.a.b"}, 422),
    ({"_form": ""}, 422),
    ({"_form": "../../etc"}, 422),
    ({"_statement": "' or 1=1"}, 200),
    ({"_statement": "nothere"}, 200),
    ({"_statement": "\x00"}, 200),
    ({"_go": "drop"}, 200),
    ({"_go": "2"}, 200),
    ({"_website": "http://spam.example"}, 200),
)


def test_a_form_of_somebody_elses_making_leaves_no_vote(app, voter):
    voter.press("begin")
    fields = {**voter.page.fields(), "_go": "agree"}
    for forged, status in FORGED:
        assert voter.post({**fields, **forged}).status == status, forged
    assert waiting(app) == {}
    for done in ("\ufffe.x-a..-", "a-a." * 9000):
        assert voter.post({**fields, "_done": done}).status == 200
    assert len(waiting(app)) == 1


def test_an_old_form_is_sent_once_more_and_then_counts(app, voter):
    voter.press("begin")
    at = voter.statement
    voter.press("agree", _made="")
    assert voter.page.status == 422
    button = voter.page.soup.select_one("main button")
    voter.press(button["value"])
    assert [statement for _, statement in waiting(app)] == [at]


def test_a_form_from_another_site_is_refused(client):
    assert client.post(HERE, data={"_go": "begin"}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(f"{HERE}/add", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_one_address_begins_only_so_many_ballots_but_votes_on_all_of_them(app, client):
    app.extensions["damping"]["forms"] = Buckets(30, 5)
    voter = Voter(client)
    voter.press("begin")
    given = [client.post(HERE, data={"_go": "begin"}, headers=OURS).status_code for _ in range(5)]
    assert given == [200] * 4 + [429]
    assert voter.press("agree").status == 200
    assert len(waiting(app)) == 1


# -- adding a statement


@pytest.fixture
def author(client, monkeypatch):
    """Somebody who takes their time."""
    made = Voter(client, "ar", "/add")
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    return made


def suggestions(app):
    return [(row.language, row.words) for row in rows(app.extensions["engine"], tables.suggestions_waiting)]


def test_a_statement_waits_in_the_language_it_was_written_in(app, author):
    author.press("", words="  نحتاج   إلى حافلات أكثر\n ", language="ar")
    assert "/added" in author.page.response.request.path
    assert suggestions(app) == [("ar", "نحتاج إلى حافلات أكثر")]
    assert "حافلات أكثر" not in author.client.get(f"{HERE}?lang=ar").text


def test_a_statement_sent_twice_is_one(app, author):
    fields = {**author.page.fields(), "words": "Mehr Busse", "language": "de"}
    for _ in range(2):
        assert "/added" in author.post(fields).response.request.path
    assert suggestions(app) == [("de", "Mehr Busse")]


def test_nothing_and_too_much_are_given_back(app, author):
    for words in ("", "   \n ", "\u202e\u200b", "x" * 281):
        assert author.press("", words=words).status == 422
        assert author.page.soup.select_one("#words")["aria-invalid"] == "true"
    assert suggestions(app) == []


def test_who_names_somebody_is_asked_once_more(app, author):
    words = "Frau Petersen, 04521 788123, soll mehr Busse fahren lassen"
    assert author.press("", words=words).status == 422
    assert author.page.soup.select_one("#words").text.strip() == words
    assert len(author.page.soup.select("#errors li")) == 2
    assert suggestions(app) == []
    author.press("", sure="yes")
    assert suggestions(app) == [("ar", words)]


def test_quicker_than_anyone_writes_or_into_a_hidden_field_adds_nothing(app, client, monkeypatch):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], least_seconds=3)
    author = Voter(client, "de", "/add")
    assert author.press("", words="Mehr Busse").status == 422
    author = Voter(client, "de", "/add")
    later = clock.now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "/added" in author.press("", words="Mehr Busse", _website="spam").response.request.path
    assert suggestions(app) == []


def test_markup_stays_words(app, author):
    author.press("", words="<script>alert(1)</script> & =1+1")
    assert suggestions(app) == [("ar", "<script>alert(1)</script> & =1+1")]


def test_who_wrote_a_statement_too_late_is_told_that_the_vote_is_over(app, author):
    change(app, last_day=clock.today() - timedelta(days=1))
    assert author.press("", words="Zu spät").status == 410
    assert suggestions(app) == []


def test_where_nobody_may_add_there_is_no_form(app, client):
    change(app, suggest=False)
    assert client.get(f"{HERE}/add").status_code == 404
    assert not Page(client.get(HERE)).soup.select(f"a[href^='{HERE}/add']")


# -- what is published


@pytest.fixture
def runner(app, tmp_path):
    job = Conversing(app.extensions["engine"], tmp_path / "keys")

    def once(moment):
        made = []
        job.once(moment, lambda _, publish: made.append(publish()))
        return [each.number for each in made if each]

    return once


def people_vote(app, people):
    example_votes.vote(app.extensions["engine"], example.EXAMPLE, people, Random(people.start))


ADDRESSES = [
    f"{HERE}{end}?lang={tag}" for end in ("", "/results", "/results.json", "/results.csv") for tag in ("de", "ar")
]


def frozen(client):
    return {each: (got := client.get(each)).status_code and (dict(got.headers), got.data) for each in ADDRESSES}


def test_nothing_public_changes_until_enough_people_have_voted(app, client, runner):
    moment = clock.now()
    before = frozen(client)
    people_vote(app, range(19))
    assert runner(moment) == runner(moment + timedelta(minutes=16)) == []
    assert frozen(client) == before

    # The control: some more, and another round.
    people_vote(app, range(19, 60))
    assert runner(moment + timedelta(minutes=32)) == []
    assert runner(moment + timedelta(minutes=48)) == [1]
    after = frozen(client)
    changed = {each for each in ADDRESSES if after[each] != before[each]}
    assert changed == {each for each in ADDRESSES if "results" in each}

    people_vote(app, range(100, 119))
    assert runner(moment + timedelta(minutes=64)) == runner(moment + timedelta(minutes=80)) == []
    assert frozen(client) == after


def test_what_comes_next_follows_the_newest_release_and_no_vote_that_waits(app, client, runner):
    people_vote(app, range(19))
    before = deck(app)
    people_vote(app, range(19, 60))
    assert deck(app) == before
    moment = clock.now()
    for quarter in range(2):
        runner(moment + timedelta(minutes=16 * quarter))
    assert len(deck(app).weights) == 12


def deck(app):
    with app.test_request_context():
        return room(TALK).deck


def test_rounds_are_a_quarter_of_an_hour_apart(app, runner):
    moment = clock.now()
    people_vote(app, range(30))
    assert [runner(moment + timedelta(minutes=minutes)) for minutes in (0, 5, 14, 15)] == [[], [], [], [1]]


def test_a_conversation_that_has_ended_is_released_with_ten(app, runner):
    moment = clock.now()
    people_vote(app, range(9))
    change(app, last_day=clock.today() - timedelta(days=1))
    assert [runner(moment + timedelta(hours=hour)) for hour in range(2)] == [[], []]
    people_vote(app, range(9, 10))
    assert [runner(moment + timedelta(hours=hour)) for hour in range(2, 4)] == [[], [1]]
    with reading(app.extensions["engine"]) as db:
        assert db.scalar(select(tables.conversation_epochs.c.closing))


def test_a_release_cut_off_is_made_by_the_next_run_to_the_same_byte(app, runner, monkeypatch):
    engine, moment, add = app.extensions["engine"], clock.now(), conversation_releases.add
    people_vote(app, range(40))
    runner(moment)
    tried = []

    def cut_off(db, *given):
        add(db, *given)
        tried.append(given[1])
        raise KeyboardInterrupt

    monkeypatch.setattr(conversation_releases, "add", cut_off)
    with pytest.raises(KeyboardInterrupt):
        runner(moment + timedelta(minutes=16))
    with engine.begin() as db:
        assert ballots.pending(db, TALK).ballots == 40
        for each in statements.all_of(db, TALK)[:3]:  # what staff do meanwhile does not matter to it
            statements.save(db, replace(each, state="refused", reason="no"))
    monkeypatch.setattr(conversation_releases, "add", add)
    assert runner(moment + timedelta(minutes=17)) == [1]
    with reading(engine) as db:
        assert dict(conversation_releases.latest(db, TALK)) == dict(tried[0])
        assert conversation_releases.broken(db, TALK) is None


def test_open_data_hold_the_release_and_no_word_that_was_refused(app, client, runner):
    people_vote(app, range(60))
    moment = clock.now()
    for quarter in range(2):
        runner(moment + timedelta(minutes=16 * quarter))
    with app.extensions["engine"].begin() as db:
        refused = statements.one(db, "bus")
        statements.save(db, replace(refused, state="refused", reason="no"))
        formula = replace(statements.one(db, "kita"), words=Text({"de": "=1+1"}))
        statements.save(db, formula)
    data, csv = client.get(f"{HERE}/results.json").json, client.get(f"{HERE}/results.csv").text
    assert data["release"]["simulated"]
    assert (data["release"]["number"], len(data["statements"])) == (1, 11)
    words = refused.words.words["de"]
    assert words not in csv
    assert words not in client.get(f"{HERE}/results?lang=de").text
    assert "'=1+1" in csv
    assert len(csv.splitlines()) == 1 + 11 * 3
    page = BeautifulSoup(client.get(f"{HERE}/results?lang=de").text, "html.parser")
    assert page.select_one("#results .kern-alert")
