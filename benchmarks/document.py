"""All measurements one after the other, and docs/performance.md written anew from what they print.

    python -m benchmarks.document                  measure and print, about 15 minutes
    python -m benchmarks.document --write          and put the tables into docs/performance.md
    python -m benchmarks.document --only pages journeys
    python -m benchmarks.document --long           those too that take longer than all others together
    python -m benchmarks.document --write --before what is measured now goes into the column “before”

docs/performance.md itself says what is measured, in which order: each command stands in a comment, and what it printed
last stands below. No figure there is written by hand.
"""

import argparse
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.report import GOALS
from benchmarks.server import ROOT, die_with_parent

DOCUMENT = ROOT / "docs" / "performance.md"
BLOCK = re.compile(r"<!-- (measured|long): (\S+?)( [^>]*?)? -->\n.*?<!-- end -->", re.DOTALL)
SUMMARY = re.compile(r"<!-- goals -->\n.*?<!-- end -->", re.DOTALL)
HEAD = "| goal | at least | before | now | met |"
MEASURED, MISSED = 0, 1  # exit statuses; any other means that there are no figures


@dataclass(frozen=True)
class Row:
    """A goal in the table at the top: what was measured before anything was done about it, and what now."""

    least: str
    before: str
    now: str
    met: str


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for flag in ("--write", "--before", "--long", "--quick"):
        options.add_argument(flag, action="store_true")
    options.add_argument("--only", nargs="+", default=(), metavar="NAME")
    given = options.parse_args()
    words, broken = DOCUMENT.read_text(), []
    for kind, module, arguments in BLOCK.findall(words):
        name = module.removeprefix("benchmarks.")
        if name not in given.only if given.only else kind == "long" and not given.long:
            continue
        command = [module, *arguments.split()]
        printed = _printed(command, given.quick)
        if not printed:
            broken.append(module)
            continue
        words = with_figures(words, kind, command, printed, given.before)
        if given.write:  # at once: what comes later may be interrupted
            DOCUMENT.write_text(words)
    sys.exit(f"Without figures: {', '.join(broken)}" if broken else 0)


def _printed(command: list[str], quick: bool) -> str:
    """What a measurement prints, shown as it comes; nothing when it came to no end."""
    file = ROOT / f"{command[0].replace('.', '/')}.py"
    hurry = ["--quick"] if quick and file.exists() and "--quick" in file.read_text() else []
    print(f"\n## python -m {' '.join([*command, *hurry])}\n", flush=True)
    lines = []
    told = [sys.executable, "-m", *command, *hurry]
    with subprocess.Popen(told, cwd=ROOT, stdout=subprocess.PIPE, text=True, preexec_fn=die_with_parent) as process:
        for line in process.stdout or ():
            print(line, end="", flush=True)
            lines.append(line)
    return "".join(lines) if lines and process.returncode in (MEASURED, MISSED) else ""


def with_figures(words: str, kind: str, command: list[str], printed: str, before: bool) -> str:
    """The document with what one measurement has printed, and its goals in the table at the top."""
    told = " ".join(command)
    block = f"<!-- {kind}: {told} -->\n`python -m {told}`\n\n{printed.strip()}\n<!-- end -->"
    words = re.sub(rf"<!-- {kind}: {re.escape(told)} -->\n.*?<!-- end -->", lambda _: block, words, flags=re.DOTALL)
    return SUMMARY.sub(lambda _: _summary(summed(words, goals(printed), before)), words)


def goals(printed: str) -> dict[str, tuple[str, str, str]]:
    """What the tables of goals in a measurement say: least, measured and whether met, by goal."""
    return {what: (least, measured, met) for what, least, measured, met in _cells(printed, GOALS)}


def summed(words: str, measured: dict[str, tuple[str, str, str]], before: bool) -> dict[str, Row]:
    """The rows of the table at the top with those of a measurement in their places, new ones last."""
    rows = {what: Row(*cells) for what, *cells in _cells(words, HEAD)}
    for what, (least, now, met) in measured.items():
        first = now if before else rows[what].before if what in rows else "–"
        rows[what] = Row(least, first, now, met)
    return rows


def _summary(rows: dict[str, Row]) -> str:
    lines = (f"| {what} | {row.least} | {row.before} | {row.now} | {row.met} |" for what, row in rows.items())
    return "\n".join(["<!-- goals -->", HEAD, "|---|---|---|---|---|", *lines, "<!-- end -->"])


def _cells(words: str, head: str) -> Iterable[list[str]]:
    """The rows of all tables with this head."""
    for table in words.split(head + "\n")[1:]:
        for line in table.splitlines()[1:]:
            if not line.startswith("|"):
                break
            yield [cell.strip() for cell in line.strip("|").split("|")]


if __name__ == "__main__":
    main()
