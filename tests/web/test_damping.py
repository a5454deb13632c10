"""Programs and floods are slowed down, people lose nothing, and no address is kept anywhere."""

import gc
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import randrange
from types import FrameType, ModuleType

import pytest
from sqlalchemy import func, select

from app.store import tables
from app.web import clock
from app.web.damping import FORMS_BURST, Buckets
from app.web.stamp import Stamper
from tests.web.forms import Page, Visitor
from tests.web.staff import Colleague, employ
from tests.web.test_answering import answer_short_form

ADDRESS = "203.0.113.77"
NOON = datetime(2025, 7, 16, 12)  # noqa: DTZ001  UTC without a zone, as everywhere
DAY = date(2025, 7, 16)


def kept(app):
    with app.extensions["engine"].begin() as db:
        return db.scalar(select(func.count()).select_from(tables.inbox))


@pytest.fixture
def set_up(app):
    """set_up(least_seconds=3) changes settings of the running application."""

    def changed(**settings):
        from app.web import damping

        app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], **settings)
        damping.init_app(app)

    return changed


@pytest.fixture
def pass_time(monkeypatch):
    began = clock.now()

    def later(**passed):
        moment = began + timedelta(**passed)
        monkeypatch.setattr(clock, "now", lambda: moment)

    later(seconds=0)
    return later


# -- the trap


def test_whoever_fills_in_the_field_nobody_sees_is_thanked_and_not_kept(app, client):
    program = answer_short_form(Visitor(client))
    program.press("send", _website="https://spam.example")
    assert "/thanks" in program.page.response.request.url
    assert kept(app) == 0
    person = answer_short_form(Visitor(client))
    person.press("send")
    assert person.page.text() == program.page.text()
    assert kept(app) == 1


def test_the_trap_remembers_on_every_page(app, client):
    program = Visitor(client)
    program.press("begin")
    program.press("next", _website="x", ort="01055012")
    program.press("next", gefuehl="4")
    program.press("send")
    assert "/thanks" in program.page.response.request.url
    assert kept(app) == 0


def test_nobody_but_a_program_meets_the_trap(client):
    visitor = Visitor(client)
    visitor.press("begin")
    (field,) = visitor.page.soup.select("input[name=_website]")
    assert (field["tabindex"], field["autocomplete"], field["value"]) == ("-1", "off", "")
    assert {"data-1p-ignore", "data-bwignore", "data-lpignore", "data-form-type"} <= set(
        field.attrs
    )  # password managers
    assert field.find_parent(attrs={"aria-hidden": "true", "class": "sr"})


# -- the stamp


def test_a_stamp_says_the_quarter_of_an_hour_and_no_more():
    stamper = Stamper("secret", "gut-leben")
    first, later = (stamper.stamp("name", NOON + timedelta(seconds=seconds)) for seconds in (1, 800))
    assert first.split(".")[:2] == later.split(".")[:2]
    assert str(int(NOON.timestamp())) not in first


@pytest.mark.parametrize(
    ("passed", "verdict"),
    [
        ({"seconds": 0}, "soon"),
        ({"seconds": 2}, "soon"),
        ({"seconds": 3}, "good"),
        ({"days": 1}, "good"),
        ({"days": 7}, "good"),
        ({"days": 48}, "good"),
        ({"days": 50}, "unknown"),
        ({"hours": -1}, "unknown"),
    ],
)
def test_a_stamp_is_good_from_three_seconds_to_seven_weeks(passed, verdict):
    stamper = Stamper("secret", "gut-leben")
    assert stamper.verdict("name", stamper.stamp("name", NOON), NOON + timedelta(**passed), least=3) == verdict


def test_a_stamp_belongs_to_one_form_of_one_questionnaire_and_one_secret():
    stamp = Stamper("secret", "gut-leben").stamp("name", NOON)
    later = NOON + timedelta(minutes=1)
    assert Stamper("secret", "gut-leben").verdict("name", stamp, later, 3) == "good"
    assert Stamper("secret", "gut-leben").verdict("other", stamp, later, 3) == "unknown"
    assert Stamper("secret", "other").verdict("name", stamp, later, 3) == "unknown"
    assert Stamper("other", "gut-leben").verdict("name", stamp, later, 3) == "unknown"
    for forged in ("", ".", "..", "1.2.3", "x" * 5000, "²." + stamp, "-1.a.b", "ä.ö.ü", "\ud800"):
        assert Stamper("secret", "gut-leben").verdict("name", forged, later, 3) == "unknown"


def test_a_form_sent_within_seconds_is_shown_once_more_with_all_answers(app, client, set_up, pass_time):
    set_up(least_seconds=3)
    pass_time(seconds=1)
    visitor = answer_short_form(Visitor(client))
    pass_time(seconds=2)
    page = visitor.press("send")
    assert page.status == 422
    assert page.fields()["zuerst"] == ["Mehr Busse, bitte! <b>"]
    assert kept(app) == 0
    pass_time(seconds=4)
    visitor.press("send")
    assert "/thanks" in visitor.page.response.request.url
    assert kept(app) == 1


@pytest.mark.parametrize(
    "forged", [{"_made": ""}, {"_made": "1.x.y"}, {"_form": "chosen-by-a-program-1"}, {"_form": ""}]
)
def test_a_form_we_have_not_made_is_given_back_whole_with_a_good_stamp(app, client, set_up, pass_time, forged):
    set_up(least_seconds=3)
    visitor = answer_short_form(Visitor(client))
    pass_time(minutes=5)
    page = visitor.press("send", **forged)
    assert page.status == 422
    assert page.soup.select_one("h1").text == "Bitte noch einmal absenden"
    assert page.fields()["wichtig"] == ["wohnen", "arbeit"]
    pass_time(minutes=6)
    visitor.press("send")
    visitor.post(page.fields() | {"_go": "send"})  # twice, as a double click does
    assert kept(app) == 1


@pytest.mark.parametrize("passed", [{"days": 1}, {"days": 7}, {"weeks": 12}])
def test_a_page_left_open_for_long_still_counts(app, client, pass_time, passed):
    visitor = answer_short_form(Visitor(client))
    pass_time(**passed)
    visitor.press("send")
    if visitor.page.status == 422:  # after twelve weeks
        pass_time(minutes=1, **passed)
        visitor.press("send")
    assert visitor.page.status == 200
    assert kept(app) == 1


def test_the_stamp_is_stored_nowhere(app, client):
    visitor = answer_short_form(Visitor(client))
    (stamp,) = visitor.page.fields()["_made"]
    visitor.press("send")
    with app.extensions["engine"].begin() as db:
        rows = [str(row) for table in tables.metadata.tables.values() for row in db.execute(select(table))]
    assert any("Mehr Busse" in row for row in rows)
    assert not [row for row in rows if any(part in row for part in stamp.split(".")[1:])]


# -- the limit


def test_a_bucket_is_generous_at_first_and_steady_then():
    buckets = Buckets(a_minute=30, burst=100)
    assert sum(buckets.take(ADDRESS, NOON, DAY) for _ in range(200)) == 100
    assert sum(buckets.take(ADDRESS, NOON + timedelta(minutes=1), DAY) for _ in range(200)) == 30
    assert buckets.take("203.0.113.78", NOON, DAY)


def test_the_addresses_of_one_household_share_a_bucket_and_others_do_not():
    buckets = Buckets(a_minute=1, burst=1)
    assert buckets.take("2001:db8:1:2:aaaa::1", NOON, DAY)
    assert not buckets.take("2001:db8:1:2:bbbb::2", NOON, DAY)
    assert buckets.take("2001:db8:1:3::1", NOON, DAY)
    assert buckets.take("::ffff:203.0.113.77", NOON, DAY)
    assert not buckets.take(ADDRESS, NOON, DAY)


def test_without_an_address_nothing_is_counted():
    buckets = Buckets(a_minute=1, burst=1)
    assert all(buckets.take("", NOON, DAY) for _ in range(50))
    assert len(buckets) == 0


def test_names_are_few_and_forgotten_when_quiet_and_at_midnight():
    buckets = Buckets(a_minute=30, burst=100, most=50)
    for number in range(500):
        buckets.take(f"10.0.{number // 256}.{number % 256}", NOON, DAY)
    assert len(buckets) == 50
    buckets.take(ADDRESS, NOON + timedelta(minutes=4), DAY)
    assert len(buckets) == 1
    key = buckets._key
    buckets.take("203.0.113.78", NOON + timedelta(minutes=4), DAY + timedelta(days=1))
    assert len(buckets) == 1
    assert buckets._key != key


def from_address(app, address=ADDRESS):
    visitor = Visitor(app.test_client())
    visitor.client.environ_base["REMOTE_ADDR"] = address
    return answer_short_form(visitor)


def test_over_the_limit_the_answers_stay_on_the_page(app, set_up, pass_time):
    set_up(forms_per_minute=30)
    visitor = from_address(app)
    fields = visitor.page.fields() | {"_go": "send"}
    statuses = [visitor.post(fields).status for _ in range(FORMS_BURST + 1)]
    assert statuses == [200] * FORMS_BURST + [429]
    assert visitor.page.response.headers["Retry-After"] == "60"
    assert visitor.page.fields()["zuerst"] == ["Mehr Busse, bitte! <b>"]
    assert visitor.page.soup.select_one("button[name=_go][value=send]")
    assert from_address(app, "203.0.113.78").press("send").status == 200
    pass_time(minutes=1)
    assert visitor.press("send").status == 200


def test_guessing_passwords_is_slow_for_a_whole_network(app, set_up, pass_time):
    employ(app, "designer", "anna@example.org")
    set_up(forms_per_minute=30)
    guesser = Colleague(app)
    answers = [guesser.sign_in(f"person{number}@example.org", "falsch") for number in range(7)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429] * 2
    assert guesser.sign_in("anna@example.org").status_code == 429
    pass_time(minutes=1)
    assert guesser.sign_in("anna@example.org").status_code == 303


def holds(root, needle):
    """Whether text or bytes with this in it can be reached from an object, through everything Python can follow."""
    seen, found, todo = set(), False, [root]
    while todo and not found:
        each = todo.pop()
        if id(each) in seen or isinstance(each, (ModuleType, FrameType)):
            continue
        seen.add(id(each))
        if isinstance(each, (str, bytes)):
            found = needle in each if isinstance(each, str) else needle.encode() in each
        else:
            todo.extend(gc.get_referents(each))
    return found


@pytest.mark.parametrize("naive", [False, True])
def test_no_address_is_kept_in_memory(app, set_up, naive):
    """The negative control keeps addresses as other software does: the search must find them."""
    set_up(forms_per_minute=30)
    if naive:
        app.extensions["damping"]["forms"]._named = str.encode
    address = f"198.51.100.{randrange(100, 200)}"  # not a constant of this module, which the search would find
    for _ in range(3):
        assert from_address(app, address).press("send").status == 200
    assert len(app.extensions["damping"]["forms"]) == 1
    assert holds(app, address) is naive


def test_the_limit_writes_no_address(app, set_up, pass_time, caplog, capfd):
    set_up(forms_per_minute=30)
    visitor = from_address(app)
    fields = visitor.page.fields() | {"_go": "send"}
    for _ in range(FORMS_BURST + 2):
        page = visitor.post(fields)
    assert page.status == 429
    written = capfd.readouterr()
    assert ADDRESS not in caplog.text + written.out + written.err + page.response.text


def test_a_page_of_the_form_is_no_form(app, client, set_up):
    """Only sending counts, so that going back and forth costs nobody anything."""
    set_up(forms_per_minute=30)
    visitor = from_address(app)
    for _ in range(150):
        assert visitor.press("stay").status == 200
    assert visitor.press("send").status == 200
    assert isinstance(visitor.page, Page)
