"""The page of one request, on which deciding and downloading end, too."""

from __future__ import annotations

from flask import render_template, request
from sqlalchemy import Connection

from app import analysis
from app.domain.sentence import Problem
from app.store import journal
from app.store.requests import Request
from app.web import clock
from app.web.access import signed_in
from app.web.analysis.door import LASTS, find, opened
from app.web.analysis.weights import weights_of
from app.web.language import languages_of


def is_mine(found: Request) -> bool:
    return found.asked_by == signed_in().id


def waits_for_me(found: Request) -> bool:
    return found.state == "waiting" and found.running(clock.now()) and not is_mine(found)


def request_page(db: Connection, found: Request, problem: Problem | None = None) -> str:
    """What may be known of a request: for whoever asked for it also the way to the answers."""
    extract = opened(db, found.slug, found.id)[1] if is_mine(found) else None
    return render_template(
        "web/analysis/request.html",
        draft=find(db, found.slug),
        asked=found,
        mine=is_mine(found),
        to_decide=waits_for_me(found),
        running=found.running(clock.now()),
        extract=extract,
        formats=analysis.FORMATS,
        languages=languages_of(extract.answers.languages) if extract else [],
        weights=weights_of(db, found.slug, extract) if extract else None,
        problem=problem,
        given=request.form,
        entries=journal.about_requests(db, found.slug, found.id),
        lasts=LASTS.days,
    )
