"""flask doctor: one line for each thing that was looked at; exit status 1 when something is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import click
from flask import current_app
from flask.cli import with_appcontext

from app.web.db import engine, engines_of
from app.web.doctor import backups, database, files, machine, network, services, settings
from app.web.doctor.finding import Check, Finding, Installation, State, wrong

# A further check is a function that yields findings, and a line here.
CHECKS: tuple[Check, ...] = (
    settings.address,
    settings.cookies,
    settings.names,
    settings.secrets,
    settings.mails,
    settings.second_step,
    files.private,
    files.settings_file,
    files.mail_settings,
    files.translations,
    files.static,
    machine.clock,
    machine.disk,
    machine.swap,
    machine.core_dumps,
    machine.fonts,
    machine.versions,
    database.owner,
    database.doors,
    database.rights,
    database.quiet,
    database.jobs,
    services.nginx,
    services.journal,
    services.loggers,
    services.gunicorn,
    services.units,
    backups.recipients,
    backups.newest,
    network.site,
    network.mail_server,
)
COLOURS = {State.OK: "green", State.HINT: "yellow", State.WRONG: "red"}


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Ask no other machine.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@with_appcontext
def doctor(offline: bool, as_json: bool) -> None:
    """Look at this installation and say, in German, what to do."""
    config = current_app.config["MITSPRACHE"]
    here = Installation(config, engine(), engines_of(config), offline)
    found = [*examined(here)]
    if as_json:
        click.echo(json.dumps([{"state": one.state, "said": one.said} for one in found], ensure_ascii=False, indent=1))
    else:
        for one in found:
            click.echo(f"{click.style(f'{one.state:8}', fg=COLOURS[one.state])}{one.said}")
    here.engines.dispose()
    sys.exit(int(any(one.state == State.WRONG for one in found)))


def examined(here: Installation) -> Iterator[Finding]:
    """What all checks find. One that breaks is a finding, too, and keeps no other from being made."""
    for check in CHECKS:
        try:
            yield from check(here)
        except Exception as error:  # noqa: BLE001  whatever it is, the other checks shall have their turn
            name = f"{check.__module__.rpartition('.')[2]}.{check.__name__}"
            yield wrong(f"{name} ließ sich nicht prüfen: {type(error).__name__}")
