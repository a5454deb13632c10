"""A gunicorn to be killed: a worker of it, or all of it at once, without a moment to say goodbye."""

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.servers import Servers


@dataclass
class Target:
    servers: Servers
    environment: dict[str, str]
    arguments: tuple[str, ...] = ()

    def start(self):
        unhurried = {"MITSPRACHE_FORMS_PER_MINUTE": "0", "MITSPRACHE_WORKERS": "2"}
        self.servers.gunicorn_alone(unhurried | self.environment, *self.arguments)
        return self

    @property
    def master(self):
        return self.servers.running["gunicorn"]

    def workers(self):
        listed = Path(f"/proc/{self.master.pid}/task/{self.master.pid}/children")
        return [int(pid) for pid in listed.read_text().split()]

    def kill_worker(self, chance):
        if workers := self.workers():
            _kill(chance.choice(workers))

    def kill_all(self):
        """As when the machine stops; somebody starts it again."""
        os.kill(self.master.pid, signal.SIGSTOP)  # it begins no further worker while we look at them
        workers = self.workers()
        for pid in (self.master.pid, *workers):
            _kill(pid)
        self.servers.running.pop("gunicorn").wait()
        while any(map(_alive, workers)):
            time.sleep(0.01)
        self.start()


def _kill(pid):
    with suppress(ProcessLookupError):  # one that was killed a moment ago
        os.kill(pid, signal.SIGKILL)


def _alive(pid):
    """Whether it runs still; one whose parent has not asked after it yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except (FileNotFoundError, ProcessLookupError):
        return False
