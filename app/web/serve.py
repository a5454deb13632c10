"""Starting everything at once on one machine: database, example, web server and job runner."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace

from app.config import PROJECT, Config
from app.store import migrate, staff
from app.store.engine import connect
from app.web import example, secret
from app.web.account.passwords import hashed, made_up

FIRST_ACCOUNT = "admin@localhost"


def serve(config: Config, demo: bool) -> int:
    """Run until interrupted; returns the exit status. Whatever part stops first takes the others along."""
    if demo:
        config = replace(config, database=f"sqlite:///{config.instance}/demo.db")
    if _taken(config.port):
        print(f"Port {config.port} is taken by another program. Choose another: make run PORT={config.port + 1}")
        return 1
    prepare(config, demo)
    ours = {"MITSPRACHE_DATABASE": config.database, "MITSPRACHE_SECURE_COOKIES": "no", "OPENBLAS_NUM_THREADS": "1"}
    environment = {**os.environ, **ours}
    commands = [["gunicorn", "--preload", "wsgi:app"], ["flask", "--app", "wsgi", "jobs"]]
    if config.mail_server:
        commands.append(["flask", "--app", "wsgi", "mail"])
    parts = [subprocess.Popen([sys.executable, "-m", *command], cwd=PROJECT, env=environment) for command in commands]
    print(f"\nMitsprache: http://127.0.0.1:{config.port}/", flush=True)
    print(_how_to_sign_in(config), flush=True)
    return _watch(parts)


def _taken(port: int) -> bool:
    with socket.socket() as probe:
        return bool(probe.connect_ex(("127.0.0.1", port)) == 0)


def prepare(config: Config, demo: bool = False) -> None:
    """A database of the newest schema with something to answer in it and someone who may sign in."""
    secret.of(config)
    engine = connect(config.database_url)
    if not migrate.is_current(engine):
        migrate.upgrade(engine)
    if example.load_folder(engine) and demo:
        print("Inventing 1,200 respondents …", flush=True)
        example.simulate(engine, config.keys)
    with engine.begin() as db:
        if not staff.anyone(db):
            password = made_up()
            staff.add(db, FIRST_ACCOUNT, "Administration", "admin", hashed(password))
            file = config.instance_path / f"first-password-{'demo' if demo else 'run'}"
            file.unlink(missing_ok=True)
            file.touch(mode=0o600)
            file.write_text(password + "\n")
    engine.dispose()


def _how_to_sign_in(config: Config) -> str:
    name = "demo" if config.database.endswith("demo.db") else "run"
    file = config.instance_path / f"first-password-{name}"
    where = f"http://127.0.0.1:{config.port}/staff"
    if file.exists():
        kept = file.relative_to(PROJECT) if file.is_relative_to(PROJECT) else file
        return f"Staff: {where} as {FIRST_ACCOUNT}, first password {file.read_text().strip()} (kept in {kept})"
    return f"Staff: {where}; a first account: flask --app wsgi staff add"


def _watch(parts: list[subprocess.Popen[bytes]]) -> int:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        while all(part.poll() is None for part in parts):
            time.sleep(0.3)
    except KeyboardInterrupt:
        status = 0
    else:
        status = 1
    for part in parts:
        if part.poll() is None:
            part.terminate()
    for part in parts:
        part.wait(timeout=40)
    return status
