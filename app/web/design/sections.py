"""The pages about one questionnaire, as the tabs that stand on each of them."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.people import Deed
from app.domain.sentence import N_


@dataclass(frozen=True)
class Section:
    """`endpoint` takes the slug alone; only people who may do `deed` see the tab."""

    name: str
    label: str
    endpoint: str
    deed: Deed


SECTIONS = (
    Section("overview", N_("Overview"), "design.show", "see questionnaires"),
    Section("edit", N_("Edit"), "design.edit", "design"),
    Section("translate", N_("Translate"), "design.translate", "see questionnaires"),
    Section("check", N_("Check"), "design.checks", "see questionnaires"),
    Section("try", N_("Try it"), "design.preview", "see questionnaires"),
    Section("versions", N_("Versions"), "design.versions", "see questionnaires"),
    Section("share", N_("Share it"), "design.share", "see questionnaires"),
    Section("protection", N_("Protection"), "design.protection", "see questionnaires"),
    Section("access", N_("Access"), "design.codes", "publish"),
    Section("releases", N_("Releases"), "design.releases", "publish"),
    Section("voices", N_("Free texts"), "design.voices", "publish"),
    Section("themes", N_("Themes"), "design.coding", "code texts"),
    Section("analysis", N_("Analysis"), "analysis.home", "analyse"),
    Section("people", N_("People"), "design.people", "design"),
)
