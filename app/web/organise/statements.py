"""Statements as staff see them: the queue of what people added, decided with reasons, and what is the same merged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import Connection

from app.domain.conversation import Conversation
from app.domain.hints import LABELS
from app.domain.hints import find as hints_in
from app.domain.language import LANGUAGES
from app.domain.moderation import REASONS, Opinion, decision
from app.domain.sent import clean
from app.domain.sentence import N_, Problem
from app.domain.statement import LONGEST, Statement
from app.domain.text import Text
from app.domain.word_diff import Piece, word_diff
from app.store import documents, moderation, statements
from app.store.documents import Draft
from app.store.statements import Outdated
from app.web import clock
from app.web.access import allowed, signed_in
from app.web.db import begin, staff_reading
from app.web.journal import note
from app.web.organise.door import bp

TABS = {
    "proposed": N_("To decide"),
    "accepted": N_("To vote on"),
    "merged": N_("Merged"),
    "refused": N_("Refused"),
}
HOME = "/conversation/<slug>/statements"
AT_ONCE = 25  # cards on a page: each holds a list of the others, and one form holds all of them


@dataclass(frozen=True)
class Card:
    """A statement on the desk: what was said about it, what to look at, and what was changed in its words."""

    statement: Statement
    opinions: Sequence[Opinion] = ()
    into: Statement | None = None

    @property
    def words(self) -> str:
        return self.statement.words.words.get(self.statement.source, "")

    @property
    def helping(self) -> Iterator[tuple[str, str]]:
        """The same in German, for those who do not read the language it was written in."""
        words = self.statement.words.words
        return ((tag, words[tag]) for tag in ("de",) if tag != self.statement.source and words.get(tag))

    @property
    def hints(self) -> list[str]:
        return sorted({LABELS[hint.what] for hint in hints_in(self.words)})

    @property
    def changed(self) -> list[Piece]:
        return word_diff(self.statement.original, self.words) if self.statement.original else []

    @property
    def split(self) -> bool:
        return decision(self.opinions, two_eyes=True).split


@bp.get(HOME, endpoint="statements")
@allowed("see translations")
def queue(slug: str) -> ResponseReturnValue:
    with staff_reading() as db:
        return _page(db, slug)


def _page(db: Connection, slug: str, problem: Problem | None = None, typed: str = "") -> str:
    draft, tab = find(db, slug), _tab()
    everything = statements.all_of(db, slug)
    said = moderation.opinions(db, slug)
    by_id = {each.id: each for each in everything}
    cards = [Card(each, said.get(each.id, ()), by_id.get(each.merged_into or "")) for each in everything]
    theme = request.args.get("theme", "")
    shown = [card for card in cards if tab_of(card.statement) == tab and theme in ("", card.statement.theme)]
    shown.sort(key=lambda card: _theme_order(card.statement.theme))
    pages = max(1, -(-len(shown) // AT_ONCE))
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    return render_template(
        "web/organise/statements.html",
        draft=draft,
        document=draft.document,
        tabs=TABS,
        tab=tab,
        counts={name: sum(tab_of(each) == name for each in everything) for name in TABS},
        groups=_by_theme(shown, (page - 1) * AT_ONCE),
        page=page,
        pages=pages,
        themes=sorted({each.theme for each in everything if each.theme}),
        theme=theme,
        others=[each for each in everything if each.shown],
        reasons=REASONS,
        problem=problem,
        typed=typed,
        longest=LONGEST,
        languages=list(LANGUAGES.values()),
        known=LANGUAGES,
        me=signed_in(),
    )


def _by_theme(cards: Sequence[Card], first: int) -> list[tuple[str, int, list[Card]]]:
    """Those of one page, each theme with how many it has on all pages."""
    counts = Counter(card.statement.theme for card in cards)
    page = groupby(cards[first : first + AT_ONCE], key=lambda card: card.statement.theme)
    return [(name, counts[name], list(mine)) for name, mine in page]


def _theme_order(name: str) -> tuple[bool, str, str]:
    return not name, name.casefold(), name


def tab_of(statement: Statement) -> str:
    return "merged" if statement.merged_into else statement.state


def _tab() -> str:
    given = request.args.get("state", "proposed")
    return given if given in TABS else abort(404)


@bp.post(HOME, endpoint="decide_statement")
@allowed("organise")
def decide(slug: str) -> ResponseReturnValue:
    """One button of one card was pressed; its value names the statement."""
    deed, id = next(((name, request.form[name]) for name in DEEDS if name in request.form), ("", ""))
    if not deed:
        abort(400)
    try:
        with begin() as db:
            draft = find(db, slug)
            flash(DEEDS[deed](db, draft, _as_seen(db, slug, id)))
    except Problem as problem:
        with staff_reading() as db:
            return _page(db, slug, problem), 422
    except Outdated:
        flash(gettext("Someone else decided on this statement in the meantime. Please look once more."), "problem")
    theme, page = (request.args.get(name) or None for name in ("theme", "page"))
    where = url_for(".statements", slug=slug, state=_tab(), theme=theme, page=page, _anchor="statements")
    return redirect(where, 303)


def _as_seen(db: Connection, slug: str, id: str) -> Statement:
    """The statement on top of the revision this person saw."""
    found = statements.one(db, id)
    if found is None or found.conversation != slug:
        abort(404)
    seen = request.form.get(f"revision.{id}", "")
    return replace(found, revision=int(seen)) if seen.isascii() and seen.isdecimal() and len(seen) < 9 else abort(400)


def _accept(db: Connection, draft: Draft[Conversation], statement: Statement) -> str:
    room = draft.document.most - len(statements.shown_ids(db, draft.slug))
    if room <= 0:
        raise Problem(N_("There are {most} statements already. More cannot be voted on."), most=draft.document.most)
    two, me = draft.document.two_eyes, signed_in()
    decided = moderation.say(db, statement, me, "accepted", "", clock.now(), two)
    if decided.verdict:
        note(db, N_("Accepted a statement in “{name}”"), name=draft.slug)
        return gettext("Everyone can now vote on the statement.")
    return gettext("Kept. A second person still has to decide.")


def _refuse(db: Connection, draft: Draft[Conversation], statement: Statement) -> str:
    reason = request.form.get(f"reason.{statement.id}", "")
    if reason not in REASONS:
        raise Problem(N_("Choose why it is refused."), f"s-{statement.id}")
    decided = moderation.say(db, statement, signed_in(), "refused", reason, clock.now(), draft.document.two_eyes)
    if decided.verdict:
        note(db, N_("Refused a statement in “{name}”"), name=draft.slug)
        return gettext("The statement is refused. Nobody sees it.")
    return gettext("Kept. A second person still has to decide.")


def _reopen(db: Connection, draft: Draft[Conversation], statement: Statement) -> str:
    moderation.reopen(db, statement)
    note(db, N_("Took back the decision on a statement in “{name}”"), name=draft.slug)
    return gettext("The statement waits for a decision again. Nobody votes on it until then.")


def _merge(db: Connection, draft: Draft[Conversation], statement: Statement) -> str:
    try:
        moderation.merge(db, statement, request.form.get(f"into.{statement.id}", ""))
    except LookupError:
        raise Problem(N_("Choose the statement that says the same."), f"s-{statement.id}") from None
    note(db, N_("Merged two statements in “{name}”"), name=draft.slug)
    return gettext("Merged. The other statement now names both origins.")


def _change(db: Connection, draft: Draft[Conversation], statement: Statement) -> str:
    """Other words, while it is not decided yet: what was written first stays, and everyone sees the difference."""
    words = _written(request.form.get(f"words.{statement.id}", ""), f"s-{statement.id}")
    before = statement.words.words.get(statement.source, "")
    theme = " ".join(clean(request.form.get(f"theme.{statement.id}", statement.theme)).split())[:200]
    if statement.state != "proposed" and words != before:
        raise Problem(N_("People vote on these words already. Take back the decision first."), f"s-{statement.id}")
    if words != before:
        first = statement.original or before
        text = statement.words.with_words(statement.source, words, statement.source, "draft")
        statement = replace(statement, words=text, original="" if words == first else first)
    keep = statements.save if words == before else moderation.change
    keep(db, replace(statement, theme=theme))
    return gettext("Saved.")


DEEDS = {"accept": _accept, "refuse": _refuse, "reopen": _reopen, "merge": _merge, "change": _change}


@bp.post(f"{HOME}/add", endpoint="add_statement")
@allowed("organise")
def add(slug: str) -> ResponseReturnValue:
    typed = request.form.get("words", "")
    language = request.form.get("language", "de")
    with begin() as db:
        find(db, slug)
        try:
            words = _written(typed, "words")
        except Problem as problem:
            return _page(db, slug, problem, typed), 422
        source = language if language in LANGUAGES else "de"
        origin = " ".join(clean(request.form.get("origin", "")).split())[:200] or signed_in().name
        made = Statement(
            id=statements.new_id(), conversation=slug, words=Text({source: words}), source=source, origin=origin
        )
        statements.add(db, made)
    flash(gettext("Added. It waits for a decision."))
    return redirect(url_for(".statements", slug=slug), 303)


def _written(typed: str, where: str) -> str:
    words = " ".join(clean(typed).split())
    if not words:
        raise Problem(N_("Please write something."), where)
    if len(words) > LONGEST:
        raise Problem(N_("Your text is too long. Write at most {most} characters."), where, most=LONGEST)
    return words


def find(db: Connection, slug: str) -> Draft[Conversation]:
    return documents.draft(db, Conversation, slug) or abort(404)
