"""Reading free texts: staff decide, the program only points; then they stand below their question for everyone."""

import uuid
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from app.domain.response import Response
from app.store import releases, responses, voices
from app.web.design.written import pieces
from app.web.jobs import Runner
from tests.web.staff import ONE, Colleague

SLUG, QUESTION = "gut-leben", "zuerst"
NOON = datetime(2025, 7, 14, 12)  # noqa: DTZ001  UTC, as the clock gives it
NASTY = '<script>alert(1)</script> & "quotes" ‮'
PHONE = "Rufen Sie mich an: 0176 / 123 45 678"
ARABIC = "نحتاج إلى المزيد من الحافلات"


@pytest.fixture
def runner(app, tmp_path):
    return Runner(app.extensions["engine"], tmp_path / "keys")


def write(app, *texts, language="de"):
    with app.extensions["engine"].begin() as db:
        for words in texts:
            given = Response(language, {"her": "land", "gefuehl": "4", QUESTION: words})
            assert responses.add(db, SLUG, 1, given, uuid.uuid4().hex) == "kept"


@pytest.fixture
def waiting(app, runner):
    """Thirty people wrote something, and nobody has read it yet."""
    write(app, *(f"Mehr Busse {number}" for number in range(27)), NASTY, PHONE)
    write(app, ARABIC, language="ar")
    runner.once(NOON)
    return app


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def soup(answer):
    assert answer.status_code == 200
    return BeautifulSoup(answer.data, "html.parser")


def decide_all(designer, decision="shown", most=None):
    """Press the button below each text, as someone does who needs no mouse: each is a form's button."""
    page = soup(designer.get(f"{ONE}/voices"))
    buttons = page.select(f"button[name={decision}]")[:most]
    for button in buttons:
        answer = designer.post(page.select_one("main form[method=post]:has(ol)")["action"], {decision: button["value"]})
        assert answer.status_code == 303
    return len(buttons)


def published_texts(client):
    page = soup(client.get(f"/results/{SLUG}?lang=de"))
    return page.select(f"#q-{QUESTION} .voices p")


def test_every_new_text_is_shown_once_with_what_was_noticed(waiting, designer):
    page = soup(designer.get(f"{ONE}/voices"))
    texts = page.select(".written")
    assert len(texts) == 30
    assert not page.select("main script")
    (marked,) = page.select("mark")
    assert marked.text == "0176 / 123 45 678"
    assert "Telephone number" in marked.find_parent("li").text
    (arabic,) = [each for each in texts if each.text == ARABIC]
    assert (arabic["lang"], arabic["dir"]) == ("ar", "auto")
    for text in texts:  # whoever hears the buttons hears which text they belong to
        assert {button["aria-describedby"] for button in text.find_parent("li").select("button")} == {text["id"]}


def test_marks_take_nothing_from_a_text_and_add_nothing():
    text = "Ich heiße Gerd Petersen, Tel. 04521 788123, <b>a@b.de</b>\nund ‏٠١٧٦١٢٣٤٥٦٧٨"
    made = list(pieces(text))
    assert "".join(piece.words for piece in made) == text
    assert sum(bool(piece.hint) for piece in made) == 4


def test_nothing_is_public_before_somebody_has_said_yes(waiting, client, runner):
    for days in range(1, 4):
        runner.once(NOON + timedelta(days=days))
    assert published_texts(client) == []
    assert "Mehr Busse" not in client.get(f"/results/{SLUG}").text


def test_nine_allowed_texts_wait_and_ten_appear(waiting, client, designer, runner):
    assert decide_all(designer, most=9) == 9
    assert runner.once(NOON + timedelta(days=1)) == []
    assert decide_all(designer, most=1) == 1
    (made,) = runner.once(NOON + timedelta(days=1))
    assert len(published_texts(client)) == 10
    assert runner.once(NOON + timedelta(days=2)) == []
    with runner.engine.connect() as db:
        assert releases.latest(db, SLUG).sha256 == made.sha256


def test_a_release_for_texts_changes_no_number(waiting, designer, runner):
    with runner.engine.connect() as db:
        before = releases.latest(db, SLUG)
    decide_all(designer)
    (made,) = runner.once(NOON + timedelta(days=1))
    for part in ("answers", "tables", "groups", "blocks"):
        assert made.document[part] == before.document[part]
    assert made.number == before.number + 1
    assert made.document["previous"] == before.sha256


def test_texts_that_were_refused_stay_where_they_are(waiting, client, designer, runner):
    page = soup(designer.get(f"{ONE}/voices"))
    (id,) = [mark.find_parent("li")["id"].removeprefix("v-") for mark in page.select("mark")]
    designer.post(f"{ONE}/voices", {"refused": id})
    decide_all(designer)
    runner.once(NOON + timedelta(days=1))
    assert len(published_texts(client)) == 29
    assert "0176" not in client.get(f"/results/{SLUG}").text
    assert "0176" in designer.get(f"{ONE}/voices?state=refused").text


def test_a_text_can_be_taken_back(waiting, client, designer, runner):
    decide_all(designer)
    runner.once(NOON + timedelta(days=1))
    with runner.engine.connect() as db:
        (phone,) = [each for each in voices.waiting(db, SLUG, "shown") if each.voice.words == PHONE]
    designer.post(f"{ONE}/voices?state=shown", {"refused": phone.id})
    assert len(runner.once(NOON + timedelta(days=2))) == 1
    assert len(published_texts(client)) == 29


def test_published_texts_keep_their_direction_and_run_nothing(waiting, client, designer, runner):
    decide_all(designer)
    runner.once(NOON + timedelta(days=1))
    found = published_texts(client)
    assert {text["dir"] for text in found} == {"auto"}
    assert ARABIC in [text.text for text in found]
    assert all(not text.find(True) for text in found)
    (nasty,) = [text for text in found if "script" in text.text]
    assert nasty.text.startswith("<script>alert(1)</script>")


def test_under_a_filter_no_text_is_shown(waiting, client, designer, runner):
    decide_all(designer)
    (made,) = runner.once(NOON + timedelta(days=1))
    assert len(published_texts(client)) == 30
    filtered = soup(client.get(f"/results/{SLUG}?by=language&group=de"))
    assert filtered.select(f"#q-{QUESTION}")
    assert not filtered.select(".voices")
    assert not any("Mehr Busse" in str(table) for table in made.document["tables"].values())


def test_a_decision_needs_one_text_that_is_there(waiting, designer):
    ids = [li["id"].removeprefix("v-") for li in soup(designer.get(f"{ONE}/voices")).select("ol li")]
    for sent, status in (
        ({}, 400),
        ({"shown": ids[0], "refused": ids[0]}, 400),
        ({"published": ids[0]}, 400),
        ({"shown": str(uuid.uuid4())}, 404),
        ({"shown": "x' or 1=1"}, 404),
    ):
        assert designer.post(f"{ONE}/voices", sent).status_code == status
    assert designer.get(f"{ONE}/voices?state=secret").status_code == 404
    assert len(soup(designer.get(f"{ONE}/voices")).select(".written")) == 30
