"""The chat model: requests wait their turn, are tried again while that is harmless, and counted."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING, Any

from corpus.errors import LanguageModelError, SettingsError
from pipeline.llm.endpoint import Endpoint, read_endpoint
from pipeline.llm.exchange import (
    Abilities,
    Delta,
    Ended,
    Event,
    Form,
    Message,
    Meter,
    Waiting,
)
from pipeline.llm.line import Line
from pipeline.llm.request import OLLAMA_CONTEXT, Limits, Patience, Request, Road
from pipeline.llm.spending import Prices, check_budget

if TYPE_CHECKING:
    from corpus.settings import Settings
    from pipeline.llm.wire import Wire

TRIES = 3
# seconds before the second try; doubled before the third
_FIRST_PAUSE = 0.5
# an endpoint that asks for more is not waited for: a person is
LONGEST_PAUSE = 30.0


class ChatModel:
    """The language model the settings name. Used by one event loop.

    Args:
        settings: with ``llm`` set.
        meter: where usage is kept.

    Raises:
        SettingsError: the settings name no model, or one that cannot be.
    """

    def __init__(self, settings: Settings, meter: Meter) -> None:
        endpoint = read_endpoint(settings)
        if endpoint is None:
            raise SettingsError("SAMKLANG_LLM: wanted openai:NAME, ollama:NAME or mistralai:NAME")
        self.endpoint: Endpoint = endpoint
        key = settings.llm_api_key
        self._road = Road(
            endpoint,
            key.get_secret_value() if key else None,
            Patience(
                settings.llm_connect_seconds,
                settings.llm_first_token_seconds,
                settings.llm_between_tokens_seconds,
            ),
            Limits(settings.llm_answer_tokens, settings.llm_context or OLLAMA_CONTEXT),
            Prices.of(settings),
            meter,
        )
        self._answer_seconds = settings.llm_answer_seconds
        self._line = Line(settings.llm_concurrency)
        self._settings = settings
        self._abilities: Abilities | None = None

    async def abilities(self) -> Abilities:
        """What the endpoint can do."""
        context = self._settings.llm_context or 4096
        return Abilities((Form.JSON_SCHEMA, Form.TEXT), True, context, probed=False)

    async def stream(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None, form: Form
    ) -> AsyncGenerator[Event, None]:
        """The answer as it is written; closing the generator stops the endpoint.

        Args:
            messages: the prompt.
            schema: JSON schema of the output; None for plain text.
            form: how the output is held to the schema.

        Raises:
            LanguageModelError: no whole answer; its ``fault`` says why.
        """
        streaming = self._abilities.streaming if self._abilities else True
        request = Request(messages, schema, form, streaming)
        async with aclosing(self._served(request)) as events:
            async for event in events:
                yield event

    async def _served(self, request: Request) -> AsyncGenerator[Event, None]:
        """A request in its turn."""
        ticket = self._line.join()
        try:
            async for position in self._line.positions(ticket):
                yield Waiting(position)
            await check_budget(self._road.meter, self._road.prices)
            async with aclosing(self._tries(request)) as events:
                async for event in events:
                    yield event
        finally:
            self._line.leave(ticket)

    async def _tries(self, request: Request) -> AsyncGenerator[Delta | Ended, None]:
        """A request, tried again while nothing of the output has come."""
        # brings httpx, which takes time to import, and then LangChain, which takes seconds
        from pipeline.llm.call import Call
        from pipeline.llm.provider import import_vendor

        await asyncio.to_thread(import_vendor, self.endpoint)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._answer_seconds
        for tried in range(1, TRIES + 1):
            call = Call(self._road, request, deadline=deadline)
            try:
                async with aclosing(call.events()) as events:
                    async for event in events:
                        yield event
                return
            except LanguageModelError:
                pause = pause_before(tried + 1, call.wire)
                if call.begun or pause is None or loop.time() + pause >= deadline:
                    raise
            await asyncio.sleep(pause)


def pause_before(attempt: int, wire: Wire) -> float | None:
    """Seconds to wait before an attempt (2, 3, …); None when it would be no use.

    Between half and all of 0.5 s, doubled each time, so that many who failed together do not
    return together; at least what the endpoint asks for.

    Args:
        attempt: the number of the attempt to come.
        wire: how the last one failed.
    """
    asked = wire.retry_after or 0.0
    if not wire.again or attempt > TRIES or asked > LONGEST_PAUSE:
        return None
    grown = _FIRST_PAUSE * 2.0 ** (attempt - 2)
    return max(asked, grown * random.uniform(0.5, 1.0))
