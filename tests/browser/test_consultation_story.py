"""The consultation of Ostholstein from the invitation to the receipt, on a clock that is moved: an event with a waiting
list in Ukrainian, a survey in Arabic, a statement in Dari that is moderated, translated and voted on, and what became
of a demand. A real mail server takes the mails."""

import re
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_string, policy

import pytest

from app.config import Config
from app.domain.outcome import Outcome
from app.domain.text import Text
from app.store import documents, staff, statements
from app.store.engine import connect, staffed
from app.store.votes import Vote, put_vote
from app.web.jobs import Runner
from app.web.mail import Postman
from tests.browser import conftest
from tests.browser.conftest import ROOT, Site, free_port, wait_for
from tests.browser.respondent import fill
from tests.conftest import copy_database
from tests.web.staff import PASSWORD, password_hash
from tests.web.test_mail import Box, mail_server

CONSULTATION, VOTE = "integrationskonzept-ostholstein", "aussagen"
ORGANISE = "/staff/organise"
MOMENTS = ("04-28T08", "05-12T16", "05-24T10", "07-15T18", "09-20T09")  # UTC
APRIL, MAY, DAY, SUMMER, AUTUMN = (datetime.fromisoformat(f"2025-{each}:00") for each in MOMENTS)
DARI = "ما به کورس‌های زبان در شام ضرورت داریم"
GERMAN, ARABIC = "Wir brauchen Sprachkurse am Abend.", "نحتاج إلى دورات لغة في المساء."


class World:
    """The county's server with a clock, its mail server, and whoever runs the jobs."""

    def __init__(self, site, clock, box, server):
        self.site, self.clock, self.box = site, clock, box
        self.runner = Runner(site.engine, site.keys)
        settings = replace(Config(), mail_server=server, mail_from="no-reply@example.org", mail_encryption="none")
        self.postman = Postman(staffed(site.engine.url), settings)

    def at(self, moment):
        self.clock.write_text(moment.isoformat())
        self.moment = moment

    def mails(self, recipient):
        """What this address has in its mailbox: subject, words, and the names of files that came along."""
        self.postman.once(self.moment + timedelta(minutes=1))
        found = [message_from_string(words, policy=policy.default) for to, words in self.box.taken if to == [recipient]]
        return [(each["Subject"], each.get_body().get_content(), [*each.iter_attachments()]) for each in found]


@pytest.fixture
def world(filled_file, tmp_path):
    copy_database(filled_file, tmp_path / "site.db")
    clock, box = tmp_path / "clock", Box()
    clock.write_text(APRIL.isoformat())
    with mail_server(box) as server, served_at(tmp_path, clock, server) as site:
        with site.engine.begin() as db:
            staff.add(db, "kim@example.org", "Kim Organisiert", "designer", password_hash())
        made = World(site, clock, box, server)
        made.at(APRIL)
        yield made
        made.postman.engine.dispose()


@contextmanager
def served_at(folder, clock, mails):
    """gunicorn, told the time by a file."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = conftest.environment(folder / "site.db", folder, port) | {
        "MITSPRACHE_MAIL_SERVER": mails,
        "MITSPRACHE_MAIL_FROM": "no-reply@example.org",
        "MITSPRACHE_ADDRESS": url,
    }
    command = [sys.executable, "-m", "tests.browser.moved", str(clock)]
    server = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        wait_for(f"{url}/", server)
        engine = connect(f"sqlite:///{folder}/site.db")
        yield Site(url, engine, folder / "keys")
        engine.dispose()
    finally:
        server.terminate()
        server.wait(timeout=30)


def press(page, selector):
    with page.expect_navigation():
        page.locator(selector).first.click()


def register(world, page, language, name, email, **ticks):
    page.goto(f"{world.site.url}/events/bungsberg?lang={language}")
    press(page, "a.kern-btn--primary")
    page.locator("[name=name]").fill(name)
    page.locator("[name=email]").fill(email)
    for box, value in ticks.items():
        page.locator(f"[name={box}][value={value}]").check(force=True)
    press(page, "button[value=send]")
    return page.url


def test_from_the_invitation_to_the_receipt(world, visit):
    url = world.site.url
    kim = visit(javascript=False, width=1280)  # scripts would ask the clock of this machine
    sign_in(kim, url)
    publish_small_event(kim, url)
    invited_and_moved_up(world, visit)
    checked_in(world, kim)
    answered_in_arabic(world, visit)
    statement_in_dari(world, visit, kim)
    no_groups_but_why(world, visit)
    receipt_shows_what_became_of_it(world, visit, kim)


def sign_in(page, url):
    page.goto(f"{url}/staff/sign-in?lang=de")
    page.locator("main [name=email]").fill("kim@example.org")
    page.locator("main [name=password]").fill(PASSWORD)
    press(page, "main button.kern-btn--primary")


def publish_small_event(kim, url):
    """Two places only, so that a waiting list is soon needed."""
    kim.goto(f"{url}{ORGANISE}/event/bungsberg/edit?lang=de")
    kim.locator("main input[type=text][name$='capacity'], main input[type=number][name$='capacity']").fill("2")
    press(kim, "main form.edit-form button.kern-btn--primary")
    kim.goto(f"{url}{ORGANISE}/event/bungsberg?lang=de")
    press(kim, "form[action*='/publish'] button")


def invited_and_moved_up(world, visit):
    world.at(MAY)
    first, second, olena = visit(javascript=False), visit(javascript=False), visit(javascript=False, language="uk")
    mine = register(world, first, "de", "Hans Hansen", "hans@example.org")
    register(world, second, "de", "Grete Petersen", "grete@example.org")
    register(world, olena, "uk", "Олена Шевченко", "olena@example.org", interpreters="uk")
    assert olena.locator("html").get_attribute("lang") == "uk"
    assert len(world.mails("olena@example.org")) == 1
    first.goto(mine)
    press(first, "a[href*='/cancel']")
    press(first, "form[method=post] button.kern-btn--primary, main form[method=post] button")
    waited, (subject, words, files) = world.mails("olena@example.org")
    assert waited[0] != subject
    assert re.search("[а-яі]{4}", subject)
    assert [file.get_content_type() for file in files] == ["text/calendar"]
    olena.goto(re.search(rf"{re.escape(world.site.url)}/events/bungsberg/mine/\S+", words)[0])
    assert olena.locator(".kern-alert--good").count() == 1
    assert len(world.mails("grete@example.org")) == 1  # nothing has changed for her


def checked_in(world, kim):
    world.at(DAY)
    sign_in(kim, world.site.url)  # a session does not last four weeks
    kim.goto(f"{world.site.url}{ORGANISE}/event/bungsberg/check-in?lang=de")
    kim.locator("#q").fill("олена")
    press(kim, "#search button[type=submit]")
    assert kim.locator(".party").count() == 1
    press(kim, ".party button.come")
    assert kim.locator(".party--here").count() == 1
    kim.goto(f"{world.site.url}{ORGANISE}/event/bungsberg/plan?lang=de")
    assert "Ukrainisch" in kim.locator("main").inner_text()


def answered_in_arabic(world, visit):
    world.at(SUMMER)
    page = visit(javascript=False, language="ar")
    page.goto(f"{world.site.url}/consultation/{CONSULTATION}?lang=ar")
    press(page, ".now a[href*='/s/gut-leben']")
    press(page, "button[name=_go][value=begin]")
    for _ in range(20):
        if page.locator("input[name=_page]").first.get_attribute("value") == "review":
            break
        fill(page)
        press(page, "main button[name=_go][value=next]")
    press(page, "main button.kern-btn[name=_go][value=send]")
    assert page.url.partition("?")[0].endswith("/s/gut-leben/thanks")
    press(page, "main a[href*='/follow']")
    assert "?" not in page.url.replace("?lang=ar", "")


def statement_in_dari(world, visit, kim):
    url = world.site.url
    zahra = visit(javascript=False, language="fa-AF")
    zahra.goto(f"{url}/statements/{VOTE}/add?lang=fa-AF")
    zahra.locator("#words").fill(DARI)
    press(zahra, "form#answers button.kern-btn--primary")
    world.runner.once(SUMMER)
    world.runner.once(SUMMER + timedelta(minutes=16))
    world.at(SUMMER + timedelta(minutes=20))
    sign_in(kim, url)
    kim.goto(f"{url}{ORGANISE}/conversation/{VOTE}/statements?lang=de")
    assert kim.locator(".written").all_inner_texts() == [DARI]
    press(kim, "button[name=accept]")
    for language, words in (("de", GERMAN), ("ar", ARABIC)):
        kim.goto(f"{url}{ORGANISE}/conversation/{VOTE}/statements/translate/{language}?lang=de")
        kim.locator("li", has_text=DARI).locator("textarea").fill(words)
        press(kim, "main form .nav button.kern-btn--primary")


def no_groups_but_why(world, visit):
    """Everyone votes in their own language on the same statement; too few to tell groups, and the page says so."""
    url = world.site.url
    for language, words in (("ar", ARABIC), ("de", GERMAN), ("fa-AF", DARI)):
        page = visit(javascript=False, language=language)
        page.goto(f"{url}/statements/{VOTE}?lang={language}")
        press(page, "button[name=_go][value=begin]")
        for _ in range(20):
            mine = words in page.locator("#statement").inner_text()
            press(page, "button.vote[value=agree]")
            if mine:
                break
        else:
            raise AssertionError(f"{words} was not among the statements")
    others_vote(world, 21)
    later = SUMMER + timedelta(hours=1)
    for minutes in (0, 16):
        world.runner.once(later + timedelta(minutes=minutes))
    page.goto(f"{url}/statements/{VOTE}/results?lang=de")
    text = page.locator("main").inner_text()
    assert GERMAN in text
    assert page.locator("section[aria-labelledby=groups] p").count() > 0
    assert page.locator(".opinion-map").count() == 0


def others_vote(world, people):
    """Further ballots as the web server hands them on, without a browser for each."""
    with world.site.engine.begin() as db:
        put = put_vote(db.dialect.name)
        (added,) = [each.id for each in statements.shown(db, VOTE) if each.words.words.get("fa-AF") == DARI]
        for person in range(people):
            put(db.exec_driver_sql, Vote(f"voter-{person}", added, VOTE, 1 if person % 3 else -1, simulated=False))


def receipt_shows_what_became_of_it(world, visit, kim):
    url = world.site.url
    paper = visit(language="ar")
    paper.goto(f"{url}/follow/{CONSULTATION}?lang=ar")
    paper.locator("[name=theme][value=sprache]").check(force=True)
    press(
        paper,
        "form[action*='receipt'] button.kern-btn--primary, #theme >> xpath=ancestor::form >> button.kern-btn--primary",
    )
    code = paper.locator(".receipt").inner_text()
    world.at(AUTUMN)
    decide(world, kim)
    paper.goto(f"{url}/follow/{CONSULTATION}?lang=ar")
    paper.locator("#code").fill(code.lower())
    press(paper, "#open button")
    assert paper.locator("article.demand h2").all_inner_texts() == ["مساء"]
    assert paper.locator("article.demand .status--adopted, article.demand .status").count() > 0


def decide(world, kim):
    url = world.site.url
    sign_in(kim, url)
    kim.goto(f"{url}{ORGANISE}/outcome/{CONSULTATION}/sources?lang=de")
    offer = kim.locator("details", has_text=GERMAN).first
    offer.locator("summary").click()
    offer.locator("[name=title]").fill("Sprachkurse am Abend")
    offer.locator("[name=theme]").select_option("sprache")
    press(kim, "details[open] form button.kern-btn--primary")
    kim.goto(f"{url}{ORGANISE}/outcome/{CONSULTATION}/steps?lang=de")
    kim.locator("article.card details summary").first.click()
    form = kim.locator("article.card details[open] form")
    form.locator("[name=status]").select_option(index=1)
    form.locator("[name=reason]").fill("Ab Januar gibt es zwei Kurse am Abend.")
    form.locator("[name=decision]").fill("Kreistag, 18. September 2025")
    press(kim, "article.card details[open] form button.kern-btn--primary")
    translated(world)
    kim.goto(f"{url}{ORGANISE}/outcome/{CONSULTATION}?lang=de")
    press(kim, "form[action*='/publish'] button")


def translated(world):
    """What ten translators do at their desks."""
    with world.site.engine.begin() as db:
        draft = documents.draft(db, Outcome, CONSULTATION)
        missing = {
            path: Text({**dict.fromkeys(draft.document.languages, "مساء"), **text.words})
            for path, text, must in draft.document.texts()
            if text and set(draft.document.languages) - set(text.words)
        }
        documents.save(db, draft.document.with_texts(missing), draft.revision)
