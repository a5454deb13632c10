"""The file of passwords that PostgreSQL's client library reads by itself, for our eyes only."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Engine

from app.store import roles


def keep(file: Path, passwords: Mapping[str, str]) -> None:
    """Put these passwords of roles into the file, in the place of older ones; the whole file changes at once."""
    lines = file.read_text().splitlines() if file.exists() else []
    kept = [line for line in lines if line.split(":")[3] not in passwords]
    made = [f"*:*:*:{role}:{password}" for role, password in passwords.items()]  # any host, port and database
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)  # else the library takes no notice of it
    new.write_text("\n".join([*kept, *made]) + "\n")
    new.replace(file)


def make_roles(engine: Engine, file: Path) -> list[str]:
    """PostgreSQL: make the web server's four roles or only grant them their rights; says what was done."""
    with engine.begin() as db:
        made = roles.create(db)
        fresh = made if file.exists() else list(roles.ROLES)  # without the file nobody knows the passwords
        keep(file, {role: roles.new_password(db, role) for role in fresh})
        roles.grant(db)
    return [
        f"{role} {'created' if role in made else 'has its rights'}"
        f"{f', its new password is in {file}' if role in fresh else ''}."
        for role in roles.ROLES
    ]
