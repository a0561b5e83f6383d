"""What comes in with a request, read only as far as its bounds."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
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


@dataclass(frozen=True, slots=True)
class Uploads:
    """The files of a form, in order, and its other fields."""

    files: tuple[UploadFile, ...]
    fields: Mapping[str, str]


@asynccontextmanager
async def open_uploads(
    request: Request, *, most_mb: int, most_files: int
) -> AsyncIterator[Uploads]:
    """The files of a multipart form named ``files``; large ones lie on the disk meanwhile.

    Raises:
        TooLargeError: all together they are larger than ``most_mb`` MiB; the rest was not read.
        UsageError: the form is broken, has no file or too many, or one under another name.
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise UsageError("the request is no form; send files as multipart/form-data")
    try:
        parser = MultiPartParser(
            request.headers,
            _bounded(request, most_mb, "SAMKLANG_UPLOAD_MB"),
            max_files=most_files,
            max_fields=10,
        )
        form = await parser.parse()
    except MultiPartException as error:
        raise UsageError(
            f"the form cannot be read: {error.message} (SAMKLANG_UPLOAD_FILES is {most_files})"
        ) from error
    try:
        sent = [(name, one) for name, one in form.multi_items() if isinstance(one, UploadFile)]
        for name, one in sent:
            if name != "files":
                raise UsageError(
                    f'"{one.filename}" came in a part named "{name}"; name the parts "files"'
                )
        # a browser sends a field nobody filled in as a file without name and bytes
        files = tuple(one for _, one in sent if one.filename or one.size)
        if not files:
            raise UsageError('the form has no file; send one or more in parts named "files"')
        fields = {name: one for name, one in form.items() if isinstance(one, str)}
        yield Uploads(files, fields)
    finally:
        await form.close()


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


async def _bounded(
    request: Request, most_mb: int, setting: str = "SAMKLANG_MAX_FILE_MB"
) -> AsyncGenerator[bytes]:
    most = most_mb * 2**20 + _AROUND
    told = request.headers.get("content-length", "")
    if told.isdigit() and int(told) > most:
        raise _too_large(most_mb, setting)
    seen = 0
    async for part in request.stream():
        seen += len(part)
        if seen > most:
            raise _too_large(most_mb, setting)
        yield part


def _too_large(most_mb: int, setting: str) -> TooLargeError:
    return TooLargeError(
        f"more than {most_mb} MiB were sent, at most {most_mb} MiB are taken in; "
        f"raise {setting} or send less at a time"
    )
