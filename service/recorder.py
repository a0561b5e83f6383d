"""The outermost of what a request passes: it gets its id, and how it ended is written down."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.logs import REQUEST_ID, REQUESTS, request_id

REQUEST_ID_HEADER = "X-Request-ID"
# what no route answers has no template, and its path may be anything
UNMATCHED = "unmatched"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_log = logging.getLogger(REQUESTS)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A request and how it ended; ``seconds`` until the last byte of the answer was handed over.

    ``route`` is the template (``/api/documents/{document_id}``), never the path: a path may hold
    what people wrote.
    """

    method: str
    route: str
    status: int
    seconds: float


class Recorder:
    """ASGI middleware that names, times and tells of every request."""

    def __init__(self, app: ASGIApp, *, observe: Callable[[Exchange], None]) -> None:
        self.app = app
        self.observe = observe

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell how it ended, also when it ended in an error."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        own = request_id(Headers(scope=scope).get(REQUEST_ID_HEADER))
        # not taken back: an error nobody foresaw is answered further out
        REQUEST_ID.set(own)
        # what stands when nothing was sent at all
        status = 500
        begun = time.perf_counter()

        async def send_named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID_HEADER] = own
            await send(message)

        try:
            await self.app(scope, receive, send_named)
        finally:
            exchange = Exchange(_method(scope), _route(scope), status, time.perf_counter() - begun)
            self.observe(exchange)
            _tell(own, exchange)


def _method(scope: Scope) -> str:
    """The method, where it is one that is known: a client may send any word."""
    return scope["method"] if scope["method"] in _METHODS else "OTHER"


def _route(scope: Scope) -> str:
    return str(getattr(scope.get("route"), "path", UNMATCHED))


def _tell(own: str, exchange: Exchange) -> None:
    _log.info(
        "request",
        extra={
            "request": {
                "request_id": own,
                "method": exchange.method,
                "route": exchange.route,
                "status": exchange.status,
                "ms": round(exchange.seconds * 1000, 1),
            }
        },
    )
