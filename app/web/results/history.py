"""All releases of a questionnaire: moving back to any earlier day, and seeing that none was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from flask import abort, g, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from app.domain.release import Release
from app.domain.tally import Label
from app.store import questionnaires, releases
from app.store.questionnaires import Version
from app.web.answering import settle_language
from app.web.dashboard.notation import visitors_notation
from app.web.dashboard.participation import dimensions
from app.web.db import reading
from app.web.language import languages_of
from app.web.results.door import bp
from app.web.results.keeping import kept

SHELF = "other results"
Groups = dict[tuple[str, str], tuple[Label, Label]]  # dimension and group: what both are called


@dataclass(frozen=True)
class Step:
    """A release with the groups that were shown in it for the first time, by what they are groups of."""

    release: Release
    appeared: tuple[tuple[Label, tuple[Label, ...]], ...]


@bp.get("/<slug>/releases")
def history(slug: str) -> ResponseReturnValue:
    with reading() as db:
        version = questionnaires.published(db, slug) or abort(404)
        hashes = releases.hashes(db, slug)
    settle_language(version.questionnaire)
    return kept(["history", str(version.number), *hashes], lambda: _page(version), shelf=SHELF)


def _page(version: Version) -> str:
    g.asked = {}  # others get the page, too
    with reading() as db:
        steps = _steps(db, version.slug)
        broken = releases.broken(db, version.slug)
    return render_template(
        "web/results/history.html",
        slug=version.slug,
        questionnaire=version.questionnaire,
        languages=languages_of(version.questionnaire.languages),
        steps=steps[::-1],
        broken=broken,
    )


def _steps(db: Connection, slug: str) -> list[Step]:
    every = list(releases.every(db, slug))
    groups = [Groups(), *(_shown(db, slug, release) for release in every)]
    return [Step(release, _appeared(*both)) for release, both in zip(every, pairwise(groups), strict=True)]


def _shown(db: Connection, slug: str, release: Release) -> Groups:
    """The groups a release shows, in the words of the version it counted."""
    version = questionnaires.published(db, slug, int(release.document["version"]))
    asked = dimensions(version.questionnaire, release, visitors_notation().language) if version else ()
    return {(each.id, group.id): (each.title, group.label) for each in asked for group in each.shown}


def _appeared(before: Groups, now: Groups) -> tuple[tuple[Label, tuple[Label, ...]], ...]:
    new = [key for key in now if key not in before]
    titles = {dimension: now[dimension, group][0] for dimension, group in new}
    return tuple((title, _labels(now, (key for key in new if key[0] == id))) for id, title in titles.items())


def _labels(groups: Groups, keys: Iterable[tuple[str, str]]) -> tuple[Label, ...]:
    return tuple(groups[key][1] for key in keys)


def no_such_release(db: Connection, slug: str) -> ResponseReturnValue:
    """A number nobody published: where the others are, if there is such a questionnaire at all."""
    version = questionnaires.published(db, slug) or abort(404)
    settle_language(version.questionnaire)
    return render_template("web/results/no_such_release.html", slug=slug), 404
