"""When the first claim appears, beside the endpoint's own first token.

The endpoint is a small server of this module on a loopback socket. It speaks OpenAI's protocol,
writes an honest answer from those passages it is shown that are in the language of the question,
at a steady pace, and notes when each claim left it. So what Samklang itself adds can be told from
what a model takes to write a sentence.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass, field
from statistics import median

from corpus.errors import SamklangError
from corpus.language import detect_language, detect_question_language
from corpus.settings import Settings
from corpus.store import Store, open_store
from pipeline.llm import ChatModel
from pipeline.writing import Passed, write_answer

# seconds before the first token and between tokens of four letters: a model that writes 50 a second
_BEFORE, _BETWEEN, _LETTERS = 0.2, 0.02, 4
_FENCED = re.compile(r"<<<(p\w+)>>>[^\n]*\n(.*?)\n<<</\1>>>", re.DOTALL)
_SENTENCE = re.compile(r"[A-ZÅÄÖ][^.!?\n]{30,200}[.!?]")


@dataclass(frozen=True, slots=True)
class WritingBench:
    """Median seconds from asking: the endpoint's first token, and the first claim shown.

    ``added`` is from the last letter of that claim leaving the endpoint to the claim shown.
    """

    first_token: float
    first_claim: float
    added: float
    answers: int

    @property
    def ratio(self) -> float:
        """The first claim over the endpoint's own first token."""
        return self.first_claim / self.first_token


@dataclass(slots=True)
class _Endpoint:
    """The server, the language it writes, and when what left it in the last answer."""

    language: str = "sv"
    first: float = 0.0
    claims_ended: list[float] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection: read the request, stream the answer, close."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: *(\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b"{}"
        kind, pieces = ("application/json", [b'{"data": []}'])
        if head.startswith("POST"):
            kind, pieces = "text/event-stream", []
        writer.write(
            f"HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\nconnection: close\r\n\r\n".encode()
        )
        for piece in pieces:
            writer.write(piece)
        with suppress(ConnectionError):  # the reader hangs up as soon as it has seen the mark
            if kind == "text/event-stream":
                await self._stream(json.loads(body), writer)
            await writer.drain()
        writer.close()

    async def _stream(self, request: dict[str, object], writer: asyncio.StreamWriter) -> None:
        answer = _answer(json.dumps(request, ensure_ascii=False), self.language)
        borders = {(found.end() - 1) // _LETTERS for found in re.finditer(r"\}\]\}", answer)}
        await asyncio.sleep(_BEFORE)
        for at in range(0, len(answer), _LETTERS):
            now = time.perf_counter()
            self.first = self.first or now
            writer.write(_event(answer[at : at + _LETTERS], None))
            await writer.drain()
            if at // _LETTERS in borders:
                self.claims_ended.append(now)
            await asyncio.sleep(_BETWEEN)
        writer.write(_event("", "stop") + b"data: [DONE]\n\n")


def _answer(prompt: str, language: str) -> str:
    """Two claims that say what two passages of the prompt say, in their own words."""
    text = prompt.replace("\\n", "\n").replace('\\"', '"')
    claims = []
    for key, passage in _FENCED.findall(text):
        sentence = _SENTENCE.search(passage)
        if sentence and detect_language(sentence[0]) == language:
            citation = {"key": key, "quote": sentence[0], "gloss": None}
            claims.append({"text": sentence[0], "citations": [citation]})
    return json.dumps({"claims": claims[:2]}, ensure_ascii=False)


def _event(content: str, finish: str | None) -> bytes:
    choice = {"index": 0, "delta": {"content": content}, "finish_reason": finish}
    chunk = {"id": "b", "object": "chat.completion.chunk", "created": 0, "model": "bench"}
    return f"data: {json.dumps(chunk | {'choices': [choice]})}\n\n".encode()


@asynccontextmanager
async def _listening() -> AsyncIterator[tuple[_Endpoint, int]]:
    endpoint = _Endpoint()
    server = await asyncio.start_server(endpoint.serve, "127.0.0.1", 0)
    async with server:
        yield endpoint, server.sockets[0].getsockname()[1]


def measure_writing(settings: Settings, questions: Sequence[str]) -> WritingBench:
    """Ask the questions of a data folder with documents, one after the other.

    Raises:
        SamklangError: no question led to a claim.
    """
    return asyncio.run(_measure(settings, questions))


async def _measure(settings: Settings, questions: Sequence[str]) -> WritingBench:
    rows: list[tuple[float, float, float]] = []
    async with _listening() as (endpoint, port):
        changed = {"llm": "openai:bench", "llm_base_url": f"http://127.0.0.1:{port}/v1"}
        with open_store(settings.model_copy(update=changed)) as store:
            model = ChatModel(store.settings, store.catalog)
            await model.abilities()
            for question in questions:
                endpoint.language = detect_question_language(question)
                endpoint.first = 0.0
                endpoint.claims_ended.clear()
                began = time.perf_counter()
                shown = await _first_claim(store, model, question)
                if shown:
                    ended = max(at for at in endpoint.claims_ended if at <= shown)
                    rows.append((endpoint.first - began, shown - began, shown - ended))
    if not rows:
        raise SamklangError("no question led to a claim, so there is nothing to time")
    first, claim, added = (median(column) for column in zip(*rows, strict=True))
    return WritingBench(first, claim, added, len(rows))


async def _first_claim(store: Store, model: ChatModel, question: str) -> float | None:
    """When the first claim came, having heard the answer out; None when none did."""
    shown: float | None = None
    async with aclosing(write_answer(store, model, question)) as events:
        async for event in events:
            if isinstance(event, Passed) and shown is None:
                shown = time.perf_counter()
    return shown
