"""How different two colours look, to those who see all of them and to those who do not."""

import re
from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

import numpy as np

# Simulated colour vision in linear sRGB, where one kind of cones is missing: G. M. Machado, M. M. Oliveira and L. A. F.
# Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE TVCG 15 (2009), severity 1.
VISIONS = {
    "all": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ @ np.ones(3)


def linear(colour):
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = np.array([int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """As WCAG defines it."""
    dark, light = sorted(float(XYZ[1] @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def seen(colour, vision="all"):
    """The colour in CIE L*a*b* (D65), as it looks to people with this vision."""
    parts = XYZ @ np.clip(np.array(VISIONS[vision]) @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(parts > 216 / 24389, np.cbrt(parts), (24389 / 27 * parts + 16) / 116)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def unlike(one, other):
    """CIEDE2000, with the numbers of the equations in G. Sharma, W. Wu and E. N. Dalal, "The CIEDE2000 Color-Difference
    Formula", Color Research and Application 30 (2005)."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    seventh = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * sqrt(seventh / (seventh + 25**7))  # (4), (5)
    c1, c2 = hypot(stretch * a1, b1), hypot(stretch * a2, b2)  # (6)
    h1, h2 = (degrees(atan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))  # (7)
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180  # (10)
    hue = h1 + h2 if c1 * c2 == 0 else (h1 + turn / 2) % 360  # (14)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2  # (12), (13)
    t = 1 - 0.17 * cos(radians(hue - 30)) + 0.24 * cos(radians(2 * hue))  # (15)
    t += 0.32 * cos(radians(3 * hue + 6)) - 0.20 * cos(radians(4 * hue - 63))
    for_light = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)  # (18)
    by_chroma = (c2 - c1) / (1 + 0.045 * chroma)  # (19)
    by_hue = 2 * sqrt(c1 * c2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * t)  # (11), (20)
    rotation = -2 * sqrt(chroma**7 / (chroma**7 + 25**7)) * sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))  # (21)
    return sqrt(((l2 - l1) / for_light) ** 2 + by_chroma**2 + by_hue**2 + rotation * by_chroma * by_hue)  # (22)


def themes(*sheets):
    """The colours of style sheets by name, in light and in dark; later rules win."""
    found = [{}, {}]
    for sheet in sheets:
        for theme, rules in zip(found, re.findall(r":root \{(.*?)\}", sheet, re.DOTALL), strict=True):
            theme.update(re.findall(r"--([\w-]+): (#\w+)", rules))
    return {"light": found[0], "dark": found[1]}
