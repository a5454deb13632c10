"""Fetches plotly.js, the one library browsers need, through npm, and refuses anything but the bytes we know.

It is committed under app/web/static/vendor because a fresh server has neither npm nor node. For a new version
change VERSION, run `make vendor`, read what plotly.js changed, and put the sums it prints here.
"""

import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

PACKAGE = "plotly.js-basic-dist-min"  # bars, pies, scatter: a third of the whole
VERSION = "4.1.1"
PACKED = "sha512-1oNF8PeQx2hv/y7tqEVWKD3JGwn/MGEMQ8mL9HUwsaqG9FGy/OU5FHUHvzqbqxN4mnwZGI9abTiE775C4kkjMQ=="
SCRIPT = "sha256-mXhOOr+wexQqFeUhpDnm2a3c6ts/eVU/0kxyd08GSbo="

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "app/web/static/vendor"
LICENCES = ROOT / "LICENSES"

HEADER = """\
/* plotly.js {version}: the rules it would otherwise write into a <style> element, which our
   Content-Security-Policy forbids. A link to them with id="plotly.js-style-global" and
   class="no-inline-styles" before the script stops it from trying. Made by setup/vendor.py out of the
   script beside this file; MIT, see LICENSES/plotly.js-MIT.txt. */
"""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = fetch(Path(folder))
    check(files["plotly-basic.min.js"], SCRIPT)
    VENDOR.mkdir(parents=True, exist_ok=True)
    for old in VENDOR.glob("plotly-basic-*.min.js*"):
        old.unlink()
    VENDOR.joinpath(f"plotly-basic-{VERSION}.min.js").write_bytes(files["plotly-basic.min.js"])
    VENDOR.joinpath("plotly.css").write_text(stylesheet(files["plotly-basic.min.js"].decode()), "utf-8")
    LICENCES.joinpath("plotly.js-MIT.txt").write_bytes(files["LICENSE"])
    print(f"plotly.js {VERSION} is in {VENDOR.relative_to(ROOT)}")


def fetch(folder: Path) -> dict[str, bytes]:
    command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
    packed = next(folder.glob("*.tgz"))
    check(packed.read_bytes(), PACKED)
    with tarfile.open(packed) as archive:
        names = {name.removeprefix("package/"): name for name in archive.getnames()}
        return {
            short: archive.extractfile(names[short]).read()  # type: ignore[union-attr]  # both are plain files
            for short in ("plotly-basic.min.js", "LICENSE")
        }


def check(content: bytes, known: str) -> None:
    kind, _, _ = known.partition("-")
    found = f"{kind}-{base64.b64encode(hashlib.new(kind, content).digest()).decode()}"
    if found != known:
        sys.exit(f"The bytes differ from those we know. Expected {known}, found {found}.")


def stylesheet(script: str) -> str:
    """Write out the table of rules in the script the way plotly.js itself would (its build/plotcss.js)."""
    table = re.search(r'\{"X,X div":.*?\}', script)
    if not table:
        sys.exit("plotly.js keeps its rules in another place now: look for plotcss in its sources.")
    written = ["node", "--print", f"JSON.stringify({table[0]})"]  # a JavaScript literal, not quite JSON
    rules = json.loads(subprocess.run(written, capture_output=True, check=True, text=True).stdout)
    lines = [f"{selector(short)} {{{rule}}}" for short, rule in rules.items()]
    return HEADER.format(version=VERSION) + "\n".join(lines) + "\n"


def selector(short: str) -> str:
    return re.sub("^,", " ,", short).replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")


if __name__ == "__main__":
    main()
