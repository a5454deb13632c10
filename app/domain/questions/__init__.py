"""The kinds of question, in the order the designer is offered them. A kind is a pair: scale.py, scale.html."""

from importlib import import_module

from app.domain.question import Question

PICKER = (
    "single",
    "multiple",
    "dropdown",
    "scale",
    "rating",
    "matrix",
    "statements",
    "ranking",
    "pairs",
    "budget",
    "number",
    "date",
    "place",
    "postcode",
    "short_text",
    "long_text",
    "consent",
    "information",
    "calculated",
)


def _kind(name: str) -> type[Question]:
    """The one class of question a module of this package defines."""
    module = import_module(f"{__name__}.{name}")
    (kind,) = (
        found
        for found in vars(module).values()
        if isinstance(found, type) and issubclass(found, Question) and found.__module__ == module.__name__
    )
    return kind


KINDS: dict[str, type[Question]] = {name: _kind(name) for name in PICKER}
