"""gunicorn on 127.0.0.1 with our own settings, for Mitsprache or for the hello-world; it ends with the program."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS, HELLO = "wsgi:app", "benchmarks.hello:app"
USER, SYSTEM = 11, 12  # places in /proc/PID/stat behind the name: ticks of the processor
DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)


@dataclass(frozen=True)
class Server:
    """A running gunicorn: its port, the process of its master, and the seconds until its first answer."""

    port: int
    pid: int
    started_in: float

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def workers(self) -> list[int]:
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def worked(self) -> float:
        """Seconds the processor has worked for the workers so far: other programs change it little."""
        stats = (Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in self.workers)
        return sum(int(stat[USER]) + int(stat[SYSTEM]) for stat in stats) / os.sysconf("SC_CLK_TCK")


def surroundings(folder: Path, port: int) -> dict[str, str]:
    """The settings of an instance in this folder; what stands in our own environment plays no part."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("MITSPRACHE_")}
    return ours | {
        "MITSPRACHE_DATABASE": f"sqlite:///{folder}/mitsprache.db",
        "MITSPRACHE_INSTANCE": str(folder),
        "MITSPRACHE_PORT": str(port),
        "MITSPRACHE_SECURE_COOKIES": "no",
        "MITSPRACHE_LEAST_SECONDS": "0",  # programs fill in forms faster than anyone reads
        "MITSPRACHE_FORMS_PER_MINUTE": "0",  # and all of them come from one address
    }


@contextmanager
def gunicorn(
    app: str, folder: Path, *options: str, python: str = sys.executable, database: str = ""
) -> Iterator[Server]:
    """Started as in production, by gunicorn.conf.py; options of gunicorn go over what stands there, and a database over
    the file in the folder."""
    port = free_port()
    began = time.perf_counter()
    process = subprocess.Popen(
        [python, "-m", "gunicorn", *options, app],
        cwd=ROOT,
        env=surroundings(folder, port) | ({"MITSPRACHE_DATABASE": database} if database else {}),
        preexec_fn=die_with_parent,
    )
    try:
        _await(port, process)
        yield Server(port, process.pid, time.perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=40)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def die_with_parent() -> None:
    """Run in the new process before it becomes another program: should we be killed, it does not run on."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, signal.SIGTERM)


def _await(port: int, process: subprocess.Popen) -> None:
    for _ in range(6000):
        if process.poll() is not None:
            raise RuntimeError("gunicorn did not start")
        try:
            asked = HTTPConnection("127.0.0.1", port, timeout=30)
            asked.request("GET", "/")
            asked.getresponse().read()
            return
        except ConnectionError:
            time.sleep(0.005)
        finally:
            asked.close()
    raise RuntimeError("gunicorn does not answer")
