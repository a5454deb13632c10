"""News by mail: asked for, confirmed, sent once, ended at one click, by a real mail server. Nothing else is sent."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from app.config import Config
from app.domain.consultation import Consultation, News
from app.domain.text import Text
from app.store import documents, outbox, subscriptions, tables
from app.web import clock, newsletter
from app.web.mail import Postman
from tests.store.sample import rows
from tests.web.forms import Page
from tests.web.test_mail import Box, mail_server

SLUG = "integrationskonzept-ostholstein"
ADDRESS = "olena@example.org"
HOME = {"Sec-Fetch-Site": "same-origin"}
NOW = clock.now()


@pytest.fixture
def app(app):
    sending = {"mail_server": "127.0.0.1:1", "mail_from": "news@example.org", "address": "https://mit.example.org"}
    app.config["MITSPRACHE"] = replace(app.config["MITSPRACHE"], **sending)
    return app


@pytest.fixture
def publish(app):
    """publish(id, day) adds a news item to the consultation everyone reads."""

    def added(id, day):
        with app.extensions["engine"].begin() as db:
            kept = documents.draft(db, Consultation, SLUG)
            news = News(
                id=id, title=Text({"de": "Neues", "uk": "Новини"}), text=Text({"de": "Da!", "uk": "Тут!"}), day=day
            )
            document = replace(kept.document, news=(*kept.document.news, news))
            documents.save(db, document, kept.revision)
            documents.publish(db, documents.draft(db, Consultation, SLUG), clock.today())

    return added


def ask(client, address=ADDRESS, language="uk", **more):
    return client.post(f"/news-by-mail/{SLUG}?lang={language}", data={"email": address, **more}, headers=HOME)


def waiting(app):
    with app.extensions["engine"].begin() as db:
        return outbox.due(db, clock.now() + timedelta(days=9))


def link(mail):
    return re.search(r"https://mit\.example\.org(/mail/\S+)", mail.body)[1]


def subscribed(app, client, **how):
    ask(client, **how)
    path = link(waiting(app)[-1])
    page = Page(client.get(path))
    client.post(page.form["action"])
    with app.extensions["engine"].begin() as db:
        db.execute(tables.outbox.delete())
    return path


def test_nothing_is_sent_before_the_link_was_opened_and_its_button_pressed(app, client, publish):
    assert ask(client).status_code == 303
    (mail,) = waiting(app)
    assert mail.recipient == ADDRESS
    assert Page(client.get(link(mail))).status == 200  # as a program does that looks through mails
    publish("neu", clock.today())
    with app.app_context():
        assert newsletter.send_due(app.extensions["engines"].staff, NOW) == 0


def test_news_go_out_once_in_the_language_of_each_and_end_at_one_click(app, client, publish):
    path = subscribed(app, client)
    publish("neu", clock.today())
    publish("alt", clock.today() - timedelta(days=30))
    publish("bald", clock.today() + timedelta(days=2))
    box = Box()
    with app.app_context(), mail_server(box) as server:
        settings = replace(Config(), mail_server=server, mail_from="news@example.org", mail_encryption="none")
        postman = Postman(app.extensions["engines"].staff, settings, (newsletter.send_due,))
        soon = clock.now() + timedelta(minutes=1)
        assert [postman.once(soon), postman.once(soon), postman.once(soon + timedelta(days=2))] == [1, 0, 1]
    first, second = (email.message_from_string(words, policy=email.policy.default) for _, words in box.taken)
    assert "Новини" in first["Subject"]
    assert f"/consultation/{SLUG}/news?lang=uk#neu" in first.get_content()
    assert "#bald" in second.get_content()
    assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = first["List-Unsubscribe"].strip("<>").removeprefix("https://mit.example.org")
    assert client.post(one_click, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.get(path).status_code == 404
    assert rows(app.extensions["engine"], tables.subscriptions) == []


def test_who_asks_twice_gets_each_news_once_and_no_mailbox_is_filled_by_others(app, client, publish):
    for _ in range(5):
        assert ask(client).status_code == 303  # and the page says the same each time
    assert len(waiting(app)) == subscriptions.MOST_WAITING
    for mail in waiting(app):
        client.post(link(mail).partition("?")[0] + "/confirm")
    publish("neu", clock.today())
    with app.app_context():
        assert newsletter.send_due(app.extensions["engines"].staff, NOW) == 1


def test_half_a_year_after_the_last_news_of_an_archived_consultation_its_addresses_are_deleted(app, client, publish):
    subscribed(app, client)
    publish("last", clock.today())
    with app.extensions["engine"].begin() as db:
        documents.set_state(db, Consultation, SLUG, "archived")
    left = []
    with app.app_context():
        for days in (0, 180, 184):
            newsletter.send_due(app.extensions["engines"].staff, clock.now() + timedelta(days=days))
            left.append(len(rows(app.extensions["engine"], tables.subscriptions)))
    assert left == [1, 1, 0]


def test_what_is_not_confirmed_is_deleted_after_a_week(app, client):
    ask(client)
    with app.app_context():
        newsletter.send_due(app.extensions["engines"].staff, NOW + timedelta(days=6))
        assert len(rows(app.extensions["engine"], tables.subscriptions)) == 1
        newsletter.send_due(app.extensions["engines"].staff, NOW + timedelta(days=9))
    assert rows(app.extensions["engine"], tables.subscriptions) == []


@pytest.mark.parametrize(
    "address", ["", "olena", "a@b.example\nBcc: c@d.example", "a b@c.example", "x" * 300 + "@y.example"]
)
def test_what_is_no_address_is_said_kindly_and_stays_in_the_field(app, client, address):
    page = Page(ask(client, address))
    assert page.status == 422
    assert page.soup.select_one("#email")["aria-invalid"] == "true"
    assert page.soup.select_one("#email")["value"].split() == address.split()
    assert waiting(app) == []


def test_forms_of_other_sites_invented_links_and_programs_change_nothing(app, client):
    path = subscribed(app, client)
    assert (
        client.post(
            f"/news-by-mail/{SLUG}", data={"email": ADDRESS}, headers={"Sec-Fetch-Site": "cross-site"}
        ).status_code
        == 403
    )
    assert ask(client, _website="x").status_code == 303
    token = path.removeprefix("/mail/").partition("?")[0]
    for invented in (token[:-1], f"{token}x", token.partition(".")[0], "x"):
        client.post(f"/mail/{invented}/stop")
        assert client.get(f"/mail/{invented}").status_code == 404
    assert len(rows(app.extensions["engine"], tables.subscriptions)) == 1
    assert client.get("/news-by-mail/unknown").status_code == 404
    assert client.get(path).headers["Cache-Control"] == "no-store"
