"""Texts as files: handed out as XLSX, XLIFF or PO, and looked at row by row when they come back.

Nothing is kept between looking and taking: the page that shows what would change carries it, and sends it to the desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.exchange import po, xliff, xlsx
from app.domain.exchange.entry import OFFERED, TAKEN, Entry, absent, compared, entries
from app.domain.exchange.file import read
from app.domain.language import LANGUAGES
from app.domain.sentence import N_, Problem
from app.domain.translation import lines
from app.web.language import say
from app.web.translating.desk import Desk
from app.web.translating.progress import TEXTS
from app.web.translating.work import Work

LARGEST = 5_000_000
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "xliff": "application/xliff+xml",
    "po": "text/x-gettext-translation",
}
HEADS = (N_("Short name"), N_("Place"), N_("Original"), N_("As a help"), N_("Translation"), N_("State"))
KINDS = {
    "new": N_("new"),
    "changed": N_("changed"),
    "reviewed": N_("would replace a reviewed text"),
    "stale": N_("the original has changed since: outdated"),
    "broken": N_("cannot be taken"),
    "foreign": N_("not a text from here"),
    "twice": N_("stands in the file twice"),
    "empty": N_("empty in the file"),
}


def make_room(endpoint: str) -> None:
    """A file, and the page that shows all of it, are larger than the forms people write."""
    if endpoint in ("upload_texts", "save_texts"):
        request.max_content_length = request.max_form_memory_size = LARGEST


def hand_out(desk: Desk, work: Work, form: str) -> ResponseReturnValue:
    """The texts of this desk as a file."""
    tag, source = desk.language.tag, work.thing.source
    if form not in TYPES or tag == source:
        abort(404)
    found = _entries(work, tag)
    if form == "xlsx":
        made = xlsx.written({tag: _told(found)}, {tag: _heads()})
    elif form == "xliff":
        made = xliff.written(desk.slug, source, tag, found)
    else:
        made = po.written(desk.slug, tag, found)
    return _file(f"{desk.slug}-{tag}.{form}", form, made)


def hand_out_all(work: Work) -> ResponseReturnValue:
    """One workbook with a sheet for each language."""
    tags = [tag for tag in LANGUAGES if tag != work.thing.source]
    sheets = {tag: _told(_entries(work, tag)) for tag in tags}
    made = xlsx.written(sheets, dict.fromkeys(tags, _heads()))
    return _file(f"{work.thing.slug}.xlsx", "xlsx", made)


def _heads() -> list[str]:
    return [gettext(head) for head in HEADS]


def _told(found: Sequence[Entry]) -> list[Entry]:
    """With the state as people call it."""
    return [Entry(e.path, e.original, e.words, e.row, e.where, e.plain, gettext(TEXTS[e.state])) for e in found]


def _entries(work: Work, tag: str) -> list[Entry]:
    found, source = lines(work.thing, tag), work.thing.source
    plain = "de" if source == "de-simple" else "de-simple"
    where = {
        line.path: " › ".join(say(each).striptags() for each in work.shelf.place(work.thing, line.path).labels)
        for line in found
    }
    return entries(found, where, plain if plain != tag else source)


def _file(name: str, form: str, made: bytes) -> Response:
    return Response(made, content_type=TYPES[form], headers={"Content-Disposition": f'attachment; filename="{name}"'})


def look(desk: Desk, work: Work) -> ResponseReturnValue:
    """What a file that came back would change; nothing is changed yet."""
    file = request.files.get("file")
    problem, found, missing = None, [], []
    try:
        if file is None or not file.filename:
            raise Problem(N_("Choose a file first."))
        come_back = read(file.read(), desk.language.tag)
        known = lines(work.thing, desk.language.tag)
        found, missing = list(compared(known, come_back)), absent(known, come_back)
    except Problem as met:
        problem = met
    order = list(KINDS)
    rows = sorted((each for each in found if each.kind != "same"), key=lambda each: order.index(each.kind))
    page = render_template(
        "web/translating/exchange.html",
        frame=desk.frame,
        desk=desk,
        draft=work.draft,
        thing=work.thing,
        language=desk.language,
        problem=problem,
        rows=[(each, work.shelf.place(work.thing, each.entry.path)) for each in rows],
        missing=[work.shelf.place(work.thing, line.path) for line in missing],
        counts=Counter(each.kind for each in found),
        kinds=KINDS,
        offered=OFFERED,
        taken=TAKEN,
    )
    return page, 422 if problem else 200
