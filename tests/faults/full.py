"""Disks that are full for a while, with a server on them.

`Allowance` takes from the processes of a server the right to write another byte to any file (RLIMIT_FSIZE), and gives
it back; that needs no rights and works everywhere. The program hears EFBIG, as where a quota is used up, and its log
is as full as its database. `SmallDisk` is a file system in memory of a few megabytes and a real ENOSPC. It needs a
kernel that lets us have mounts of our own (`unshare --mount --map-root-user`), which containers often forbid.
"""

import errno
import resource
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.servers import wait
from tests.faults.target import Target

ROOM = "12m"
MOUNTED = 'mount -t tmpfs -o size="$1" small "$2" && cp "$3"/* "$2" && shift 3 && exec "$@"'
OWN_MOUNTS = ("unshare", "--mount", "--map-root-user")
FORBIDDEN = (
    "The long form of this test mounts a small disk, and this kernel does not allow it: unshare --mount "
    "--map-root-user fails. Allow user namespaces, or run it outside of a container."
)


@dataclass
class Allowance:
    """The files of the server lie where they were; for a while none of them may grow or be changed."""

    target: Target
    files: Path

    @classmethod
    def start(cls, servers, files):
        return cls(Target(servers, settings(files), ("--preload",)).start(), files)

    def fill(self):
        self._allow(0)

    def free(self):
        self._allow(resource.RLIM_INFINITY)

    def _allow(self, size):
        for pid in (self.target.master.pid, *self.target.workers()):
            allow(size, pid)

    def copied(self, folder):
        return shutil.copytree(self.files, folder)


@dataclass
class SmallDisk:
    """The files of the server are copied to a disk that it alone sees; here that is the folder `seen`."""

    target: Target
    seen: Path

    @classmethod
    def start(cls, servers, files):
        if subprocess.run([*OWN_MOUNTS, "true"], check=False).returncode:
            raise RuntimeError(FORBIDDEN)
        folder = servers.state / "small"
        folder.mkdir()
        gunicorn = (sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{servers.port}", "--preload")
        mounted = (*OWN_MOUNTS, "sh", "-c", MOUNTED, "sh", ROOM, folder, files)
        process = servers.begin("gunicorn", *mounted, *gunicorn, env=servers.environment() | settings(folder))
        wait(lambda: _listens(servers.port), process)
        return cls(Target(servers, {}), Path(f"/proc/{process.pid}/root{folder}"))

    def fill(self):
        with self.seen.joinpath("ballast").open("wb", buffering=0) as ballast:
            for size in (65536, 4096):
                _write_until_full(ballast, size)

    def free(self):
        self.seen.joinpath("ballast").unlink()

    def copied(self, folder):
        return shutil.copytree(self.seen, folder)


def settings(files):
    return {
        "MITSPRACHE_DATABASE": f"sqlite:///{files}/test.db",
        "MITSPRACHE_FORMS_PER_MINUTE": "0",
        "MITSPRACHE_WORKERS": "2",
    }


def allow(size, pid=0):
    """How far into a file this process may write from now on."""
    most = resource.prlimit(pid, resource.RLIMIT_FSIZE)[1]
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, most))


@contextmanager
def nothing_more():
    """This process itself writes no byte to any file for the length of a block."""
    allow(0)
    try:
        yield
    finally:
        allow(resource.RLIM_INFINITY)


def _listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _write_until_full(file, size):
    try:
        while True:
            file.write(bytes(size))
    except OSError as full:
        if full.errno != errno.ENOSPC:
            raise
