"""The proof: all attacks on the real release code, written to docs/privacy-proof.md and app/domain/attacks/measured.py.

    make proof                 (about five minutes on one core)
    python -m benchmarks.proof --quick --print

Everything is drawn from fixed seeds, so the same code writes the same files.
"""

import argparse
import hashlib
import json

import numpy as np

from app.config import PROJECT
from app.domain.attacks.trial import certain, report, trial
from app.domain.profile import PROFILES
from app.domain.questionnaire import load
from benchmarks.survey import crowd

RUNS = {200: 16, 2_000: 6, 20_000: 1}
QUICK = {200: 2, 2_000: 1}
EXAMPLES = ("gut-leben", "integrationskonzept")
DOCUMENT = PROJECT / "docs" / "privacy-proof.md"
MEASURED = PROJECT / "app" / "domain" / "attacks" / "measured.py"

HEAD = """# What attacks on our releases find

Written by `make proof` (benchmarks/proof.py) from fixed seeds; do not edit. It runs the product's own release code
(`Profile`, `Cube`, `attribute`, `audience.grown`, the gate and the table of changes) and attacks what comes out.

The crowd is hard to protect: 20 questions; filters by region (8), language (10), age (5) and role (3); rare languages
live together and answer on one evening; 60 days with three events. The attacker knows the code, the table of changes,
who is in which group, when each person answered and how many came with them; not the key, not the answers.
"""

MEANING = """
- **certain**: share of answers that follow without doubt from what is published before and after a person counts, or
  from comparing all filters of the last release.
- **guessed right**: the best guess of an attacker who computes all chances, about people who took part; in brackets
  about people who did not, but have the same traits. The difference is what taking part costs, in percentage points
  (± standard error). Guessing well about groups is the purpose of a survey; only the difference is about a person.
- **computable**: people in a handful whose exact sum can be had by adding and subtracting tables of all releases.
- **everyone the same**: shown groups in which all gave one answer; how often the release tells.
"""

LIMITS = """
## What this does not show

An attacker who knows nearly all other answers of a block learns the last one sooner or later; three or more handfuls
taken together are not looked at by the gate; free texts and everything outside of the numbers are other chapters
(docs/privacy.md).
"""

CODE = '''"""What the attacks of `make proof` found, for the page on which a profile is chosen. Do not edit.

For each profile and number of people: how often the best guess about someone who took part is right, how often about
a stranger with the same traits, and the share of answers known with certainty; all from 0 to 1.
"""

from __future__ import annotations

RISKS: dict[str, dict[int, tuple[float, float, float]]] = {
'''


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true", help="few runs, to see that it works")
    options.add_argument("--print", action="store_true", help="write to the terminal only")
    given = options.parse_args()
    runs = QUICK if given.quick else RUNS
    measured = {name: {size: _measure(name, size, runs[size]) for size in runs} for name in PROFILES}
    examples = [_example(name, size) for name in EXAMPLES for size in runs if size < 20_000]
    document = _document(measured, examples, runs)
    code = CODE + "".join(_line(name, sizes) for name, sizes in measured.items()) + "}\n"
    if given.print:
        print(document, code, sep="\n")
        return
    DOCUMENT.write_text(document, encoding="utf-8")
    MEASURED.write_text(code, encoding="utf-8")


def _measure(profile: str, size: int, runs: int) -> dict:
    """The mean of several crowds; what must never happen is the worst of them."""
    parts = [report(crowd(size, 100 + run), PROFILES[profile], _key(run), run) for run in range(runs)]
    print(f"{profile} {size}: {runs} runs", flush=True)
    mean = {name: float(np.mean([part[name] for part in parts])) for name in ("right", "stranger", "advantage")}
    return mean | {
        "error": float(np.sqrt(np.sum([part["error"] ** 2 for part in parts])) / runs),
        "certain": max(certain(part) for part in parts),
        "computable": max(part["computable"] for part in parts),
        "held_back": float(np.mean([part["held_back"] for part in parts])),
        "releases": float(np.mean([part["releases"] for part in parts])),
        "unanimous": sum(part["unanimous"] for part in parts),
        "told": sum(part["told"] for part in parts),
        "inaccuracy": {n: float(np.mean([part["inaccuracy"][n] for part in parts])) for n in ("total", "groups")},
        "coverage": {
            covered["name"]: (
                float(np.mean([part["coverage"][place]["counted"] for part in parts])),
                float(np.mean([part["coverage"][place]["days"] for part in parts])),
            )
            for place, covered in enumerate(parts[0]["coverage"])
        },
        "unprotected": {
            way: float(np.mean([part["unprotected"][way] for part in parts])) for way in parts[0]["unprotected"]
        },
    }


def _key(run: int) -> bytes:
    return hashlib.sha256(b"proof %d" % run).digest()


def _example(name: str, size: int) -> dict:
    questionnaire = load(json.loads((PROJECT / "examples" / "ostholstein" / f"{name}.json").read_text("utf-8")))
    return {"name": name, **trial(questionnaire, size, _key(0))}


def _document(measured: dict, examples: list[dict], runs: dict) -> str:
    lines = [HEAD, f"Crowds: {', '.join(f'{count} of {size:,} people' for size, count in runs.items())}.\n"]
    lines += ["## Attacks\n", "| profile | people | certain | guessed right | costs | computable | everyone the same |"]
    lines += ["|---|---|---|---|---|---|---|"]
    for name, sizes in measured.items():
        lines += [_attack_row(name, size, found) for size, found in sizes.items()]
    lines += [MEANING, "## The same attacks without protection\n"]
    lines += ["Share of answers known with certainty. If these numbers were small, the attacks would be blind.\n"]
    lines += ["| people | exact numbers, live | numbers below 5 hidden, live | our changed numbers, but live |"
              " numbers below 5 hidden, filters combined |", "|---|---|---|---|---|"]  # fmt: skip
    for size, found in measured["live"].items():
        ways = found["unprotected"]
        lines.append(
            f"| {size:,} | " + " | ".join(_percent(ways[w]) for w in ("exact", "hidden", "perturbed", "filters")) + " |"
        )
    lines += ["\n## How much is shown, how soon, how exactly\n"]
    lines += ["Share of all who answered that counts in the total and in each filter, and the mean wait in days; mean"
              " distance of published from true shares in percentage points.\n"]  # fmt: skip
    names = list(measured["live"][200]["coverage"])
    lines += ["| profile | people | releases | blocks held back | " + " | ".join(n or "total" for n in names)
              + " | off, total | off, groups |", "|---" * (6 + len(names)) + "|"]  # fmt: skip
    for name, sizes in measured.items():
        lines += [_coverage_row(name, size, found, names) for size, found in sizes.items()]
    lines += ["\n## Our two examples, as staff see them in the trial of a draft\n"]
    lines += ["Their questions have more and more even answers than the crowd above, so there is more to guess.\n"]
    lines += [
        "| questionnaire | profile | people | certain | guessed right | costs | computable |",
        "|---|---|---|---|---|---|---|",
    ]
    for part in examples:
        row = _attack_row(part["profile"], part["people"], {**part, "certain": certain(part)})
        lines.append(f"| {part['name']} {row.rsplit('|', 2)[0]}|")
    return "\n".join(lines) + "\n" + LIMITS


def _attack_row(name: str, size: int, found: dict) -> str:
    guessed = f"{found['right']:.1%} ({found['stranger']:.1%})".replace("%", " %")
    costs = f"{100 * found['advantage']:+.1f} ± {100 * found['error']:.1f}"
    same = f"{found['unanimous']}, told {found['told']}"
    return (
        f"| {name} | {size:,} | {_percent(found['certain'])} | {guessed} | {costs} | {found['computable']} | {same} |"
    )


def _coverage_row(name: str, size: int, found: dict, names: list[str]) -> str:
    cells = [f"{share:.0%}".replace("%", " %") + f", {days:.1f}" for share, days in map(found["coverage"].get, names)]
    off = [f"{found['inaccuracy'][where]:.2f}" for where in ("total", "groups")]
    head = [name, f"{size:,}", f"{found['releases']:.0f}", f"{found['held_back']:.1f}"]
    return "| " + " | ".join([*head, *cells, *off]) + " |"


def _percent(share: float) -> str:
    return f"{share:.2%}".replace("%", " %")


def _line(name: str, sizes: dict) -> str:
    cells = ", ".join(
        f"{size}: ({found['right']:.3f}, {found['stranger']:.3f}, {found['certain']:.4f})"
        for size, found in sizes.items()
    )
    return f'    "{name}": {{{cells}}},\n'


if __name__ == "__main__":
    main()
