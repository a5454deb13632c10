"""What differs between two versions of a questionnaire, or between one and its draft, with the words side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.changes import EFFECTS, Changes, Part, changes
from app.domain.difference import Reworded
from app.domain.language import LANGUAGES, Language
from app.domain.questionnaire import Questionnaire
from app.domain.word_diff import Piece, word_diff
from app.store import publications, questionnaires
from app.store.questionnaires import Draft
from app.web.access import allowed
from app.web.db import staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.language import languages_of
from app.web.translating.places import Place, place

DRAFT = "draft"


@dataclass(frozen=True)
class Line:
    """Words before and after, as pieces, at their place."""

    place: Place
    language: Language
    pieces: Sequence[Piece]


@dataclass(frozen=True)
class Section:
    """A part that changed with its words as pieces."""

    part: Part
    lines: Sequence[Line]


@bp.get("/<slug>/versions/compare")
@allowed("see questionnaires")
def compare(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        draft = find(db, slug)
        numbers = [str(each.number) for each in publications.of(db, slug)] or abort(404)
        before, after = request.args.get("before", numbers[0]), request.args.get("after", DRAFT)
        old, new = _one(db, draft, before), _one(db, draft, after)
    found = changes(old, new)
    language = request.args.get("language", "")
    sections = [Section(part, _lines(new, part, language)) for part in found.parts]
    return render_template(
        "web/design/compare.html",
        draft=draft,
        numbers=numbers,
        before=before,
        after=after,
        language=language,
        languages=languages_of({each.language for part in found.parts for each in part.words}),
        found=found,
        sections=[each for each in sections if each.lines or each.part.sentences],
        effects=EFFECTS,
        forward=before != DRAFT and (after == DRAFT or int(after) > int(before)),
    )


def unpublished(db: Connection, draft: Draft) -> Changes | None:
    """What publishing this draft would change; None where nothing is published yet."""
    version = questionnaires.published(db, draft.slug)
    return changes(version.questionnaire, draft.questionnaire) if version else None


def _one(db: Connection, draft: Draft, named: str) -> Questionnaire:
    if named == DRAFT:
        return draft.questionnaire
    number = int(named) if named.isascii() and named.isdecimal() and len(named) < 7 else 0
    version = questionnaires.published(db, draft.slug, number) if number else None
    return version.questionnaire if version else abort(404)


def _lines(asked: Questionnaire, part: Part, language: str) -> list[Line]:
    return [_line(asked, each) for each in part.words if language in ("", each.language)]


def _line(asked: Questionnaire, each: Reworded) -> Line:
    found = place(asked, each.where)
    # The part is named above its lines already.
    labels = found.labels[-2:] if ".options." in each.where else found.labels[-1:]
    return Line(Place(each.where, labels), LANGUAGES[each.language], word_diff(each.before, each.after))
