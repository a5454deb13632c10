"""Whether the machine is fit: clock, disk, memory that must not be written down, fonts, versions."""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

from app.web.doctor.finding import Finding, Installation, hint, ok, wrong

TIME_ERROR = 5  # what adjtimex(2) returns while nobody sets the clock
ENOUGH = 2_000_000_000  # bytes: a week of a small county's answers is a thousandth of it, backups are more
SHARE = 0.05  # of the inodes
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PINNED = re.compile(r"^([\w.-]+)==([^\s;\\]+) \\$", re.MULTILINE)  # not those for another Python


def clock(_: Installation) -> Iterator[Finding]:
    """Releases, sessions and certificates go by it."""
    yield told(ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(512)))  # an empty struct timex changes nothing


def told(state: int) -> Finding:
    """What the kernel says about its clock."""
    if state == TIME_ERROR:
        return wrong("Niemand stellt die Uhr: apt install systemd-timesyncd && timedatectl set-ntp true")
    if state < 0:
        return hint("Ob jemand die Uhr stellt, lässt sich hier nicht fragen: timedatectl")
    return ok("Die Uhr wird gestellt.")


def disk(here: Installation) -> Iterator[Finding]:
    yield room(here.config.instance_path, ENOUGH, SHARE)


def room(folder: Path, enough: int, share: float) -> Finding:
    free, inodes = shutil.disk_usage(folder).free, os.statvfs(folder)
    if free < enough:
        return wrong(f"Auf der Platte von {folder} sind nur {free / 1e9:.1f} GB frei: Platz schaffen.")
    if inodes.f_files and inodes.f_favail < share * inodes.f_files:
        return wrong(f"Auf der Platte von {folder} gehen die Inodes aus: df --inodes {folder}")
    return ok(f"{free / 1e9:.0f} GB sind frei.")


def swap(here: Installation) -> Iterator[Finding]:
    used = [line.split()[0] for line in (here.root / "proc/swaps").read_text().splitlines()[1:] if line.strip()]
    plain = [device for device in used if not _keeps_secrets(device)]
    if plain:
        yield wrong(f"Ausgelagert wird unverschlüsselt auf {', '.join(plain)}: swapoff -a und aus /etc/fstab nehmen.")
    else:
        yield ok("Nichts wird unverschlüsselt ausgelagert.")


def _keeps_secrets(device: str) -> bool:
    """Compressed memory, or a device that cryptsetup has made."""
    name = Path(device).resolve().name
    uuid = Path("/sys/block") / name / "dm" / "uuid"
    return name.startswith("zram") or (uuid.exists() and uuid.read_text().startswith("CRYPT-"))


def core_dumps(here: Installation) -> Iterator[Finding]:
    """A program that is piped the dump gets it in spite of LimitCORE=0; only systemd's own looks at the limit."""
    pattern = (here.root / "proc/sys/kernel/core_pattern").read_text().strip()
    if pattern.startswith("|") and "systemd-coredump" not in pattern:
        yield wrong(f"Speicherabbilder gehen an {pattern[1:].split()[0]}: sysctl kernel.core_pattern=core")
    else:
        yield ok("Speicherabbilder der Dienste werden nicht geschrieben.")


def fonts(here: Installation) -> Iterator[Finding]:
    missing = [name for name in PANGO if not _loads(name)]
    if missing:
        yield wrong(
            f"Berichte brauchen {', '.join(missing)}: apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        )
    elif not any((here.root / "usr/share/fonts").rglob("*.[ot]tf")):
        yield wrong("Es gibt keine Schrift für Berichte: apt install fonts-dejavu-core")
    else:
        yield ok("Pango und Schriften sind da.")


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def versions(here: Installation) -> Iterator[Finding]:
    """What is installed is what was tested."""
    wanted = dict(PINNED.findall((here.project / "requirements.lock").read_text()))
    there = {_name(found.metadata["Name"]): found.version for found in metadata.distributions()}
    other = [name for name, version in wanted.items() if there.get(_name(name)) != version]
    if other:
        yield wrong(f"Andere Fassungen als geprüft: {', '.join(other)}. make setup")
    else:
        yield ok(f"Python {sys.version.split()[0]}, {len(wanted)} Bibliotheken wie geprüft.")


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
