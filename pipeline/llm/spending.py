"""What requests take: counted by the endpoint where it tells, and held under the day's ceiling."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pipeline.llm.exchange import Message, Meter, Usage
from pipeline.llm.faults import Fault, failure

if TYPE_CHECKING:
    from corpus.settings import Settings

# Swedish takes 2.5 to 3.5 characters a token, English about 4; never too low for Swedish
CHARACTERS_PER_TOKEN = 3


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of a million tokens, and the ceilings of a day."""

    tokens_in: float
    tokens_out: float
    daily_tokens: int
    daily_cost: float | None

    @classmethod
    def of(cls, settings: Settings) -> Prices:
        """What the settings say."""
        return cls(
            settings.llm_price_in,
            settings.llm_price_out,
            settings.llm_daily_tokens,
            settings.llm_daily_cost,
        )

    def usage(self, tokens_in: int, tokens_out: int, *, estimated: bool) -> Usage:
        """The usage with its cost."""
        cost = (tokens_in * self.tokens_in + tokens_out * self.tokens_out) / 1_000_000
        return Usage(tokens_in, tokens_out, cost, estimated)


def count_tokens(text: str) -> int:
    """About how many tokens a text takes: characters / 3, rounded up.

    A tokenizer of the model's own would have to be fetched.
    """
    return math.ceil(len(text) / CHARACTERS_PER_TOKEN)


def count_prompt(messages: Sequence[Message]) -> int:
    """About how many tokens a prompt takes."""
    return sum(count_tokens(message.text) for message in messages)


def today() -> str:
    """The day that is counted, UTC."""
    return datetime.now(UTC).date().isoformat()


async def check_budget(meter: Meter, prices: Prices) -> None:
    """Let a request through while the day's ceilings are not reached.

    Requests under way at the same time may each pass: the ceiling is exceeded by at most what
    those take.

    Raises:
        LanguageModelError: a ceiling is reached.
    """
    tokens, cost = await asyncio.to_thread(meter.usage_on, today())
    if prices.daily_tokens and tokens >= prices.daily_tokens:
        raise failure(
            Fault.OVER_BUDGET,
            f"{tokens} tokens are used today and the ceiling is {prices.daily_tokens}. It starts "
            "over at midnight UTC; SAMKLANG_LLM_DAILY_TOKENS raises it",
        )
    if prices.daily_cost is not None and cost >= prices.daily_cost:
        raise failure(
            Fault.OVER_BUDGET,
            f"{cost:.2f} is spent today and the ceiling is {prices.daily_cost:.2f}. It starts over "
            "at midnight UTC; SAMKLANG_LLM_DAILY_COST raises it",
        )


async def record(meter: Meter, model: str, usage: Usage) -> None:
    """Write usage down, also when whoever waits for it is cancelled."""
    await asyncio.shield(
        asyncio.to_thread(
            meter.add_usage,
            today(),
            model,
            tokens_in=usage.tokens_in,
            tokens_out=usage.tokens_out,
            cost=usage.cost,
        )
    )
