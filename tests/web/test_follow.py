"""Receipts: ticks make a code, the code opens what became of the themes, and nobody keeps anything of it."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from app.domain.weighing import rows
from app.store import tables
from tests.web.forms import Visitor
from tests.web.outcome import FOLLOW, HOME, TICKED, invented, shows, soup


@pytest.fixture
def decided(app):
    return shows(app, invented())


def test_ticks_make_a_code_that_opens_what_became_of_them_and_nothing_else(client, decided):
    made = soup(client.post(f"{FOLLOW}/receipt?lang=en", data={"theme": TICKED}, headers=HOME))
    code = made.select_one(".receipt").text
    assert made.select_one("svg.qr")
    page = soup(client.post(f"{FOLLOW}?lang=en", data={"code": code.lower(), "since": "2025-10-10"}, headers=HOME))
    titles = [title.words["en"] for title in _newest(decided)]
    assert [each.h2.text for each in page.select(".demand")] == titles
    assert len(titles) == 3
    assert page.select_one("[role=status]").text.startswith("1 change since")
    assert len(page.select("b.fresh")) == 1


def _newest(outcome):
    mine = [row for row in rows(outcome) if row.theme.id in TICKED]
    return [row.demand.title for row in sorted(mine, key=lambda row: row.day, reverse=True)]


def test_the_same_ticks_give_everyone_the_same_page_byte_for_byte(app, decided):
    answers = [
        app.test_client().post(f"{FOLLOW}/receipt", data={"theme": order}, headers={**HOME, "User-Agent": agent})
        for order, agent in ((TICKED, "one"), (TICKED[::-1], "another"))
    ]
    assert answers[0].data == answers[1].data
    assert [dict(each.headers) for each in answers] == [dict(answers[0].headers)] * 2


def test_nothing_of_a_receipt_is_stored_and_nothing_of_it_stands_in_an_address(app, client, decided):
    before = everything(app)
    made = client.post(f"{FOLLOW}/receipt", data={"theme": TICKED}, headers=HOME)
    code = soup(made).select_one(".receipt").text
    for answer in (
        made,
        client.get("/follow", headers=HOME),
        client.get(FOLLOW, headers=HOME),
        client.get(f"{FOLLOW}/paper", headers=HOME),
        client.post(FOLLOW, data={"code": code, "since": "2025-10-10"}, headers=HOME),
        client.post(FOLLOW, data={"code": "1AAA-AAA"}, headers=HOME),
    ):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        addresses = [
            each.get("href") or each.get("action") or "" for each in soup(answer, answer.status_code).select("a, form")
        ]
        assert not any(code in each or {*parse_qs(urlsplit(each).query)} - {"lang"} for each in addresses)
        assert (
            answer.status_code != 200 or answer.request.method == "GET" or answer.headers["Cache-Control"] == "no-store"
        )
    assert everything(app) == before


def everything(app):
    """Every row of every table, as it can be read."""
    with app.extensions["engine"].connect() as db:
        return {
            table.name: sorted(str(tuple(row)) for row in db.execute(select(table)))
            for table in tables.metadata.sorted_tables
        }


def test_after_sending_only_a_plain_link_leads_there_the_same_for_everyone(app, decided):
    pages = []
    for her, alter in (("hier", "30-64"), ("land", "18-29")):
        visitor = Visitor(app.test_client())
        visitor.press("begin")
        visitor.press("next", her=her, alter=alter)
        while visitor.page.asked():
            visitor.press("next")
        fields = {**visitor.page.fields(), "_go": ["next"]}
        visitor.post(fields)
        sent = visitor.client.post(
            "/s/gut-leben?lang=de", data={**visitor.page.fields(), "_go": ["send"]}, headers=HOME
        )
        pages.append(visitor.client.get(sent.headers["Location"], headers={"Referer": "http://localhost/s/gut-leben"}))
    assert pages[0].data == pages[1].data
    (link,) = soup(pages[0]).select("main a[href*=follow]")
    assert urlsplit(link["href"]).path == "/follow"
    assert parse_qs(urlsplit(link["href"]).query) == {"lang": ["de"]}  # the language of the page, as in every link
    assert pages[0].headers["Referrer-Policy"] == "no-referrer"
    page = soup(app.test_client().get(link["href"], follow_redirects=True))
    assert {each.get("name") for each in page.select("main :is(input, select, button)")} - {None} == {
        "theme",
        "all",
        "code",
        "since",
    }
    assert page.select("[checked]") == []


def test_all_themes_can_be_taken_and_none_is_refused(client, decided):
    taken = soup(client.post(f"{FOLLOW}/receipt", data={"all": "yes"}, headers=HOME))
    assert len(taken.select(".slip li")) == 12
    refused = soup(client.post(f"{FOLLOW}/receipt?lang=en", data={"theme": ["nobody"]}, headers=HOME), 422)
    assert "Choose at least one theme." in refused.select_one("#errors").text


def test_a_code_that_cannot_be_read_says_what_to_do_and_keeps_what_was_typed(client, decided):
    for given in ({}, {"code": "1AAA-AAA"}, {"code": "1800-EZ1", "since": "gestern"}):
        page = soup(client.post(f"{FOLLOW}?lang=en", data=given, headers=HOME), 422)
        assert page.select_one("#errors a")["href"] == ("#since" if "since" in given else "#code")
        assert page.select_one("#code")["value"] == given.get("code", "")


def test_no_other_site_sends_a_form_for_somebody(client, decided):
    for path in (FOLLOW, f"{FOLLOW}/receipt"):
        assert client.post(path, data={"theme": TICKED}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_a_sheet_for_those_who_answer_on_paper_holds_a_code_for_each_theme(client, decided):
    page = soup(client.get(f"{FOLLOW}/paper?lang=ar"))
    codes = [cell.text for cell in page.select("td.receipt")]
    assert len({*codes}) == len(page.select("svg.qr")) == 12
    opened = soup(client.post(f"{FOLLOW}?lang=ar", data={"code": codes[7]}, headers=HOME))
    assert [each.text for each in opened.select(".themes span span, .themes li > span:last-child")] == [
        decided.themes[7].title.words["ar"]
    ]
