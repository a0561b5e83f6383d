"""How much a model can read, as its server tells it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable
from typing import Any

from corpus.errors import LanguageModelError
from pipeline.llm.endpoint import is_default
from pipeline.llm.provider import load_model
from pipeline.llm.request import Road
from pipeline.llm.wire import Wire, open_client

# seconds; a listing is short
_PATIENCE = 10.0
# vLLM; OpenRouter and others; Mistral and LM Studio
_NAMES = ("max_model_len", "context_length", "max_context_length", "loaded_context_length")


async def read_context(road: Road) -> int | None:
    """Tokens that prompt and answer may take together, if the server or LangChain's tables tell."""
    base = road.endpoint.base_url
    if road.endpoint.provider == "ollama":
        told = await _fetch(road, f"{base}/api/show", {"model": road.endpoint.model})
        facts = _mapping(told.get("model_info"))
        most = _first(facts[name] for name in facts if name.endswith(".context_length"))
        # it reads no more than it is told to make room for
        return min(most, road.limits.context) if most else None
    listed = (await _fetch(road, f"{base}/models")).get("data")
    entries = [_mapping(one) for one in listed] if isinstance(listed, list) else []
    named = [one for one in entries if one.get("id") == road.endpoint.model]
    if not named and len(entries) != 1:
        return _of_table(road)
    return await _of_entry(road, (named or entries)[0])


async def _of_entry(road: Road, entry: dict[str, Any]) -> int | None:
    meta = _mapping(entry.get("meta"))
    if meta:  # llama.cpp: what one request may take is told apart from what the model could
        props = await _fetch(road, f"{road.endpoint.base_url.removesuffix('/v1')}/props")
        slot = _mapping(props.get("default_generation_settings")).get("n_ctx")
        return _first((slot, meta.get("n_ctx"), meta.get("n_ctx_train")))
    return _first(entry.get(name) for name in _NAMES) or _of_table(road)


def _of_table(road: Road) -> int | None:
    """LangChain's own table, for the providers' own addresses: elsewhere names mean nothing."""
    if not is_default(road.endpoint):
        return None
    profile = load_model(road.endpoint, _wire(road), road.limits).profile or {}
    return _first((profile.get("max_input_tokens"),))


async def _fetch(road: Road, url: str, body: dict[str, str] | None = None) -> dict[str, Any]:
    """A JSON object; empty when there is none to be had, as this is a courtesy."""
    wire = _wire(road)
    try:
        async with asyncio.timeout(_PATIENCE), open_client(wire) as client:
            response = await client.request("POST" if body else "GET", url, json=body)
            return _mapping(json.loads(response.content))
    except (LanguageModelError, TimeoutError, ValueError):
        return {}


def _wire(road: Road) -> Wire:
    return Wire(road.endpoint, road.key, connect_seconds=road.patience.connect, streaming=False)


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(values: Iterable[object]) -> int | None:
    """The first that is a plausible number of tokens."""
    return next((one for one in values if isinstance(one, int) and one >= 256), None)
