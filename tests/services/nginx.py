"""An nginx for the tests: the machine's own, else Debian's."""

import os
import shutil
from functools import cache

from tests.services import debian

MISSING = (
    "The tests need nginx, and it was not found. "
    "On Debian, as root: apt-get install --no-install-recommends nginx-light"
)


@cache
def executable() -> str:
    """Find nginx, installing it if we may; never answer with nothing."""
    return _look() or (debian.install("nginx-light") and _look()) or _give_up()


def _look() -> str | None:
    # Ordinary users do not have the folders of servers on their path.
    return shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/local/sbin:/usr/sbin")


def _give_up() -> str:
    raise RuntimeError(MISSING)
