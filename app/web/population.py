"""The command that brings a population table: flask --app wsgi population import FILE."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from app.domain import population
from app.domain.sentence import Problem
from app.store import consultations
from app.web.db import engine

population_commands = AppGroup("population", help="Who lives in the county, by official tables.")


@population_commands.command("import")
@click.argument("file", type=click.Path(exists=True, path_type=Path))
def import_population(file: Path) -> None:
    """Keep a population table with the consultation: checks reckon with it who could be recognised."""
    with engine().begin() as db:
        process = consultations.first(db)
        if process is None:
            raise click.ClickException("Import a consultation first.")
        try:
            table = population.load(json.loads(file.read_text(encoding="utf-8")))
        except (Problem, ValueError) as problem:
            raise click.ClickException(str(problem)) from None
        consultations.bring(db, process.slug, table)
    click.echo(f"{table.area}: {table.people:,.0f} people ({table.source})")
