"""The cell-key method: each published count is changed a little, always in the same way for the same people.

A table gives, for each true count, how likely each change is: unbiased, of a fixed variance, never more than `most`,
and never to 1 or 2; nobody stays nobody. Its rows maximise entropy under these conditions. Source: S. Giessing,
"Computational Issues in the Design of Transition Probabilities and Disclosure Risk Estimation for Additive Noise",
PSD 2016; J. Marley and V. Leaver, "A Method for Confidentialising User-Defined Tables", ISI 2011. Which change a cell
gets is decided by a hash of who is in it, under a key: asking again gives the same number, so nothing averages out.
"""

# ruff: noqa: E501  a line for each count of the tables

from __future__ import annotations

import hashlib
import hmac

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

NEVER_SHOWN = 2  # no published count is 1 or 2

# TABLES[most, variance][count][change + most] is a probability; the last row is for all larger counts.
# fmt: off
TABLES: dict[tuple[int, int], tuple[tuple[float, ...], ...]] = {
    (5, 2): (
        (0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0.6666666667, 0, 0, 0.3333333333, 0, 0, 0),
        (0, 0, 0, 0.3333333333, 0, 0, 0.6666666667, 0, 0, 0, 0),
        (0, 0, 0.1472771616, 0, 0, 0.5114873806, 0.2550677223, 0.0729910799, 0.0119860967, 0.0011294824, 0.0000610766),
        (0, 0.0447953927, 0, 0, 0.3229882439, 0.3040080336, 0.1997286425, 0.0915909544, 0.029317151, 0.0065500994, 0.0010214826),
        (0.0033204303, 0, 0, 0.1466253738, 0.2391062344, 0.2648466138, 0.1992598075, 0.1018278901, 0.0353456149, 0.0083334742, 0.0013345609),
        (0, 0, 0.0343386691, 0.1104488917, 0.2213529997, 0.2764111821, 0.2150660958, 0.1042640141, 0.0314951062, 0.0059278589, 0.0006951824),
        (0, 0.0053447977, 0.0302932741, 0.1045497226, 0.2197157972, 0.2811650978, 0.2190903565, 0.1039553495, 0.0300353122, 0.0052841993, 0.0005660932),
        (0.0005485747, 0.0051899825, 0.0298004392, 0.103849898, 0.2196423695, 0.2819374725, 0.2196423695, 0.103849898, 0.0298004392, 0.0051899825, 0.0005485747),
    ),
    (7, 4): (
        (0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0),
        (0, 0, 0, 0, 0, 0, 0.775078851, 0, 0, 0.0873643726, 0.0507561033, 0.0323385884, 0.02259606, 0.0173150304, 0.0145509943),
        (0, 0, 0, 0, 0, 0.4662739351, 0, 0, 0.2796755303, 0.1533107323, 0.0677559546, 0.024142331, 0.00693534, 0.00160625, 0.0002999268),
        (0, 0, 0, 0, 0.2514396179, 0, 0, 0.3195822893, 0.222383188, 0.1240288332, 0.0554427576, 0.0198640795, 0.005704184, 0.001312865, 0.0002421855),
        (0, 0, 0, 0.1169966416, 0, 0, 0.2633334748, 0.237665744, 0.1780062518, 0.1106399751, 0.0570685752, 0.0244281252, 0.0086774355, 0.0025580015, 0.0006257752),
        (0, 0, 0.0399072321, 0, 0, 0.1789591262, 0.2064369561, 0.1991685679, 0.1607140746, 0.1084642908, 0.0612236767, 0.0289035902, 0.0114125826, 0.0037689106, 0.0010409922),
        (0, 0.0074351961, 0, 0, 0.0921748584, 0.143107107, 0.1819760686, 0.1895272702, 0.1616715082, 0.1129534825, 0.0646353514, 0.0302931863, 0.0116285121, 0.0036560127, 0.0009414464),
        (0.0008165553, 0, 0, 0.0335198254, 0.0732122778, 0.1272392664, 0.1759598, 0.1936247317, 0.1695365198, 0.1181192729, 0.0654837183, 0.0288869017, 0.0101396663, 0.0028320533, 0.0006294109),
        (0, 0, 0.0096926136, 0.028783412, 0.0670427602, 0.1224812852, 0.1755075566, 0.1972559635, 0.1738892365, 0.120232948, 0.0652052445, 0.0277363811, 0.0092539107, 0.002421637, 0.0004970511),
        (0, 0.0022965686, 0.008981642, 0.0274083246, 0.0652618934, 0.1212515465, 0.1757783318, 0.1988354543, 0.1754982332, 0.1208654314, 0.0649504105, 0.0272340436, 0.0089103096, 0.0022746988, 0.0004531119),
        (0.0004423224, 0.0022375801, 0.0088207279, 0.0270967043, 0.0648656438, 0.1210038546, 0.1759016398, 0.1992630541, 0.1759016398, 0.1210038546, 0.0648656438, 0.0270967043, 0.0088207279, 0.0022375801, 0.0004423224),
    ),
}
# fmt: on

_cumulative = {kind: np.array(rows).cumsum(axis=1) for kind, rows in TABLES.items()}


def perturbed(counts: Counts, draws: npt.NDArray[np.float64], most: int, variance: int) -> Counts:
    """The published counts for true ones; `draws` are in [0, 1), one for each count."""
    table = _cumulative[most, variance]
    rows = table[np.minimum(counts, len(table) - 1), :-1]
    shown: Counts = counts + (draws[:, None] >= rows).sum(axis=1) - most
    return shown


def draw(key: bytes, question: str, cell: str, people: int) -> float:
    """The draw in [0, 1) of a cell with these people, given as the sum of their keys modulo 2**64.

    Neither the group nor the release is part of it: the same people, shown in two groups or on two days, give the same
    number. Question and cell are: else one person's rare answers would come and go together.
    """
    message = b"\0".join((b"cell", question.encode(), cell.encode(), people.to_bytes(8, "big")))
    return int.from_bytes(hmac.digest(key, message, hashlib.sha256)[:7], "big") / 2**56


def person_key(key: bytes, id: str) -> int:
    """What stands for a person in sums, 64 bits."""
    return int.from_bytes(hmac.digest(key, b"person\0" + id.encode(), hashlib.sha256)[:8], "big")
