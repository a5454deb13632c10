"""The committee paper of one release: everything the results page shows of everyone, with how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.display import about
from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.sentence import Sentence
from app.web.dashboard.board import Board, board
from app.web.dashboard.exhibit import Exhibit
from app.web.dashboard.letters import plain
from app.web.dashboard.notation import Notation, visitors_notation
from app.web.dashboard.sheet import described
from app.web.dashboard.vector import drawing
from app.web.dashboard.view import View
from app.web.language import day, here, number
from app.web.results.blocks import Block, Facts, Heading, Items, Numbers, Paper, Paragraph, Picture, Quotes
from app.web.results.brief import brief
from app.web.results.method import limits, method, recompute


def paper(questionnaire: Questionnaire, release: Release, address: str) -> Paper:
    """`address` is where the data of this release are."""
    notation = visitors_notation()
    shown = board(questionnaire, release, View(), notation)
    said = phrases(release)
    publisher = current_app.config["MITSPRACHE"].site_name
    title = plain(brief(questionnaire.title))
    edition = _("Release %(number)s", number=number(release.number))
    return Paper(
        here(),
        publisher,
        title,
        release.day,
        _("Results"),
        tuple(_front(release, edition)),
        (
            *_summary(shown),
            *method(questionnaire, release),
            *_taking_part(shown, notation, said),
            *_questions(shown, notation, said),
            *limits(questionnaire),
            *recompute(release, address),
        ),
        f"{publisher} · {title[:80]} · {edition} · {day(release.day)}",
        _("Simulated: these answers are invented.") if release.simulated else "",
    )


def phrases(release: Release) -> Any:
    """The macros of the results page that say how many answered, and how exact that is: said once, everywhere."""
    template = current_app.jinja_env.get_template("web/dashboard/exhibit.html")
    return template.make_module({"release": release, "profile": PROFILES[release.profile], "here": here()})


def of_people(exhibit: Exhibit) -> bool:
    """Whether its columns are people: the weeks are the one exhibit of that kind, and no question."""
    return exhibit.id == "weeks" and isinstance(exhibit.title, Sentence)


def _front(release: Release, edition: str) -> Iterator[Block]:
    if release.simulated:
        yield Paragraph(_("Simulated: these answers are invented."), "warning")
        yield Paragraph(
            _("A computer made them up so that this page can be tried out. They say nothing about the people here.")
        )
    yield Facts(
        edition,
        (
            (_("Release"), number(release.number)),
            (_("Last counted on"), day(release.day)),
            (_("Answers, about"), number(about(release.answers))),
            (_("Fingerprint (SHA-256)"), Markup('<bdi dir="ltr">{}</bdi>').format(_grouped(release.sha256))),
        ),
    )
    yield Paragraph(_("Taking part was voluntary: the results are not representative."))


def _grouped(sha256: str) -> str:
    """In groups of eight, so that it can break at the end of a line."""
    return " ".join(sha256[at : at + 8] for at in range(0, len(sha256), 8))


def _summary(shown: Board) -> Iterator[Block]:
    said = [
        Markup("<b>{}</b> {}").format(brief(exhibit.title), brief(exhibit.message))
        for _page, exhibits in shown.pages
        for exhibit in exhibits
        if exhibit.message and exhibit.tally and exhibit.tally.shape != "voices"
    ]
    if said:
        yield Heading(1, _("The most important in short"), "summary")
        yield Items(tuple(said))


def _taking_part(shown: Board, notation: Notation, said: Any) -> Iterator[Block]:
    yield Heading(1, _("Who took part"), "taking-part")
    for exhibit in shown.taking_part:
        yield from _exhibit(exhibit, notation, said)


def _questions(shown: Board, notation: Notation, said: Any) -> Iterator[Block]:
    for page, exhibits in shown.pages:
        yield Heading(1, brief(page.title), f"page-{page.id}")
        for exhibit in exhibits:
            yield from _exhibit(exhibit, notation, said)


def _exhibit(exhibit: Exhibit, notation: Notation, said: Any) -> Iterator[Block]:
    yield Heading(2, brief(exhibit.title), f"q-{exhibit.id}")
    yield from _numbers(exhibit, notation, said)
    if themes := exhibit.themes:
        yield Heading(3, brief(themes.title))
        yield from _numbers(themes, notation, said)
    if exhibit.voices:
        yield Heading(3, _("What people wrote"))
        yield Quotes(tuple(exhibit.voices))
        yield Paragraph(
            _("Someone has read these texts before they were published. They stand in no particular order."),
            "quiet",
        )


def _numbers(exhibit: Exhibit, notation: Notation, said: Any) -> Iterable[Block]:
    if exhibit.message:
        yield Paragraph(brief(exhibit.message), "message")
    if exhibit.remark:
        yield Paragraph(brief(exhibit.remark), "quiet")
    if exhibit.tally is None:
        return
    if exhibit.message:
        yield Paragraph(Markup(said.base(exhibit, exhibit.tally).strip()), "quiet")  # noqa: S704  a macro of ours
    drawn = drawing(exhibit.tally, notation, of_people(exhibit))
    if drawn:
        title = plain(brief(exhibit.title))
        sentence = plain(brief(exhibit.message)) if exhibit.message else ""
        yield Picture(drawn, f"{title} {sentence}".strip(), described(exhibit.tally, notation))
    if exhibit.table:
        yield Numbers(brief(exhibit.title), exhibit.table)
