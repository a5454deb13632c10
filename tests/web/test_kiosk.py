"""A tablet at an event: nothing leads away, everything is cleared, and nobody is hurried without being asked."""

import re
from datetime import date, timedelta

import pytest

from app.web.ended import Ended
from tests.web.forms import Page, Visitor
from tests.web.test_answering import answer_short_form
from tests.web.test_damping import kept

DAY = date(2025, 7, 16)


class AtKiosk(Visitor):
    """Somebody at the tablet: the flag stays in the address, as forms and links carry it."""

    def __init__(self, client, slug="gut-leben", language="de"):
        super().__init__(client, slug, language)
        self.page = Page(client.get(f"/s/{slug}/kiosk?lang={language}", follow_redirects=True))

    def post(self, fields):
        self.sent_to = self.page.form["action"] if self.page.form else self.sent_to
        self.last = self.client.post(self.sent_to, data=fields, headers=self.headers)
        self.page = Page(self.client.get(self.last.location) if self.last.status_code == 303 else self.last)
        return self.page


def links(page):
    """Where a page leads to, apart from its own parts."""
    return [a["href"] for a in page.soup.select("a[href]") if not a["href"].startswith("#")]


def test_the_kiosk_begins_with_a_page_that_leads_nowhere_else(client):
    page = AtKiosk(client).page
    assert page.response.request.full_path.startswith("/s/gut-leben?kiosk=1")
    assert links(page)
    assert all(link.startswith("/s/gut-leben?") and "kiosk=1" in link for link in links(page))
    assert page.soup.select_one("meta[http-equiv=refresh]") is None
    elsewhere = Page(client.get("/s/gut-leben"))
    assert "/privacy" in links(elsewhere)


def test_a_link_with_the_flag_is_enough(client):
    assert "/privacy" not in links(Page(client.get("/s/gut-leben?kiosk")))


def test_no_page_of_the_kiosk_leads_away_or_stays_in_a_cache(client):
    visitor = AtKiosk(client)
    for go in ("begin", "next", "next", "next", "next", "next"):
        page = visitor.press(go)
        assert links(page) == []
        assert page.response.headers["Cache-Control"] == "no-store"
        assert page.form["autocomplete"] == "off"
        assert page.soup.select("button[form=answers][name=_go][value=reset]")
    plain = Visitor(client)
    page = plain.press("begin")
    assert "no-store" not in page.response.headers["Cache-Control"]
    assert page.soup.select_one("button[value=reset]") is None
    assert page.soup.select_one("meta[http-equiv=refresh]") is None


def test_from_the_start_to_the_thanks_page_and_back_to_the_start(app, client):
    visitor = answer_short_form(AtKiosk(client))
    page = visitor.press("send")
    assert kept(app) == 1
    assert "/thanks" in page.response.request.url
    seconds, address = refresh(page)
    assert seconds == 20
    assert {link.partition("?")[0] for link in links(page)} == {"/s/gut-leben/kiosk", "/s/gut-leben/thanks"}
    back = client.get(address)
    assert back.status_code == 303
    assert back.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert back.headers["Cache-Control"] == "no-store"
    assert back.location == "/s/gut-leben?kiosk=1"


def refresh(page):
    seconds, _, address = page.soup.select_one("meta[http-equiv=refresh]")["content"].partition("; url=")
    return int(seconds), address


@pytest.mark.parametrize("go", ["stay", "back", "next", "send"])
def test_after_new_person_nothing_brings_the_answers_back(app, client, go):
    visitor = answer_short_form(AtKiosk(client))
    before = visitor.page.fields()
    assert "Mehr Busse" in visitor.page.text()
    start = visitor.press("reset")
    assert visitor.last.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert start.response.request.full_path.startswith("/s/gut-leben?kiosk=1")
    again = visitor.post(before | {"_go": go})  # what the back button sends once more
    assert "Mehr Busse" not in again.response.text
    assert visitor.last.status_code == 303
    assert kept(app) == 0


def test_after_sending_the_back_button_shows_nothing(app, client):
    visitor = answer_short_form(AtKiosk(client))
    before = visitor.page.fields()
    visitor.press("send")
    assert "Mehr Busse" not in visitor.post(before | {"_go": "stay"}).response.text
    visitor.post(before | {"_go": "send"})
    assert kept(app) == 1


def test_a_page_nobody_touches_ends_its_sheet_and_only_that(client):
    idle, busy = (answer_short_form(AtKiosk(client)) for _ in range(2))
    seconds, address = refresh(idle.page)
    assert seconds == 180
    assert idle.page.fields()["_form"][0] not in address
    assert client.get(address).location == "/s/gut-leben?kiosk=1"
    assert "Mehr Busse" not in idle.press("stay").response.text
    assert "Mehr Busse" in busy.press("stay").response.text


def test_whoever_needs_more_time_gets_ten_times_as_much_and_keeps_it(client):
    visitor = AtKiosk(client)
    visitor.press("begin")
    assert "nach 3 Minuten" in visitor.page.text() or "3 minutes" in visitor.page.text()
    button = visitor.page.soup.select_one("p button[formaction]")
    assert "kiosk=long" in button["formaction"]
    visitor.page.form["action"] = button["formaction"]
    visitor.press("stay", her="land")
    assert visitor.page.fields()["her"] == ["land"]
    assert refresh(visitor.page)[0] == 1800
    visitor.press("next", ort="01055012", her="land")
    assert refresh(visitor.page)[0] == 1800
    assert AtKiosk(client).press("begin").soup.select_one("meta[http-equiv=refresh]")["content"].startswith("180;")


def test_the_language_changes_without_leaving_the_kiosk(client):
    visitor = AtKiosk(client)
    visitor.press("begin")
    (arabic,) = [b for b in visitor.page.soup.select("button[formaction]") if "lang=ar" in b["formaction"]]
    assert "kiosk=1" in arabic["formaction"]
    visitor.page.form["action"] = arabic["formaction"]
    assert visitor.press("stay").soup.html["lang"] == "ar"
    reset = visitor.press("reset")
    assert reset.soup.html["lang"] == "en"  # the tablet's own language again, for the next person


def test_when_answers_are_given_back_the_kiosk_stays_a_kiosk(client):
    visitor = answer_short_form(AtKiosk(client))
    page = visitor.press("send", _made="")
    assert page.status == 422
    assert refresh(page)[0] == 180
    assert links(page) == []
    assert page.soup.select_one("button[value=reset]")


# -- what remembers that a sheet is over


def test_a_sheet_is_over_for_all_workers_until_the_day_ends(tmp_path):
    one, other = Ended(tmp_path, "secret"), Ended(tmp_path, "secret")
    assert not other.over("form", DAY)
    one.end(one.mark("form"), DAY)
    assert other.over("form", DAY)
    assert not other.over("another form", DAY)
    assert not other.over("form", DAY + timedelta(days=1))
    assert [file.name for file in tmp_path.iterdir()] == ["kiosk-2025-07-17"]


def test_the_memory_of_sheets_keeps_no_order_and_no_name(tmp_path):
    forms = [f"form-{number}" for number in range(50)]
    pictures = []
    for folder, order in ((tmp_path / "a", forms), (tmp_path / "b", forms[::-1])):
        memory = Ended(folder, "secret")
        for form in order:
            memory.end(memory.mark(form), DAY)
        pictures.append((folder / f"kiosk-{DAY}").read_bytes())
    assert pictures[0] == pictures[1]
    assert not re.search(rb"form-", pictures[0])


def test_nonsense_ends_nothing_and_a_folder_one_may_not_write_is_no_trouble(tmp_path):
    (tmp_path / "file").write_text("no folder")
    memory = Ended(tmp_path / "file", "secret")
    for mark in ("", "x", "00", "g" * 16, "0" * 400):
        memory.end(mark, DAY)
    memory.end(memory.mark("form"), DAY)
    assert memory.over("form", DAY)


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"_go": "next", "zuerst": "x" * 400_000}, 413), ({"_version": "99"}, 400), ({"_version": ""}, 400)],
)
def test_what_goes_wrong_at_the_kiosk_leads_back_to_its_start_only(client, fields, status):
    visitor = AtKiosk(client)
    visitor.press("begin")
    page = visitor.post(visitor.page.fields() | {"_go": "next"} | fields)
    assert page.status == status
    assert [link.partition("?")[0] for link in links(page)] == ["/s/gut-leben/kiosk"]
    assert refresh(page)[0] == 180


def test_whoever_fell_into_the_trap_leaves_nothing_either(app, client):
    visitor = answer_short_form(AtKiosk(client))
    before = visitor.page.fields()
    visitor.press("send", _website="filled in by the tablet")
    assert "Mehr Busse" not in visitor.post(before | {"_go": "stay"}).response.text
    assert kept(app) == 0
