"""Signing in and out, passwords, and the accounts of colleagues."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from app.domain.people import MOST_FAILURES, PAUSE
from app.store import staff
from app.web import clock
from app.web.account import passwords
from tests.web.staff import LIST, ONE, PASSWORD, Colleague, employ, signed_in

NEW = "ein ganz neues Passwort"
WRONG = "E-mail address or password is not right."
WAIT = "There were too many attempts."


@pytest.fixture
def anna(app):
    return employ(app, "designer", "anna@example.org")


@pytest.fixture
def visitor(app):
    return Colleague(app)


@pytest.fixture
def admin(app):
    return Colleague(app, "admin")


def account(app, email="anna@example.org"):
    with app.extensions["engine"].begin() as db:
        return staff.by_email(db, email)


def test_the_right_password_opens_the_door(anna, visitor):
    assert visitor.sign_in(" Anna@Example.org ").headers["Location"] == LIST
    assert signed_in(visitor.get(LIST))


def test_a_wrong_password_and_an_unknown_account_hear_the_same(anna, visitor):
    answers = [visitor.sign_in("anna@example.org", "falsch"), visitor.sign_in("nobody@example.org")]
    assert [answer.status_code for answer in answers] == [422, 422]
    told = [re.sub(r'value="[^"]*"', "", answer.text) for answer in answers]
    assert told[0] == told[1]
    assert WRONG in told[0]


def test_an_unknown_account_takes_the_work_of_a_known_one(anna, visitor, monkeypatch):
    checked = []

    class Hasher:
        def verify(self, known, given):
            checked.append(known)
            return PasswordHasher().verify(known, given)

    monkeypatch.setattr(passwords, "_hasher", Hasher())
    visitor.sign_in("nobody@example.org")
    visitor.sign_in("anna@example.org", "falsch")
    assert [known.rpartition("$")[0][:30] for known in checked] == [checked[0][:30]] * 2


def test_an_empty_form_says_what_is_missing(visitor):
    answer = visitor.sign_in("", "")
    assert answer.status_code == 422
    assert "Enter your e-mail address." in answer.text
    assert "Enter your password." in answer.text


@pytest.mark.parametrize("email", ["anna@example.org", "nobody@example.org"])
def test_after_five_failures_an_account_rests_for_a_quarter_of_an_hour(anna, visitor, monkeypatch, email):
    for _ in range(MOST_FAILURES):
        assert WRONG in visitor.sign_in(email, "falsch").text
    assert WAIT in visitor.sign_in(email).text
    later = clock.now() + PAUSE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert WAIT not in visitor.sign_in(email).text


def test_a_good_sign_in_wipes_out_earlier_failures(anna, visitor):
    for password in ["falsch"] * 4 + [PASSWORD] + ["falsch"] * 4:
        visitor.sign_in("anna@example.org", password)
    visitor.post("/staff/sign-out")
    assert visitor.sign_in("anna@example.org").status_code == 303


def test_signing_in_changes_the_token_and_the_cookie(anna, visitor):
    visitor.get("/staff/sign-in")
    with visitor.client.session_transaction("/staff/") as session:
        session["token"] = "planted by someone else"
    visitor.sign_in("anna@example.org")
    with visitor.client.session_transaction("/staff/") as session:
        assert session["token"] != "planted by someone else"
        assert set(session) <= {"token", "csrf_token"}


def test_signing_out_makes_a_copied_cookie_worthless(app, anna, visitor):
    visitor.sign_in("anna@example.org")
    copied = visitor.client.get_cookie("mitsprache", path="/staff").value
    thief = app.test_client()
    thief.set_cookie("mitsprache", copied, path="/staff")
    assert signed_in(thief.get(LIST))
    assert visitor.post("/staff/sign-out").status_code == 303
    assert not signed_in(thief.get(LIST))
    assert not signed_in(visitor.get(LIST))


def test_a_link_cannot_sign_anyone_out(app):
    designer = Colleague(app, "designer")
    assert designer.get("/staff/sign-out").status_code == 405
    assert signed_in(designer.get(LIST))


def test_a_weak_hash_is_renewed_when_its_owner_signs_in(app, anna, visitor):
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    with app.extensions["engine"].begin() as db:
        staff.set_password(db, anna.id, weak)
    assert visitor.sign_in("anna@example.org").status_code == 303
    assert not passwords.outdated(account(app).password)


def change(colleague, current=PASSWORD, password=NEW, again=None):
    words = {"current": current, "password": password, "again": password if again is None else again}
    return colleague.post("/staff/password", words)


def test_a_new_password_ends_all_other_sessions(app, anna):
    here, elsewhere = Colleague(app), Colleague(app)
    for colleague in (here, elsewhere):
        colleague.sign_in("anna@example.org")
    assert change(here).status_code == 303
    assert signed_in(here.get(LIST))
    assert not signed_in(elsewhere.get(LIST))
    assert elsewhere.sign_in("anna@example.org").status_code == 422
    assert elsewhere.sign_in("anna@example.org", NEW).status_code == 303


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"current": "falsch"}, "is not right."),
        ({"password": "kurz"}, "needs at least 12 characters."),
        ({"again": "etwas ganz anderes"}, "are not the same."),
        ({"current": ""}, "Enter your password."),
        ({"password": "x" * 201}, "needs at least 12 characters"),
    ],
)
def test_a_password_is_not_changed_without_proof_and_care(app, words, sentence):
    answer = change(Colleague(app, "council"), **words)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert passwords.right(account(app, "council@example.org").password, PASSWORD)


def add(admin, email="neu@example.org", name="Neu Hier", role="translator"):
    return admin.post("/staff/people", {"email": email, "name": name, "role": role})


def shown(answer):
    return re.search(r'<code class="password"[^>]*>([^<]+)<', answer.text)[1]


def test_without_a_mail_server_a_new_colleague_comes_in_by_a_link_shown_once(app, admin, visitor):
    answer = add(admin)
    link = re.search(r"http://localhost(/staff/sign-in/link/[\w-]{43})<", answer.text)[1]
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert link not in admin.get("/staff/people").text
    assert visitor.post(link, {"name": "Neu Da", "password": NEW, "again": NEW}).status_code == 303
    assert signed_in(visitor.get(LIST))
    assert visitor.get("/staff/people").status_code == 403
    assert Colleague(app).sign_in("neu@example.org", NEW).status_code == 303
    assert account(app, "neu@example.org").person.name == "Neu Da"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"email": "keine Adresse"}, "Enter an e-mail address such as"),
        ({"email": "ADMIN@example.org"}, "with this e-mail address already."),
        ({"name": "  "}, "Enter the name."),
        ({"role": "king"}, "Choose a role."),
        ({"role": ""}, "Choose a role."),
    ],
)
def test_an_account_needs_a_name_an_address_and_a_role(admin, words, sentence):
    answer = add(admin, **words)
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_closed_account_is_shut_out_at_once_and_can_be_opened_again(app, admin, anna, visitor):
    visitor.sign_in("anna@example.org")
    assert admin.post(f"/staff/people/{anna.id}/deactivate").status_code == 303
    assert not signed_in(visitor.get(LIST))
    assert WRONG in visitor.sign_in("anna@example.org").text
    admin.post(f"/staff/people/{anna.id}/reactivate")
    assert visitor.sign_in("anna@example.org").status_code == 303


def test_a_password_set_by_the_administration_replaces_the_old_one(admin, anna, visitor):
    visitor.sign_in("anna@example.org")
    password = shown(admin.post(f"/staff/people/{anna.id}/password"))
    assert not signed_in(visitor.get(LIST))
    assert visitor.sign_in("anna@example.org").status_code == 422
    assert visitor.sign_in("anna@example.org", password).status_code == 303


@pytest.mark.parametrize("deed", ["deactivate", "reactivate", "password"])
def test_nobody_locks_themselves_out(admin, deed):
    assert admin.post(f"/staff/people/{admin.person.id}/{deed}").status_code == 403


def test_a_made_up_password_can_be_read_out_and_not_be_guessed():
    made = {passwords.made_up() for _ in range(50)}
    assert len(made) == 50
    assert all(re.fullmatch(r"([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}", each) for each in made)


def test_guessing_many_at_a_time_gains_nothing(app, anna):
    guessers = [Colleague(app) for _ in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(lambda guesser: guesser.sign_in("anna@example.org", "falsch").text, guessers))
    assert sum(WRONG in answer for answer in answers) == MOST_FAILURES
    assert sum(WAIT in answer for answer in answers) == 12 - MOST_FAILURES


def test_a_new_role_counts_at_once_and_nobody_gives_one_to_themselves(app):
    admin, colleague = Colleague(app, "admin"), Colleague(app, "council")
    assert colleague.get(f"{ONE}/edit").status_code == 403
    address = f"/staff/people/{colleague.person.id}/role"
    assert admin.post(address, {"role": "designer"}).status_code == 303
    assert colleague.get(f"{ONE}/edit").status_code == 200
    assert "another role: Questionnaire editing" in admin.get("/staff/journal").text
    for role in ("king", "", "admin\0"):
        assert admin.post(address, {"role": role}).status_code == 400
    assert admin.post(f"/staff/people/{admin.person.id}/role", {"role": "council"}).status_code == 403
    assert admin.post(address, {"role": "none"}).status_code == 303
    assert colleague.get(ONE).status_code == 403
