"""The chat model: requests wait their turn, are tried again while that is harmless, and counted."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace
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
from pipeline.llm.memory import Memory
from pipeline.llm.probe import ANSWER_TOKENS, Found, probe
from pipeline.llm.request import OLLAMA_CONTEXT, Limits, Patience, Request, Road
from pipeline.llm.spending import Prices, check_budget

if TYPE_CHECKING:
    from corpus.settings import Settings
    from pipeline.llm.wire import Wire

_log = logging.getLogger("samklang.llm")
TRIES = 3
# seconds before the second try; doubled before the third
_FIRST_PAUSE = 0.5
# an endpoint that asks for more is not waited for: a person is
LONGEST_PAUSE = 30.0
# tokens; every model in use can read as much
SMALLEST_CONTEXT = 4096
# seconds before an endpoint that failed is tried again
_PROBE_PAUSE = 60.0


class ChatModel:
    """The language model the settings name. Used by one event loop.

    Attributes:
        endpoint: where it is.
        trouble: why the last probe failed; None after one that did not.

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
        self._road = Road(
            endpoint,
            settings.llm_api_key,
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
        self._set_context = settings.llm_context
        self._memory = Memory(settings.data_dir)
        self._found: tuple[Found, int | None] | None = None
        self._probing = asyncio.Lock()
        self._probe_again = 0.0
        self._warm = False
        self.trouble: LanguageModelError | None = None

    async def abilities(self) -> Abilities:
        """What the endpoint can do: tried once, and remembered for a day in the data folder.

        An endpoint that cannot be tried gets the least: plain text, ``probed`` False; it is tried
        again a minute later.
        """
        async with self._probing:
            known = self._known()
            if known is None and time.monotonic() >= self._probe_again:
                known = await self._probe()
        return known or self._abilities(Found((Form.TEXT,), streaming=True), None, probed=False)

    def _known(self) -> Abilities | None:
        if self._found is None:
            self._found = self._memory.recall(self.endpoint)
        return None if self._found is None else self._abilities(*self._found, probed=True)

    def _abilities(self, found: Found, context: int | None, *, probed: bool) -> Abilities:
        tokens = self._set_context or context or SMALLEST_CONTEXT
        return Abilities(found.forms, found.streaming, tokens, probed)

    async def _probe(self) -> Abilities | None:
        from pipeline.llm.context import read_context

        short = replace(self._road, limits=replace(self._road.limits, answer=ANSWER_TOKENS))
        try:
            found = await probe(lambda request: self._served(short, request))
            self._found = found, await read_context(self._road)
        except LanguageModelError as error:
            _log.warning("the language model could not be tried: %s", error)
            self.trouble = error
            self._probe_again = time.monotonic() + _PROBE_PAUSE
            return None
        self.trouble = None
        self._memory.keep(self.endpoint, *self._found)
        return self._known()

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
        known = self._known()
        request = Request(messages, schema, form, known.streaming if known else True)
        async with aclosing(self._served(self._road, request)) as events:
            async for event in events:
                yield event

    async def _served(self, road: Road, request: Request) -> AsyncGenerator[Event, None]:
        """A request in its turn."""
        ticket = self._line.join()
        try:
            async for position in self._line.positions(ticket):
                yield Waiting(position)
            await check_budget(road.meter, road.prices)
            async with aclosing(self._tries(road, request)) as events:
                async for event in events:
                    yield event
        finally:
            self._line.leave(ticket)

    async def _tries(self, road: Road, request: Request) -> AsyncGenerator[Delta | Ended, None]:
        """A request, tried again while nothing of the output has come."""
        # brings httpx, which takes time to import, and then LangChain, which takes seconds
        from pipeline.llm.call import Call, warm_up

        if not self._warm:
            await asyncio.to_thread(warm_up, road)
            self._warm = True
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._answer_seconds
        for tried in range(1, TRIES + 1):
            call = Call(road, request, deadline=deadline)
            try:
                async with aclosing(call.events()) as events:
                    async for event in events:
                        yield event
                return
            except LanguageModelError:
                pause = pause_before(tried + 1, call.wire)
                if pause is None or loop.time() + pause >= deadline:
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
