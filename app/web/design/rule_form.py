"""The form a rule is made with: rows that work without script, because every button sends and keeps all that was typed.

Fields begin with a prefix and the place of a row: "show_if.0.about" is the question of the first row, "show_if.1.0.is"
the comparison of the first row in a group. "show_if.do" is the button that was pressed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import abort
from werkzeug.datastructures import MultiDict

from app.domain.question import Question
from app.domain.questionnaire import Questionnaire
from app.domain.rule import DEEPEST, Rule
from app.domain.rule import check as check_rule
from app.domain.rule_rows import LANGUAGE, OPERATORS, Group, Kept, Node, Row, group_of, operators, rule_of
from app.domain.rule_words import Reading, read_back
from app.domain.sentence import Problem

MOST_ROWS = 40
DEED = re.compile(r"(add|group|remove|show)( \d{1,2}(?:\.\d{1,2}){0,11})?")
Form = MultiDict[str, str]


@dataclass(frozen=True)
class Choices:
    """What a rule may look at: the questions before it, by id, and the languages of the questionnaire.

    `about` is what depends on it (rule_words.HEADS); `address` is where rule.js asks for the rows anew.
    """

    questions: Mapping[str, Question]
    languages: tuple[str, ...]
    about: str
    address: str = ""

    def group(self, rule: Rule | Group | None) -> Group:
        """The rows of a rule, with an empty one to begin with."""
        group = rule if isinstance(rule, Group) else group_of(rule, self.questions)
        return group if group.nodes else replace(group, nodes=(Row(),))

    def operators(self, row: Row) -> dict[str, str]:
        offered = operators(self.questions.get(row.about)) if row.about else ()
        return {name: OPERATORS[name] for name in offered}

    def reading(self, rule: Rule | Group | None) -> Reading | None:
        """The rule in words, None while a row is not finished."""
        try:
            return read_back(rule_of(rule) if isinstance(rule, Group) else rule, self.questions, self.about)
        except Problem:
            return None

    def of_kept(self, kept: Kept) -> Reading:
        return read_back(json.loads(kept.rule), self.questions, self.about)


def choices(questionnaire: Questionnaire, of: str, id: str, setting: str, address: str = "") -> Choices:
    """What the rule `setting` of a question or page may look at; `of` is "question" or "page"."""
    earlier: dict[str, Question] = {}
    for page in questionnaire.pages:
        if of == "page" and page.id == id:
            break
        for question in page.questions:
            if of == "question" and question.id == id:
                own = {id: question} if setting == "valid_if" else {}
                about = "answer" if own else "words" if setting.startswith("variants.") else "question"
                return Choices({**earlier, **own}, questionnaire.languages, about, address)
            if question.asks or question.measured:
                earlier[question.id] = question
    return Choices(earlier, questionnaire.languages, of, address)


def pressed(form: Form, prefix: str) -> bool:
    """Whether a button of the rule was pressed: show the form again, with `typed`, and keep nothing yet."""
    return bool(form.get(f"{prefix}.do"))


def typed(form: Form, prefix: str, earlier: Choices) -> Group:
    """The rows as they stand in the form, after the button that was pressed."""
    group = _group(form, prefix, earlier, 0)
    found = DEED.fullmatch(form.get(f"{prefix}.do", ""))
    if not found:
        return group
    return _done(group, found[1], [int(step) for step in (found[2] or "").strip().split(".") if step])


def read_rule(form: Form, prefix: str, earlier: Choices) -> Rule | None:
    """The rule the form says; raises a Problem whose place is the row to mend, such as "show_if.0"."""
    rule = rule_of(_group(form, prefix, earlier, 0), prefix)
    was = _kept(form.get(f"{prefix}.was", ""))
    # The same rows as before: the rule stays as it was written, so that results do not begin anew.
    same = was and rule and group_of(json.loads(was.rule), earlier.questions) == group_of(rule, earlier.questions)
    return json.loads(was.rule) if was and same else rule


def _group(form: Form, path: str, earlier: Choices, depth: int) -> Group:
    size = form.get(f"{path}.size", "")
    many = min(int(size), MOST_ROWS) if size.isascii() and size.isdecimal() and len(size) < 4 else 0
    nodes = tuple(node for i in range(many) if (node := _node(form, f"{path}.{i}", earlier, depth + 1)))
    return Group("or" if form.get(f"{path}.join") == "or" else "and", nodes)


def _node(form: Form, path: str, earlier: Choices, depth: int) -> Node | None:
    if f"{path}.size" in form:
        return _group(form, path, earlier, depth) if depth < DEEPEST else None
    if f"{path}.kept" in form:
        return _kept(form[f"{path}.kept"])
    about = form.get(f"{path}.about", "")
    if about != LANGUAGE and about not in earlier.questions:
        return Row()
    question = earlier.questions.get(about)
    offered = operators(question)
    wanted = form.get(f"{path}.is", "")
    same = form.get(f"{path}.was", about) == about  # answers to another question say nothing about this one
    answers = tuple(dict.fromkeys(form.getlist(f"{path}.answers"))) if same else ()
    return Row(about, wanted if wanted in offered else offered[0], answers, form.get(f"{path}.number", "")[:20])


def _kept(data: str) -> Kept | None:
    """The hidden field of a rule that was kept; nobody types into it."""
    if not data:
        return None
    try:
        rule = json.loads(data)
        check_rule(rule, "")
    except (ValueError, RecursionError, Problem):
        abort(400)
    return Kept.of(rule)


def _done(group: Group, deed: str, place: list[int]) -> Group:
    """The group after a button: add or group at the end of the group at `place`, or remove the node at `place`."""
    nodes = list(group.nodes)
    if not place:
        new: dict[str, Node] = {"add": Row(), "group": Group("or", (Row(), Row()))}
        return replace(group, nodes=(*nodes, new[deed])) if deed in new and len(nodes) < MOST_ROWS else group
    first, *rest = place
    if first >= len(nodes):
        return group
    inner = nodes[first]
    if deed == "remove" and not rest:
        del nodes[first]
    elif isinstance(inner, Group):
        nodes[first] = _done(inner, deed, rest)
    return replace(group, nodes=tuple(nodes))
