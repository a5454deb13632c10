"""What a process loads and when: what few need is not kept in the memory of all."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from argon2.exceptions import VerifyMismatchError

from app.config import PROJECT
from app.web.account import passwords
from tests.browser.conftest import free_port, started, wait_for
from tests.conftest import copy_database

# Papers and pictures, workbooks, statistics programs, migrations, passkeys, charts of Plotly, and the other database.
RARE = (
    "weasyprint docx pypdfium2 xlsxwriter pandas pyarrow pyreadstat alembic mako webauthn cryptography plotly psycopg"
)
OF_OPERATORS = "app.web.cli app.web.jobs app.web.serve app.web.trials setup.recompute"
OF_PAGES = "flask werkzeug jinja2 wtforms babel lxml app.web.site app.web.cli app.domain.exchange"


@pytest.mark.parametrize(
    ("program", "unloaded"), [("wsgi", f"{RARE} {OF_OPERATORS}"), ("app.web.runner", f"{RARE} {OF_PAGES}")]
)
def test_a_program_loads_at_the_start_only_what_it_always_needs(tmp_path, program, unloaded):
    code = f"import sys, {program}; print(*(sys.modules.keys() & set({unloaded.split()})))"
    environment = {
        **os.environ,
        "MITSPRACHE_INSTANCE": str(tmp_path),
        "MITSPRACHE_DATABASE": f"sqlite:///{tmp_path}/x.db",
    }
    done = subprocess.run([sys.executable, "-c", code], cwd=PROJECT, env=environment, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.split() == []


def workers(server):
    return set(Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split())


def test_workers_made_by_a_reload_answer_from_the_database(filled_file, tmp_path):
    """They are forked from a process that has loaded the program, and must not share its connections."""
    copy_database(filled_file, tmp_path / "site.db")
    port = free_port()
    with started(tmp_path / "site.db", tmp_path, port) as server:
        before = workers(server)
        server.send_signal(signal.SIGHUP)
        for _ in range(200):
            if (now := workers(server)) and not now & before:
                break
            time.sleep(0.05)
        assert not now & before
        wait_for(f"http://127.0.0.1:{port}/results/gut-leben", server)


def test_the_hash_checked_for_nobody_is_a_real_one_that_nothing_matches():
    """One that argon2 cannot read would be refused at once, and tell that there is no such account."""
    with pytest.raises(VerifyMismatchError):
        passwords._hasher.verify(passwords._nobody, "any password")
    assert not passwords.outdated(passwords._nobody)
