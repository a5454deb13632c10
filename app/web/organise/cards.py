"""Cards from a conference wall or an expert round, taken from a file: looked at first, then taken as statements."""

from __future__ import annotations

import json
from dataclasses import asdict

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from app.domain import cards
from app.domain.cards import Card, Cards
from app.domain.language import LANGUAGES
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.statement import LONGEST, Statement
from app.domain.text import Text
from app.store import statements
from app.web.access import allowed
from app.web.db import begin, staff_reading
from app.web.journal import note
from app.web.organise.door import bp
from app.web.organise.statements import find

HOME = "/conversation/<slug>/cards"
LARGEST = 2_000_000


@bp.get(HOME, endpoint="cards")
@allowed("organise")
def offer(slug: str) -> ResponseReturnValue:
    return _page(slug)


def _page(slug: str, problem: Problem | None = None, found: Cards | None = None, origin: str = "") -> str:
    with staff_reading() as db:
        draft = find(db, slug)
        there = {_folded(words) for each in statements.all_of(db, slug) for words in each.words.words.values()}
    fresh = [card for card in found.cards if _folded(card.words) not in there] if found else []
    return render_template(
        "web/organise/cards.html", draft=draft, document=draft.document, problem=problem, found=found, fresh=fresh,
        themes=sorted({card.theme for card in fresh}), origin=origin, known=LANGUAGES,
        packed=json.dumps([asdict(card) for card in fresh]),
    )  # fmt: skip


def _folded(words: str) -> str:
    return " ".join(words.casefold().split()).rstrip(".!")


@bp.post(HOME, endpoint="look_at_cards")
@allowed("organise")
def look(slug: str) -> ResponseReturnValue:
    """What a file would bring; nothing is kept yet."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _page(slug, Problem(N_("Choose a file first."))), 422
    origin = " ".join(clean(request.form.get("origin", "")).split())[:200]
    try:
        return _page(slug, found=cards.read(file.read()), origin=origin)
    except Problem as problem:
        return _page(slug, problem, origin=origin), 422


@bp.post(f"{HOME}/take", endpoint="take_cards")
@allowed("organise")
def take(slug: str) -> ResponseReturnValue:
    """The page carries what was looked at, so nothing is kept in between; it is read as suspiciously as a file."""
    try:
        given = [Card(**each) for each in json.loads(request.form.get("cards", ""))][: cards.MOST_CARDS]
        made = [_statement(slug, card) for card in given]
    except (ValueError, TypeError, AttributeError, RecursionError):
        abort(400)
    with begin() as db:
        find(db, slug)
        for each in made:
            statements.add(db, each)
        note(db, N_("Took {count} cards into “{name}”"), count=len(made), name=slug)
    flash(
        ngettext(
            "%(count)s card taken. It waits for a decision.",
            "%(count)s cards taken. They wait for a decision.",
            len(made),
            count=len(made),
        )
    )
    return redirect(url_for(".statements", slug=slug), 303)


def _statement(slug: str, card: Card) -> Statement:
    words = " ".join(clean(card.words).split())
    if card.language not in LANGUAGES or not words or len(words) > LONGEST:
        raise ValueError(card.row)
    origin = clean(card.origin)[:200] or clean(request.form.get("origin", ""))[:200].strip()
    return Statement(
        id=statements.new_id(), conversation=slug, words=Text({card.language: words}), source=card.language,
        origin=origin or "Karte", theme=clean(card.theme)[:200],
    )  # fmt: skip


@bp.url_value_preprocessor
def make_room(endpoint: str | None, _: object) -> None:
    """A file is larger than the forms people write, and so is the page that shows all of it."""
    if endpoint in ("organise.look_at_cards", "organise.take_cards"):
        request.max_content_length = request.max_form_memory_size = LARGEST
