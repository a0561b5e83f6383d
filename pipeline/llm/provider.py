"""The vendors' models behind LangChain: made for one request, held to a form, read into our words.

LangChain takes over two seconds to import, so only functions here do.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.llm.endpoint import Endpoint, is_default
from pipeline.llm.exchange import Form, Message
from pipeline.llm.request import Limits
from pipeline.llm.wire import Wire, open_client

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import AIMessage
    from langchain_core.runnables import Runnable


TOOL_NAME = "answer"
# quotes are to be copied, not varied
_TEMPERATURE = 0.0


@dataclass(frozen=True, slots=True)
class Piece:
    """What one message or part of one says.

    Attributes:
        text: the output.
        aside: characters of prose where a tool call was asked for.
        finish: the finish mark, if this part bears it.
        tokens: (in, out) if this part tells.
    """

    text: str
    aside: int
    finish: str | None
    tokens: tuple[int, int] | None


def load_model(endpoint: Endpoint, wire: Wire, limits: Limits) -> BaseChatModel:
    """The model, speaking over this wire and no other way."""
    from langchain.chat_models import init_chat_model

    arguments: dict[str, Any] = {
        "model_provider": endpoint.provider,
        "base_url": endpoint.base_url,
        "temperature": _TEMPERATURE,
        **_arguments(endpoint, wire, limits),
    }
    if endpoint.provider != "ollama":
        # never null: LangChain would look for a key in the environment. The wire sends ours
        arguments["api_key"] = "sent-by-the-wire"
    model: BaseChatModel = init_chat_model(endpoint.model, **arguments)
    if is_default(endpoint) and (model.profile or {}).get("temperature") is False:
        return model.model_copy(update={"temperature": None})  # it refuses one
    return model


def _arguments(endpoint: Endpoint, wire: Wire, limits: Limits) -> dict[str, Any]:
    """What each vendor's class calls the same things."""
    if endpoint.provider == "ollama":
        client = {"transport": wire, "trust_env": False, "follow_redirects": False}
        return {
            "async_client_kwargs": client,
            "num_predict": limits.answer,
            "num_ctx": limits.context,
        }
    client_of_ours = open_client(wire, endpoint.base_url)
    if endpoint.provider == "mistralai":
        # one attempt: the retries are ours
        return {"async_client": client_of_ours, "max_retries": 1, "max_tokens": limits.answer}
    return {
        "http_async_client": client_of_ours,
        "max_retries": 0,
        "stream_usage": True,
        "stream_chunk_timeout": None,
        "use_responses_api": False,
        # servers other than OpenAI's own know the older name
        **({"max_tokens": limits.answer} if is_default(endpoint) else {}),
    }


def hold_to(
    model: BaseChatModel,
    endpoint: Endpoint,
    *,
    schema: Mapping[str, Any] | None,
    form: Form,
    limits: Limits,
) -> Runnable[Any, AIMessage]:
    """The model bound to a form of output."""
    extra = {} if is_default(endpoint) else {"max_tokens": limits.answer}
    if schema is None or form is Form.TEXT:
        return model.bind(extra_body=extra) if endpoint.provider == "openai" else model
    if form is Form.TOOL:
        tool = {
            "type": "function",
            "function": {
                "name": TOOL_NAME,
                "description": "Gives the answer.",
                "parameters": dict(schema),
            },
        }
        # "any" is the one word all three understand: the one tool there is must be called
        if endpoint.provider == "openai":
            return model.bind_tools([tool], tool_choice="any", extra_body=extra)
        return model.bind_tools([tool], tool_choice="any")
    if endpoint.provider == "ollama":
        return model.bind(format=dict(schema))
    wanted = {
        "type": "json_schema",
        "json_schema": {"name": TOOL_NAME, "schema": dict(schema), "strict": True},
    }
    if endpoint.provider == "mistralai":
        return model.bind(response_format=wanted)
    # as extra_body, because LangChain hands response_format to a helper of the vendor that gathers
    # and parses the answer at every piece and fails on one that is too long
    return model.bind(extra_body={**extra, "response_format": wanted})


def ask(
    model: Runnable[Any, AIMessage], messages: Sequence[Message], *, streaming: bool
) -> AsyncGenerator[AIMessage, None]:
    """The messages of an answer as they come; a single one where streaming is not offered."""
    return _parts(model, [(message.role, message.text) for message in messages], streaming)


async def _parts(
    model: Runnable[Any, AIMessage], prompt: list[tuple[str, str]], streaming: bool
) -> AsyncGenerator[AIMessage, None]:
    if not streaming:
        yield await model.ainvoke(prompt)
        return
    async for part in model.astream(prompt):
        yield part


def read_part(part: AIMessage, form: Form) -> Piece:
    """What a message or a part of one says, whichever vendor it is from."""
    told = part.response_metadata
    finish = told.get("finish_reason") or told.get("done_reason")
    usage = part.usage_metadata
    tokens = (usage["input_tokens"], usage["output_tokens"]) if usage else None
    text, aside = str(part.text), 0
    if form is Form.TOOL:
        text, aside = _arguments_of(part), len(text)
    return Piece(text, aside, finish, tokens if tokens and any(tokens) else None)


def _arguments_of(part: AIMessage) -> str:
    """The JSON text of the one tool call; further calls are not asked for and not read."""
    chunks = getattr(part, "tool_call_chunks", None)
    if chunks is not None:
        return "".join(one["args"] or "" for one in chunks if not one["index"])
    if part.tool_calls:
        return json.dumps(part.tool_calls[0]["args"], ensure_ascii=False)
    return (part.invalid_tool_calls[0]["args"] or "") if part.invalid_tool_calls else ""
