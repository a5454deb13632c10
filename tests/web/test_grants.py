"""Roles in single questionnaires, and the journal of who gave them."""

import pytest

from app.domain.people import GRANTED
from app.store import grants, journal, staff
from tests.store.test_journal import act
from tests.web.staff import LIST, ONE, SLUG, Colleague, password_hash, revision_of

OTHER = f"{LIST}/integrationskonzept"
HOSTILE = "<b>\u202eEve</b> {name} %(x)s"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def guest(app, role=None):
    """Someone who may see nothing but what they are given."""
    colleague = Colleague(app, "none")
    if role:
        with app.extensions["engine"].begin() as db:
            grants.give(db, colleague.person.id, SLUG, role)
    return colleague


def test_a_role_opens_one_questionnaire_and_no_other(app, designer):
    colleague = guest(app)
    assert SLUG not in colleague.get(LIST).text
    assert colleague.get(ONE).status_code == 403
    given = designer.post(f"{ONE}/people", {"person": colleague.person.id, "role": "translator"})
    assert given.status_code == 303
    assert SLUG in colleague.get(LIST).text
    assert "integrationskonzept" not in colleague.get(LIST).text
    assert colleague.get(f"{ONE}/texts/ar").status_code == 200
    for path in (f"{ONE}/codes", f"{ONE}/people", OTHER, f"{OTHER}/texts/ar", "/staff/people"):
        assert colleague.get(path).status_code == 403, path
    assert colleague.post(LIST).status_code == 403  # a new questionnaire is nobody's yet
    designer.post(f"{ONE}/people/remove", {"person": colleague.person.id})
    assert colleague.get(ONE).status_code == 403


def test_the_tabs_are_those_of_the_role_here(app):
    colleague = guest(app, "designer")
    page = colleague.get(ONE)
    assert f"{ONE}/people" in page.text
    assert colleague.post(f"{ONE}/publish", {"revision": revision_of(page)}).status_code == 303
    assert colleague.post(f"{OTHER}/publish", {"revision": "1"}).status_code == 403


@pytest.mark.parametrize("role", ["admin", "none", "king", ""])
def test_only_roles_of_a_questionnaire_can_be_given(app, designer, role):
    colleague = guest(app)
    answer = designer.post(f"{ONE}/people", {"person": colleague.person.id, "role": role})
    assert answer.status_code == 422
    assert role not in GRANTED
    assert "Choose a person and a role." in answer.text
    assert colleague.get(ONE).status_code == 403


def test_a_role_needs_someone_to_have_it(designer):
    for person in ("", "x" * 36, "\0" * 36, "x" * 1000):
        assert designer.post(f"{ONE}/people", {"person": person, "role": "council"}).status_code == 422


def test_the_journal_says_who_did_what_and_shows_hostile_names_as_words(app, designer):
    with app.extensions["engine"].begin() as db:
        eve = staff.add(db, "eve@example.org", HOSTILE, "none", password_hash())
    designer.post(f"{ONE}/people", {"person": eve.id, "role": "council"})
    designer.post(f"{ONE}/close")
    designer.post(f"{ONE}/codes/word", {"word": "Sommerfest26"})
    page = designer.get(f"{ONE}/journal").text
    assert "&lt;b&gt;\u202eEve&lt;/b&gt; {name} %(x)s" in page
    assert "<b>" not in page
    assert "a role in this questionnaire: Council" in page
    assert page.index("Saved a new code of the event") < page.index("Closed the questionnaire")
    assert "SOMMERFEST" not in page.upper()
    admin = Colleague(app, "admin")
    rows = {
        address: "<td>Closed the questionnaire</td>" in admin.get(f"/staff/journal?{address}").text
        for address in (f"who=Kim+designer&about={SLUG}", "who=Nobody%00", "about=integrationskonzept")
    }
    assert list(rows.values()) == [True, False, False]


def test_a_long_journal_is_turned_page_by_page(app):
    admin = Colleague(app, "admin")
    with app.extensions["engine"].begin() as db:
        for minute in range(120):
            journal.add(db, act(minute, message=f"Entry {minute}."))
    first, last = admin.get("/staff/journal?who=Anna").text, admin.get("/staff/journal?who=Anna&page=3").text
    assert "Entry 119." in first
    assert "who=Anna" in first.split("Older</a>")[0].rpartition("<a")[2]
    assert "Entry 0." in last
    assert "Older" not in last
    assert admin.get("/staff/journal?page=99999999999999999999").status_code == 200
