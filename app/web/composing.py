"""The pages of a sheet: blanks that are the same for everyone, filled with what one visitor brings along."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, render_template, request
from flask_babel import gettext
from markupsafe import Markup, escape

from app.domain.language import known
from app.domain.order import mixed
from app.domain.page import Page
from app.domain.question import Question
from app.domain.reading import REVIEW, Step
from app.domain.tally import Label
from app.web.answering import Sheet, heard, labels
from app.web.blanks import HOLE, Blanks, filled
from app.web.language import here, languages_of, say

Answers = dict[str, list[Label]]


def init_app(app: Flask) -> None:
    app.extensions["blanks"] = Blanks()
    app.jinja_env.globals["hidden_fields"] = hidden


def show(sheet: Sheet, now: Step) -> str:
    """The page of a step, with everything sent so far carried along."""
    desk = Desk(sheet, now, _alike(sheet), current_app.extensions["blanks"])
    return desk.review() if now.page is None else desk.page(now.page)


def _alike(sheet: Sheet) -> Hashable | None:
    """What all pieces of this version in this language are kept under, None where nothing is kept: drafts change, and
    a page at a kiosk names its sheet."""
    if sheet.preview or "kiosk" in request.args:
        return None
    named = known(request.args.get("lang", "")) is not None  # its links name the language, too
    return sheet.questionnaire.slug, sheet.version, here().tag, named


def hidden(fields: Iterable[tuple[str, object]]) -> Markup:
    """Fields nobody sees."""
    lines = [f'<input type="hidden" name="{_safe(str(name))}" value="{_safe(str(value))}">\n' for name, value in fields]
    return Markup("".join(lines))  # noqa: S704  everything in it is escaped


def _safe(words: str) -> str:
    return words if words.isalnum() else escape(words)  # nearly all are ids


@dataclass(frozen=True)
class Desk:
    """Where the page of one step is put together; `alike` is the key of what is the same for everyone."""

    sheet: Sheet
    now: Step
    alike: Hashable | None
    blanks: Blanks

    def page(self, page: Page) -> str:
        questions = mixed(page, page.shown(self.now.facts), self.sheet.form)
        speaks = page.speaks or any(question.speaks for question in questions)
        answers = self._heard(page) if speaks else {}
        frame = self.blanks.piece(
            self._frame_key(page, questions),
            lambda: self._render("page", page=page, questions=questions, answers=answers, asked=HOLE),
        )
        asked = "".join(self._asked(page, questions, answers))
        return filled(frame, self._fields(page.id, [question.id for question in questions]), asked)

    def review(self) -> str:
        key = self._key("review", len(self.now.path), bool(self.now.answers))
        frame = self.blanks.piece(key, lambda: self._render("review", summary=HOLE))
        known = labels(self.sheet.questionnaire, self.now)
        summary = "".join(self._summed_up(page, known) for page in self.now.path)
        return filled(frame, self._fields(REVIEW, ()), summary)

    # -- what one page is made of

    def _frame_key(self, page: Page, questions: Sequence[Question]) -> Hashable | None:
        if page.speaks or self.now.problems or self.now.reminded:
            return None
        return self._key("page", page.id, self._progress, any(question.required for question in questions))

    def _asked(self, page: Page, questions: Sequence[Question], answers: Answers) -> Iterator[str]:
        """Each question, from memory where it is the same for everyone."""
        keys = {question.id: self._question_key(page, question) for question in questions}
        found = {id: self.blanks.known(key) for id, key in keys.items()}
        fresh = [question for question in questions if found[question.id] is None]
        if fresh:
            made = self._render("questions", questions=fresh, given=self.now.sent.all, answers=answers, between=HOLE)
            for question, piece in zip(fresh, made.split(HOLE), strict=False):
                found[question.id] = self.blanks.keep(keys[question.id], (piece,))
        return (piece[0] for piece in found.values() if piece)

    def _question_key(self, page: Page, question: Question) -> Hashable | None:
        """None where it shows what this visitor has answered, or stands as only some are asked it."""
        id, now = question.id, self.now
        told = id in now.sent.ids or id in now.problems or id in now.fresh or id in now.reminded
        if told or question.speaks or question.shuffles or not page.own(question):
            return None
        return self._key("question", id)

    def _summed_up(self, page: Page, known: Answers) -> str:
        """A page in the review: its questions and their answers in words."""
        questions = [q for q in mixed(page, page.shown(self.now.facts), self.sheet.form) if q.asks]
        if not questions:
            return ""
        alike = not page.speaks and all(page.own(question) and not question.speaks for question in questions)
        key = self._key("summary", page.id, *(question.id for question in questions)) if alike else None
        answers = {} if alike else heard(self.sheet.questionnaire, known, page)
        part = self.blanks.piece(
            key, lambda: self._render("summary", page=page, questions=questions, answers=answers, hole=HOLE)
        )
        return filled(part, *(_in_words(known.get(question.id)) for question in questions))

    # -- what pages share

    def _fields(self, page: str, seen: Sequence[str]) -> str:
        """Which form this is, where one stands, and the answers given on other pages."""
        sheet = self.sheet
        ids = [question.id for question in sheet.questionnaire.unfolded.questions if question.id not in seen]
        own = [("_form", sheet.form), ("_version", sheet.version), ("_page", page), ("_seen", ",".join(seen))]
        return hidden([*own, *sheet.extra, *self.now.sent.belonging_to(ids)])

    @property
    def _progress(self) -> tuple[int, int]:
        """Which page of how many on this visitor's path; the review is the last."""
        total = len(self.now.path) + 1
        return (self.now.path.index(self.now.page) + 1 if self.now.page in self.now.path else total), total

    def _heard(self, page: Page) -> dict[str, list[Label]]:
        return heard(self.sheet.questionnaire, labels(self.sheet.questionnaire, self.now), page)

    def _key(self, *of: Hashable) -> Hashable | None:
        return None if self.alike is None else (self.alike, *of)

    def _render(self, name: str, **values: Any) -> str:
        sheet = self.sheet
        return render_template(
            f"web/respond/{name}.html",
            questionnaire=sheet.questionnaire,
            version=sheet.version,
            form=sheet.form,
            preview=sheet.preview,
            action=sheet.action,
            languages=languages_of(sheet.questionnaire.languages),
            step=self.now,
            progress=self._progress,
            fields=HOLE,
            **values,
        )


def _in_words(said: Sequence[Label] | None) -> str:
    if said is None:
        words = escape(gettext("not answered"))  # not within the f-string, where Babel finds nothing
        return f'<dd class="quiet">{words}</dd>\n'
    return "".join(f"<dd><bdi>{say(label)}</bdi></dd>\n" for label in said)
