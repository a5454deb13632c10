"""A questionnaire: pages of questions in several languages. It is never changed, only replaced by the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

from app.domain.language import LANGUAGES
from app.domain.page import Page
from app.domain.picture import stored
from app.domain.profile import PROFILES
from app.domain.question import Question, build, setting, settings, to_data
from app.domain.questions import KINDS
from app.domain.quota import Quota, quotas_from_data
from app.domain.rule import Facts, Rule, mentions
from app.domain.sentence import N_, Problem
from app.domain.short_name import SLUG
from app.domain.text import Text, counted, put
from app.domain.unfolding import unfolded

FORMAT = "mitsprache-questionnaire/1"
ACCESS = ("open", "shared", "single")  # anyone; whoever has the event's code; a printed code for each answer
TEXTS = ("title", "intro", "publisher", "privacy", "thanks")  # of the whole questionnaire


@dataclass(frozen=True)
class Questionnaire:
    """`languages` are those it is offered in; `source` is the one it was written in; `minutes` is an estimate;
    `profile` is how carefully results are published (profile.py); `access` is who may answer (ACCESS);
    `pictures` are files in Base64, by name (picture.py)."""

    slug: str
    source: str
    languages: tuple[str, ...]
    minutes: int = setting(5, N_("Minutes it takes, about"), least=1, most=120)
    profile: str = "live"
    access: str = "open"
    title: Text = setting(Text(), N_("Title"))
    intro: Text = setting(Text(), N_("Introduction"))
    publisher: Text = setting(Text(), N_("Publisher"))
    privacy: Text = setting(Text(), N_("Privacy"))
    thanks: Text = setting(Text(), N_("Thanks"))
    pages: tuple[Page, ...] = ()
    quotas: tuple[Quota, ...] = setting((), N_("Quotas"))
    pictures: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def unfolded(self) -> Questionnaire:
        """The questionnaire as one person goes through it (unfolding.py)."""
        if not self.quotas and not any(page.repeat for page in self.pages):
            return self
        return replace(self, pages=unfolded(self.pages, self.quotas), quotas=())

    @property
    def repeated(self) -> frozenset[str]:
        """The questions that are asked once for each of several."""
        return frozenset(question.id for page in self.pages if page.repeat for question in page.questions)

    def __post_init__(self) -> None:
        if any(question.offering for page in self.pages for question in page.questions):
            object.__setattr__(self, "pages", tuple(_with_lent(self.pages)))

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page.questions)

    @property
    def dimensions(self) -> tuple[Question, ...]:
        """The questions results may be filtered by; the language of answering is one besides."""
        return tuple(q for q in self.questions if q.dimension and q.id not in self.sensitive)

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """The sensitive questions, and those only some are asked, or may answer, because of what they answered to one
        of these: who answered would say what was answered there."""
        found: set[str] = set()
        for page in self.pages:
            asked_if = [page.show_if, *self.ends_before(page), *([{"answer": page.repeat}] if page.repeat else [])]
            for question in page.questions:
                rules = (*asked_if, question.show_if, question.valid_if, question.recipe)
                mentioned = {*question.offering[:1], *(name for rule in rules for name in mentions(rule))}
                if question.sensitive or mentioned & found:
                    found.add(question.id)
        return frozenset(found)

    def question(self, id: str) -> Question | None:
        return next((question for question in self.questions if question.id == id), None)

    def page(self, id: str) -> Page | None:
        return next((page for page in self.pages if page.id == id), None)

    def page_of(self, id: str) -> Page:
        return next(page for page in self.pages if any(question.id == id for question in page.questions))

    def path(self, facts: Facts) -> list[Page]:
        """The pages that someone with these answers sees, up to the first exit among them."""
        found = []
        for page in self.pages:
            if page.stands(facts):
                found.append(page)
                if page.exit:
                    break
        return found

    def ends_before(self, page: Page) -> tuple[Rule | None, ...]:
        """For whom the questionnaire may have ended before this page: at an exit, or because a quota was full."""
        before = self.pages[: self.pages.index(page)]
        asked = {question.id for each in before for question in each.questions}
        exits = (each.show_if for each in before if each.exit)
        return (*exits, *(quota.met for quota in self.quotas if quota.question in asked))

    def with_question(self, changed: Question) -> Questionnaire:
        return self.replacing(lambda question: changed if question.id == changed.id else question)

    def replacing(self, change: Any) -> Questionnaire:
        """The questionnaire with change(question) for each question."""
        return replace(
            self,
            pages=tuple(replace(page, questions=tuple(map(change, page.questions))) for page in self.pages),
        )

    def texts(self) -> Iterator[tuple[str, Text, bool]]:
        """Every text with its path and whether it must be said in every published language."""
        for name in TEXTS:
            yield name, getattr(self, name), True
        for quota in self.quotas:
            yield from ((f"quotas.{quota.id}.{path}", text, must) for path, text, must in quota.texts())
        for page in self.pages:
            for f in settings(Page):
                value = getattr(page, f.name)
                if isinstance(value, Text):
                    yield f"pages.{page.id}.{f.name}", value, f.metadata.get("say", True) or bool(value)
            for question in page.questions:
                for path, text, must in question.every_text:
                    yield f"pages.{page.id}.questions.{question.id}.{path}", text, must

    def with_texts(self, texts: Mapping[str, Text]) -> Questionnaire:
        """The questionnaire with these texts, by path as texts() names them; others stay. Only what changes is read
        anew: this is done at every pause in typing."""
        return load(put(dump(self), texts), self)

    def states(self, language: str) -> dict[str, int]:
        """How many texts are in which state of translation."""
        said = (text for _, text, must in self.texts() if must or text)
        return counted(said, (language,), self.source)[language]


def _with_lent(pages: tuple[Page, ...]) -> Iterator[Page]:
    """The pages with the answers that earlier questions lend to later ones."""
    earlier: dict[str, Question] = {}
    for page in pages:
        questions = []
        for question in page.questions:
            questions.append(question.lent(earlier))
            earlier[question.id] = questions[-1]
        yield replace(page, questions=tuple(questions))


def dump(questionnaire: Questionnaire, names: bool = True) -> dict[str, Any]:
    """The questionnaire as JSON data, the format of `flask questionnaire export`; without `names` it does not say
    who translated what. Its questions are shared with other drafts: whoever wants to change it makes a deep copy."""
    head = {"format": FORMAT}
    for name in ("slug", "source", "minutes", "profile", "access"):
        head[name] = getattr(questionnaire, name)
    head["languages"] = list(questionnaire.languages)  # type: ignore[assignment]
    texts = {
        name: getattr(questionnaire, name).to_data(names)
        for name in ("title", "intro", "publisher", "privacy", "thanks")
    }
    quotas = {"quotas": [to_data(each, names) for each in questionnaire.quotas]} if questionnaire.quotas else {}
    pictures = {"pictures": dict(questionnaire.pictures)} if questionnaire.pictures else {}
    return {**head, **texts, "pages": [to_data(page, names) for page in questionnaire.pages], **quotas, **pictures}


def load(data: Any, like: Questionnaire | None = None) -> Questionnaire:
    """The questionnaire from JSON data; raises a Problem that names the place when it cannot be one. Questions that
    are the same in another one are taken from there: that is much quicker."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Problem(
            N_("This file is not a questionnaire of Mitsprache ({format} is missing)."),
            "format",
            format=FORMAT,
        )
    unknown = sorted(set(data) - {"format", *Questionnaire.__dataclass_fields__})
    if unknown:
        raise Problem(N_("There is no setting called {name}."), "", name=unknown[0])
    if not isinstance(data.get("slug"), str) or not SLUG.fullmatch(data["slug"]):
        raise Problem(N_("The short name may only have small letters, digits and hyphens."), "slug")
    languages = data.get("languages")
    if not isinstance(languages, list) or not languages or any(str(tag) not in LANGUAGES for tag in languages):
        raise Problem(N_("Name the languages by their tags, such as de, uk or ar."), "languages")
    if data.get("source") not in languages:
        raise Problem(N_("The language it was written in must be among the languages."), "source")
    if not isinstance(data.get("minutes", 5), int) or not isinstance(data.get("pages"), list):
        raise Problem(N_("Something else was expected here."), "pages")
    for name, known in (("profile", tuple(PROFILES)), ("access", ACCESS)):
        if data.get(name, known[0]) not in known:
            raise Problem(N_("Choose one of: {among}."), name, among=", ".join(known))
    texts = {n: Text.from_data(data.get(n, {}), n) for n in TEXTS}
    made = {question.id: question for question in like.questions} if like else {}
    return Questionnaire(
        data["slug"],
        data["source"],
        tuple(languages),
        data.get("minutes", 5),
        data.get("profile", "live"),
        data.get("access", "open"),
        **texts,
        pages=tuple(load_page(page, f"pages.{i}", made) for i, page in enumerate(data["pages"])),
        quotas=quotas_from_data(data.get("quotas", [])),
        pictures=stored(data.get("pictures", {})),
    )


def load_page(data: Any, where: str, known: Mapping[str, Question] = MappingProxyType({})) -> Page:
    if not isinstance(data, dict) or not isinstance(data.get("id"), str) or not isinstance(data.get("questions"), list):
        raise Problem(N_("Something else was expected here."), where)
    where = f"pages.{data['id']}"
    questions = tuple(_known(each, known) or load_question(each, f"{where}.questions") for each in data["questions"])
    page: Page = build(Page, {name: value for name, value in data.items() if name != "questions"}, where)
    return replace(page, questions=questions)


def _known(data: Any, known: Mapping[str, Question]) -> Question | None:
    found = known.get(str(data.get("id"))) if isinstance(data, dict) else None
    return found if found and found.data == data else None


def load_question(data: Any, where: str) -> Question:
    kind = str(data.get("kind")) if isinstance(data, dict) else ""
    if kind not in KINDS:
        raise Problem(N_("There is no kind of question called {name}."), where, name=kind[:60])
    question: Question = build(KINDS[kind], data, f"{where}.{data.get('id', '?')}")
    return question


def with_words(
    form: Questionnaire, language: str, words: dict[str, str], state: Any = "draft", who: str = "", day: str = ""
) -> Questionnaire:
    """The questionnaire with these words in one language, by path as texts() names them; others stay."""
    known = {path: text for path, text, _ in form.texts()}
    said = {
        path: known.get(path, Text()).with_words(language, each, form.source, state, who, day)
        for path, each in words.items()
    }
    return form.with_texts(said)
