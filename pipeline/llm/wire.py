"""The road to the endpoint: one per request, and what may come and go on it.

Every request of every vendor's library passes here, so this is where the address, redirects, sizes
and statuses are judged, before any of those libraries sees them.
"""

from __future__ import annotations

import asyncio
import re
import socket
import ssl
from collections.abc import AsyncIterator
from functools import lru_cache
from ipaddress import ip_address
from typing import NoReturn
from urllib.parse import urlsplit

import certifi
import httpx
from pydantic import SecretStr

from corpus.errors import LanguageModelError
from pipeline.llm.endpoint import Address, Endpoint, is_near, plain_address
from pipeline.llm.faults import Fault, failure
from pipeline.llm.statuses import ERROR_BYTES, refusal_of

# a line of a stream is one token with its dressing, some 500 bytes; a whole answer of 2,000 tokens
# is 1 MB of such lines. Far above both, far below what hurts
LINE_BYTES = 1 << 20
STREAM_BYTES = 16 << 20
# the same answer in one JSON text, every character of it escaped
WHOLE_BYTES = 2 << 20
_STREAMS = ("text/event-stream", "application/x-ndjson", "application/stream+json")
_LAST_LINE = re.compile(rb"(?:^|\n)data: ?\[DONE\]")


def open_client(wire: Wire, base_url: str = "") -> httpx.AsyncClient:
    """A client that speaks over this wire and no other way.

    Neither proxies nor passwords of the environment have a say: what is set there for a browser is
    not what the administrator chose for documents.
    """
    return httpx.AsyncClient(base_url=base_url, transport=wire, trust_env=False)


class Wire(httpx.AsyncBaseTransport):
    """One request's connection, never shared and never used again.

    Attributes:
        fault: what went wrong here; vendors' libraries wrap it in errors of their own.
        taken: the endpoint has the prompt and has not refused it, so it may be working on it.
        done: the last line of OpenAI's protocol has come.
        retry_after: seconds the endpoint asks to wait before the next try.
        again: it is one of the failures another try may mend.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        key: SecretStr | None,
        *,
        connect_seconds: float,
        streaming: bool,
    ) -> None:
        self._endpoint = endpoint
        self._key = key
        self._connect_seconds = connect_seconds
        self._streaming = streaming
        verify = _trusted() if not endpoint.plain else False
        self._inner = httpx.AsyncHTTPTransport(verify=verify)
        self.fault: LanguageModelError | None = None
        self.taken = False
        self.done = False
        self.retry_after: float | None = None
        self.again = False

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request, if it goes where the settings say; give a response that is one."""
        self._dress(request)
        response = await self._send(request)
        if response.status_code != 200:
            await self._refuse(response)
        kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        self._check_kind(kind, response.headers.get("content-encoding", ""))
        body = response.stream
        assert isinstance(body, httpx.AsyncByteStream)
        bounds = (LINE_BYTES, STREAM_BYTES) if self._streaming else (WHOLE_BYTES, WHOLE_BYTES)
        return httpx.Response(200, headers=response.headers, stream=_Body(body, self, *bounds))

    async def aclose(self) -> None:
        """Hang up: the endpoint notices and stops generating."""
        await self._inner.aclose()

    def fail(
        self, fault: Fault, message: str, cause: Exception | None = None, **kind: bool
    ) -> NoReturn:
        """Remember what went wrong and stop."""
        self.fault = failure(fault, f"{self._endpoint.host}: {message}", **kind)
        raise self.fault from cause

    def _dress(self, request: httpx.Request) -> None:
        """Send our key only, and nothing the environment holds for others."""
        wanted = urlsplit(self._endpoint.base_url)
        if (request.url.scheme, request.url.host) != (wanted.scheme, wanted.hostname):
            self.fail(Fault.REFUSED_REDIRECT, f"would not send to {request.url.host}")
        for name in ("authorization", "openai-organization", "openai-project"):
            request.headers.pop(name, None)
        if self._key:
            request.headers["authorization"] = f"Bearer {self._key.get_secret_value()}"
        # compressed, a small answer may unfold without bound
        request.headers["accept-encoding"] = "identity"
        request.extensions["timeout"] = {"connect": self._connect_seconds}

    async def _send(self, request: httpx.Request) -> httpx.Response:
        """The response of the first address that answers."""
        name = request.url.host
        addresses = await self._addresses(name, request.url.port or 80)
        for place, address in enumerate(addresses, start=1):
            if address is not None:  # connect to what was checked, not to what DNS says next
                request.url = request.url.copy_with(host=str(address))
                request.extensions["sni_hostname"] = name
            try:
                self.taken = True  # from here on, a request given up has been read over there
                return await self._inner.handle_async_request(request)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                self.taken = False
                if place < len(addresses):
                    continue
                self.again = True
                self.fail(Fault.UNREACHABLE, _why_not(error), error)
            except httpx.TransportError as error:
                self.fail(
                    Fault.CUT_OFF, "hung up before it answered, or does not speak HTTP", error
                )
        raise AssertionError("every name has an address or fails")

    async def _addresses(self, name: str, port: int) -> list[Address | None]:
        """Checked addresses to connect to; None stands for the name itself, where any will do."""
        if self._endpoint.outside and not self._endpoint.plain:
            return [None]
        try:
            async with asyncio.timeout(self._connect_seconds):
                found = await asyncio.get_running_loop().getaddrinfo(
                    name, port, type=socket.SOCK_STREAM
                )
        except (OSError, TimeoutError, UnicodeError) as error:
            self.again = True
            self.fail(Fault.UNREACHABLE, "no address is known for this name", error)
        addresses = list(
            dict.fromkeys(
                plain_address(ip_address(str(one[4][0]).partition("%")[0])) for one in found
            )
        )
        for address in addresses:
            near = is_near(address) if self._endpoint.outside else address.is_loopback
            if not near:
                self.fail(
                    Fault.REFUSED_ADDRESS,
                    f"leads to {address}, outside of your own network, and plain http is readable "
                    "there; set SAMKLANG_LLM_BASE_URL to an https address",
                )
        return list(addresses)

    async def _refuse(self, response: httpx.Response) -> NoReturn:
        """Name what a status other than 200 means."""
        body = response.stream
        assert isinstance(body, httpx.AsyncByteStream)
        start = b""
        try:
            async with asyncio.timeout(2):
                async for piece in body:
                    start += piece[:ERROR_BYTES]
                    if len(start) >= ERROR_BYTES:
                        break
        except (httpx.TransportError, TimeoutError):
            pass  # the status alone will do
        refusal = refusal_of(response, start, self._endpoint.model)
        self.taken = False
        self.again, self.retry_after = refusal.again, refusal.retry_after
        self.fail(refusal.fault, refusal.message)

    def _check_kind(self, kind: str, coding: str) -> None:
        if coding not in ("", "identity"):
            self.fail(Fault.MALFORMED, f"sent {coding}-compressed data, which was not asked for")
        if self._streaming and kind == "application/json":
            self.fail(Fault.NOT_STREAMED, "sent a whole answer where a stream was asked for")
        wanted = _STREAMS if self._streaming else ("application/json",)
        if kind and kind not in wanted:
            self.fail(
                Fault.NOT_A_MODEL,
                f'wanted {wanted[0]}, got "{kind[:60]}": this is no language model\'s address. '
                "Check SAMKLANG_LLM_BASE_URL; it often ends in /v1",
            )


class _Body(httpx.AsyncByteStream):
    """A response's bytes, counted before anyone gathers them into lines."""

    def __init__(
        self, inner: httpx.AsyncByteStream, wire: Wire, line_bytes: int, all_bytes: int
    ) -> None:
        self._inner = inner
        self._wire = wire
        self._line_bytes = line_bytes
        self._all_bytes = all_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        total = line = 0
        tail = b""
        try:
            async for piece in self._inner:
                first, last = piece.find(b"\n"), piece.rfind(b"\n")
                longest = line + (len(piece) if first < 0 else first)
                line = longest if last < 0 else len(piece) - last - 1
                total += len(piece)
                if longest > self._line_bytes or total > self._all_bytes:
                    self._wire.fail(
                        Fault.TOO_LARGE,
                        f"sent a line past {self._line_bytes} bytes or an answer past "
                        f"{self._all_bytes}; the answer is given up",
                    )
                if _LAST_LINE.search(tail + piece):
                    self._wire.done = True
                tail = piece[-16:]
                yield piece
        except httpx.TransportError as error:
            self._wire.fail(Fault.CUT_OFF, "the connection broke within the answer", error)

    async def aclose(self) -> None:
        await self._inner.aclose()


def _why_not(error: Exception) -> str:
    """Why no connection came about, without the addresses and numbers of the library."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate is not trusted: {cause.verify_message}"
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpx.ConnectTimeout):
        return "no connection within the seconds of SAMKLANG_LLM_CONNECT_SECONDS"
    return "no connection; is the language model's server running?"


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The machine's own trusted certificates (an organisation's too) beside the usual ones."""
    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context
