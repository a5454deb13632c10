"""The commands of operators for accounts: flask --app wsgi staff …"""

from __future__ import annotations

import click
from flask.cli import AppGroup

from app.domain.people import ROLES
from app.domain.sentence import N_, Sentence
from app.store import factors, journal, staff
from app.store.steps import Act
from app.web.account.passwords import hashed
from app.web.clock import now
from app.web.db import engine

staff_commands = AppGroup("staff", help="People who work here.")


@staff_commands.command("add")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.option("--role", prompt=True, type=click.Choice(list(ROLES)), default="designer")
@click.password_option()
def add_staff(email: str, name: str, role: str, password: str) -> None:
    """Give someone an account."""
    if len(password) < 12:
        raise click.ClickException("The password needs at least 12 characters.")
    with engine().begin() as db:
        if staff.by_email(db, email):
            raise click.ClickException(f"{email} has an account already.")
        staff.add(db, email, name, role, hashed(password))
    click.echo(f"{name} may sign in as {role}.")


@staff_commands.command("reset-factors")
@click.argument("email")
def reset_factors(email: str) -> None:
    """Take the second step from someone who has lost phone and codes; the password alone opens the door again."""
    with engine().begin() as db:
        account = staff.by_email(db, email)
        if account is None:
            raise click.ClickException(f"{email} has no account.")
        factors.remove_all(db, account.person.id)
        staff.end_sessions(db, account.person.id)
        what = Sentence(N_("Removed the second step of {name}"), {"name": account.person.name})
        journal.add(db, Act("flask staff reset-factors", now(), what))
    click.echo(f"{account.person.name} signs in with the password alone.")
