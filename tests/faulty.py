"""A language model's endpoint that plays every fault, over a real socket.

The name of the model in a request says what happens; ``FAULTS`` lists the names. Any other name
plays the script: the texts given to ``say`` one after the other, or what the function given to
``answer_with`` makes of the messages.
"""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn

from tests.replies import FAULTS, Reply

__all__ = ["FAULTS", "FaultyEndpoint", "Received", "collect", "serve_faults"]
Say = Callable[[list[dict[str, str]]], str]


@dataclass
class Received:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    hung_up: threading.Event = field(default_factory=threading.Event)  # before the answer's end
    over: threading.Event = field(default_factory=threading.Event)  # ended, or hung up
    sent: int = 0  # bytes of the answer

    @property
    def messages(self) -> list[dict[str, str]]:
        return self.body.get("messages", [])

    @property
    def prompt(self) -> str:
        return "\n".join(one["content"] for one in self.messages)

    @property
    def form(self) -> str:
        if self.body.get("tools"):
            return "tool"
        asked = self.body.get("response_format") or self.body.get("format")
        return "json_schema" if asked else "text"


class FaultyEndpoint:
    """Plays faults and scripts.

    Attributes:
        base_url: OpenAI's protocol, as in http://127.0.0.1:40001/v1; without /v1 Ollama's.
        refused_url: an address where nothing listens.
        requests: what came in, the probe's own requests excepted.
        probes: the probe's own requests.
        arrived: set by the first request.
        pace: seconds between two pieces of the script.
        about: path -> JSON it tells there, in place of its own.
        context: tokens of context it tells of; None tells nothing.
    """

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}/v1"
        self.ollama_url = f"http://127.0.0.1:{port}"
        self.refused_url = f"http://127.0.0.1:{_closed_port()}/v1"
        self.reset()

    def reset(self) -> None:
        self.requests: list[Received] = []
        self.probes: list[Received] = []
        self.arrived = threading.Event()
        self.pace = 0.0
        self.context: int | None = 4096
        self.about: dict[str, Any] = {}
        self._script: deque[str] = deque()
        self._say: Say | None = None

    def say(self, *texts: str) -> None:
        """The texts of the next answers, in order; the last one stays."""
        self._script, self._say = deque(texts), None

    def answer_with(self, say: Say) -> None:
        """Let a function of the messages (``role``, ``content``) write every answer."""
        self._say = say

    def settings(self, model: str = "scripted", **changed: Any) -> dict[str, Any]:
        """Arguments for ``Settings``, impatient so that tests end."""
        provider = changed.pop("provider", "openai")
        return {
            "llm": f"{provider}:{model}",
            "llm_base_url": self.ollama_url if provider == "ollama" else self.base_url,
            "llm_connect_seconds": 2.0,
            "llm_first_token_seconds": 1.0,
            "llm_between_tokens_seconds": 0.6,
            "llm_answer_seconds": 4.0,
            **changed,
        }

    def next_text(self, messages: list[dict[str, str]]) -> str:
        if self._say is not None:
            return self._say(messages)
        if not self._script:
            return "Hej från modellen."
        return self._script.popleft() if len(self._script) > 1 else self._script[0]

    # --- ASGI -----------------------------------------------------------------------------------

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        assert scope["type"] == "http"
        received = Received(
            scope["path"],
            {name.decode(): value.decode() for name, value in scope["headers"]},
            await _read_json(receive),
        )
        listening = asyncio.create_task(_listen(receive, received))
        reply = Reply(self, received, send)
        try:
            await reply.play()
        except OSError:
            received.hung_up.set()
        finally:
            listening.cancel()
            received.over.set()


async def _read_json(receive: Any) -> dict[str, Any]:
    data = b""
    while True:
        message = await receive()
        data += message.get("body", b"")
        if not message.get("more_body"):
            return json.loads(data) if data else {}


async def _listen(receive: Any, received: Received) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    received.hung_up.set()


def _closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def serve_faults(**config: Any) -> Iterator[FaultyEndpoint]:
    """The endpoint on a free port of this machine, in a thread of its own.

    Args:
        **config: more for uvicorn, as a certificate.
    """
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    endpoint = FaultyEndpoint(listening.getsockname()[1])
    quiet = {"log_level": "critical", "lifespan": "off", "ws": "none"}
    server = uvicorn.Server(uvicorn.Config(endpoint, **quiet, **config))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield endpoint
    finally:
        server.should_exit = server.force_exit = True
        thread.join(timeout=5)
        listening.close()


async def collect(events: AsyncIterator[Any]) -> list[Any]:
    """All events of a stream."""
    return [event async for event in events]
