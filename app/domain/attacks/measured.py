"""What the attacks of `make proof` found, for the page on which a profile is chosen. Do not edit.

For each profile and number of people: how often the best guess about someone who took part is right, how often about
a stranger with the same traits, and the share of answers known with certainty; all from 0 to 1.
"""

from __future__ import annotations

RISKS: dict[str, dict[int, tuple[float, float, float]]] = {
    "live": {200: (0.543, 0.479, 0.0000), 2000: (0.560, 0.499, 0.0000), 20000: (0.570, 0.543, 0.0000)},
    "ruhig": {200: (0.539, 0.480, 0.0000), 2000: (0.553, 0.514, 0.0000), 20000: (0.569, 0.551, 0.0000)},
    "sensibel": {200: (0.537, 0.487, 0.0000), 2000: (0.545, 0.519, 0.0000), 20000: (0.567, 0.556, 0.0000)},
    "einmal": {200: (0.504, 0.493, 0.0000), 2000: (0.486, 0.493, 0.0000), 20000: (0.515, 0.510, 0.0000)},
}
