"""Sending while the disk is slow: the answers stay on the page, and sending them again counts once."""

import time

import pytest
from sqlalchemy import event

from app.store.intake import intake
from tests.web.forms import Visitor
from tests.web.test_answering import answer_short_form, stored

PATIENCE = 0.2


@pytest.mark.parametrize("slow", ["begin immediate", "insert into inbox"])
def test_answers_that_could_not_be_stored_in_time_can_be_sent_again_and_count_once(app, client, slow):
    """Who gives up before the transaction has begun is not stored; who gives up in the middle of it is, unknown to
    them."""
    engine = app.extensions["engines"].answer
    if engine.dialect.name != "sqlite":
        return

    def take_long(sql):
        time.sleep(2 * PATIENCE if sql.startswith(slow) else 0)

    visitor = answer_short_form(Visitor(client))
    app.extensions["intake"] = intake(engine, PATIENCE)
    event.listen(engine, "connect", lambda connection, _: connection.set_trace_callback(take_long))
    page = visitor.press("send")
    assert page.status == 503
    assert page.response.headers["Retry-After"] == "20"
    assert page.fields()["zuerst"] == ["Mehr Busse, bitte! <b>"]
    time.sleep(4 * PATIENCE)
    begun = slow.startswith("insert")
    assert len(stored(app)) == begun
    app.extensions["intake"] = intake(engine)
    page = visitor.press("send")
    assert page.status == 200
    assert ("Diese Antworten haben wir schon." in page.text()) == begun
    assert len(stored(app)) == 1
