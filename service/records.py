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
    return Response(write_record(record, kind), media_type=RECORD)


def write_record(record: Any, kind: Any) -> bytes:  # noqa: ANN401  (any record, its type)
    """The JSON that carries a record."""
    return _codec(kind).dump_json(record)


def read_record(data: bytes, kind: Any) -> Any:  # noqa: ANN401  (any type, a record of it)
    """The record that such JSON carries.

    Raises:
        pydantic.ValidationError: it is not of that kind, so it came from another version.
    """
    return _codec(kind).validate_json(data)


def write_plain(record: Any, kind: Any) -> Any:  # noqa: ANN401  (any record, what JSON is made of)
    """The record in lists, mappings, strings and numbers."""
    return _codec(kind).dump_python(record, mode="json")


def read_plain(value: Any, kind: Any) -> Any:  # noqa: ANN401  (what JSON is made of, any record)
    """The record that such a value carries.

    Raises:
        pydantic.ValidationError: it is not of that kind, so it came from another version.
    """
    return _codec(kind).validate_python(value)
