"""A consultation on the pages of others: pieces of HTML to copy, without a script, a frame or a style of ours."""

from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext
from markupsafe import Markup

from app.domain.consultation import Consultation
from app.domain.language import LANGUAGES, Language
from app.web.headers import allow_script
from app.web.language import here, languages_of
from app.web.visit.addresses import lasting, origin
from app.web.visit.card import HIGH, WIDE
from app.web.visit.consultation import find
from app.web.visit.door import bp

WORDS = Markup("""\
<section lang="{}" dir="{}">
<h2><a href="{}">{}</a></h2>
<p>{}</p>
</section>""")
PICTURE = Markup('<a lang="{}" dir="{}" href="{}"><img src="{}" width="{}" height="{}" alt="{}: {}"></a>')


@dataclass(frozen=True)
class Snippet:
    """The same in two ways: words, which stay as they were copied, and a picture, which goes with the consultation."""

    language: Language
    words: Markup
    picture: Markup


@bp.get("/consultation/<slug>/embed")
def embed(slug: str) -> ResponseReturnValue:
    allow_script()  # it copies
    document = find(slug).document
    offered = languages_of(document.languages)
    return render_template(
        "web/visit/embed.html",
        consultation=document,
        mine=snippet(document, here().tag),
        others=[snippet(document, each.tag) for each in offered if each != here()],
        languages=offered,
        origin=origin(),
    )


def snippet(consultation: Consultation, tag: str) -> Snippet:
    language = LANGUAGES[tag]
    page = lasting("visit.consultation", slug=consultation.slug, lang=tag)
    title, intro = consultation.title.said(tag).words, consultation.intro.said(tag).words
    with force_locale(language.babel):
        course = gettext("What happens when")
    card = lasting("visit.card", slug=consultation.slug, kind="svg", lang=tag)
    return Snippet(
        language,
        WORDS.format(tag, language.direction, page, title, intro),
        PICTURE.format(tag, language.direction, page, card, WIDE, HIGH, title, course),
    )
