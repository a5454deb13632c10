"""What a party needs, in words: one for each heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask_babel import gettext

from app.domain.language import LANGUAGES
from app.domain.needs import BANDS, DIETS, LIFTS, Needs

YES = "✓"


def said(needs: Needs) -> dict[str, str]:
    """By heading, "" where nothing is needed; every party has the same headings."""
    return {
        gettext("Interpreters"): _listed(LANGUAGES[tag].german_name for tag in needs.interpreters),
        gettext("Sign language"): YES if needs.sign_language else "",
        gettext("Step-free ways"): YES if needs.step_free else "",
        gettext("Hearing loop"): YES if needs.hearing_loop else "",
        gettext("Childcare"): _counted(needs.children, BANDS),
        gettext("Food"): _counted(needs.diets, DIETS),
        gettext("Allergies"): needs.allergies,
        gettext("Lifts"): _lift(needs),
        gettext("Notes"): needs.note,
    }


def _counted(counts: Mapping[str, int], labels: Mapping[str, str]) -> str:
    return _listed(f"{count} × {gettext(labels[name])}" for name, count in counts.items() if name in labels)


def _lift(needs: Needs) -> str:
    if not needs.lift:
        return ""
    where = f" ({needs.lift_from})" if needs.lift_from else ""
    return f"{gettext(LIFTS[needs.lift])}: {needs.lift_seats or 1}{where}"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
