"""One person, one answer, where it matters: codes from the start page to the inbox, and everything that goes wrong."""

import logging
from datetime import timedelta

import pytest
from flask import request
from sqlalchemy import func, select

from app.domain import code
from app.domain.language import LANGUAGES
from app.domain.response import Response
from app.store import questionnaires, responses, tables
from app.web import clock
from app.web.codes import hashed
from app.web.db import engine
from app.web.respond.entrance import REFUSED, WAIT
from app.web.respond.guesses import Tries, Words
from tests.web.codes import UNKNOWN, WORD, a_code, agreed, printed, require
from tests.web.forms import Page, Visitor

ACCESS = ["open", "shared", "single"]
ANSWERS = {"gefuehl": "4", "zuerst": "Mehr Busse, bitte! <b>"}


def stored(app):
    with app.extensions["engine"].connect() as db:
        return db.execute(select(tables.inbox)).all()


def codes_left(app):
    with app.extensions["engine"].connect() as db:
        return db.scalar(select(func.count()).select_from(tables.codes))


def to_the_review(client, typed, language="en", slug="gut-leben"):
    """Someone who has typed this code and answered; they look at the review now."""
    visitor = Visitor(client, slug, language)
    visitor.press("begin", **({"_code": typed} if typed else {}))
    assert visitor.page.status == 200
    visitor.press("next")
    visitor.press("next", gefuehl=ANSWERS["gefuehl"])
    visitor.press("next")
    visitor.press("next", zuerst=ANSWERS["zuerst"])
    visitor.press("next")
    assert visitor.page.fields()["_page"] == ["review"]
    return visitor


def took_part(visitor):
    return "/thanks" in visitor.page.response.request.url


def said(page):
    alert = page.soup.select_one("#errors")
    return alert.text if alert else ""


@pytest.mark.parametrize("access", ACCESS)
def test_every_way_in_leads_to_the_inbox(app, client, access):
    require(app, access)
    visitor = to_the_review(client, a_code(app, access))
    assert stored(app) == []
    visitor.press("send")
    assert took_part(visitor)
    (row,) = stored(app)
    assert row.answers == ANSWERS
    assert codes_left(app) == (1 if access == "shared" else 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_asks_for_the_code_in_every_language(app, client, language):
    require(app, "single")
    page = Visitor(client, language=language).page
    field = page.soup.select_one("input#code")
    assert (field["dir"], field["autocomplete"]) == ("ltr", "off")
    assert page.soup.select_one("label[for=code]").text.strip()
    assert page.soup.select_one("#h-code bdi[dir=ltr]")


def test_only_the_start_page_of_a_questionnaire_with_slips_may_run_our_script(app, client):
    def may_run(response):
        return "script-src 'self'" in response.headers["Content-Security-Policy"], "<script" in response.text

    assert may_run(client.get("/s/gut-leben")) == (False, False)
    require(app, "shared")
    assert may_run(client.get("/s/gut-leben")) == (False, False)
    require(app, "single")
    assert may_run(client.get("/s/gut-leben")) == (True, True)
    visitor = to_the_review(client, printed(app)[0])
    assert may_run(visitor.page.response) == (False, False)
    assert may_run(client.get("/s/gut-leben/thanks")) == (False, False)
    assert may_run(client.get("/")) == (False, False)


TYPING = {
    "small": str.lower,
    "apart": lambda slip: " ".join(slip.replace("-", "").lower()),
    "together": lambda slip: slip.replace("-", ""),
    "letters for digits": lambda slip: slip.replace("0", "o").replace("1", "l"),
    "Arabic digits": lambda slip: slip.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "Persian digits": lambda slip: slip.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
    "with blanks around": lambda slip: f"  {slip}\u200f ",
}


@pytest.mark.parametrize("way", TYPING)
def test_a_code_is_taken_however_it_is_typed(app, client, way):
    require(app, "single")
    visitor = to_the_review(client, TYPING[way](printed(app)[0]), "ar")
    visitor.press("send")
    assert took_part(visitor)
    assert codes_left(app) == 0


@pytest.mark.parametrize(
    ("access", "typed", "says"),
    [
        ("single", "", "Please type your code."),
        ("single", UNKNOWN[:-1], "misspelt"),
        ("single", UNKNOWN[:-1] + ("A" if UNKNOWN[-1] != "A" else "B"), "misspelt"),
        ("single", "<script>alert(1)</script>", "misspelt"),
        ("shared", "", "Please type your code."),
        ("shared", "abc", "cannot be right"),
    ],
)
def test_a_misspelt_code_stays_on_the_start_page(app, client, access, typed, says):
    require(app, access)
    visitor = Visitor(client, language="en")
    page = visitor.press("begin", _code=typed)
    assert page.status == 422
    assert says in said(page)
    assert page.soup.title.text.startswith("Error:")
    assert page.soup.select_one("input#code")["value"] == typed
    assert page.soup.select_one("input#code")["aria-invalid"] == "true"
    assert page.soup.select_one("#errors a")["href"] == "#code"
    good = a_code(app, access)
    assert visitor.press("begin", _code=good).status == 200


def test_a_code_answers_once(app, client):
    require(app, "single")
    (slip,) = printed(app)
    first, second = to_the_review(client, slip), to_the_review(client, slip)  # two tabs, or two people
    first.press("send")
    assert took_part(first)
    page = second.press("send")
    assert page.status == 422
    assert REFUSED["single"] in said(page)
    assert page.fields()["zuerst"] == [ANSWERS["zuerst"]]
    assert len(stored(app)) == 1
    assert codes_left(app) == 0


def test_another_code_can_be_typed_and_no_answer_is_lost(app, client):
    require(app, "single")
    visitor = to_the_review(client, UNKNOWN)
    visitor.press("send")
    assert stored(app) == []
    visitor.press("stay")
    assert visitor.page.fields()["_code"] == [UNKNOWN]
    visitor.press("send")
    visitor.press("send", _code=printed(app)[0].lower())
    assert took_part(visitor)
    assert [row.answers for row in stored(app)] == [ANSWERS]


def test_a_code_of_another_survey_opens_nothing(app, client):
    require(app, "single")
    (elsewhere,) = printed(app, slug="integrationskonzept")
    visitor = to_the_review(client, elsewhere)
    assert REFUSED["single"] in said(visitor.press("send"))
    assert (len(stored(app)), codes_left(app)) == (0, 1)


def test_sending_the_same_form_twice_is_no_wrong_code(app, client):
    require(app, "single")
    visitor = to_the_review(client, printed(app)[0])
    fields = visitor.page.fields() | {"_go": "send"}
    visitor.post(fields)
    again = visitor.post(fields)
    assert again.status == 200
    assert "They count once" in again.text()
    # Someone else at the same phone needs a slip of their own.
    other = visitor.press("send")
    assert "Please type your code." in said(other)
    visitor.press("send", _code=printed(app)[0])
    assert took_part(visitor)
    assert len(stored(app)) == 2


def test_an_older_page_is_no_way_round_the_code(app, client):
    visitor = to_the_review(client, "")
    require(app, "single")
    page = visitor.press("send")
    assert "Please type your code." in said(page)
    assert stored(app) == []
    visitor.press("send", _code=printed(app)[0])
    assert took_part(visitor)
    assert [row.version for row in stored(app)] == [1]


def test_one_who_skips_the_start_page_is_asked_at_the_end(app, client):
    require(app, "shared")
    visitor = to_the_review(client, agreed(app))
    fields = {name: value for name, value in visitor.page.fields().items() if name != "_code"}
    assert "Please type your code." in said(visitor.post(fields | {"_go": "send"}))
    assert stored(app) == []


def test_the_code_of_an_event_serves_everyone_there(app, client):
    require(app, "shared")
    agreed(app)
    for typed in (WORD, "SOMMER 2026", "s0mmer٢٠٢٦"):
        visitor = to_the_review(client, typed)
        visitor.press("send")
        assert took_part(visitor)
    assert len(stored(app)) == 3
    visitor = to_the_review(client, "Winter-2026")
    assert REFUSED["shared"] in said(visitor.press("send"))
    assert len(stored(app)) == 3


def test_a_closed_survey_asks_for_no_code(app, client):
    require(app, "single")
    with app.extensions["engine"].begin() as db:
        questionnaires.set_state(db, "gut-leben", "closed")
    assert Visitor(client).page.soup.select_one("input#code") is None


def test_at_a_kiosk_everyone_types_a_code_of_their_own(app, client):
    require(app, "single")
    for slip in printed(app, 2):
        page = Page(client.get("/s/gut-leben?kiosk=1&lang=en"))
        assert page.soup.select_one("input#code")["value"] == ""
        sheet = page.fields() | {"_code": slip, "_go": "begin"}
        began = Page(client.post("/s/gut-leben?kiosk=1&lang=en", data=sheet))
        fields = began.fields() | {"her": "land", "_go": "send"}
        wrong = Page(client.post("/s/gut-leben?kiosk=1&lang=en", data=fields | {"_code": UNKNOWN}))
        assert REFUSED["single"] in said(wrong)
        fields = wrong.fields() | {"_code": slip, "_go": "send"}
        thanks = client.post("/s/gut-leben?kiosk=1&lang=en", data=fields)
        assert "/thanks" in thanks.headers["Location"]
    assert len(stored(app)) == 2


# -- where a code may be, and where not


def test_a_code_is_in_no_address_no_log_and_no_table(app, client, caplog, database_url, tmp_path):
    caplog.set_level(logging.DEBUG)
    require(app, "single")
    slips = printed(app, 3)
    addresses = []
    app.before_request(lambda: addresses.append(request.full_path))
    for slip in (slips[0], slips[0], slips[1]):
        to_the_review(client, slip).press("send")
    assert len(addresses) > 15
    assert len(stored(app)) == 2
    plain = {form for slip in slips for form in (slip, slip.replace("-", ""), slip.lower())}
    seen = {"addresses": "\n".join(addresses), "logs": caplog.text, "tables": everything(app)}
    assert [(where, each) for where, words in seen.items() for each in plain if each in words] == []
    assert hashed_in(app, slips[2]) in seen["tables"]  # the search finds what is there
    assert ANSWERS["zuerst"] in seen["tables"]
    if database_url.startswith("sqlite"):
        files = b"".join(file.read_bytes() for file in tmp_path.glob("*.db*"))
        assert b"Mehr Busse" in files
        assert not any(each.encode() in files for each in plain)


def everything(app):
    with app.extensions["engine"].connect() as db:
        return "\n".join(
            str(tuple(row)) for table in tables.metadata.sorted_tables for row in db.execute(select(table))
        )


def hashed_in(app, slip, slug="gut-leben"):
    with app.app_context():
        return hashed(slug, code.plain(slip))


def test_a_hash_tells_the_questionnaire_and_the_secret_apart(app):
    with app.app_context():
        one = hashed("gut-leben", "7K3P0XQ2M9TD")
        assert one == hashed("gut-leben", "7K3P0XQ2M9TD")
        assert len(one) == 64
        assert one != hashed("integrationskonzept", "7K3P0XQ2M9TD")
        app.config["SECRET_KEY"] = "another"
        assert one != hashed("gut-leben", "7K3P0XQ2M9TD")


# -- guessing


@pytest.fixture
def later(monkeypatch):
    began = clock.now().replace(second=5)
    monkeypatch.setattr(clock, "now", lambda: began)

    def passed(**time):
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(**time))

    return passed


def test_three_wrong_codes_and_the_sheet_waits_a_minute(app, client, later):
    require(app, "single")
    (slip,) = printed(app)
    visitor = to_the_review(client, UNKNOWN)
    for _ in range(3):
        assert visitor.press("send", _code=UNKNOWN).status == 422
    page = visitor.press("send", _code=slip)
    assert page.status == 429
    assert WAIT in said(page)
    assert page.fields()["zuerst"] == [ANSWERS["zuerst"]]
    assert stored(app) == []
    later(minutes=1)
    visitor.press("send", _code=slip)
    assert took_part(visitor)


def test_the_count_of_wrong_codes_cannot_be_lowered_by_hand():
    now = clock.now()
    written = Tries("secret", "form").write(3, now)
    assert Tries("secret", "form").read(written, now) == 3
    for tampered in ("", "3", written.replace(".3.", ".1."), written + "x", "..", "\x00", "1.2.3"):
        assert Tries("secret", "form").read(tampered, now) == 0
    assert Tries("secret", "another form").read(written, now) == 0
    assert Tries("secret", "form").read(written, now + timedelta(minutes=1)) == 0


def outcomes_of(guesses):
    """Five hundred in one transaction: one for each takes long."""
    for at in range(0, len(guesses), 500):
        with engine().begin() as db:
            for each in guesses[at : at + 500]:
                yield responses.add(db, "gut-leben", 2, Response("de", {"her": "land"}), each, each)


def test_ten_thousand_guesses_at_slips_hit_none_and_keep_nobody_out(app, client):
    require(app, "single")
    slip, other = printed(app, 5_000)[:2]
    with app.app_context():
        guesses = [hashed("gut-leben", code.made(number * 7919)) for number in range(10_000)]
        assert set(outcomes_of(guesses)) == {"code"}
        assert set(outcomes_of([hashed_in(app, other)])) == {"kept"}
    assert (len(stored(app)), codes_left(app)) == (1, 4_999)
    visitor = to_the_review(client, slip)
    visitor.press("send")
    assert took_part(visitor)


def test_guesses_at_a_word_are_slowed_and_who_has_the_word_comes_in(app, client, later):
    require(app, "shared")
    agreed(app)
    first, second = (to_the_review(client, WORD) for _ in range(2))
    first.press("send")
    assert took_part(first)
    sheet = second.page.fields() | {"_go": "send"}
    statuses = [Visitor(client, language="en").post(sheet | {"_code": f"guess{n:04}"}).status for n in range(100)]
    assert (statuses[:30], set(statuses[30:])) == ([422] * 30, {429})
    second.press("send")
    assert took_part(second)
    # The word is changed: the new one is unknown here, so it waits its turn, and then comes in.
    third = to_the_review(client, agreed(app, "Herbst-2026"))
    assert third.press("send", _code="Herbst-2026").status == 429
    later(minutes=1)
    third.press("send")
    assert took_part(third)


def test_ten_thousand_guesses_at_a_word_are_looked_up_thirty_times_a_minute():
    words, now = Words(), clock.now()
    words.learn("right", "kept")

    def guess(number, moment):
        allowed = words.allow(f"wrong {number}", moment)
        if allowed:
            words.learn(f"wrong {number}", "code")
        return allowed

    assert sum(guess(n, now) for n in range(10_000)) == 30
    assert words.allow("right", now)
    a_day = sum(guess(n, now + timedelta(seconds=n)) for n in range(86_400))
    assert 43_000 < a_day < 43_300


def test_a_word_that_is_no_longer_good_is_unknown_again():
    words, now = Words(a_minute=1), clock.now()
    assert words.allow("word", now)
    words.learn("word", "kept")
    assert all(words.allow("word", now) for _ in range(10))
    words.learn("word", "code")
    words.allow("other", now)
    assert not words.allow("word", now)
