"""The command that checks us: flask --app wsgi recompute SLUG NUMBER, from the database or from downloaded files."""

from __future__ import annotations

import sys
import zipfile

import click
from flask import current_app
from flask.cli import with_appcontext

from app.store import questionnaires
from app.store.engine import reading
from app.web.db import engine
from app.web.results.data.files import files
from app.web.results.data.routes import issued, source_of
from setup import recompute


@click.command("recompute")
@with_appcontext
@click.argument("slug", required=False)
@click.argument("number", type=int, required=False)
@click.option("--file", "where", help="A folder or ZIP file with downloaded files, or the address of a release's data.")
def check_release(slug: str | None, number: int | None, where: str | None) -> None:
    """Compute every published number of a release again from its open data, and compare.

    Without NUMBER the newest release, without SLUG that of every questionnaire.
    """
    if where:
        try:
            found = {where: recompute.read(where)}
        except (OSError, zipfile.BadZipFile) as error:
            raise click.ClickException(f"{where} cannot be read: {error}") from None
    else:
        found = dict(_own(slug, number))
    worst = 0
    for name, content in found.items():
        report = recompute.check(content)
        worst = max(worst, recompute.status(report), key=(0, 2, 1).index)
        click.echo(f"{name}\n{recompute.tell(report)}")
    sys.exit(worst)


def _own(slug: str | None, number: int | None) -> dict[str, dict[str, bytes]]:
    made = {}
    with reading(engine()) as db, current_app.test_request_context():
        for each in [slug] if slug else questionnaires.slugs_published(db):
            issue = issued(db, each, number)
            if issue:
                made[f"{each}, release {issue.release.number}"] = dict(files(issue, source_of(each)))
            elif slug:
                raise click.ClickException(f"There is no such release of {slug}.")
    return made
