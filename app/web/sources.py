"""What our published pages say of the sources that what became of it rests on: words, a number, a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import request
from sqlalchemy import Connection

from app.domain import themes
from app.domain.display import share
from app.domain.evidence import LABELS, Source, source
from app.domain.language import known
from app.domain.outcome import Evidence
from app.domain.questionnaire import Questionnaire
from app.domain.release import TOTAL, Release
from app.domain.results import message
from app.domain.sentence import N_, Sentence
from app.domain.tally import Label, Row
from app.store import questionnaires, releases
from app.web.language import here

Pages = Mapping[str, tuple[Questionnaire, Release]]
COUNTED = ("question", "theme")


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
    pages = released(db, {each.slug for each in known.values() if each.kind in COUNTED})
    return {id: _shown(each, pages) for id, each in known.items()}


def one(written: str, pages: Pages) -> Shown:
    """What the pages say of a single source, by its path."""
    found = source(written)
    return _shown(found, pages) if found else Shown("", there=False)


def released(db: Connection, slugs: Iterable[str]) -> Pages:
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
    if each.kind not in COUNTED:
        return Shown(kind, address=_spoken(each.address))
    found = pages.get(each.slug)
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
