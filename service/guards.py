"""What every request passes first: the host it names, the page it comes from, the headers it gets.

A page elsewhere on the web can make a browser send requests to this machine, and can give it a
name of its own by DNS rebinding. So the ``Host`` must be expected, and what changes state must
come from the service's own pages or from no page at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.headers import REPORT_POLICY, REVALIDATED, SECURITY_HEADERS
from service.problems import problem_answer

# the only values but the usual that an answer may choose
_OTHERS = {"Cache-Control": REVALIDATED, "Content-Security-Policy": REPORT_POLICY}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guards:
    """ASGI middleware for the rules above."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Sequence[str]) -> None:
        self.app = app
        self.allowed_hosts = frozenset(host.lower() for host in allowed_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request here when it breaks a rule, else pass it on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(scope=message)
                kept = {k: v for k, v in _OTHERS.items() if own.get(k) == v}
                own.update(SECURITY_HEADERS | kept)
            await send(message)

        headers = Headers(scope=scope)
        app: ASGIApp = self.app
        if (name := self._foreign_host(headers)) is not None:
            app = problem_answer(
                400, f'the service does not answer to the host "{name}"; see SAMKLANG_ALLOWED_HOSTS'
            )
        elif scope["method"] not in _SAFE_METHODS and _from_foreign_page(headers):
            app = problem_answer(403, "a page of another origin may not change anything here")
        await app(scope, receive, send_guarded)

    def _foreign_host(self, headers: Headers) -> str | None:
        """The host named, when it is none of ours; exactly one must be named."""
        named = headers.getlist("host")
        if len(named) != 1:
            return ", ".join(named)
        host = named[0].lower()
        bare = host.rpartition(":")[0] if _has_port(host) else host
        return None if bare in self.allowed_hosts else named[0]


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdigit() and not host.endswith("]")


def _from_foreign_page(headers: Headers) -> bool:
    """Whether a browser says that the request comes from a page that is not ours."""
    origin = headers.get("origin")
    if origin is None:
        return headers.get("sec-fetch-site") in {"cross-site", "same-site"}
    if origin == "null":  # what a form of ours is sent with, because no page here tells a referrer
        return headers.get("sec-fetch-site") != "same-origin"
    try:
        return urlsplit(origin).netloc.lower() != headers["host"].lower()
    except ValueError:  # no address at all, so none of ours
        return True
