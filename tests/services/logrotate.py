"""logrotate, which begins log files anew."""

import shutil
from functools import cache

from tests.services import debian

MISSING = (
    "The tests need logrotate, and it was not found. "
    "On Debian, as root: apt-get install --no-install-recommends logrotate"
)


@cache
def executable() -> str:
    """Find logrotate, installing it if we may; never answer with nothing."""
    return _look() or (debian.install("logrotate") and _look()) or _give_up()


def _look() -> str | None:
    return shutil.which("logrotate", path="/usr/local/sbin:/usr/sbin:/usr/bin")


def _give_up() -> str:
    raise RuntimeError(MISSING)
