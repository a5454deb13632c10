"""The way to the answers of single people: a purpose, a second step, a second person, an end, a note of each look."""

import csv
import io
import re
import uuid
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from app.domain.response import Response
from app.store import extracts, factors, journal, requests, responses, tables, voices
from app.store.engine import reading
from app.web import clock
from app.web.access import PROVED
from app.web.jobs import Runner
from tests.web.staff import LIST, ONE, PASSWORD, SLUG, Colleague

HOME = f"{ONE}/analysis"
WHY = "We want to know which newcomers look for a flat."
LANGUAGES = ["de"] * 7 + ["ar"] * 2 + ["uk"]


def send(app, count, seed=1):
    chance = Random(seed)
    with app.extensions["engine"].begin() as db:
        for _ in range(count):
            answers = {
                "ort": chance.choice(["nord", "mitte", "sued"]),
                "her": chance.choice(["land", "hier"]),
                "gefuehl": chance.choice("12345"),
                "schwer": chance.sample(["deutsch", "wohnung", "arbeit"], 2),
                "zuerst": f"More buses, {chance.random()}",
                "alter": chance.choice(["18-29", "30-64"]),
            }
            responses.add(db, SLUG, 1, Response(chance.choice(LANGUAGES), answers), uuid.uuid4().hex)


def work(app, **later):
    config = app.config["MITSPRACHE"]
    Runner(app.extensions["engine"], config.keys).once(clock.now() + timedelta(**later))


def secure(app, colleague):
    with app.extensions["engine"].begin() as db:
        factors.set_seed(db, colleague.person.id, "seed")
    return colleague


def prove(colleague):
    """As after giving the password once more, without the slow check of it."""
    with colleague.client.session_transaction("/staff/") as session:
        session[PROVED] = clock.now().isoformat()


@pytest.fixture
def counted(app):
    """An installation whose questionnaire has 60 people in a release."""
    send(app, 60)
    work(app)
    return app


@pytest.fixture
def ada(counted):
    return secure(counted, Colleague(counted, "analyst"))


@pytest.fixture
def bo(counted):
    return secure(counted, Colleague(counted, "admin"))


def ask(ada, purpose=WHY):
    """The address of the new request."""
    answer = ada.post(HOME, {"purpose": purpose})
    assert answer.status_code == 303
    return answer.headers["Location"]


def confirm(bo, path):
    prove(bo)
    return bo.post(f"{path}/decide", {"decision": "confirm"})


def confirmed(app, ada, bo):
    path = ask(ada)
    assert confirm(bo, path).status_code == 303
    work(app)
    prove(ada)
    return path


def download(ada, path, part="answers"):
    return ada.post(f"{path}/file", {"part": part, "format": "csv", "language": "de"})


def stored(app, table):
    with reading(app.extensions["engine"]) as db:
        return db.execute(select(table)).all()


def noted(app):
    with reading(app.extensions["engine"]) as db:
        return [(entry.act.who, entry.act.what.message) for entry in journal.about_requests(db, SLUG)][::-1]


def test_from_the_purpose_to_the_file(counted, ada, bo):
    path = ask(ada)
    assert "waits for a second person" in ada.get(HOME).text
    assert "A request for answers waits for you." in bo.get(LIST).text
    assert "waits for you." not in ada.get(LIST).text
    assert WHY in bo.get(HOME).text
    way = bo.get(path).headers["Location"]
    assert way == f"/staff/prove?next={path}"
    assert bo.post(way, {"password": PASSWORD}).headers["Location"] == path
    assert "Your decision" in bo.get(path).text
    confirm(bo, path)
    prove(ada)
    assert "being prepared" in ada.get(path).text
    work(counted)
    page = ada.get(path).text
    assert "60 people" in page
    assert "no promise" in page
    made = download(ada, path)
    rows = list(csv.DictReader(io.StringIO(made.data.decode("utf-8-sig"))))
    assert len(rows) == 60
    assert {"language", "ort", "schwer_wohnung"} <= set(rows[0])
    assert not {"id", "epoch", "version", "zuerst"} & set(rows[0])
    assert made.headers["Cache-Control"] == "no-store"
    assert [message.split(":")[0] for _, message in noted(counted)] == [
        "Asked for the answers of single people",
        "Confirmed the request of {name} for answers",
        "Downloaded the answers of single people",
    ]


def test_each_file_is_in_an_order_of_its_own(counted, ada, bo):
    path = confirmed(counted, ada, bo)
    one, other = (download(ada, path).data.splitlines() for _ in range(2))
    assert one[1:] != other[1:]
    assert sorted(one) == sorted(other)


def test_without_a_sentence_there_is_no_request(counted, ada, bo):
    for purpose in ("", "Because.", "a b c d", "x" * 900):
        answer = ada.post(HOME, {"purpose": purpose})
        assert answer.status_code == 422
        assert "Say in a sentence" in answer.text
    assert stored(counted, tables.requests) == []


def test_without_a_second_step_the_door_stays_shut(counted, bo):
    ada = Colleague(counted, "analyst")
    for answer in (ada.get(HOME), ada.post(HOME, {"purpose": WHY})):
        assert answer.headers["Location"] == "/staff/security"
    assert "second step" in ada.get("/staff/security").text
    assert stored(counted, tables.requests) == []


def test_nobody_confirms_their_own_request(counted, ada, bo):
    path = ask(ada)
    prove(ada)
    assert ada.post(f"{path}/decide", {"decision": "confirm"}).status_code == 403
    with counted.extensions["engine"].begin() as db:
        now = clock.now()
        assert not requests.decide(db, path.rpartition("/")[2], "confirmed", ada.person.id, now, now)
    assert stored(counted, tables.requests)[0].state == "waiting"


def test_where_nobody_else_may_confirm_nothing_can_be_asked(counted, ada):
    answer = ada.post(HOME, {"purpose": WHY})
    assert answer.status_code == 422
    assert "Nobody else may confirm" in answer.text


def test_a_refusal_needs_a_reason_and_opens_nothing(counted, ada, bo):
    path = ask(ada)
    prove(bo)
    assert bo.post(f"{path}/decide", {"decision": "refuse"}).status_code == 422
    assert bo.post(f"{path}/decide", {"decision": "refuse", "reason": "Published tables do."}).status_code == 303
    work(counted)
    assert stored(counted, tables.extracts) == []
    prove(ada)
    assert "Published tables do." in ada.get(path).text
    assert download(ada, path).status_code == 303


def test_a_decision_needs_the_password_once_more(counted, ada, bo):
    path = ask(ada)
    answer = bo.post(f"{path}/decide", {"decision": "confirm"})
    assert answer.headers["Location"].startswith("/staff/prove")
    assert stored(counted, tables.requests)[0].state == "waiting"


def test_it_ends_after_seven_days_and_leaves_nothing_behind(counted, ada, bo):
    path = confirmed(counted, ada, bo)
    lasts = stored(counted, tables.requests)[0].ends - clock.now()
    assert timedelta(days=6, hours=23) < lasts <= timedelta(days=7)
    with counted.extensions["engine"].begin() as db:
        db.execute(tables.requests.update().values(ends=clock.now()))
    assert "It has ended" in ada.get(path).text
    assert download(ada, path).status_code == 303
    work(counted)
    assert stored(counted, tables.extracts) == []


def test_what_is_taken_back_is_deleted_at_once(counted, ada, bo):
    path = confirmed(counted, ada, bo)
    assert ada.post(f"{path}/withdraw").status_code == 303
    assert stored(counted, tables.extracts) == []
    assert download(ada, path).status_code == 303


def test_nobody_but_who_asked_opens_what_was_confirmed(counted, ada, bo):
    path = confirmed(counted, ada, bo)
    with counted.extensions["engine"].begin() as db:
        db.execute(tables.staff.update().where(tables.staff.c.id == bo.person.id).values(role="analyst"))
    for answer in (download(bo, path), bo.get(f"{path}/tables"), bo.get(f"{path}/weights")):
        assert answer.status_code == 404
    assert "Download a file" not in bo.get(path).text


def test_only_people_a_release_has_counted_are_in_it(counted, ada, bo):
    send(counted, 19, seed=2)
    path = confirmed(counted, ada, bo)
    assert len(download(ada, path).data.splitlines()) == 61


def test_too_few_people_are_not_even_asked_for(app):
    send(app, 40)
    work(app)
    ada, bo = secure(app, Colleague(app, "analyst")), Colleague(app, "admin")
    assert bo.person
    assert "at least 50 people" in ada.get(HOME).text
    assert ada.post(HOME, {"purpose": WHY}).status_code == 422


def test_free_texts_come_alone_and_only_those_that_were_allowed(counted, ada, bo):
    with counted.extensions["engine"].begin() as db:
        for written in voices.waiting(db, SLUG)[:12]:
            voices.decide(db, SLUG, written.id, "shown")
    path = confirmed(counted, ada, bo)
    rows = list(csv.DictReader(io.StringIO(download(ada, path, "texts").data.decode("utf-8-sig"))))
    assert len(rows) == 12
    assert set(rows[0]) == {"question", "words"}
    assert "Downloaded the free texts: {format}, {language}" in [message for _, message in noted(counted)]


def test_tables_and_weights_are_shown_and_every_look_is_noted(counted, ada, bo):
    path = confirmed(counted, ada, bo)
    assert "Choose a question" in ada.get(f"{path}/tables").text
    page = ada.get(f"{path}/tables?row=her&column=gefuehl&weighted=1&share=column").text
    for words in ("Not public, not protected by noise", "Chi-square", "Cramér", "count as much as"):
        assert words in page
    page = ada.get(f"{path}/weights").text
    for words in ("Design effect", "All margins fit", "estimates, not from an official table", "Population table: "):
        assert words in page
    last, before = noted(counted)[:-3:-1]
    assert {last[1], before[1]} == {"Looked at the weights", "Looked at a weighted table: {row}, {column}"}
    assert "gefuehl" in ada.get(HOME).text
    weights = csv.DictReader(io.StringIO(download(ada, path, "weighted").data.decode("utf-8-sig")))
    assert sum(float(row["weight"]) for row in weights) == pytest.approx(60)


def test_a_variable_nobody_knows_shows_no_table(counted, ada, bo):
    path = confirmed(counted, ada, bo)
    assert ada.get(f"{path}/tables?row=nothing&column=her").status_code == 200
    assert noted(counted)[-1][1].startswith("Confirmed")
    assert ada.post(f"{path}/file", {"part": "answers", "format": "exe", "language": "de"}).status_code == 400


def test_mails_name_staff_and_no_purpose(counted, ada, bo):
    config = replace(
        counted.config["MITSPRACHE"], mail_server="m", mail_from="m@example.org", address="https://m.example"
    )
    counted.config["MITSPRACHE"] = config
    path = ask(ada)
    confirm(bo, path)
    first, second = sorted(stored(counted, tables.outbox), key=lambda mail: mail.recipient)
    assert (first.recipient, second.recipient) == (bo.person.email, ada.person.email)
    assert f"https://m.example{path}" in first.body
    assert ada.person.name in first.body
    assert "flat" not in first.body + second.body


def test_an_extract_can_be_read_only_by_its_own_road(counted, ada, bo):
    """What is kept is compressed rows of codes: no text, no key of a sealed answer."""
    path = confirmed(counted, ada, bo)
    with reading(counted.extensions["engine"]) as db:
        document = extracts.of(db, path.rpartition("/")[2])
    keys = {row.id for row in stored(counted, tables.responses)}
    assert not [key for key in keys if key in str(document)]
    assert "buses" not in str(document["answers"])


def test_hostile_words_stay_words(counted, ada, bo):
    path = ask(ada, "<script>alert(1)</script> is what I want to know here")
    prove(bo)
    assert "<script>alert" not in bo.get(path).text
    assert re.search(r"&lt;script&gt;alert", bo.get(path).text)
