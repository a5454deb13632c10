"""LibreOffice Calc without windows, to open files as the people who get them do: the machine's own, else Debian's."""

import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.services import debian

PACKAGE = "libreoffice-calc-nogui"  # 90 MB to fetch, 280 MB on the disk, a quarter of a minute
MISSING = (
    "The tests need LibreOffice Calc, and it was not found. "
    f"On Debian, as root: apt-get install --no-install-recommends {PACKAGE}"
)
# As harshly as a person may choose: UTF-8, and what looks like a formula, in quotes or not, is one. See "Filter Options
# for CSV Export and Import" in the help of LibreOffice.
CSV = "Text - txt - csv (StarCalc):{separator},34,76,1,,1033,false,true,false,false,false,0,true"


@cache
def executable() -> str:
    """Find LibreOffice, installing it if we may; never answer with nothing."""
    return _look() or (debian.install(PACKAGE) and _look()) or _give_up()


def _look() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _give_up() -> str:
    raise RuntimeError(MISSING)


def converted(files: Sequence[Path], into: Path, separator: str = "") -> list[Path]:
    """The files as flat OpenDocument spreadsheets, in one run; with a separator they are read as CSV."""
    command = [executable(), f"-env:UserInstallation={(into / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter={CSV.format(separator=ord(separator))}"] if separator else []
    command += ["--convert-to", "fods", "--outdir", str(into), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    made = [into / f"{file.stem}.fods" for file in files]
    if missing := [file.name for file in made if not file.exists()]:
        raise RuntimeError(f"LibreOffice did not convert {', '.join(missing)}:\n{done.stdout}{done.stderr}")
    return made
