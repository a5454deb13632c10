"""Pictures that answers carry, as files of their own: sent with their type, and so that nothing in them can run."""

from __future__ import annotations

from base64 import b64decode

from flask import Response, abort, g, request, url_for

from app.domain.picture import type_of
from app.domain.questionnaire import Questionnaire


def picture_address(name: str, version: int = 0) -> str:
    """Where a page that shows a questionnaire finds a picture of it: of the draft for staff, else of a version."""
    slug = (request.view_args or {}).get("slug", "")
    if request.blueprint == "respond":
        return url_for("respond.picture", slug=slug, number=version, name=name)
    return url_for("design.picture", slug=slug, name=name)


def file_of(questionnaire: Questionnaire, name: str) -> Response:
    data = b64decode(questionnaire.pictures.get(name) or abort(404))
    g.policy = (("sandbox", ""),)
    return Response(data, content_type=type_of(data))
