"""What comes in with a request, read only as far as its bounds."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from fastapi import Request
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from corpus.errors import SamklangError, UsageError

# what the parts of a form take besides the file
_AROUND = 64 * 1024


class TooLargeError(SamklangError):
    """More was sent than is taken in."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The one file of a form, and its other fields."""

    name: str
    data: bytes
    fields: dict[str, str]


async def read_upload(request: Request, *, most_mb: int) -> Upload:
    """The file of a multipart form and the fields beside it.

    Raises:
        TooLargeError: it is larger than ``most_mb`` MiB; the rest was not read.
        UsageError: the form is broken, or has no file named ``file``.
    """
    try:
        parser = MultiPartParser(
            request.headers, _bounded(request, most_mb), max_files=1, max_fields=10
        )
        form = await parser.parse()
    except MultiPartException as error:
        raise UsageError(f"the form cannot be read: {error.message}") from error
    try:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise UsageError('the form has no file; send one in a part named "file"')
        fields = {name: text for name, text in form.items() if isinstance(text, str)}
        return Upload(file.filename or "", await file.read(), fields)
    finally:
        await form.close()


async def read_body(request: Request, *, most_mb: int) -> bytes:
    """The body of a request.

    Raises:
        TooLargeError: it is larger than ``most_mb`` MiB; the rest was not read.
    """
    return b"".join([part async for part in _bounded(request, most_mb)])


async def _bounded(request: Request, most_mb: int) -> AsyncGenerator[bytes]:
    most = most_mb * 2**20 + _AROUND
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise _too_large(most_mb)
    seen = 0
    async for part in request.stream():
        seen += len(part)
        if seen > most:
            raise _too_large(most_mb)
        yield part


def _too_large(most_mb: int) -> TooLargeError:
    return TooLargeError(
        f"more than {most_mb} MiB were sent, at most {most_mb} MiB are taken in; "
        "raise SAMKLANG_MAX_FILE_MB or split the file"
    )
