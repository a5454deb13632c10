"""Pango, the library WeasyPrint draws PDF files with: the machine's own, else one from Debian."""

import ctypes

from tests.services import debian

LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
MISSING = "The tests need Pango, and it was not found.\nOn Debian, as root: apt-get install " + " ".join(PACKAGES)


def library() -> str:
    """The name of the library, installing it if we may; never answer with nothing."""
    if not _loads() and not (debian.install(*PACKAGES) and _loads()):
        raise RuntimeError(MISSING)
    return LIBRARIES[0]


def _loads() -> bool:
    try:
        for name in LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True
