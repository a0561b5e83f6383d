"""What an endpoint can do, tried: what it takes and ignores counts as not done."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from corpus.errors import LanguageModelError
from pipeline.llm.exchange import Delta, Event, Form, Message
from pipeline.llm.faults import Fault
from pipeline.llm.request import Request

Ask = Callable[[Request], AsyncGenerator[Event, None]]

# a model that is not held to the schema cannot guess the name or the value
_NAME, _VALUE = "k7q", "zx41"
_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {_NAME: {"type": "string", "enum": [_VALUE]}},
    "required": [_NAME],
    "additionalProperties": False,
}
_PROMPT = (Message("user", "Say good morning."),)
# tokens; a model that thinks before it answers needs some
ANSWER_TOKENS = 512
# what an endpoint may do with a form it does not offer; any other fault ends the probe
_NOT_OFFERED = {
    Fault.REFUSED_REQUEST,
    Fault.SERVER_ERROR,
    Fault.EMPTY,
    Fault.MALFORMED,
    Fault.NO_SUCH_MODEL,  # Mistral and Ollama say so of features too; plain text tells them apart
}


@dataclass(frozen=True, slots=True)
class Found:
    """What the probe found: the forms kept to, best first, and whether answers are streamed."""

    forms: tuple[Form, ...]
    streaming: bool


async def probe(ask: Ask) -> Found:
    """Try streaming, then both forms; two or three requests of a few tokens each.

    Args:
        ask: sends one request.

    Raises:
        LanguageModelError: the endpoint does not even give plain text.
    """
    streaming = await _streams(ask)
    kept = [form for form in (Form.JSON_SCHEMA, Form.TOOL) if await _keeps(ask, form, streaming)]
    return Found((*kept, Form.TEXT), streaming)


async def _streams(ask: Ask) -> bool:
    """Whether plain text comes piece by piece; the first piece will do."""
    for streaming in (True, False):
        request = Request(_PROMPT, None, Form.TEXT, streaming)
        try:
            async with aclosing(ask(request)) as events:
                async for event in events:
                    if isinstance(event, Delta):
                        return streaming
        except LanguageModelError as error:
            if not streaming or error.fault not in (Fault.NOT_STREAMED, Fault.REFUSED_REQUEST):
                raise
    raise AssertionError("an answer without text is an error")


async def _keeps(ask: Ask, form: Form, streaming: bool) -> bool:
    """Whether the output is what the schema demands and nothing else."""
    text = ""
    try:
        async with aclosing(ask(Request(_PROMPT, _SCHEMA, form, streaming))) as events:
            async for event in events:
                text += event.text if isinstance(event, Delta) else ""
                if len(text.strip()) > 1 and not text.lstrip().startswith("{"):
                    return False  # prose; no need to hear it out
    except LanguageModelError as error:
        if error.fault in _NOT_OFFERED:
            return False
        raise
    try:
        return bool(json.loads(text) == {_NAME: _VALUE})
    except ValueError:
        return False
