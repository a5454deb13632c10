"""Sorting free texts by theme: one text at a time, without seeing what others found in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.codebook import Codebook
from app.domain.coding import Coding, Themes, Work, needed, queue, settled
from app.domain.profile import PROFILES
from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.sentence import Problem
from app.domain.suggestion import LEAST, Example, Suggestion, base, suggest
from app.domain.themes import missing
from app.store import codebooks, codings, releases, voices
from app.store.voices import Written
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.design.door import bp
from app.web.design.drafts import find
from app.web.design.written import Read, asked, read

AT_ONCE = 50


@dataclass(frozen=True)
class Help:
    """What texts coded before suggest; `known` is how many in this language there are, `least` how many it takes."""

    suggestions: Sequence[Suggestion]
    known: int
    least: int = LEAST


@dataclass(frozen=True)
class Line:
    """How far one question is; `missing` further texts change its published numbers."""

    question: Question
    read: int
    settled: int
    disputed: int
    missing: int


@bp.get("/<slug>/coding", endpoint="coding")
@allowed("code texts")
def next_text(slug: str) -> ResponseReturnValue:
    return _page(slug)


@bp.post("/<slug>/coding", endpoint="code_text")
@allowed("code texts")
def code_text(slug: str) -> ResponseReturnValue:
    id, given, person = request.form.get("text", ""), request.form.getlist("theme"), signed_in()
    if added := request.form.get("add"):  # a suggestion, pressed without script: ticked, and kept with the others later
        return _page(slug, id, (*given, added[:40]))
    with begin() as db:
        find(db, slug)
        if not _coder_may(voices.text(db, slug, id)):
            abort(404)
        mine = codings.done(db, slug).get(id, Work()).by.get(person.id, ())
        try:
            themes = codebooks.codebook(db, slug).chosen(given, mine)
        except Problem as found:
            problem = found
        else:
            codings.code(db, slug, Coding(id, person.id, themes))
            return redirect(url_for(".coding", slug=slug, question=request.args.get("question") or None, last=id), 303)
    return _page(slug, id, given, problem), 422


@bp.get("/<slug>/coding/mine", endpoint="coded")
@allowed("code texts")
def coded(slug: str) -> ResponseReturnValue:
    theme, page = request.args.get("theme", ""), max(request.args.get("page", 1, type=int), 1)
    with staff_reading() as db:
        draft, codebook = find(db, slug), codebooks.codebook(db, slug)
        mine = _mine(codings.done(db, slug), signed_in().id)
        texts = [each for each in voices.read_texts(db, slug) if theme in mine.get(each.id, ()) or not theme]
        texts = [each for each in texts if each.id in mine]
        questionnaire = asked(db, draft)
    return render_template(
        "web/design/coded.html",
        draft=draft,
        codebook=codebook,
        theme=theme,
        mine=mine,
        texts=[read(questionnaire, each, marked=False) for each in texts[(page - 1) * AT_ONCE : page * AT_ONCE]],
        page=page,
        more=len(texts) > page * AT_ONCE,
    )


@bp.post("/<slug>/coding/forget", endpoint="forget_coding")
@allowed("code texts")
def forget_coding(slug: str) -> ResponseReturnValue:
    id = request.form.get("text", "")
    with begin() as db:
        find(db, slug)
        codings.forget(db, slug, id, signed_in().id)
    flash(gettext("The text waits again to be sorted."))
    return redirect(url_for(".coding", slug=slug, text=id), 303)


def _coder_may(written: Written | None) -> bool:
    """Somebody has read it first, who decides on texts with a name in them."""
    return written is not None and written.state != "new"


def _page(slug: str, id: str = "", ticked: Sequence[str] | None = None, problem: Problem | None = None) -> str:
    id = id or request.args.get("text", "")
    with staff_reading() as db:
        draft, codebook = find(db, slug), codebooks.codebook(db, slug)
        questionnaire, done, texts = asked(db, draft), codings.done(db, slug), voices.read_texts(db, slug)
        unread = voices.counts(db, slug).get("new", 0)
        lines = list(_lines(db, slug, questionnaire, codebook, texts, done))
    mine, by_id = _mine(done, signed_in().id), {each.id: each for each in texts}
    if id and id not in by_id:
        abort(404)
    chosen = request.args.get("question", "")
    asked_for = [each.id for each in texts if chosen in ("", each.voice.question)]
    waiting = queue(asked_for, done, codebook, signed_in().id)
    after = request.args.get("after", "")
    id = id or next((each for each in waiting if each > after), next(iter(waiting), ""))
    text = by_id.get(id)
    last = by_id.get(request.args.get("last", ""))
    return render_template(
        "web/design/coding.html",
        draft=draft,
        codebook=codebook,
        problem=problem,
        text=text and read(questionnaire, text),
        ticked=mine.get(id, ()) if ticked is None else ticked,
        known=id in mine,
        help=_help(text, texts, done, codebook) if text else None,
        last=_last(questionnaire, last, mine),
        waiting=len(waiting),
        sorted_by_me=len([each for each in asked_for if each in mine]),
        unread=unread,
        lines=lines,
        chosen=chosen,
    )


def _last(questionnaire: Questionnaire, last: Written | None, mine: Mapping[str, Themes]) -> tuple[Read, Themes] | None:
    """What this person sorted a moment ago, to change it."""
    return (read(questionnaire, last, marked=False), mine[last.id]) if last and last.id in mine else None


def _mine(done: Mapping[str, Work], coder: str) -> dict[str, Themes]:
    return {id: work.by[coder] for id, work in done.items() if coder in work.by}


def _help(text: Written, texts: Sequence[Written], done: Mapping[str, Work], codebook: Codebook) -> Help:
    """Where a text is coded twice, a person learns from their own coding only: else both would follow the first."""
    mine = _mine(done, signed_in().id)
    others = {} if needed(text.id, codebook) > 1 else settled((each.id for each in texts), done, codebook)
    themes = {**others, **mine}
    language = base(text.voice.language)
    examples = [
        Example(each.voice.words, themes[each.id])
        for each in texts
        if each.id in themes and each.id != text.id and base(each.voice.language) == language
    ]
    offered = {theme.id for theme in codebook.offered}
    found = [each for each in suggest(text.voice.words, examples) if each.theme in offered]
    return Help(found, len(examples))


def _lines(
    db: Connection,
    slug: str,
    questionnaire: Questionnaire,
    codebook: Codebook,
    texts: Sequence[Written],
    done: Mapping[str, Work],
) -> Iterator[Line]:
    newest = releases.latest(db, slug)
    profile = PROFILES[newest.profile if newest else questionnaire.profile]
    coded = codings.coded(db, slug, codebook)
    for question in questionnaire.questions:
        ids = [each.id for each in texts if each.voice.question == question.id]
        if ids:
            yield Line(
                question,
                len(ids),
                len(settled(ids, done, codebook)),
                sum(done[id].disputed for id in ids if id in done),
                missing([each for each in coded if each.question == question.id], profile),
            )
