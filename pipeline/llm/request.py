"""What a request to the endpoint consists of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from pipeline.llm.endpoint import Endpoint
from pipeline.llm.exchange import Form, Message, Meter
from pipeline.llm.spending import Prices

# what Ollama reads if it is not told; more takes memory it may not have
OLLAMA_CONTEXT = 8192


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: to connect, until the first token, between tokens."""

    connect: float
    first_token: float
    between_tokens: float


@dataclass(frozen=True, slots=True)
class Limits:
    """Tokens one answer may take, and those Ollama is told to make room for."""

    answer: int
    context: int


@dataclass(frozen=True, slots=True)
class Road:
    """What all requests to one endpoint have in common."""

    endpoint: Endpoint
    key: SecretStr | None
    patience: Patience
    limits: Limits
    prices: Prices
    meter: Meter


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked."""

    messages: Sequence[Message]
    schema: Mapping[str, Any] | None
    form: Form
    streaming: bool
