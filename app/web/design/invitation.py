"""What invites people in one language: the questionnaire's own words, a short address, and its QR picture."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import segno
from flask import url_for
from flask_babel import force_locale, gettext, ngettext
from markupsafe import Markup

from app.domain.language import LANGUAGES, Language
from app.domain.questionnaire import Questionnaire
from app.web.language import languages_of

SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+")
MOST_INTRO = 165  # letters: what someone reads while walking past
MOST_TITLE = 160
TITLES = {"short": 24, "middle": 42, "long": 80}  # letters: how large the title may be

CARD = Markup("""\
<div lang="{}" dir="{}" style="border: 1px solid; border-radius: .5em; padding: 1em; max-width: 32em">
<p><a href="{}"><strong>{}</strong></a></p>
<p>{}</p>
<p><small>{}</small></p>
</div>""")


@dataclass(frozen=True)
class Invitation:
    """`address` is typed or scanned and leads to the questionnaire in this language; `languages` are all it has."""

    language: Language
    title: str
    intro: str
    facts: tuple[str, ...]
    call: str
    address: str
    languages: Sequence[Language]

    @property
    def short(self) -> str:
        """The address as people type it."""
        return self.address.partition("://")[2]

    @property
    def length(self) -> str:
        """How long the title is, as the style sheet calls it."""
        return next((name for name, most in TITLES.items() if len(self.title) <= most), "longest")

    @property
    def picture(self) -> Markup:
        return Markup(qr(self.address, "svg", omitsize=True, svgclass="qr", lineclass=None).decode())  # noqa: S704

    @property
    def message(self) -> str:
        """For messengers: words that stand alone."""
        return "\n\n".join(part for part in (self.title, self.intro, "\n".join(self.facts), self.address) if part)

    @property
    def card(self) -> str:
        """For the web pages of others: plain HTML that loads nothing from us."""
        return CARD.format(
            self.language.tag,
            self.language.direction,
            self.address,
            self.title,
            self.intro,
            " · ".join(self.facts),
        )


def invitation(questionnaire: Questionnaire, tag: str) -> Invitation:
    language, count = LANGUAGES[tag], len(questionnaire.languages)
    with force_locale(language.babel):
        facts = (
            gettext("Your answers stay anonymous"),
            ngettext("About %(minutes)s minute", "About %(minutes)s minutes", questionnaire.minutes,
                     minutes=questionnaire.minutes),
            ngettext("In %(count)s language", "In %(count)s languages", count, count=count),
        )  # fmt: skip
        call = gettext("Scan the picture with your phone, or type the address:")
    return Invitation(
        language,
        _cut(questionnaire.title.said(tag).words, MOST_TITLE),
        first_sentences(questionnaire.intro.said(tag).words),
        facts,
        call,
        address_of(questionnaire.slug, tag),
        languages_of(questionnaire.languages),
    )


def address_of(slug: str, tag: str) -> str:
    return url_for("respond.short", slug=slug, language=tag.lower(), lang=None, _external=True)


def qr(address: str, kind: str, **options: object) -> bytes:
    """A picture that phones read from a wall, a crease or a scratch in it too."""
    drawn = io.BytesIO()
    options = {"border": 4, **options}
    if kind == "svg":
        options |= {"xmldecl": False, "svgns": not options.get("omitsize"), "nl": False}
    segno.make(address, error="q", micro=False, boost_error=False).save(drawn, kind=kind, **options)
    return drawn.getvalue()


def first_sentences(words: str) -> str:
    """As many whole sentences as fit, at least one."""
    first, *others = SENTENCE_END.split(_cut(" ".join(words[: 8 * MOST_INTRO].split()), 2 * MOST_INTRO))
    kept = first
    for sentence in others:
        if len(kept) + len(sentence) >= MOST_INTRO:
            break
        kept = f"{kept} {sentence}"
    return kept


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[:most].rsplit(None, 1)[0] + "…"
