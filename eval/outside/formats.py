"""Files of other people's sets, checked before anything is made of them."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from corpus.errors import UsageError

T = TypeVar("T")


def parse_json(path: Path, shape: TypeAdapter[T]) -> T:
    """The content of a JSON file, which may be packed with gzip.

    Raises:
        UsageError: it cannot be read, or is not of the shape.
    """
    return _parse(path, read_bytes(path), shape)


def parse_lines(path: Path, shape: TypeAdapter[T]) -> list[T]:
    """The JSON objects of a file that has one a line.

    Raises:
        UsageError: it cannot be read, or a line is not of the shape.
    """
    return [_parse(path, line, shape) for line in read_bytes(path).splitlines() if line.strip()]


def read_bytes(path: Path) -> bytes:
    """The bytes of a file, unpacked where its name ends in ``.gz``.

    Raises:
        UsageError: it cannot be read.
    """
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if path.suffix == ".gz" else data
    except (OSError, EOFError) as error:
        raise UsageError(f'"{path}" cannot be read: {error}') from error


def _parse(path: Path, data: bytes, shape: TypeAdapter[T]) -> T:
    try:
        return shape.validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"])) or "the whole"
        raise UsageError(
            f'"{path}" is not the set it is named after ({where}: {first["msg"]}); '
            "fetch it again from its publisher"
        ) from error
