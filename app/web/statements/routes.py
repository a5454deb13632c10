"""Voting on statements, one by one: each press is stored at once, and the next statement comes in the same answer."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.conversation import Conversation
from app.domain.questions.statements import VOTES
from app.domain.sentence import Sentence
from app.domain.voting import Step, step
from app.store.votes import Vote
from app.web import belonging
from app.web.answering import settle_language
from app.web.damping import told_by_nginx, too_many
from app.web.db import AWAY, reading, submit
from app.web.headers import allow_script
from app.web.language import here, languages_of
from app.web.origin import same_site_only
from app.web.packing import for_one
from app.web.previews import shows
from app.web.statements import adding, published
from app.web.statements.door import bp
from app.web.statements.held import once_more
from app.web.statements.papers import KEY, STAMP, Papers, brought, fresh, trapped
from app.web.statements.room import Room, entered, rehearsed

__all__ = ["adding", "bp", "published"]  # these hang their pages on the same door


@bp.get("/<slug>")
def start(slug: str) -> ResponseReturnValue:
    room = entered(slug)
    with reading() as db:
        return _start(room, belonging.whole(db, room.conversation))


@shows("conversation")
def before_it_is_public(db: Connection, draft: Conversation) -> str:
    settle_language(draft)
    return _start(rehearsed(db, draft), belonging.whole(db, draft))


def _start(room: Room, whole: str) -> str:
    return render_template("web/statements/start.html", room=room, whole=whole, offered=languages_of(room.languages))


@bp.post("/<slug>")
@same_site_only
def vote(slug: str) -> ResponseReturnValue:
    if told_by_nginx():
        return once_more(_action(slug), 429)
    try:
        return _vote(slug)
    except AWAY:  # nothing was stored, so nothing may be lost either
        return once_more(_action(slug), 503)


def _vote(slug: str) -> ResponseReturnValue:
    room, go = entered(slug), request.form.get("_go", "next")
    if not room.open:
        return render_template("web/statements/closed.html", room=room), 410
    papers = None if go == "begin" else brought(slug)
    if papers is None:
        # Each ballot costs a permission, each vote on it none: a hall full of people votes behind one address.
        if too_many("forms"):
            return once_more(_action(slug), 429)
        papers = fresh(slug)
        if go != "begin":
            return once_more(_action(slug), 422, {KEY: papers.key, STAMP: papers.stamp})
    now = step(papers.progress, go, papers.current, papers.key, room.deck)
    if now.vote and not trapped():
        submit(Vote(papers.ballot(slug), now.vote[0], slug, now.vote[1]))
    return _page(room, papers, now)


def _page(room: Room, papers: Papers, now: Step) -> ResponseReturnValue:
    allow_script()  # it lets 1, 2 and 3 press the buttons
    statement = room.statements[now.shown] if now.shown else None
    done = sum(id in room.statements for id in now.progress.voted)
    page = render_template(
        "web/statements/vote.html" if statement else "web/statements/end.html",
        room=room,
        statement=statement,
        said=statement.words.said(here().tag) if statement else None,
        given=now.progress.voted.get(now.shown or ""),
        votes={vote: Sentence(words) for vote, words in VOTES.items()},
        done=done,
        total=len(room.statements),
        skipped=sum(id in room.statements for id in now.progress.skipped),
        fields=[
            ("_form", papers.key),
            ("_made", papers.stamp),
            ("_done", now.progress.written()),
            ("_statement", now.shown or ""),
        ],
        action=_action(room.conversation.slug),
        languages=languages_of(room.languages),
    )
    return for_one(page)


def _action(slug: str) -> Any:
    return lambda **values: url_for("statements.vote", slug=slug, **{"lang": here().tag, **values})
