"""Load by wrk, which sends what we tell it to, as fast as it is answered, and says what came back."""

import json
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.server import Server, die_with_parent
from benchmarks.walk import PACKED, Request, Walk
from tests.services import debian

HERE = Path(__file__).parent
CONNECTIONS = 64
GRACE = 30  # seconds the journeys that have begun may take to their end
MISSING = "The measurements need wrk. On Debian, as root: apt-get install --no-install-recommends wrk"


@dataclass(frozen=True)
class Figures:
    """What wrk has seen: answers (or journeys) a second, their times in milliseconds, what failed, bytes of each,
    and how many milliseconds the server's processor worked for each."""

    rate: float
    p50: float
    p99: float
    failed: int
    bytes: float
    count: int
    worked: float


def requests(server: Server, sent: Sequence[Request], seconds: float, connections: int = CONNECTIONS) -> Figures:
    """These requests in turn, on connections that stay open."""
    with _written([_told(request) for request in sent]) as data:
        return _wrk(server, "requests.lua", connections, 2, seconds, data)


def journeys(server: Server, walks: Sequence[Walk], seconds: float, connections: int = CONNECTIONS) -> Figures:
    """On each connection one visitor after the other; those who have begun when the time is up go on to the end."""
    with _written([[_told(request) for request in walk.requests] for walk in walks]) as data:
        return _wrk(server, "journeys.lua", connections, connections, seconds, data)


def _told(request: Request) -> dict[str, Any]:
    return {**asdict(request), "headers": request.headers | PACKED}


@contextmanager
def _written(value: Any) -> Iterator[Path]:
    """A file of this value in Lua."""
    with tempfile.TemporaryDirectory(prefix="mitsprache-wrk-") as folder:
        file = Path(folder) / "data.lua"
        file.write_text(f"return {_lua(value)}")
        yield file


def _lua(value: Any) -> str:
    match value:
        case dict():
            return "{" + ",".join(f"[{_lua(key)}]={_lua(each)}" for key, each in value.items()) + "}"
        case list() | tuple():
            return "{" + ",".join(map(_lua, value)) + "}"
        case _:
            return json.dumps(value)


def _wrk(server: Server, script: str, connections: int, threads: int, seconds: float, data: Path) -> Figures:
    whole = seconds if script == "requests.lua" else seconds + GRACE
    told = [_program(), f"-c{connections}", f"-t{threads}", f"-d{max(1, round(whole))}s", "--timeout", "20s"]
    told += ["-s", str(HERE / script), server.address, "--", str(data), str(seconds)]
    ended, found, before = 0, None, server.worked()
    with subprocess.Popen(told, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent) as process:
        for line in process.stdout or ():
            ended += line == "ended\n"
            if ended == connections:  # wrk itself would sleep on
                ended = 0
                process.send_signal(signal.SIGINT)
            if line.startswith("{"):
                found = json.loads(line)
    if process.returncode or found is None:
        raise RuntimeError(f"wrk did not come to an end: {' '.join(told)}")
    return Figures(**found, worked=(server.worked() - before) * 1000 / max(found["count"], 1))


def _program() -> str:
    name = "wrk"
    found = shutil.which(name) or (debian.install(name) and shutil.which(name))
    if not found:
        raise RuntimeError(MISSING)
    return str(found)
