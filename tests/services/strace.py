"""strace, which writes down every system call of a program: the machine's own, else Debian's."""

import shutil
from functools import cache

from tests.services import debian

MISSING = (
    "The tests need strace, and it was not found. On Debian, as root: apt-get install --no-install-recommends strace"
)


@cache
def executable() -> str:
    """Find strace, installing it if we may; never answer with nothing."""
    return shutil.which("strace") or (debian.install("strace") and shutil.which("strace")) or _give_up()


def _give_up() -> str:
    raise RuntimeError(MISSING)
