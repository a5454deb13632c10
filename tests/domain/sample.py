"""A small questionnaire for the tests, with every word said in German and Arabic."""

from app.domain.questionnaire import FORMAT, load


def text(de, ar=None):
    return {"de": de, "ar": ar or f"كلمات {de}"}


def options(*ids, **flags):
    return [{"id": id, "label": text(id), **flags.get(id, {})} for id in ids]


def single(id, *ids, **more):
    flags = {"ka": {"aside": True}}
    return {"kind": "single", "id": id, "title": text(f"{id}?"), "options": options(*ids, **flags), **more}


def page(id, *questions, **more):
    return {"id": id, "title": text(id), "questions": list(questions), **more}


def questionnaire(*pages, **more):
    texts = {name: text(name) for name in ("title", "intro", "publisher", "privacy", "thanks")}
    head = {"format": FORMAT, "slug": "test", "source": "de", "languages": ["de", "ar"], "minutes": 3}
    return load({**head, **texts, "pages": list(pages), **more})


def long_text(id, **more):
    return {"kind": "long_text", "id": id, "title": text(f"{id}?"), **more}


def walk():
    """lives (required) -> feels (only who lives here) -> wish."""
    feels = {"kind": "scale", "id": "feels", "title": text("feels?"), "options": options("1", "2", "3")}
    return questionnaire(
        page("one", single("lives", "yes", "no", "ka", required=True)),
        page("two", {**feels, "show_if": {"==": [{"answer": "lives"}, "yes"]}}),
        page("three", long_text("wish", most=50)),
    )
