"""What a report says of how people were asked, how their answers became numbers, and what these cannot say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import gettext as _
from markupsafe import Markup

from app.domain.display import about
from app.domain.language import LANGUAGES
from app.domain.profile import PROFILES
from app.domain.questionnaire import Questionnaire
from app.domain.release import Release
from app.domain.sentence import N_
from app.web.language import day, languages_of, number
from app.web.results.blocks import Block, Facts, Heading, Items, Paragraph

ACCESS = {
    "open": N_("Anyone with the link"),
    "shared": N_("Everyone with the code of an event"),
    "single": N_("Whoever has a printed code, once"),
}
RHYTHM = {
    "live": N_("New numbers for everyone together every quarter of an hour, groups every three days."),
    "ruhig": N_("New numbers for everyone together every night, groups every week."),
    "sensibel": N_("New numbers once a week. For questions about discrimination, residence, religion or health."),
    "einmal": N_("One release after closing, without groups. For events with few people."),
}


def method(questionnaire: Questionnaire, release: Release) -> Iterator[Block]:
    profile = PROFILES[release.profile]
    yield Heading(1, _("How people were asked"), "method")
    yield Facts(_("How people were asked"), tuple(_facts(questionnaire, release)))
    yield Heading(2, _("How answers became numbers"), "numbers")
    yield Items(
        (
            _(
                "New results appear only when at least %(fresh)s more people have answered.",
                fresh=number(profile.fresh),
            ),
            _(
                "We do not show groups of fewer than %(first)s people. "
                "New answers join a group together with those of at least %(others)s other people.",
                first=number(profile.first),
                others=number(profile.block - 1),
            ),
            _(
                "We change every number a little: never by more than %(most)s answers. "
                "So no number is exact, and we never say that all or nobody gave an answer.",
                most=number(profile.most),
            ),
            _("What is added up from several such numbers can be off by more."),
        )
    )


def _facts(questionnaire: Questionnaire, release: Release) -> Iterator[tuple[str, str]]:
    first, _people = release.history[0]
    asked = sum(question.asks for question in questionnaire.questions)
    tongues = _listed(language.own_name for language in languages_of(questionnaire.languages))
    yield _("Who could take part"), _(ACCESS[questionnaire.access])
    yield _("Questions"), number(asked)
    yield _("Languages"), tongues
    yield _("First counted on"), day(first)
    yield _("Last counted on"), day(release.day)
    yield _("Answers, about"), number(about(release.answers))
    yield _("How often numbers appear"), _(RHYTHM[release.profile])


def limits(questionnaire: Questionnaire) -> Iterator[Block]:
    yield Heading(1, _("What these numbers cannot say"), "limits")
    yield Items(tuple(_limits(questionnaire)))


def _limits(questionnaire: Questionnaire) -> Iterator[str]:
    yield _("Taking part was voluntary: the results are not representative.")
    yield _("Percentages are of those who answered the question, not of everyone who lives here.")
    if questionnaire.access != "single":
        yield _("One person may have answered more than once: nobody was asked who they are.")
    yield _("Small differences may be chance, or come from the small changes in every number.")
    if drafts := _not_reviewed(questionnaire):
        told = _("Not all words of these languages were reviewed by someone who speaks them:")
        yield Markup("{} <b>{}</b>").format(told, _listed(drafts))


def _listed(names: Iterable[str]) -> Markup:
    """Names of languages, each kept apart from the direction of its neighbours."""
    return Markup(", ").join(Markup("<bdi>{}</bdi>").format(name) for name in names)


def _not_reviewed(questionnaire: Questionnaire) -> list[str]:
    found = (tag for tag in questionnaire.languages if questionnaire.states(tag).keys() & {"draft", "outdated"})
    return [LANGUAGES[tag].own_name for tag in found]


def recompute(release: Release, address: str) -> Iterator[Block]:
    yield Heading(1, _("Check these numbers yourself"), "recompute")
    yield Paragraph(
        _(
            "Every number in this report comes from release %(number)s, which is published and never changed. "
            "Here anyone can look at it and load its data:",
            number=number(release.number),
        )
    )
    yield Paragraph(Markup('<bdi dir="ltr">{}</bdi>').format(address))
    yield Paragraph(_("If one digit of the data were another, its fingerprint (SHA-256) would not be this one:"))
    yield Paragraph(Markup('<bdi dir="ltr">{}</bdi>').format(release.sha256), "quiet")
