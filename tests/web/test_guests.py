"""The link of an outside translator opens the texts of one language, until its end, and nothing else."""

import io
import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from app.domain.questionnaire import with_words
from app.domain.sentence import Sentence
from app.store import guests, questionnaires, steps
from app.store.steps import Act
from app.web import clock
from tests.web.staff import ONE, SLUG, Colleague
from tests.web.test_translate import all_fields, fields

LINKS = f"{ONE}/links"


@pytest.fixture
def designer(app):
    return Colleague(app, "designer")


def link(designer, language="ar", name="Büro Sonne", days=10, **given):
    last = clock.today() + timedelta(days=days)
    page = designer.post(LINKS, {"language": language, "name": name, "last_day": last.isoformat(), **given})
    found = re.search(r"http://localhost(/translate/[\w-]+)", page.text)
    return found[1] if found else page


def stored(app):
    with app.extensions["engine"].begin() as db:
        return questionnaires.draft(db, SLUG).questionnaire, steps.all_of(db, SLUG)


def test_a_guest_translates_one_language_without_account_or_cookie(app, designer):
    guest, address = app.test_client(), link(designer)
    page = guest.get(address)
    assert page.status_code == 200
    sent = guest.post(address, data={**all_fields(page), "t.title": "من ضيف", "reviewed": "title"})
    assert sent.status_code == 303
    draft, done = stored(app)
    assert draft.title.words["ar"] == "من ضيف"
    assert draft.title.state("ar", draft.source) == "draft"  # staff review
    assert (draft.title.marks["ar"].who, done[0].act.who) == ("Büro Sonne (Link)", "Büro Sonne (Link)")
    for answer in (page, sent, guest.get(address)):
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_last_day_staff_chose_is_the_one_that_guest_and_staff_read(app, designer):
    address = link(designer, last_day=f"{clock.today().year + 1}-01-01")
    for page in (app.test_client().get(f"{address}?lang=de"), designer.get(f"{LINKS}?lang=de")):
        assert f"1. Januar {clock.today().year + 1}" in page.text


def test_the_page_of_a_guest_leads_to_no_page_of_staff(app, designer):
    soup = BeautifulSoup(app.test_client().get(link(designer)).text, "html.parser")
    inside = [a["href"] for a in soup.select("main a, main form") if a.get("href")]
    assert inside
    assert all(href.startswith("/translate/") for href in inside)
    assert all(form["action"].startswith("/translate/") for form in soup.select("main form"))
    assert not soup.select("button[name=all], button[name=reviewed]")


def test_a_guest_cannot_mark_all_as_reviewed(app, designer):
    app.test_client().post(link(designer), data={"all": "reviewed"})
    draft, _ = stored(app)
    assert set(draft.states("ar")) == {"draft"}


def test_a_link_opens_nothing_after_its_end_nor_when_it_was_taken_back(app, designer, monkeypatch):
    first, second = link(designer), link(designer, language="uk", name="Wer anders")
    revoke = re.findall(r'action="([^"]+/revoke)"', designer.get(LINKS).text)
    guest = app.test_client()
    assert designer.post(revoke[0]).status_code == 303
    gone, there = sorted((first, second), key=lambda each: guest.get(each).status_code, reverse=True)
    assert (guest.get(gone).status_code, guest.get(there).status_code) == (404, 200)
    later = clock.now() + timedelta(days=12)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert guest.get(there).status_code == 404
    assert guest.post(there, data={"t.title": "x"}).status_code == 404


def test_the_token_is_shown_once_and_not_kept(app, designer):
    token = link(designer).rpartition("/")[2]
    assert token not in designer.get(LINKS).text
    with app.extensions["engine"].begin() as db:
        (kept,) = guests.of(db, SLUG)
    assert token not in repr(kept)


def test_nobody_is_helped_with_words_of_a_draft_they_may_not_see(app, designer):
    with app.extensions["engine"].begin() as db:
        here, other = (questionnaires.draft(db, slug) for slug in (SLUG, "integrationskonzept"))
        said = {"title": here.questionnaire.title.words[here.questionnaire.source]}
        secret = with_words(other.questionnaire, other.questionnaire.source, said)
        secret = with_words(secret, "ar", {"title": "GEHEIM"})
        act = Act("Kim", clock.now(), Sentence("Changed"))
        questionnaires.save(db, other.slug, secret, other.revision, act)
        questionnaires.save(db, SLUG, with_words(here.questionnaire, "ar", {"title": ""}), here.revision, act)
    only_here = Colleague(app, "none")
    designer.post(f"{ONE}/people", {"person": only_here.person.id, "role": "translator"})
    assert "GEHEIM" in designer.get(f"{ONE}/texts/ar").text
    assert "GEHEIM" not in only_here.get(f"{ONE}/texts/ar").text
    assert "GEHEIM" not in app.test_client().get(link(designer)).text


def test_another_site_cannot_write_through_a_guest(app, designer):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    assert app.test_client().post(link(designer), data={}, headers=elsewhere).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"name": "x" * 101}, {"last_day": "gestern"}, {"last_day": "2020-01-01"}, {"language": "tlh"}],
)
def test_a_link_needs_a_language_a_name_and_an_end(designer, wrong):
    page = link(designer, **wrong)
    assert page.status_code == 422


def test_floods_through_a_link_are_slowed_down(app, designer, monkeypatch):
    address = link(designer)
    assert app.test_client().post(address, data={}, headers={"X-Busy": "1"}).status_code == 429


def test_a_guest_hands_the_texts_out_and_in_as_a_file(app, designer):
    guest, address = app.test_client(), link(designer)
    file = guest.get(f"{address}/file/po").data.decode()
    block = next(part for part in file.split("\n\n") if 'msgctxt "title"' in part)
    changed = re.sub(r'msgstr ".*"', 'msgstr "من ملف"', block)
    page = guest.post(f"{address}/upload", data={"file": (io.BytesIO(changed.encode()), "x.po")})
    assert page.status_code == 200
    assert "من ملف" in page.text
    soup = BeautifulSoup(page.text, "html.parser")
    data = {each["name"]: each["value"] for each in soup.select("#texts input[type=hidden]")}
    assert guest.post(address, data={**data, "file": "yes", "take": "title"}).status_code == 303
    assert stored(app)[0].title.words["ar"] == "من ملف"
    assert fields(guest.get(address), "title")["t.title"] == "من ملف"
