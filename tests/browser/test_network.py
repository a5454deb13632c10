"""F9, the network is gone at the moment of sending: what was typed is not lost, and sending again counts once."""

import pytest
from sqlalchemy import func, select

from app.store import tables
from tests.browser.respondent import WORDS, send, walk


def inbox(site):
    with site.engine.connect() as db:
        return db.scalar(select(func.count()).select_from(tables.inbox))


def no_network(page):
    """Not one packet gets through."""
    page.context.set_offline(True)
    return lambda: page.context.set_offline(False)


def before_it_arrives(page):
    page.route("**/s/**", lambda route: route.abort("connectionreset"))
    return lambda: page.unroute("**/s/**")


def after_it_was_kept(page):
    """The server has it; its answer gets lost on the way back."""

    def lose(route):
        if route.request.method == "POST":
            assert route.fetch(max_redirects=0).status == 303
        route.abort("connectionreset")

    page.route("**/s/**", lose)
    return lambda: page.unroute("**/s/**")


@pytest.mark.parametrize(("lost", "kept"), [(no_network, 0), (before_it_arrives, 0), (after_it_was_kept, 1)])
def test_a_network_lost_while_sending_costs_no_answer_and_makes_none_twice(site, visit, lost, kept):
    page = visit()
    walk(page, f"{site.url}/s/gut-leben")
    before = inbox(site)
    back_again = lost(page)
    with page.expect_event("requestfailed"):
        send(page)
    page.wait_for_url("chrome-error://**")
    assert inbox(site) == before + kept
    back_again()
    with page.expect_navigation():
        page.evaluate("setTimeout(() => history.back())")
    # Chromium puts its own page in the place of the review: back is the last page of questions, as it was left.
    page.locator("main button[name=_go][value=next]").click()
    page.locator("main .nav button[value=send]").wait_for()
    assert WORDS in page.locator("main").inner_text()
    send(page)
    page.locator("main .nav button[value=send]").wait_for(state="detached")
    assert page.locator("main h1").is_visible()
    assert inbox(site) == before + 1
