"""systemd-analyze, which reads unit files and says what they leave open; no systemd needs to run."""

import shutil
from functools import cache

from tests.services import debian

MISSING = (
    "The tests need systemd-analyze, and it was not found. "
    "On Debian, as root: apt-get install --no-install-recommends systemd"
)


@cache
def analyze() -> str:
    """Find systemd-analyze, installing it if we may; never answer with nothing."""
    name = "systemd-analyze"
    return shutil.which(name) or (debian.install("systemd") and shutil.which(name)) or _give_up()


def _give_up() -> str:
    raise RuntimeError(MISSING)
