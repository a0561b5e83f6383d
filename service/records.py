"""Records whole, as JSON between the service and the commands that hand it their work.

What the API gives is what other programs need; a command shows more than that. The form is that of
the records of this very version: both sides run the same code, and nobody else is given it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from starlette.responses import Response

from corpus.records import Hit

RECORD = "application/vnd.samklang.record+json"
"""The media type a command asks for."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search shows. ``language`` is the question's."""

    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]]
    language: str


@cache
def _codec(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401  (any type)
    return TypeAdapter(kind)


def record_answer(record: Any, kind: Any) -> Response:  # noqa: ANN401  (any record, its type)
    """The HTTP answer that carries a record."""
    return Response(_codec(kind).dump_json(record), media_type=RECORD)


def read_record(data: bytes, kind: Any) -> Any:  # noqa: ANN401  (any type, a record of it)
    """The record that such an answer carries.

    Raises:
        pydantic.ValidationError: it is not of that kind, so it came from another version.
    """
    return _codec(kind).validate_json(data)
