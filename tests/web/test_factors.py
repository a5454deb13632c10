"""Second steps: authenticator apps, recovery codes, and what happens when both are lost."""

import re
from dataclasses import replace
from datetime import UTC, timedelta

import pyotp
import pytest

from app.store import factors, grants, journal
from app.web import clock
from tests.web.staff import LIST, ONE, PASSWORD, SLUG, Colleague, signed_in

SECURITY = "/staff/security"
APP = f"{SECURITY}/app"
CODE = "/staff/sign-in/code"


@pytest.fixture
def moment(monkeypatch):
    """moment(seconds=30) lets time pass."""
    began = clock.now()

    def later(**passed):
        monkeypatch.setattr(clock, "now", lambda: began + timedelta(**passed))

    later()
    return later


def shown_by(secret, **ahead):
    """What the app on the phone shows now."""
    return pyotp.TOTP(secret).at((clock.now() + timedelta(**ahead)).replace(tzinfo=UTC))


def prove(colleague):
    assert colleague.post("/staff/prove", {"password": PASSWORD}).status_code == 303


def set_up(colleague):
    """Set an app up; returns its secret and the recovery codes."""
    prove(colleague)
    secret = re.search(r"<code class=\"grouped\"[^>]*>([A-Z2-7]{32})<", colleague.get(APP).text)[1]
    page = colleague.post(APP, {"code": shown_by(secret)})
    assert page.status_code == 200
    return secret, re.findall(r"<code>([a-z2-9]{5}-[a-z2-9]{5})</code>", page.text)


@pytest.fixture
def anna(app):
    return Colleague(app, "designer")


@pytest.fixture
def visitor(app):
    return Colleague(app)


def step_in(visitor, anna, code):
    assert visitor.sign_in(anna.person.email).headers["Location"].startswith(CODE)
    return visitor.post(CODE, {"code": code})


def test_the_password_alone_opens_nothing_once_an_app_is_set_up(moment, anna, visitor):
    secret, _ = set_up(anna)
    assert visitor.sign_in(anna.person.email).headers["Location"].startswith(CODE)
    assert not signed_in(visitor.get(LIST))
    assert visitor.post(CODE, {"code": "000000"}).status_code == 422
    assert not signed_in(visitor.get(LIST))
    moment(seconds=30)
    assert visitor.post(CODE, {"code": shown_by(secret)}).headers["Location"] == LIST
    assert signed_in(visitor.get(LIST))


def test_a_code_counts_once(app, moment, anna):
    secret, _ = set_up(anna)
    assert step_in(Colleague(app), anna, shown_by(secret)).status_code == 422  # it has set the app up
    moment(seconds=30)
    assert step_in(Colleague(app), anna, shown_by(secret)).status_code == 303
    assert step_in(Colleague(app), anna, shown_by(secret)).status_code == 422
    assert step_in(Colleague(app), anna, shown_by(secret, seconds=-30)).status_code == 422  # older than the last


@pytest.mark.parametrize(("ahead", "status"), [(-60, 422), (30, 303), (60, 422)])
def test_a_clock_may_be_half_a_minute_wrong(moment, anna, visitor, ahead, status):
    secret, _ = set_up(anna)
    moment(minutes=5)
    assert step_in(visitor, anna, shown_by(secret, seconds=ahead)).status_code == status


def test_guessing_codes_ends_after_five(moment, anna, visitor):
    secret, codes = set_up(anna)
    moment(seconds=30)
    answers = [step_in(visitor, anna, "123 456").status_code for _ in range(5)]
    assert answers == [422] * 5
    assert "15 minutes" in step_in(visitor, anna, shown_by(secret)).text
    assert step_in(visitor, anna, codes[0]).status_code == 422
    moment(minutes=16)
    assert step_in(visitor, anna, shown_by(secret)).status_code == 303


def test_a_recovery_code_opens_the_door_once(app, moment, anna):
    _, codes = set_up(anna)
    assert len(set(codes)) == 10
    assert step_in(Colleague(app), anna, codes[3].upper().replace("-", " ")).status_code == 303
    assert step_in(Colleague(app), anna, codes[3]).status_code == 422
    assert "9 recovery codes are left." in anna.get(SECURITY).text
    with app.extensions["engine"].connect() as db:
        held = str(db.exec_driver_sql("select * from recovery_codes").all())
    assert not any(code in held for code in codes)


def test_the_secret_of_the_app_is_not_in_the_database(app, moment, anna):
    secret, _ = set_up(anna)
    with app.extensions["engine"].connect() as db:
        kept = factors.of(db, anna.person.id).seed
    assert kept
    assert secret not in kept


def test_halfway_in_lasts_ten_minutes(moment, anna, visitor):
    secret, _ = set_up(anna)
    visitor.sign_in(anna.person.email)
    moment(minutes=11)
    assert visitor.post(CODE, {"code": shown_by(secret)}).headers["Location"].startswith("/staff/sign-in")
    assert not signed_in(visitor.get(LIST))


@pytest.mark.parametrize("path", [f"{APP}/remove", f"{SECURITY}/codes"])
def test_changing_factors_needs_the_password_again(moment, anna, path):
    set_up(anna)
    moment(minutes=11)
    assert "/staff/prove" in anna.post(path).headers["Location"]
    assert "/staff/prove" in anna.get(APP).headers["Location"]
    assert anna.post("/staff/prove", {"password": "falsch"}).status_code == 422
    prove(anna)
    assert "/staff/prove" not in anna.post(path).headers.get("Location", "")


def test_without_the_app_the_password_is_enough_again(moment, anna, visitor):
    set_up(anna)
    anna.post(f"{APP}/remove")
    assert visitor.sign_in(anna.person.email).headers["Location"] == LIST
    assert "recovery code" not in anna.get(SECURITY).text


def test_setting_up_and_signing_out_everywhere_end_other_sessions(moment, anna, visitor):
    visitor.sign_in(anna.person.email)
    assert "Another device, last seen on" in anna.get(SECURITY).text
    anna.post(f"{SECURITY}/sign-out")
    assert not signed_in(visitor.get(LIST))
    assert signed_in(anna.get(LIST))
    visitor.sign_in(anna.person.email)
    set_up(anna)
    assert not signed_in(visitor.get(LIST))
    assert signed_in(anna.get(LIST))


def test_the_administration_helps_who_has_lost_everything(app, moment, anna, visitor):
    set_up(anna)
    admin = Colleague(app, "admin")
    assert "With a second step" in admin.get("/staff/people").text
    moment(seconds=1)  # entries of one moment stand in any order
    assert admin.post(f"/staff/people/{anna.person.id}/factors").status_code == 303
    assert not signed_in(anna.get(LIST))
    assert visitor.sign_in(anna.person.email).headers["Location"] == LIST
    with app.extensions["engine"].begin() as db:
        told = [entry.act.what.message for entry in journal.entries(db)]
    assert told[:2] == ["Removed the second step of {name}", "Set up an authenticator app"]


def test_operators_help_too(app, moment, anna, visitor):
    set_up(anna)
    assert app.test_cli_runner().invoke(args=["staff", "reset-factors", "nobody@example.org"]).exit_code == 1
    assert app.test_cli_runner().invoke(args=["staff", "reset-factors", anna.person.email]).exit_code == 0
    assert visitor.sign_in(anna.person.email).headers["Location"] == LIST


def test_a_role_can_need_a_second_step(app, moment, anna):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], second_factor="admin, designer")
    assert anna.get(LIST).headers["Location"].startswith(SECURITY)
    assert "Your role needs a second step" in anna.get(SECURITY).text
    set_up(anna)
    assert signed_in(anna.get(LIST))
    council = Colleague(app, "council")
    assert signed_in(council.get(LIST))


def test_a_role_in_one_questionnaire_needs_the_second_step_too(app, moment):
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], second_factor="designer")
    colleague = Colleague(app, "none")
    assert signed_in(colleague.get(LIST))
    with app.extensions["engine"].begin() as db:
        grants.give(db, colleague.person.id, SLUG, "designer")
    assert colleague.get(f"{ONE}/edit").headers["Location"].startswith(SECURITY)
    set_up(colleague)
    assert signed_in(colleague.get(f"{ONE}/edit"))


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "[]",
        "null",
        "x" * 100_000,
        "{}",
        '{"id": "\\u0000"}',
        '{"id": 7, "rawId": [], "response": {}, "type": "public-key"}',
    ],
)
def test_nonsense_is_no_passkey(moment, anna, visitor, credential):
    """Neither adds one nor opens anything, and says so politely."""
    prove(anna)
    for colleague, begin, end in (
        (anna, f"{SECURITY}/passkeys/begin", f"{SECURITY}/passkeys"),
        (visitor, "/staff/sign-in/passkey/begin", "/staff/sign-in/passkey"),
    ):
        assert colleague.post(end, {"credential": credential}).status_code in (303, 400)  # nothing was begun
        assert colleague.post(begin).json["challenge"]
        assert colleague.post(end, {"credential": credential, "name": "A"}).status_code in (303, 400)
    assert not signed_in(visitor.get(LIST))
    assert "since" not in anna.get(SECURITY).text


def test_adding_a_passkey_needs_the_password_again(moment, anna):
    assert "/staff/prove" in anna.post(f"{SECURITY}/passkeys/begin").json["prove"]
    assert "/staff/prove" in anna.post(f"{SECURITY}/passkeys").headers["Location"]
