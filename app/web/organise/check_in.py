"""Check-in at the door of an event: a list on a phone that works on where the network drops.

What a phone noted meanwhile it sends later, each with an id of its own and how long ago it was; a fresh token for it
comes with the state of all parties. What the phone keeps holds names, so the page names the hour at which it goes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Response, abort, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Connection

from app.domain import finding_names as finding
from app.domain.check_in import CheckIn, code_of, ends, on_phone
from app.domain.event import Event
from app.domain.language import LANGUAGES, Language
from app.domain.registration import Registration
from app.store import check_ins, registrations
from app.web import clock
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.headers import allow_camera
from app.web.language import time_of
from app.web.organise.door import bp
from app.web.organise.event_door import find

WORKER = Path(__file__).with_name("check_in_worker.js")
LONGEST_AGO = 24 * 3600  # seconds a phone may have kept what it sends


@dataclass(frozen=True)
class Row:
    """A party as the list shows it; `plain` and `sound` are what one finds it by."""

    id: str
    code: str
    names: tuple[str, ...]
    seats: int
    here: int
    language: Language
    noted: str

    @property
    def plain(self) -> str:
        return finding.plain(" ".join(self.names))

    @property
    def sound(self) -> str:
        return " ".join(finding.sound(word) for word in self.plain.split())


@bp.get("/event/<slug>/check-in", endpoint="check_in")
@allowed("organise")
def show_check_in(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        event, rows = find(db, slug), _rows(db, slug)
    typed = request.args.get("q", "")
    found = finding.search(typed, (" ".join(row.names) for row in rows))
    page = render_template(
        "web/organise/check_in.html",
        event=event,
        rows=[rows[place] for place in found],
        typed=typed,
        came=sum(row.here for row in rows),
        seats=sum(row.seats for row in rows),
        list=_fingerprint(rows),
        told=_told(event),
        keeps=_until(event),
    )
    allow_camera()
    return Response(page, headers={"Keep-Until": until} if (until := _until(event)) else {})


@bp.post("/event/<slug>/check-in", endpoint="note_check_in")
@allowed("organise")
def note_check_in(slug: str) -> ResponseReturnValue:
    with begin() as db:
        find(db, slug)
        registrations.lock(db, slug)
        party = registrations.one(db, slug, request.form.get("party") or request.form.get("undo", ""))
        if party and party.confirmed:
            check_ins.note(db, party, _given(party))
    if request.accept_mimetypes.best == "application/json":
        return jsonify({}), 200 if party and party.confirmed else 404
    return redirect(url_for(".check_in", slug=slug, q=request.form.get("q") or None), 303)


@bp.get("/event/<slug>/check-in/state", endpoint="check_in_state")
@allowed("organise")
def tell_state(slug: str) -> ResponseReturnValue:
    """Who has come, without names, and the token for what a phone has kept."""
    with staff_reading() as db:
        find(db, slug)
        rows = _rows(db, slug)
    parties = {row.id: {"here": row.here, "noted": row.noted} for row in rows}
    return jsonify({"token": generate_csrf(), "list": _fingerprint(rows), "parties": parties})


@bp.get("/event/<slug>/check-in/worker.js", endpoint="check_in_worker")
@allowed("organise")
def tell_worker(slug: str) -> ResponseReturnValue:
    """The script that keeps the page, allowed for that page alone."""
    scope = {"Service-Worker-Allowed": url_for(".check_in", slug=slug, lang=None)}
    return Response(WORKER.read_text(), mimetype="text/javascript", headers=scope)


def _given(party: Registration) -> CheckIn:
    """What was pressed; `here.ID` is the field beside the button of a page without script. Numbers that are too large
    are made to fit: a phone would send what we refuse again and again."""
    form = request.form
    count = "0" if "undo" in form else form.get("here") or form.get(f"here.{party.id}") or str(party.seats)
    try:
        here, ago = int(count), int(form.get("ago", "0"))
        id = UUID(form["action"]) if "action" in form else uuid4()
    except ValueError:
        abort(400)
    if min(here, ago) < 0:
        abort(400)
    moment = clock.now() - timedelta(seconds=min(ago, LONGEST_AGO))
    return CheckIn(str(id), party.id, min(here, party.seats), moment, signed_in().name)


def _rows(db: Connection, slug: str) -> list[Row]:
    noted = check_ins.last_of(db, slug)
    confirmed = (each for each in registrations.all_of(db, slug) if each.confirmed)
    rows = [_row(each, noted) for each in confirmed]
    return sorted(rows, key=lambda row: (row.plain, row.code))


def _row(each: Registration, noted: Mapping[str, CheckIn]) -> Row:
    names = tuple(name for name in each.party.names() if name)
    last = noted.get(each.id)
    words = gettext("noted by %(name)s at %(time)s", name=last.who, time=time_of(last.moment)) if last else ""
    language = LANGUAGES[each.party.language]
    return Row(each.id, code_of(each.id), names, each.seats, min(each.here, each.seats), language, words)


def _fingerprint(rows: Sequence[Row]) -> str:
    """Whether a phone has the list as it is: who may come, not who has."""
    listed = [(row.id, row.names, row.seats, row.language.tag) for row in rows]
    return hashlib.sha256(repr(listed).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _until(event: Event) -> str:
    """Until when a phone may keep the list; "" while it may not."""
    if not on_phone(event, clock.there(clock.now()).replace(tzinfo=None)):
        return ""
    return ends(event).replace(tzinfo=clock.ZONE).isoformat()


def _told(event: Event) -> str:
    """What the script needs to know, its sentences with the gaps it fills."""
    count = "{count}"
    words = {
        "here": gettext("%(here)s of %(seats)s are here", here="{here}", seats="{seats}"),
        "unsent": gettext("not sent yet"),
        "ready": gettext("Connected. This page also opens without a network."),
        "online": gettext("Connected."),
        "away": gettext("No network. You can go on: check-ins are kept on this phone and sent later."),
        "waits": gettext("No network. You can go on. Not sent yet: %(count)s", count=count),
        "out": gettext("You are signed out, or the event is over. The list is deleted from this phone."),
        "out_waiting": gettext(
            "You are signed out. The list is deleted from this phone. Sign in here again: not sent yet: %(count)s",
            count=count,
        ),
        "no_camera": gettext("This page may not use the camera. Search for the name."),
    }
    told: dict[str, Any] = {
        "words": words,
        "state": url_for(".check_in_state", slug=event.slug),
        "worker": url_for(".check_in_worker", slug=event.slug, lang=None),
        "until": _until(event),
        "alike": finding.ALIKE,
        "letters": finding.LETTERS,
        "sounds": finding.SOUNDS,
        "silent": finding.SILENT.pattern,
        "least": finding.LEAST,
    }
    return json.dumps(told)
