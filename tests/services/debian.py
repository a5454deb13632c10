"""Installs Debian packages for the tests, where we may."""

import fcntl
import os
import shutil
import subprocess
import sys
from pathlib import Path

BUILD = Path(__file__).parents[2] / "build"


def install(*packages: str) -> bool:
    """Install the packages with apt-get if we are root on a Debian, and say whether they are there now."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    BUILD.mkdir(exist_ok=True)
    with BUILD.joinpath("apt.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several test processes may miss the same thing at once
        print("Installing", *packages, "with apt-get", file=sys.stderr)
        command = ("apt-get", "install", "--yes", "--quiet", "--no-install-recommends", *packages)
        return _succeeds(*command) or (_succeeds("apt-get", "update", "--quiet") and _succeeds(*command))


def _succeeds(*command: str) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False).returncode == 0
