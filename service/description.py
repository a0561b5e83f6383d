"""The OpenAPI description: what FastAPI knows of the routes, and what it cannot know.

Errors are given outside of the routes (``service/problems.py``, guards, limits), so FastAPI's own
words for them are wrong: here each call is told every status it may get.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from service.examples import REQUESTS, RESPONSES
from service.limits import WATCHED
from service.schemas import ProblemResponse

_PROBLEMS = {
    "400": "the Host header names another machine",
    "403": "not allowed, or asked from a page of another origin",
    "404": "there is no such thing, or nothing the user may see",
    "409": "it has ended already, is at work, or comes from another version",
    "413": "more was sent than is taken in",
    "422": "the request is not well-formed, or asks for what cannot be",
    "429": "too many requests in a minute, or too much asked of the language model",
    "500": "an error nobody foresaw; the server's log has it under the request's id",
    "502": "the language model's server failed",
    "503": "not ready, or too many answers wait already",
    "507": "what was sent could not be stored; nothing was kept",
    "504": "the language model's server took too long",
}
_EVERYWHERE = ("400", "403", "500")
# they need the embedding model or write to the indexes
_BUSY: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("get", "/api/search"): ("503",),
    ("post", "/api/ask"): ("404", "502", "503", "504"),
    ("post", "/api/assessments"): ("413", "502", "503", "504", "507"),
    ("post", "/api/assessments/{assessment_id}/steps"): ("503",),
    ("post", "/api/assessments/{assessment_id}/sign"): ("503",),
    ("delete", "/api/documents/{document_id}"): ("503",),
    ("post", "/api/documents"): ("413", "503", "507"),
    ("post", "/api/jobs"): ("503",),
    ("delete", "/api/jobs/{job_id}"): ("409",),
    ("post", "/api/commands/{name}"): ("409", "503"),
    ("get", "/api/owner"): ("404",),
    ("get", "/api/framework"): ("404", "503"),
    ("get", "/api/framework/changes"): ("404", "503"),
}
_WAITING = {
    "Retry-After": {"schema": {"type": "integer"}, "description": "seconds to wait"},
}
_REFERENCE = "#/components/schemas/{model}"


def install(app: FastAPI) -> None:
    """Let an app describe itself in this way; the description is made once, when first read."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe_app(app)
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]


def describe_app(app: FastAPI) -> dict[str, Any]:
    """The description of every call."""
    whole = get_openapi(
        title=app.title, version=app.version, description=app.description, routes=app.routes
    )
    schemas = whole.setdefault("components", {}).setdefault("schemas", {})
    schemas["ProblemResponse"] = ProblemResponse.model_json_schema(ref_template=_REFERENCE)
    for method, path, call in _calls(whole):
        _add_problems(method, path, call)
        _add_examples(method, path, call)
        for body in call.get("requestBody", {}).get("content", {}).values():
            schemas.update(body.get("schema", {}).pop("$defs", {}))
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return whole


def _calls(whole: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, calls in whole["paths"].items():
        for method, call in calls.items():
            yield method, path, call


def _add_problems(method: str, path: str, call: dict[str, Any]) -> None:
    responses = call["responses"]
    # readiness describes its own 503
    own = {status for status in responses if status in _PROBLEMS and status not in _OVERRULED}
    wanted = {*_EVERYWHERE, *_BUSY.get((method, path), ())}
    if "{" in path:
        wanted |= {"404", "422"}
    if call.get("parameters") or "requestBody" in call:
        wanted.add("422")
    if path not in WATCHED:
        wanted.add("429")
    for status in sorted(wanted - own):
        responses[status] = _problem(status)
    call["responses"] = dict(sorted(responses.items()))


# what FastAPI or the app as a whole says of these is less than is known here
_OVERRULED = frozenset({"400", "403", "422"})


def _problem(status: str) -> dict[str, Any]:
    schema = {"$ref": _REFERENCE.format(model="ProblemResponse")}
    told: dict[str, Any] = {
        "description": _PROBLEMS[status],
        "content": {"application/problem+json": {"schema": schema}},
    }
    if status in {"429", "503"}:
        told["headers"] = _WAITING
    return told


def _add_examples(method: str, path: str, call: dict[str, Any]) -> None:
    if example := REQUESTS.get((method, path)):
        call["requestBody"]["content"]["application/json"]["example"] = example
    if example := RESPONSES.get((method, path)):
        done = next(one for status, one in call["responses"].items() if status.startswith("2"))
        done["content"]["application/json"]["example"] = example
