"""What the faulty endpoint answers to one request: the script, or one of the faults."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.faulty import FaultyEndpoint, Received

FAULTS = {
    "status-NNN": "answers with that status; status-429-after-7 adds Retry-After: 7",
    "once-NNN": "the first request gets that status, the next ones the script",
    "too-long": "400, the prompt is longer than the context",
    "secretive": "401 whose body repeats the key it was given",
    "long-error": "500 with a body that never ends",
    "redirect": "307 to http://elsewhere.example/",
    "html": "200 with a web page",
    "malformed": "200 whose JSON breaks off",
    "not-json": "200, lines of the stream are no JSON",
    "wrong-shape": "200 and JSON of another protocol",
    "empty-choices": "200 without any choice, and the end is marked",
    "nothing": "200, the end is marked and the text is empty",
    "long-line": "one line of 10 MB",
    "endless": "a stream of words that never ends",
    "half": "half of the script's next text, then the connection ends in good order",
    "broken": "half of it, then the connection breaks",
    "unmarked": "all of it, without any finish mark",
    "only-done": "all of it, without finish_reason, but with [DONE]",
    "lingering": "all of it with its mark, then the connection stays open",
    "length": "half of it, finish_reason length",
    "drip": "one character of it every 0.2 s",
    "stalls": "half of it, then nothing more",
    "silent": "200, then nothing",
    "deaf": "the connection is taken and nothing answers",
    "heartbeats": "200, then only comments",
    "blanks": "200, then only empty pieces",
    "split-utf8": "all of it, every byte on its own",
    "bad-utf8": "a byte that is no UTF-8",
    "whole": "a whole answer although a stream was asked for",
    "compressed": "gzip, which nobody asked for",
    "uncounted": "the script, without usage",
    "ignores-schema": "takes a schema or tool and answers in prose",
    "own-json": "takes a schema or tool and answers in JSON of its own",
    "tools-only": "keeps to tools, ignores schemas",
    "refuses-schema": "400 to a schema or tool",
}


class Reply:
    """The answer to one request."""

    def __init__(self, endpoint: FaultyEndpoint, received: Received, send: Any) -> None:
        self._endpoint = endpoint
        self._received = received
        self._send = send
        self._model = str(received.body.get("model", ""))
        self._ollama = received.path.startswith("/api/")
        self._streaming = bool(received.body.get("stream", False))

    async def play(self) -> None:
        path = self._received.path
        if not path.endswith(("/chat/completions", "/api/chat")):
            await self._about()
            return
        probe = _probe_answer(self._received.body)
        kept = self._endpoint.requests if probe is None else self._endpoint.probes
        kept.append(self._received)
        self._endpoint.arrived.set()
        played = getattr(self, "_" + self._model.replace("-", "_"), None)
        if self._model.startswith(("status-", "once-")):
            await self._status()
        elif self._model in FAULTS and played is not None:
            await played()
        else:
            await self._whole_script()

    async def _about(self) -> None:
        """What the endpoint tells of itself."""
        endpoint, path = self._endpoint, self._received.path
        told = endpoint.context
        if path in endpoint.about:
            await self._json(endpoint.about[path])
        elif path == "/api/show" and told:
            await self._json({"model_info": {"llama.context_length": told}})
        elif path.endswith("/models"):
            one = {"id": "scripted", "object": "model"}
            await self._json({"data": [one | ({"max_model_len": told} if told else {})]})
        else:
            await self._json({"error": {"message": "not found"}}, status=404)

    # --- the script -----------------------------------------------------------------------------

    def _text(self) -> str:
        probe = _probe_answer(self._received.body)
        prose = self._model == "ignores-schema" or (
            self._model == "tools-only" and self._received.form == "json_schema"
        )
        if probe is not None and self._model == "own-json" and self._received.form != "text":
            return json.dumps({"greeting": "Good morning!"})
        if probe is not None:
            return "Good morning to you!" if prose else probe
        return self._endpoint.next_text(self._received.messages)

    async def _whole_script(self) -> None:
        text = self._text()
        if not self._streaming:
            await self._json(self._message(text))
            return
        await self._start()
        # Ollama gives a tool call in one piece
        for piece in [text] if self._ollama and self._as_tool() else _pieces(text):
            await self._piece(piece)
            await asyncio.sleep(self._endpoint.pace)
        await self._mark()

    _uncounted = _ignores_schema = _own_json = _tools_only = _whole_script

    async def _refuses_schema(self) -> None:
        if self._received.form == "text":
            await self._whole_script()
        else:
            await self._json({"error": {"message": "response_format unknown"}}, status=400)

    def _message(self, text: str) -> dict[str, Any]:
        if self._ollama:
            return self._ollama_part(text, done=True)
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if self._as_tool():
            call = {"name": "answer", "arguments": text}
            message = {
                "role": "assistant",
                "content": None,
                "tool_calls": [{"id": "c1", "type": "function", "function": call}],
            }
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        return _envelope("chat.completion") | {"choices": [choice], "usage": self._usage()}

    def _as_tool(self) -> bool:
        return self._received.form == "tool" and self._model != "ignores-schema"

    def _usage(self) -> dict[str, int] | None:
        if self._model == "uncounted":
            return None
        return {"prompt_tokens": 11, "completion_tokens": 7, "total_tokens": 18}

    def _ollama_part(self, text: str, *, done: bool) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": text}
        if text and self._as_tool():
            call = {"function": {"name": "answer", "arguments": json.loads(text)}}
            message = {"role": "assistant", "content": "", "tool_calls": [call]}
        part = {"model": self._model, "created_at": "2026-01-01T00:00:00Z", "message": message}
        end = {"done_reason": "stop", "prompt_eval_count": 11, "eval_count": 7}
        return part | {"done": done} | (end if done else {})

    async def _piece(self, text: str) -> None:
        if self._ollama:
            await self._write(json.dumps(self._ollama_part(text, done=False)) + "\n")
            return
        delta: dict[str, Any] = {"role": "assistant", "content": text}
        if self._as_tool():
            call = {"index": 0, "function": {"arguments": text}}
            if not self._received.sent:
                call |= {"id": "c1", "type": "function"}
                call["function"] |= {"name": "answer"}
            delta = {"role": "assistant", "content": None, "tool_calls": [call]}
        await self._event(_choice(delta))

    async def _mark(self, finish: str = "stop") -> None:
        if self._ollama:
            part = self._ollama_part("", done=True) | {"done_reason": finish}
            await self._write(json.dumps(part) + "\n", last=True)
            return
        used = {"usage": self._usage()} if self._usage() else {}
        apart = "stream_options" in self._received.body  # OpenAI tells in a part of its own
        await self._event(_choice({}, finish=finish) | ({} if apart else used))
        if apart and used:
            await self._event(_envelope("chat.completion.chunk") | {"choices": []} | used)
        await self._write("data: [DONE]\n\n", last=True)

    # --- faults ---------------------------------------------------------------------------------

    async def _status(self) -> None:
        _, code, *after = self._model.split("-", 2)
        if self._model.startswith("once") and len(self._endpoint.requests) > 1:
            await self._whole_script()
            return
        headers = {"retry-after": after[0].removeprefix("after-")} if after else {}
        await self._json({"error": {"message": "no"}}, status=int(code), headers=headers)

    async def _too_long(self) -> None:
        error = {"message": "exceeds the available context size", "code": 400}
        await self._json({"error": error | {"type": "exceed_context_size_error"}}, status=400)

    async def _secretive(self) -> None:
        key = self._received.headers.get("authorization", "")
        await self._json({"error": {"message": f"Incorrect API key: {key}"}}, status=401)

    async def _long_error(self) -> None:
        await self._start("text/plain", status=500)
        while not self._received.hung_up.is_set():
            await self._write("error " * 1000)
            await asyncio.sleep(0.001)

    async def _redirect(self) -> None:
        place = {"location": "http://elsewhere.example/v1/chat/completions?k=1"}
        await self._json({}, status=307, headers=place)

    async def _html(self) -> None:
        await self._start("text/html; charset=utf-8")
        await self._write("<!doctype html><title>Log in</title>", last=True)

    async def _malformed(self) -> None:
        await self._start(None if self._streaming else "application/json")
        await self._write(
            ("data: " if self._streaming else "") + '{"choices": [{"de\n\n', last=True
        )

    async def _not_json(self) -> None:
        await self._start()
        await self._write("data: hello there\n\ndata: [DONE]\n\n", last=True)

    async def _wrong_shape(self) -> None:
        if not self._streaming:
            await self._json({"completion": "hello", "choices": "none"})
            return
        await self._start()
        await self._event({"choices": [{"text": "hello"}]})
        await self._write("data: [DONE]\n\n", last=True)

    async def _empty_choices(self) -> None:
        if not self._streaming:
            await self._json(_envelope("chat.completion") | {"choices": []})
            return
        await self._start()
        await self._event(_envelope("chat.completion.chunk") | {"choices": []})
        await self._write("data: [DONE]\n\n", last=True)

    async def _nothing(self) -> None:
        if not self._streaming:
            await self._json(self._message(""))
            return
        await self._start()
        await self._mark()

    async def _long_line(self) -> None:
        await self._start(None if self._streaming else "application/json")
        await self._write('data: {"choices": [{"delta": {"content": "')
        for _ in range(160):
            if not self._received.hung_up.is_set():
                await self._write("x" * (1 << 16))
                await asyncio.sleep(0.001)
        await self._write('"}}]}\n\n', last=True)

    async def _endless(self) -> None:
        await self._start()
        while not self._received.hung_up.is_set():
            await self._piece("och ")
            await asyncio.sleep(max(self._endpoint.pace, 0.005))

    async def _first_half(self) -> None:
        text = self._text()
        await self._start()
        for piece in _pieces(text[: len(text) // 2]):
            await self._piece(piece)

    async def _half(self) -> None:
        await self._first_half()
        await self._write("", last=True)

    async def _broken(self) -> None:
        await self._first_half()
        raise OSError("hangs up without the last chunk")

    async def _unmarked(self) -> None:
        await self._start()
        await self._piece(self._text())
        await self._write("", last=True)

    async def _only_done(self) -> None:
        await self._start()
        await self._piece(self._text())
        await self._write("data: [DONE]\n\n", last=True)

    async def _lingering(self) -> None:
        await self._start()
        await self._piece(self._text())
        await self._event(_choice({}, finish="stop"))
        await self._wait()

    async def _length(self) -> None:
        if not self._streaming:
            message = self._message(self._text())
            message["choices"][0]["finish_reason"] = "length"
            await self._json(message)
            return
        await self._first_half()
        await self._mark("length")

    async def _drip(self) -> None:
        await self._start()
        for letter in self._text():
            await self._piece(letter)
            await asyncio.sleep(0.2)
        await self._mark()

    async def _stalls(self) -> None:
        await self._first_half()
        await self._wait()

    async def _silent(self) -> None:
        await self._start()
        await self._wait()

    async def _deaf(self) -> None:
        await self._wait()

    async def _heartbeats(self) -> None:
        await self._start()
        while not self._received.hung_up.is_set():
            await self._write(": still here\n\n")
            await asyncio.sleep(0.05)

    async def _blanks(self) -> None:
        await self._start()
        while not self._received.hung_up.is_set():
            await self._piece("")
            await asyncio.sleep(0.05)

    async def _split_utf8(self) -> None:
        await self._start()
        event = f"data: {json.dumps(_choice({'content': self._text()}), ensure_ascii=False)}\n\n"
        for byte in event.encode():
            await self._write(bytes([byte]))
            await asyncio.sleep(0)
        await self._mark()

    async def _bad_utf8(self) -> None:
        await self._start()
        await self._write(
            b'data: {"choices": [{"index": 0, "delta": {"content": "\xe5\xff"}}]}\n\n'
        )
        await self._mark()

    async def _whole(self) -> None:
        await self._json(self._message(self._text()))

    async def _compressed(self) -> None:
        await self._start(None if self._streaming else "application/json", coding="gzip")
        await self._write(b"\x1f\x8b\x08\x00", last=True)

    # --- bytes ----------------------------------------------------------------------------------

    async def _wait(self) -> None:
        await asyncio.to_thread(self._received.hung_up.wait, 30)

    async def _start(
        self, kind: str | None = None, *, status: int = 200, coding: str | None = None
    ) -> None:
        kind = kind or ("application/x-ndjson" if self._ollama else "text/event-stream")
        headers = [(b"content-type", kind.encode())]
        if coding:
            headers.append((b"content-encoding", coding.encode()))
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def _write(self, data: str | bytes, *, last: bool = False) -> None:
        body = data.encode() if isinstance(data, str) else data
        self._received.sent += len(body)
        await self._send({"type": "http.response.body", "body": body, "more_body": not last})

    async def _event(self, data: dict[str, Any]) -> None:
        await self._write(f"data: {json.dumps(data)}\n\n")

    async def _json(
        self, data: dict[str, Any], *, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        fields = {"content-type": "application/json", **(headers or {})}
        pairs = [(name.encode(), value.encode()) for name, value in fields.items()]
        await self._send({"type": "http.response.start", "status": status, "headers": pairs})
        await self._write(json.dumps(data), last=True)


def _pieces(text: str) -> Iterator[str]:
    return (text[start : start + 4] for start in range(0, len(text), 4))


def _envelope(kind: str) -> dict[str, Any]:
    return {"id": "x", "object": kind, "created": 1, "model": "scripted"}


def _choice(delta: dict[str, Any], *, finish: str | None = None) -> dict[str, Any]:
    one = {"index": 0, "delta": delta, "finish_reason": finish}
    return _envelope("chat.completion.chunk") | {"choices": [one]}


def _probe_answer(body: dict[str, Any]) -> str | None:
    """What the probe wants to hear; None for any other request."""
    schema = body.get("format")
    if body.get("response_format"):
        schema = body["response_format"]["json_schema"]["schema"]
    if body.get("tools"):
        schema = body["tools"][0]["function"]["parameters"]
    fields = (schema or {}).get("properties", {})
    told = [one.get("content") for one in body.get("messages", [])]
    if told == ["Say good morning."] and not fields:
        return "Good morning!"
    if not fields or any(len(one.get("enum", ())) != 1 for one in fields.values()):
        return None
    return json.dumps({name: one["enum"][0] for name, one in fields.items()})
