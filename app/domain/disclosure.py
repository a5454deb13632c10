"""Nobody may be recognised in a result: which groups a release may show.

First step of disclosure control: groups under LEAST are hidden, and so is whatever would give them away by
subtraction within one release. What changes between two releases is not yet protected; see docs/privacy.md.
"""

from __future__ import annotations

from collections.abc import Mapping

LEAST = 20  # people in any group that is shown
BATCH = 20  # new answers before the next release
LAST_BATCH = 10  # new answers that are still released after closing


def showable(sizes: Mapping[str, int], total: int, overlapping: bool) -> set[str]:
    """The groups of one dimension that may be shown.

    `sizes` are people by group; `total` are all people, so those in no group are total minus the sum. With
    overlapping groups (several answers) each group is judged against everyone outside it; otherwise what remains
    of the total after all shown groups must itself be nobody or a group large enough.
    """
    shown = {group for group, size in sizes.items() if size >= LEAST}
    if overlapping:
        return {group for group in shown if _harmless(total - sizes[group])}
    while shown and not _harmless(total - sum(sizes[group] for group in shown)):
        shown.remove(min(shown, key=lambda group: (sizes[group], group)))
    return shown


def _harmless(rest: int) -> bool:
    return rest == 0 or rest >= LEAST
