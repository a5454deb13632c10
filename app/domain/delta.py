"""What to change in one JSON document to get another: small enough to keep for every step of a draft.

A delta is {"=": value} (put this here), {"~": {key: delta}, "-": [keys]} for an object, or {"order": [ids], "items":
{id: delta}} for a list of objects that are told apart by their "id". Where nothing differs there is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Delta = dict[str, Any]


def delta(old: Any, new: Any) -> Delta | None:
    """What turns `old` into `new`; None when they are the same."""
    if type(old) is type(new) and old == new:
        return None
    if isinstance(old, dict) and isinstance(new, dict):
        changed = {key: inner for key, value in new.items() if (inner := _member(old, key, value))}
        gone = [key for key in old if key not in new]
        return {"~": changed, "-": gone} if gone else {"~": changed}
    before, after = _by_id(old), _by_id(new)
    if before is None or after is None:
        return {"=": new}
    return {"order": list(after), "items": {id: d for id, item in after.items() if (d := _member(before, id, item))}}


def applied(document: Any, change: Delta | None) -> Any:
    """The document with this change; the one given stays as it is."""
    if change is None:
        return document
    if "=" in change:
        return change["="]
    if "~" in change:
        kept = {key: value for key, value in document.items() if key not in change.get("-", ())}
        return {**kept, **{key: applied(kept.get(key), inner) for key, inner in change["~"].items()}}
    items = _by_id(document) or {}
    return [applied(items.get(id), change["items"].get(id)) for id in change["order"]]


def field_of(old: Any, new: Any) -> tuple[str, ...] | None:
    """Where the two differ when it is in the words of one field, marks of translation aside; else None."""
    paths = set(_paths(old, new, ()))
    return paths.pop() if len(paths) == 1 else None


def _paths(old: Any, new: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...] | None]:
    if old is new or (type(old) is type(new) and old == new):
        return
    before, after = _by_id(old), _by_id(new)
    if before is not None and after is not None and list(before) == list(after):
        old, new = before, after
    known = [each for each in (old, new) if each is not None]
    if all(isinstance(each, str) for each in known):
        yield path
    elif all(isinstance(each, dict) for each in known):
        old, new = old or {}, new or {}
        for key in {**old, **new}:
            yield from _paths(old.get(key), new.get(key), path if key == "#" else (*path, key))
    else:
        yield None


def _member(old: dict[str, Any], key: str, value: Any) -> Delta | None:
    return delta(old[key], value) if key in old else {"=": value}


def _by_id(items: Any) -> dict[str, Any] | None:
    """A list of objects by their ids, unless it is something else or an id stands twice."""
    if not isinstance(items, list) or not all(
        isinstance(item, dict) and isinstance(item.get("id"), str) for item in items
    ):
        return None
    found = {item["id"]: item for item in items}
    return found if len(found) == len(items) else None
