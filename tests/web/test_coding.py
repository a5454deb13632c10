"""Sorting free texts by theme: apart from each other, settled by a third decision, and counted in a release."""

import uuid
from datetime import datetime, timedelta

import pytest
from bs4 import BeautifulSoup

from app.domain.response import Response
from app.store import codebooks, codings, releases, responses, voices
from app.web.jobs import Runner
from tests.web.staff import ONE, Colleague

SLUG, QUESTION = "gut-leben", "zuerst"
NOON = datetime(2025, 7, 14, 12)  # noqa: DTZ001  UTC, as the clock gives it
ARABIC = "نحتاج إلى المزيد من الحافلات"
PHONE = "Rufen Sie mich an: 0176 / 123 45 678"
PEOPLE = 60


@pytest.fixture
def runner(app, tmp_path):
    return Runner(app.extensions["engine"], tmp_path / "keys")


@pytest.fixture
def engine(app):
    return app.extensions["engine"]


@pytest.fixture
def written(app, engine, runner):
    """Sixty people wrote something: about buses, flats, in Arabic, and one with a number."""
    with engine.begin() as db:
        for number in range(PEOPLE):
            words = [f"Der Bus fährt zu selten, Linie {number}", f"Die Wohnung ist zu klein, Nummer {number}"][
                number % 2
            ]
            words = {0: ARABIC, 1: PHONE}.get(number, words)
            given = Response("de" if number else "ar", {"her": "land", "gefuehl": "4", QUESTION: words})
            assert responses.add(db, SLUG, 1, given, uuid.uuid4().hex) == "kept"
    runner.once(NOON)
    return app


@pytest.fixture
def ids(engine, written):
    """All texts, read and allowed, by their words."""
    with engine.begin() as db:
        texts = voices.waiting(db, SLUG, "new", None)
        for text in texts:
            voices.decide(db, SLUG, text.id, "shown")
    return {text.voice.words: text.id for text in texts}


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def soup(answer, status=200):
    assert answer.status_code == status, answer.headers.get("Location")
    return BeautifulSoup(answer.data, "html.parser")


def code_all(engine, coder, about, ids):
    with engine.begin() as db:
        for words, id in ids.items():
            codings.code(db, SLUG, codings.Coding(id, coder, about(words)))


def theme_of(words):
    return ("mobilitaet",) if "Bus" in words or words == ARABIC else ("wohnen",)


def test_reading_goes_on_with_the_next_text_and_can_be_undone(written, designer):
    """Page by page beyond fifty texts, whose question, language and hints one may choose."""
    first = soup(designer.get(f"{ONE}/voices"))
    cards = [card["id"][2:] for card in first.select("[data-card]")]
    assert len(cards) == 50
    assert len(soup(designer.get(f"{ONE}/voices?page=2")).select("[data-card]")) == 10
    assert len(soup(designer.get(f"{ONE}/voices?page=99")).select("[data-card]")) == 10
    answer = designer.post(f"{ONE}/voices?state=new", {"refused": cards[3]})
    page = soup(designer.get(answer.headers["Location"]))
    (focused,) = page.select("[autofocus]")
    assert focused["id"] == f"v-{cards[4]}"
    assert page.select_one("progress")["value"] == "1"
    undo = page.select_one(".undo-bar button")
    assert (undo["name"], undo["value"]) == ("new", cards[3])
    answer = designer.post(page.select_one(".undo-bar")["action"], {"undo": "yes", undo["name"]: undo["value"]})
    page = soup(designer.get(answer.headers["Location"]))
    assert page.select_one("[autofocus]")["id"] == f"v-{cards[3]}"
    assert not page.select(".undo-bar")
    for asked, count in (("hints=yes", 1), ("language=ar", 1), (f"question={QUESTION}", 50), ("question=other", 0)):
        assert len(soup(designer.get(f"{ONE}/voices?{asked}")).select("[data-card]")) == count, asked


def test_the_last_text_of_a_list_leaves_an_empty_one(written, designer):
    only = soup(designer.get(f"{ONE}/voices?language=ar")).select_one("[data-card]")["id"][2:]
    answer = designer.post(f"{ONE}/voices?language=ar", {"shown": only})
    page = soup(designer.get(answer.headers["Location"]))
    assert "There are no texts here." in page.text
    assert page.select_one(".undo-bar button")["value"] == only


def test_a_text_nobody_has_read_cannot_be_sorted(written, engine, designer):
    assert "There are no texts to sort yet." in designer.get(f"{ONE}/coding").text
    with engine.connect() as db:
        id = voices.waiting(db, SLUG)[0].id
    assert designer.get(f"{ONE}/coding?text={id}").status_code == 404
    assert designer.post(f"{ONE}/coding", {"text": id, "theme": "wohnen"}).status_code == 404


def test_two_people_sort_apart_and_a_third_decision_settles(app, engine, ids, designer):
    analyst = Colleague(app, "analyst")
    assert designer.post(f"{ONE}/codebook/second", {"percent": "100"}).status_code == 303
    id = ids[ARABIC]
    page = soup(designer.get(f"{ONE}/coding?text={id}"))
    assert page.select_one(".written")["dir"] == "auto"
    assert not page.select("input[name=theme][checked]")
    for wrong in ([], ["nonsense"], ["wohnen", "nothing"]):
        refused = soup(designer.post(f"{ONE}/coding", {"text": id, "theme": wrong}), 422)
        assert len(refused.select("#errors")) == 1
    assert designer.post(f"{ONE}/coding", {"text": id, "theme": ["mobilitaet", "beratung"]}).status_code == 303

    blind = analyst.get(f"{ONE}/coding?text={id}")
    assert not soup(blind).select("input[name=theme][checked]")
    assert analyst.post(f"{ONE}/coding", {"text": id, "theme": ["mobilitaet"]}).status_code == 303
    again = soup(designer.get(f"{ONE}/coding?text={id}"))
    assert {box["value"] for box in again.select("[checked][name=theme]")} == {"mobilitaet", "beratung"}
    with engine.connect() as db:
        assert codings.coded(db, SLUG) == []
    page = soup(analyst.get(f"{ONE}/agreement"))
    assert "1 text was sorted by both; in 0" in page.text
    assert "Kim analyst" in page.text
    (dispute,) = page.select(f"#d-{id}")
    answer = designer.post(f"{ONE}/agreement", {"text": id, "as": dispute.select("button[name=as]")[0]["value"]})
    assert answer.status_code == 303
    with engine.connect() as db:
        (settled,) = codings.coded(db, SLUG)
        assert settled.themes in {("mobilitaet",), ("beratung", "mobilitaet")}  # in the order of the codebook
        assert len(codings.all_of(db, SLUG)) == 2  # what each found is kept
    designer.post(f"{ONE}/agreement", {"text": id, "reopen": "yes"})
    analyst.post(f"{ONE}/coding", {"text": id, "theme": ["mobilitaet", "beratung"]})
    with engine.connect() as db:
        assert [each.themes for each in codings.coded(db, SLUG)] == [("beratung", "mobilitaet")]


def test_a_suggestion_explains_itself_and_is_a_button(engine, ids, designer):
    asked = ids.pop("Der Bus fährt zu selten, Linie 8")
    code_all(engine, "someone", theme_of, ids)
    page = soup(designer.get(f"{ONE}/coding?text={asked}"))
    (button,) = page.select("button[name=add]")
    assert button["value"] == "mobilitaet"
    assert "Bus" in button.find_parent("li").text
    assert page.select_one(".suggestions q").text.startswith("Der Bus fährt zu selten")
    assert not page.select("input[name=theme][checked]")
    ticked = soup(designer.post(f"{ONE}/coding", {"text": asked, "add": "mobilitaet", "theme": "beratung"}))
    assert {box["value"] for box in ticked.select("[checked][name=theme]")} == {"beratung", "mobilitaet"}
    with engine.connect() as db:
        assert asked not in codings.done(db, SLUG)  # nothing is kept before somebody keeps it
    designer.post(f"{ONE}/codebook/second", {"percent": "100"})
    assert "Suggestions begin" in designer.get(f"{ONE}/coding?text={asked}").text  # nobody follows the other one


def test_the_codebook_takes_own_themes_and_offers_used_ones_no_more(engine, ids, designer):
    assert designer.post(f"{ONE}/codebook", {"label.en": "Parking"}).status_code == 422
    assert designer.post(f"{ONE}/codebook", {"label.de": "x", "id": "wohnen"}).status_code == 422
    designer.post(f"{ONE}/codebook", {"label.de": "Parkplätze", "label.ar": "مواقف", "when": "Nur Autos"})
    designer.post(f"{ONE}/codebook", {"label.de": "Parkplatz", "id": "parkplaetze"})
    designer.post(f"{ONE}/codebook", {"label.de": "Hunde"})
    with engine.connect() as db:
        assert {theme.id: theme.label.words for theme in codebooks.codebook(db, SLUG).own} == {
            "parkplaetze": {"de": "Parkplatz"},
            "hunde": {"de": "Hunde"},
        }
    designer.post(f"{ONE}/coding", {"text": ids[PHONE], "theme": "parkplaetze"})
    for theme in ("hunde", "parkplaetze"):
        assert designer.post(f"{ONE}/codebook/remove", {"theme": theme}).status_code == 303
    assert designer.post(f"{ONE}/codebook/remove", {"theme": "wohnen"}).status_code == 404
    with engine.connect() as db:
        assert [(theme.id, theme.retired) for theme in codebooks.codebook(db, SLUG).own] == [("parkplaetze", True)]
    other = soup(designer.get(f"{ONE}/coding?text={ids[ARABIC]}"))
    assert not other.select("[value=parkplaetze]")
    mine = soup(designer.get(f"{ONE}/coding?text={ids[PHONE]}"))
    assert mine.select_one("[value=parkplaetze]").has_attr("checked")
    assert "Parkplatz" in designer.get(f"{ONE}/coding/mine?lang=de").text
    designer.post(f"{ONE}/coding/forget", {"text": ids[PHONE]})
    with engine.connect() as db:
        assert codings.done(db, SLUG) == {}


def test_themes_appear_with_a_release_and_change_in_lumps_only(engine, ids, runner, client, designer):
    runner.once(NOON + timedelta(days=1))  # the texts themselves
    some = dict(list(ids.items())[:40])
    code_all(engine, "someone", theme_of, some)
    (made,) = runner.once(NOON + timedelta(days=2))
    found = made.document["themes"][QUESTION]
    assert found["texts"] >= 20
    assert abs(found["cells"]["mobilitaet"] + found["cells"]["wohnen"] - 40) <= 14
    with engine.connect() as db:
        before = releases.latest(db, SLUG)
        assert sum(each.counted for each in codings.coded(db, SLUG)) == 40
    code_all(engine, "someone", lambda _: ("gesundheit",), some)
    assert runner.once(NOON + timedelta(days=3)) == []
    code_all(engine, "someone", theme_of, dict(list(ids.items())[40:54]))
    assert runner.once(NOON + timedelta(days=4)) == []
    code_all(engine, "someone", theme_of, dict(list(ids.items())[54:55]))
    (after,) = runner.once(NOON + timedelta(days=5))
    assert after.document["themes"] != before.document["themes"]
    assert after.document["tables"] == before.document["tables"]
    assert runner.once(NOON + timedelta(days=6)) == []

    page = soup(client.get(f"/results/{SLUG}?lang=en"))
    shown = page.select_one(f"#q-{QUESTION}-themes")
    assert "What the texts are about" in shown.text
    assert "Health and care" in shown.select_one(".message").text
    assert len(shown.select("tbody tr")) == len(after.document["themes"][QUESTION]["cells"]) == 13
    assert not soup(client.get(f"/results/{SLUG}?by=language&group=de")).select(f"#q-{QUESTION}-themes")


def test_a_translation_by_staff_stands_below_the_original_and_is_marked(engine, ids, runner, client, designer):
    runner.once(NOON + timedelta(days=1))
    address = f"{ONE}/voices/{ids[ARABIC]}"
    assert soup(designer.get(address)).select_one("textarea[name=de]")["dir"] == "ltr"
    assert not soup(designer.get(address)).select("textarea[name=ar]")
    words = {"de": "Wir brauchen mehr Busse & <Bahnen>", "ar": "no translation of itself", "fa-AF": "بس بیشتر"}
    assert designer.post(address, words).status_code == 303
    assert designer.post(address, {"de": "x" * 6001}).status_code == 422
    assert designer.get(f"{ONE}/voices/nobody").status_code == 404
    (made,) = runner.once(NOON + timedelta(days=2))
    (text,) = [each for each in made.document["voices"] if each["words"] == ARABIC]
    assert text["translations"] == {"de": words["de"], "fa-AF": words["fa-AF"]}
    for tag, said, direction in (
        ("de", words["de"], "ltr"),
        ("fa-AF", words["fa-AF"], "rtl"),
        ("tr", words["de"], "ltr"),
    ):
        (translated,) = soup(client.get(f"/results/{SLUG}?lang={tag}")).select(".translated")
        assert (translated.span["dir"], translated.span.text) == (direction, said)
        assert translated.find_previous_sibling("p").text == ARABIC
    designer.post(address, {})
    (made,) = runner.once(NOON + timedelta(days=3))
    assert not any("translations" in each for each in made.document["voices"])
