"""What our published pages say of the sources that what became of it rests on: words, a number, a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask import request
from sqlalchemy import Connection

from app.domain import themes
from app.domain.display import percent, share
from app.domain.evidence import LABELS, Source, source
from app.domain.language import known
from app.domain.opinion import findings
from app.domain.opinion.release import StatementRelease
from app.domain.outcome import Evidence
from app.domain.questionnaire import Questionnaire
from app.domain.release import TOTAL, Release
from app.domain.results import message
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row
from app.domain.text import Text
from app.store import conversation_releases, questionnaires, releases, statements
from app.web.language import here

Voted = tuple[Mapping[str, Text], StatementRelease]  # the words of its statements, and what the votes say
COUNTED = ("question", "theme")


@dataclass(frozen=True)
class Pages:
    """What is published of questionnaires and of votes on statements, by their short names."""

    questionnaires: Mapping[str, tuple[Questionnaire, Release]] = field(default_factory=dict)
    votes: Mapping[str, Voted] = field(default_factory=dict)


@dataclass(frozen=True)
class Shown:
    """A source as a page names it. `says` is taken from the newest release; without `there` it leads nowhere."""

    kind: Label
    title: Label = ""
    says: Sentence | None = None
    address: str = ""
    there: bool = True


def shown(db: Connection, evidence: Iterable[Evidence]) -> dict[str, Shown]:
    """By the names of the pieces of evidence."""
    known = {each.id: found for each in evidence if (found := source(each.source))}
    asked = {each.slug for each in known.values() if each.kind in COUNTED}
    pages = Pages(released(db, asked), voted(db, {each.slug for each in known.values() if each.kind == "statement"}))
    return {id: _shown(each, pages) for id, each in known.items()}


def one(written: str, pages: Pages) -> Shown:
    """What the pages say of a single source, by its path."""
    found = source(written)
    return _shown(found, pages) if found else Shown("", there=False)


def voted(db: Connection, slugs: Iterable[str]) -> dict[str, Voted]:
    """The newest release of each vote on statements that has one."""
    found: dict[str, Voted] = {}
    for slug in sorted(slugs):
        if release := conversation_releases.latest(db, slug):
            words = {each.id: each.words for each in statements.shown(db, slug)}
            found[slug] = (words, StatementRelease.from_data(release))
    return found


def released(db: Connection, slugs: Iterable[str]) -> dict[str, tuple[Questionnaire, Release]]:
    """The newest release of each questionnaire that has one, in the words of the version that was counted."""
    found = {}
    for slug in sorted(slugs):
        release = releases.latest(db, slug)
        version = questionnaires.published(db, slug, int(release.document["version"])) if release else None
        if release and version:
            found[slug] = (version.questionnaire, release)
    return found


def _shown(each: Source, pages: Pages) -> Shown:
    kind = Sentence(LABELS[each.kind])
    if each.kind == "statement":
        return _statement(each, kind, pages.votes.get(each.slug))
    if each.kind not in COUNTED:
        return Shown(kind, address=_spoken(each.address))
    found = pages.questionnaires.get(each.slug)
    question = found[0].question(each.names[0]) if found else None
    if found is None or question is None:
        return Shown(kind, there=False)
    questionnaire, release = found
    if each.kind == "theme":
        row = theme_rows(release, question.id).get(each.names[1])
        says = Sentence.of(N_("Of the texts: {share}."), share=share(row)) if row else None
        return Shown(kind, row.label if row else "", says, _spoken(each.address), row is not None)
    counts = release.counts(TOTAL, question.id)
    says = message(question.tally(counts)) if counts and question.id not in questionnaire.repeated else None
    return Shown(kind, question.title, says, _spoken(each.address))


def _statement(each: Source, kind: Label, found: Voted | None) -> Shown:
    words, release = found or ({}, None)
    counted = release.totals.get(each.names[0]) if release else None
    agree = findings.share(counted, "agree") if counted else None
    if agree is None or each.names[0] not in words:
        return Shown(kind, words.get(each.names[0], ""), there=False)
    says = Sentence.of(N_("{percent} % agree."), percent=percent(agree.value))
    return Shown(kind, words[each.names[0]], says, _spoken(each.address))


def _spoken(address: str) -> str:
    """The address with the language of this page, where the page was asked for in one."""
    if not address or not known(request.args.get("lang", "")):
        return address
    path, sign, place = address.partition("#")
    return f"{path}?lang={here().tag}{sign}{place}"


def theme_rows(release: Release, question: str) -> dict[str, Row]:
    """The published themes of a question, by their short names."""
    found = themes.tally(release, question)
    names = release.document.get(themes.KEY, {}).get(question, {}).get("cells", {})
    return dict(zip(names, found.rows, strict=True)) if found else {}
