"""Answers that name what they hold, so that who has it already is not sent it again (RFC 9110)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request, Response
from pydantic import BaseModel

from service.headers import REVALIDATED

_ONE_TAG = re.compile(r'(?:W/)?("[\x21\x23-\x7e\x80-\xff]*")')

NOT_MODIFIED: Mapping[int | str, Any] = {
    304: {"description": "what If-None-Match names is still what there is", "content": None}
}
"""For the ``responses`` of a route."""


def weak_tag(*parts: object) -> str:
    """A tag of what an answer is made from; the same parts give the same content."""
    digest = hashlib.sha256("\0".join(map(str, parts)).encode())
    return f'W/"{digest.hexdigest()[:32]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says it holds what the tag names (weak comparison, section 13.1.2)."""
    given = ",".join(request.headers.getlist("if-none-match")).strip()
    if given == "*":
        return True
    return tag.removeprefix("W/") in _ONE_TAG.findall(given)


def caching(tag: str, *, immutable: bool) -> dict[str, str]:
    """The headers of an answer with a tag.

    ``immutable`` content (of a version that was named) may be kept by a browser, which asks each
    time whether it may still be shown.
    """
    return {"ETag": tag} | ({"Cache-Control": REVALIDATED} if immutable else {})


def not_modified(headers: Mapping[str, str]) -> Response:
    """The answer to a client that has it already."""
    return Response(status_code=304, headers=dict(headers))


def tagged(request: Request, answer: BaseModel) -> Response:
    """A record as JSON under a tag of its very bytes, or 304."""
    body = answer.model_dump_json().encode()
    headers = caching(f'"{hashlib.sha256(body).hexdigest()[:32]}"', immutable=False)
    if is_known(request, headers["ETag"]):
        return not_modified(headers)
    return Response(body, media_type="application/json", headers=headers)
