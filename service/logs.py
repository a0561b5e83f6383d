"""What the service writes to stderr: one line a request, and what went wrong; no one's words.

Error messages may quote a question or a document, so a traceback is written without them: where it
happened and what kind of error it was.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import traceback
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

REQUESTS = "samklang.requests"
"""The logger of the lines about requests."""

# told again by every request; empty outside of one
REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")

_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{1,64}")
# uvicorn's words for an error that the service has logged already
_TOLD_BEFORE = "Exception in ASGI application"
_LOGGERS = ("samklang", "uvicorn")


def request_id(given: str | None) -> str:
    """The id of a request: the one given where it is well-formed, else a new one."""
    if given is not None and _WELL_FORMED.fullmatch(given):
        return given
    return secrets.token_hex(8)


def configure(form: str, stream: TextIO) -> None:
    """Write the logs of this process to a stream.

    Args:
        form: ``json`` (an object a line), ``plain``, or ``off``: then only what went wrong, plain.
        stream: where to.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    handler.addFilter(lambda record: not str(record.msg).startswith(_TOLD_BEFORE))
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    logging.getLogger(REQUESTS).setLevel(logging.WARNING if form == "off" else logging.INFO)


def traceback_lines(error: BaseException) -> Iterator[str]:
    """Where an error and those behind it happened and of which kind they were, outermost first."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        for frame in traceback.extract_tb(link.__traceback__):
            yield f"{frame.filename}:{frame.lineno} in {frame.name}"
        yield _kind(link)
        hidden = None if link.__suppress_context__ else link.__context__
        link = link.__cause__ or hidden


def _kind(error: BaseException) -> str:
    """The kind of an error; of the operating system's also its number, which quotes nothing."""
    number = f" [errno {error.errno}]" if isinstance(error, OSError) and error.errno else ""
    return f"{type(error).__module__}.{type(error).__qualname__}{number}"


def _facts(record: logging.LogRecord) -> dict[str, object]:
    """What a line tells, in the order it is told."""
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    told: Mapping[str, object] = getattr(record, "request", {})
    facts: dict[str, object] = {"time": time, "level": record.levelname.lower()}
    if named := told.get("request_id") or REQUEST_ID.get():
        facts["request_id"] = named
    facts |= {name: value for name, value in told.items() if name != "request_id"}
    if record.name != REQUESTS:
        facts["message"] = record.getMessage()
    if record.exc_info and record.exc_info[1] is not None:
        facts["traceback"] = list(traceback_lines(record.exc_info[1]))
    return facts


class JsonLines(logging.Formatter):
    """A record as one JSON object on one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        return json.dumps(_facts(record), ensure_ascii=False)


class PlainLines(logging.Formatter):
    """A record as words on one line, the frames of a traceback each on one of their own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line or lines."""
        facts = _facts(record)
        frames = facts.pop("traceback", [])
        assert isinstance(frames, list)
        line = " ".join(str(value).replace("\n", " ") for value in facts.values())
        return "\n".join([line, *(f"    {frame}" for frame in frames)])
