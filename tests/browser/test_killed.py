"""The server is killed while someone types: all it said to have saved is there, and the rest stays on the page."""

import os
import re
import signal
from threading import Timer
from urllib.parse import parse_qs

from playwright.sync_api import expect

from app.store import questionnaires, staff
from app.store.engine import connect
from tests.browser.conftest import free_port, started
from tests.conftest import copy_database
from tests.web.staff import ONE, PASSWORD, SLUG, password_hash

ADDRESS = "killed@example.org"


def signed_in(page, url):
    page.goto(f"{url}/staff/sign-in?lang=de")
    page.locator("main form [name=email]").fill(ADDRESS)
    page.locator("main form [name=password]").fill(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.wait_for_url("**/staff/questionnaires**")
    return page


def test_a_killed_server_loses_at_most_what_is_being_typed(filled_file, tmp_path, visit):
    copy_database(filled_file, tmp_path / "site.db")
    engine = connect(f"sqlite:///{tmp_path}/site.db")
    with engine.begin() as db:
        staff.add(db, ADDRESS, "Kim", "designer", password_hash())

    def stored():
        with engine.connect() as db:
            assert db.exec_driver_sql("pragma integrity_check").scalar() == "ok"
            return questionnaires.draft(db, SLUG).questionnaire.question("her").title.words["uk"]

    port, kept = free_port(), []
    url = f"http://127.0.0.1:{port}"

    def note(response):
        """What the server said to have saved."""
        if response.request.method == "POST" and "/edit/question/" in response.url and response.status == 200:
            kept.append(int(parse_qs(response.request.post_data)["f.title.uk"][0].removeprefix("Слово ")))

    with started(tmp_path / "site.db", tmp_path, port) as server:
        page = signed_in(visit(width=1280), url)
        page.goto(f"{url}{ONE}/edit/question/her?target=uk")
        page.on("response", note)
        field, typed = page.locator("[name='f.title.uk']"), 0
        killing = Timer(1.5, os.killpg, (server.pid, signal.SIGKILL))
        killing.start()
        while server.poll() is None:
            typed += 1
            field.fill(f"Слово {typed}")
            page.keyboard.press("Control+s")
        killing.join()
        expect(page.locator("#saved.saved--wrong")).to_be_visible()
    assert len(kept) > 2
    assert kept[-1] <= int(stored().removeprefix("Слово ")) <= typed
    expect(field).to_have_value(f"Слово {typed}")

    with started(tmp_path / "site.db", tmp_path, port):
        page.keyboard.press("Control+s")
        expect(page.locator("#saved")).to_have_text(re.compile(r"\d\d:\d\d"))
        assert stored() == f"Слово {typed}"
        page.close()
    engine.dispose()
