"""The desk as staff come to it: whoever is signed in, before one language of a work."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue

from app.domain.language import LANGUAGES
from app.web.access import signed_in
from app.web.db import staff_reading
from app.web.translating import desk, exchange, keeping, languages
from app.web.translating.desk import Desk
from app.web.translating.work import Shelf, Work, found


def overview(shelf: Shelf, slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return languages.show(found(shelf, db, slug))


def texts(shelf: Shelf, slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        work = found(shelf, db, slug)
        return desk.show(db, _desk(work, language), work)


def save_texts(shelf: Shelf, slug: str, language: str) -> ResponseReturnValue:
    known = LANGUAGES.get(language) or abort(404)
    return keeping.save(Desk(shelf, slug, known, signed_in().name, may=True))


def texts_file(shelf: Shelf, slug: str, language: str, form: str) -> ResponseReturnValue:
    with staff_reading() as db:
        work = found(shelf, db, slug)
    return exchange.hand_out(_desk(work, language), work, form)


def all_texts_file(shelf: Shelf, slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return exchange.hand_out_all(found(shelf, db, slug))


def upload_texts(shelf: Shelf, slug: str, language: str) -> ResponseReturnValue:
    with staff_reading() as db:
        work = found(shelf, db, slug)
    here = _desk(work, language)
    return exchange.look(here, work) if here.may else abort(400)


def _desk(work: Work, tag: str) -> Desk:
    language = LANGUAGES.get(tag) or abort(404)
    may = signed_in().may("translate") and tag != work.thing.source
    return Desk(work.shelf, work.thing.slug, language, signed_in().name, may)
