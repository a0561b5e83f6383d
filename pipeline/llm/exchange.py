"""What goes to a chat model and what comes back, in words of our own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Protocol


class Form(StrEnum):
    """How a model is held to a form of output; the best first."""

    JSON_SCHEMA = "json_schema"
    TOOL = "tool"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Abilities:
    """What an endpoint can do.

    Attributes:
        forms: the forms it keeps to, best first; plain text is always among them.
        streaming: whether it sends an answer piece by piece.
        context: tokens that prompt and answer may take together, counted by its own tokenizer.
        probed: whether this was tried; False means the least was assumed.
    """

    forms: tuple[Form, ...]
    streaming: bool
    context: int
    probed: bool


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of what the model is given."""

    role: Literal["system", "user", "assistant"]
    text: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """Others are before this request; position 1 is the next to be served."""

    position: int


@dataclass(frozen=True, slots=True)
class Delta:
    """The next piece of the output; for JSON_SCHEMA and TOOL alike it is JSON text."""

    text: str


@dataclass(frozen=True, slots=True)
class Usage:
    """What one request took.

    Attributes:
        tokens_in: tokens of the prompt, by the endpoint's tokenizer.
        tokens_out: tokens of the output.
        cost: in the currency of the prices that are set.
        estimated: the endpoint did not tell; counted as characters / 3.
    """

    tokens_in: int
    tokens_out: int
    cost: float
    estimated: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """The endpoint marked the end.

    Attributes:
        usage: what the request took.
        finish: the endpoint's word for why it stopped: ``stop``, ``length``, ``tool_calls``, …
    """

    usage: Usage
    finish: str


Event = Waiting | Delta | Ended


class Meter(Protocol):
    """Keeps what was used per day; the catalog does, and tests in memory."""

    def usage_on(self, day: str) -> tuple[int, float]:
        """Tokens (in and out) and cost of a UTC day given as ``2026-11-25``."""
        ...

    def add_usage(
        self, day: str, model: str, *, tokens_in: int, tokens_out: int, cost: float
    ) -> None:
        """Add what one request took."""
        ...
