"""What staff see of releases, the last day they set, and the chain anyone may check."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.domain.response import Response
from app.store import questionnaires, responses
from app.web.clock import now, today
from app.web.jobs import Runner
from tests.web.staff import ONE, SLUG, Colleague

PAGE = f"{ONE}/releases"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def answer(app, people, language="de", **answers):
    with app.extensions["engine"].begin() as db:
        for _ in range(people):
            responses.add(db, SLUG, 1, Response(language, answers), uuid.uuid4().hex)


def run(app, moment=None):
    return Runner(app.extensions["engine"], app.config["MITSPRACHE"].keys).once(moment or now())


def test_before_the_first_release_the_page_says_what_it_needs(designer):
    assert "at least 20 answers" in designer.get(PAGE).text


def test_staff_see_which_groups_wait_and_the_public_does_not(app, designer, client):
    answer(app, 40, "ar", her="land", alter="30-64")
    answer(app, 6, her="land", alter="65+")
    answer(app, 60, her="hier", alter="18-29")
    (made,) = run(app)
    assert made.held_back
    shown = designer.get(PAGE).text
    assert "single people could be computed" in shown
    assert "Where do you come from?" in shown or "Language of the answers" in shown
    public = client.get(f"/results/{SLUG}?lang=en").text
    assert "computed" not in public
    assert "Too few answers to be shown" in public


def test_sheets_filled_in_alike_are_pointed_out(app, designer):
    answer(app, 23, her="land", gefuehl="4", wichtig=["wohnen"], alter="30-64", ort="eutin", zuerst="Busse")
    run(app)
    assert "23 sheets in this batch were filled in exactly alike" in designer.get(PAGE).text


def test_the_last_day_is_set_and_taken_back(app, designer, client):
    later = (today() + timedelta(days=30)).isoformat()
    page = designer.post(f"{ONE}/last-day", {"day": later}, follow_redirects=True)
    assert "The last day is saved." in page.text
    assert f'value="{later}"' in page.text
    designer.post(f"{ONE}/last-day", {"day": ""})
    with app.extensions["engine"].connect() as db:
        assert questionnaires.draft(db, SLUG).last_day is None


@pytest.mark.parametrize("day", ["yesterday", "2025-02-30", "31.12.2099", "2020-01-01"])
def test_a_day_that_cannot_be_is_said_and_given_back(designer, day):
    page = designer.post(f"{ONE}/last-day", {"day": day})
    assert page.status_code == 422
    assert f'value="{day}"' in page.text


def test_a_changed_release_is_found(app):
    answer(app, 20, her="land")
    run(app)
    command = app.test_cli_runner()
    assert command.invoke(args=["releases", "verify"]).exit_code == 0
    with app.extensions["engine"].begin() as db:
        if db.dialect.name == "postgresql":
            db.execute(text("alter table releases disable trigger user"))
        else:
            for name in db.scalars(text("select name from sqlite_master where type='trigger'")).all():
                db.execute(text(f"drop trigger {name}"))
        words = "replace(cast(document as text), '\"her\"', '\"his\"')"
        db.execute(text(f"update releases set document = cast({words} as json)" if db.dialect.name == "postgresql"
                        else f"update releases set document = {words}"))  # fmt: skip
    found = command.invoke(args=["releases", "verify"])
    assert found.exit_code == 1
    assert f"Release 1 of {SLUG} was changed" in found.output


def test_the_key_of_an_open_questionnaire_stays(app, designer):
    answer(app, 20, her="land")
    run(app)
    command, file = app.test_cli_runner(), app.config["MITSPRACHE"].keys / f"{SLUG}.key"
    assert command.invoke(args=["releases", "forget-key", SLUG]).exit_code == 1
    assert file.exists()
    designer.post(f"{ONE}/close")
    assert command.invoke(args=["releases", "forget-key", SLUG]).exit_code == 0
    assert not file.exists()
