"""The three flows of someone who answers, and everything that may come in between."""

import json
import re
import sqlite3
from contextlib import contextmanager
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import event, func, select

from app.domain.language import LANGUAGES
from app.domain.questions import KINDS
from app.domain.text import Text
from app.store import questionnaires, tables
from app.store.engine import inbox_file
from app.web.clock import today
from tests.domain.sample import questionnaire
from tests.domain.test_kinds import NAUGHTY, PARTS
from tests.services import postgres
from tests.web.forms import Visitor


def stored(app):
    with app.extensions["engine"].begin() as db:
        return db.execute(select(tables.inbox)).all()


def answer_short_form(visitor):
    visitor.press("begin")
    visitor.press("next", ort="01055012", her="land")
    visitor.press("next", gefuehl="4", wichtig=["wohnen", "arbeit"])
    visitor.press("next", schwer=["briefe"], hilfe=["familie"])
    visitor.press("next", zuerst="Mehr Busse, bitte! <b>")
    visitor.press("next", alter="30-64")
    return visitor


@pytest.mark.parametrize("language", LANGUAGES)
def test_from_the_start_page_to_the_thanks_page(app, client, language):
    visitor = answer_short_form(Visitor(client, language=language))
    assert "Mehr Busse, bitte! <b>" in visitor.page.text()
    assert stored(app) == []
    visitor.press("send")
    assert visitor.page.status == 200
    assert "/thanks" in visitor.page.response.request.url
    (row,) = stored(app)
    assert row.language == language
    assert row.answers == {
        "ort": "01055012",
        "her": "land",
        "gefuehl": "4",
        "wichtig": ["arbeit", "wohnen"],
        "schwer": ["briefe"],
        "hilfe": ["familie"],
        "zuerst": "Mehr Busse, bitte! <b>",
        "alter": "30-64",
    }


def test_nothing_but_the_answers_is_kept(app, client):
    visitor = answer_short_form(Visitor(client))
    visitor.press("send")
    (row,) = stored(app)
    assert set(row._fields) == {"id", "slug", "version", "language", "simulated", "answers"}
    with app.extensions["engine"].begin() as db:
        (receipt,) = db.execute(select(tables.receipts)).all()
    assert receipt.week.weekday() == 0
    assert row.id not in str(receipt)


def test_sending_twice_counts_once_and_loses_nothing(app, client):
    visitor = answer_short_form(Visitor(client))
    fields = visitor.page.fields()
    visitor.post(fields | {"_go": "send"})
    again = visitor.post(fields | {"_go": "send"})
    assert len(stored(app)) == 1
    assert again.status == 200
    # Someone else at the same phone: their answers are on the page still, and count when they say so.
    other = again.fields()
    assert other["zuerst"] == ["Mehr Busse, bitte! <b>"]
    visitor.post(other | {"_go": "send"})
    assert len(stored(app)) == 2


def test_two_people_at_one_phone_have_forms_of_their_own(app, client):
    for _ in range(2):
        answer_short_form(Visitor(client)).press("send")
    assert len(stored(app)) == 2


def test_back_and_forth_keeps_everything(app, client):
    visitor = answer_short_form(Visitor(client))
    for _ in range(5):
        visitor.press("back")
    assert visitor.page.fields()["her"] == ["land"]
    visitor.press("back")
    for _ in range(5):
        visitor.press("next")
    visitor.press("send")
    assert stored(app)[0].answers["zuerst"] == "Mehr Busse, bitte! <b>"


def test_the_language_can_change_anywhere_and_answers_stay(app, client):
    visitor = Visitor(client, language="de")
    visitor.press("begin")
    visitor.press("next", her="familie")
    visitor.language = "ar"
    visitor.press("stay", gefuehl="2")
    html = visitor.page.soup.html
    assert (html["lang"], html["dir"]) == ("ar", "rtl")
    assert visitor.page.fields()["gefuehl"] == ["2"]
    assert visitor.page.fields()["her"] == ["familie"]


def test_a_problem_is_named_at_the_top_and_at_the_question(client):
    visitor = Visitor(client)
    visitor.press("begin")
    visitor.press("next")
    page = visitor.press("next", wichtig=["wohnen", "arbeit", "bus", "amt"], gefuehl="2")
    assert page.status == 422
    link = page.soup.select_one("#errors a")
    assert page.soup.select_one(link["href"])
    assert page.soup.select_one("#e-wichtig")
    assert page.fields()["wichtig"] == ["arbeit", "wohnen", "amt", "bus"]
    assert page.fields()["gefuehl"] == ["2"]
    assert page.soup.title.text.split(":")[0] in ("Error", "Fehler")
    assert visitor.press("skip").status == 200


def test_the_place_is_found_by_typing(app, client):
    visitor = Visitor(client)
    visitor.press("begin")
    visitor.press("next", **{"ort.search": "schoenwalde"})
    for _ in range(4):
        visitor.press("next")
    visitor.press("send")
    assert stored(app)[0].answers["ort"] == "01055038"
    visitor = Visitor(client)
    visitor.press("begin")
    page = visitor.press("next", **{"ort.search": "neu"})
    assert page.status == 422
    assert "Neukirchen" in page.text()


def test_an_answer_brings_up_its_follow_up_question(client):
    visitor = Visitor(client, "integrationskonzept")
    visitor.press("begin")
    while "kinder" not in visitor.page.asked():
        visitor.press("next")
    assert "kinder_bedarf" not in visitor.page.asked()
    visitor.press("next", kinder="ja")
    assert "kinder_bedarf" in visitor.page.asked()
    visitor.press("next", kinder_bedarf=["kita"])
    assert "kinder" not in visitor.page.asked()


def test_a_page_a_day_old_is_still_good_after_a_new_version(app, client):
    visitor = answer_short_form(Visitor(client))
    with app.extensions["engine"].begin() as db:
        questionnaires.publish(db, questionnaires.draft(db, "gut-leben"), today())
    visitor.press("send")
    assert [row.version for row in stored(app)] == [1]


def test_a_closed_survey_gives_the_words_back(app, client):
    visitor = answer_short_form(Visitor(client))
    with app.extensions["engine"].begin() as db:
        questionnaires.set_state(db, "gut-leben", "closed")
    page = visitor.press("send")
    assert page.status == 410
    assert "Mehr Busse, bitte! <b>" in page.text()
    assert stored(app) == []
    assert client.get("/s/gut-leben").status_code == 200


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"_version": "x"}, 400),
        ({"_version": "99"}, 400),
        ({"_version": ""}, 400),
        ({"_form": "../../etc/passwd"}, 422),
        ({"_form": ""}, 422),
        ({"_made": "1.x.y"}, 422),
        ({"_page": "nonsense"}, 200),
        ({"_go": "nonsense"}, 422),
        ({"_seen": "x,y,,"}, 200),
    ],
)
def test_a_page_that_was_tampered_with_gives_a_clear_page(client, change, status):
    visitor = Visitor(client)
    visitor.press("begin")
    page = visitor.post(visitor.page.fields() | {"_go": "next", "her": "nonsense"} | change)
    assert page.status == status
    assert page.soup.select_one("h1")
    assert "Traceback" not in page.response.text


def test_a_form_too_large_gives_a_clear_page(client):
    visitor = Visitor(client)
    visitor.press("begin")
    page = visitor.post(visitor.page.fields() | {"_go": "next", "zuerst": "x" * 400_000})
    assert page.status == 413
    assert page.soup.select_one("h1")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({}, 200),
    ],
)
def test_only_our_own_pages_may_send(client, headers, status):
    assert client.post("/s/gut-leben", data={"_go": "begin"}, headers=headers).status_code == status


@contextmanager
def database_away(app):
    """No one gets at the database: SQLite's inbox is locked, PostgreSQL takes no connections."""
    engine = app.extensions["engines"].answer
    if engine.dialect.name == "postgresql":
        with postgres.closed(engine.url.database):
            yield
        return
    # Before the engine's own preparations: afterwards this connection may not change a setting.
    event.listen(engine, "connect", lambda connection, _: connection.execute("pragma busy_timeout = 50"), insert=True)
    engine.dispose()
    other = sqlite3.connect(inbox_file(engine.url), isolation_level=None)
    other.execute("begin immediate")
    yield
    other.execute("rollback")
    other.close()


@pytest.mark.parametrize("go", ["send", "back"])
def test_when_the_database_is_away_the_answers_stay_on_the_page(app, client, go):
    visitor = answer_short_form(Visitor(client))
    with database_away(app):
        page = visitor.press(go)
        if go == "back" and app.extensions["engine"].dialect.name == "sqlite":
            assert page.status == 200  # SQLite's readers wait for no writer
            return
        assert page.status == 503
        assert page.fields()["zuerst"] == ["Mehr Busse, bitte! <b>"]
        assert page.soup.select_one(f"button[name=_go][value={go}]")
    visitor.press(go)
    assert visitor.page.status == 200
    assert len(stored(app)) == (1 if go == "send" else 0)


def test_unknown_questionnaires_and_languages_are_no_trouble(client):
    assert client.get("/s/nothing").status_code == 404
    assert client.post("/s/nothing", data={"_go": "begin"}).status_code == 404
    for wanted in ("tlh", "prs", "%00", "de_SIMPLE", "x" * 5000, "../../x"):
        assert client.get(f"/s/gut-leben?lang={wanted}").status_code == 200
    for query in ("endpoint=x", "_method=POST", "_external=1", "slug=x", "lang=ar&lang=de", "a=%ff"):
        assert client.get(f"/s/gut-leben?{query}").status_code == 200


def every_kind():
    pages = []
    for kind in KINDS:
        data = json.loads(json.dumps(KINDS[kind].sample))
        question = {"kind": kind, "id": kind, **data, "title": {"de": kind}}
        for value in question.values():
            for item in value if isinstance(value, list) else []:
                if "label" not in item and "name" not in item:
                    item["label"] = {"de": item["id"]}
        pages.append({"id": kind, "title": {"de": kind}, "questions": [question]})
    return questionnaire(*pages, slug="alles", languages=["de"])


@pytest.fixture
def every_kind_published(app):
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, every_kind())
        questionnaires.publish(db, questionnaires.draft(db, "alles"), today())


@pytest.mark.parametrize("naughty", NAUGHTY)
def test_nothing_a_hostile_visitor_sends_breaks_a_page(client, backend, every_kind_published, naughty):
    ways = ("next", "send", "skip", "stay", "back")
    for go in ways if backend == "sqlite" else ("send",):  # pages that store nothing are the same on both databases
        send_to_every_kind(Visitor(client, "alles"), naughty, go)


def send_to_every_kind(visitor, naughty, go):
    visitor.press("begin")
    hidden = {name: value for name, value in visitor.page.fields().items() if name.startswith("_")}
    fields = {
        f"{kind}{part}": [naughty, naughty] for kind in KINDS for part in PARTS if len(naughty) < 1000 or part == ""
    }
    for id in KINDS:
        with_one = {name: value for name, value in fields.items() if name.startswith(id) or go == "send"}
        page = visitor.post(hidden | with_one | {"_page": id, "_go": go})
        assert page.status in (200, 413, 422), (go, id, naughty[:20])
        assert page.soup.select_one("h1")


def test_every_kind_shows_what_was_sent_again(client, every_kind_published):
    visitor = Visitor(client, "alles")
    visitor.press("begin")
    for kind in (kind for kind, made in KINDS.items() if made.stands):
        question = next(q for q in every_kind().questions if q.id == kind)
        fields = question.imagine(Random(4), 0.4)
        assert visitor.page.asked() == [kind]
        visitor.press("next", **fields)
        visitor.press("back")
        again = visitor.page.fields()
        for name, values in fields.items():
            assert again[name] == values, (kind, name)
        visitor.press("next")


def test_a_named_gap_is_filled_with_the_answer_and_never_read_as_code(app, client):
    first = {"kind": "short_text", "id": "name", "title": {"de": "Wie heißt Ihr Ort?"}}
    then = {"kind": "long_text", "id": "why", "title": {"de": "Was fehlt in {name}?"}}
    form = questionnaire(
        {"id": "a", "title": {"de": "a"}, "questions": [first]},
        {"id": "b", "title": {"de": "b"}, "questions": [then]},
        slug="gap",
        languages=["de"],
    )
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, form)
        questionnaires.publish(db, questionnaires.draft(db, "gap"), today())
    visitor = Visitor(client, "gap")
    visitor.press("begin")
    page = visitor.press("next", name="<script>x</script>{{7*7}}{why}")
    assert "Was fehlt in <script>x</script>{{7*7}}{why}?" in page.text()
    assert page.soup.select_one("main script") is None


def test_random_order_is_stable_for_one_visitor(client):
    visitor = Visitor(client, "integrationskonzept")
    visitor.press("begin")
    while "themen_wichtig" not in visitor.page.asked():
        visitor.press("next")
    order = [tag["value"] for tag in visitor.page.soup.select("input[name=themen_wichtig]")]
    visitor.press("stay")
    assert [tag["value"] for tag in visitor.page.soup.select("input[name=themen_wichtig]")] == order
    assert order != sorted(order)


def test_a_sheet_keeps_its_pairs_in_any_language_and_another_has_others(app, client):
    things = [{"id": f"t{i}", "label": {"de": f"Ding {i}", "ar": f"شيء {i}"}} for i in range(9)]
    asks = {"kind": "pairs", "id": "paare", "title": {"de": "Was?", "ar": "ماذا؟"}, "options": things, "rounds": 4}
    titled = {"id": "a", "title": {"de": "a", "ar": "a"}, "questions": [asks]}
    form = questionnaire(titled, slug="pairs", languages=["de", "ar"])
    with app.extensions["engine"].begin() as db:
        questionnaires.add(db, form)
        questionnaires.publish(db, questionnaires.draft(db, "pairs"), today())

    def offered(page):
        return [(tag["name"], tag["value"]) for tag in page.soup.select("input[name^='paare.']")]

    visitor, other = Visitor(client, "pairs"), Visitor(client, "pairs")
    asked = offered(visitor.press("begin"))
    assert len(asked) == 4 * 3
    assert offered(other.press("begin")) != asked
    visitor.press("next", **{asked[0][0]: asked[0][1], asked[3][0]: "~"})
    visitor.language = "ar"
    again = visitor.press("back")
    assert offered(again) == asked
    assert again.fields()[asked[3][0]] == ["~"]
    assert all(legend.text for legend in again.soup.select("fieldset.item legend"))


def test_a_text_missing_in_a_language_is_marked_with_the_one_it_fell_back_to(app, client):
    with app.extensions["engine"].begin() as db:
        draft = questionnaires.draft(db, "gut-leben")
        question = draft.questionnaire.question("her")
        title = Text({tag: said for tag, said in question.title.words.items() if tag != "ar"}, question.title.marks)
        changed = draft.questionnaire.with_question(replace(question, title=title))
        questionnaires.save(db, "gut-leben", changed, draft.revision)
        questionnaires.publish(db, questionnaires.draft(db, "gut-leben"), today())
    visitor = Visitor(client, language="ar")
    visitor.press("begin")
    marked = visitor.page.soup.select_one("#t-her [lang]")
    assert (marked["lang"], marked["dir"]) == ("en", "ltr")


def test_counting_needs_no_page_to_read_answers(client, app):
    """No public page opens an answer table."""
    seen = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    for engine in (app.extensions["engines"].public, app.extensions["engine"]):
        event.listen(engine, "before_cursor_execute", listen)
    for path in (
        "/",
        "/s/gut-leben",
        "/s/gut-leben/thanks",
        "/results/gut-leben",
        "/privacy",
        "/results/gut-leben/release.json",
    ):
        assert client.get(path).status_code == 200
    assert seen
    assert not [sql for sql in seen if re.search(r"inbox|responses|voices|receipts", sql)]


def test_the_inbox_counts_what_was_sent(app, client):
    answer_short_form(Visitor(client)).press("send")
    with app.extensions["engine"].begin() as db:
        assert db.scalar(select(func.count()).select_from(tables.inbox)) == 1
