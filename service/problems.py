"""Errors as HTTP answers: the one place where statuses are decided (RFC 9457)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from corpus.errors import (
    ConflictError,
    DataFolderInUseError,
    DocumentError,
    IndexMismatchError,
    LanguageModelError,
    ModelError,
    NotFoundError,
    SamklangError,
    UsageError,
)
from pipeline.llm import Fault
from service.headers import SECURITY_HEADERS
from service.inbox import NotStoredError
from service.logs import REQUEST_ID
from service.schemas import ProblemResponse
from service.uploads import TooLargeError

# first match wins
_STATUSES: tuple[tuple[type[SamklangError], HTTPStatus], ...] = (
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UsageError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (ConflictError, HTTPStatus.CONFLICT),
    (NotStoredError, HTTPStatus.INSUFFICIENT_STORAGE),
    (DocumentError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (DataFolderInUseError, HTTPStatus.SERVICE_UNAVAILABLE),
    (IndexMismatchError, HTTPStatus.SERVICE_UNAVAILABLE),
    (ModelError, HTTPStatus.SERVICE_UNAVAILABLE),
    # what the language model's server did wrong; those below are told apart by their fault
    (LanguageModelError, HTTPStatus.BAD_GATEWAY),
)
_FAULTS = {
    Fault.BUSY: HTTPStatus.TOO_MANY_REQUESTS,
    Fault.OVER_BUDGET: HTTPStatus.TOO_MANY_REQUESTS,
    Fault.RATE_LIMITED: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.UNREACHABLE: HTTPStatus.SERVICE_UNAVAILABLE,
    Fault.TIMED_OUT: HTTPStatus.GATEWAY_TIMEOUT,
}

ErrorPage = Callable[[Request, int, str], Response | None]
"""Draws an error as a page; None where the request did not ask for one."""

_log = logging.getLogger("samklang.service")
UNFORESEEN = "something went wrong; the server's log says what"


class ForbiddenError(SamklangError):
    """The user may not do this."""


class ProblemJSONResponse(JSONResponse):
    """JSON that says of itself that it is a problem."""

    media_type = "application/problem+json"


def problem(status: int, detail: str) -> ProblemResponse:
    """The description of an error."""
    title = HTTPStatus(status).phrase
    return ProblemResponse(
        title=title, status=status, detail=detail, request_id=REQUEST_ID.get() or None
    )


def problem_answer(status: int, detail: str) -> ProblemJSONResponse:
    """The HTTP answer for an error."""
    return ProblemJSONResponse(problem(status, detail).model_dump(), status_code=status)


def status_of(error: SamklangError) -> HTTPStatus:
    """The HTTP status of one of our errors; 500 for what is nobody's fault but ours."""
    if isinstance(error, ForbiddenError):
        return HTTPStatus.FORBIDDEN
    if isinstance(error, LanguageModelError) and error.fault in _FAULTS:
        return _FAULTS[Fault(error.fault)]
    found = (status for kind, status in _STATUSES if isinstance(error, kind))
    return next(found, HTTPStatus.INTERNAL_SERVER_ERROR)


def install(app: FastAPI) -> None:
    """Answer every error of an app as a problem."""
    app.exception_handler(SamklangError)(_ours)
    app.exception_handler(HTTPException)(_http)
    app.exception_handler(RequestValidationError)(_invalid)
    app.exception_handler(Exception)(_unforeseen)


def _answer(request: Request, status: int, detail: str) -> Response:
    """A page for a browser that asked for one, where the app has pages; else a problem."""
    show: ErrorPage | None = getattr(request.app.state, "error_page", None)
    page = show(request, status, detail) if show else None
    return page or problem_answer(status, detail)


def _ours(request: Request, error: SamklangError) -> Response:
    return _answer(request, status_of(error), str(error))


def _http(request: Request, error: HTTPException) -> Response:
    told = f"{request.method} {request.url.path}: {error.detail}"
    answer = _answer(request, error.status_code, told)
    answer.headers.update(error.headers or {})
    return answer


def _invalid(request: Request, error: RequestValidationError) -> Response:
    told = (f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return _answer(request, HTTPStatus.UNPROCESSABLE_ENTITY, "; ".join(told))


def _unforeseen(request: Request, error: Exception) -> ProblemJSONResponse:
    """The server's log has the error; a stranger learns nothing from it."""
    del request
    _log.error("an error nobody foresaw", exc_info=error)
    answer = problem_answer(HTTPStatus.INTERNAL_SERVER_ERROR, UNFORESEEN)
    # Starlette gives this answer outside of all middleware, the guards too
    answer.headers.update(SECURITY_HEADERS)
    answer.headers["X-Request-ID"] = REQUEST_ID.get()
    return answer
