"""Server-sent events: a heartbeat while nothing happens, and an end that is always told.

A client that sees neither ``done`` nor ``error`` knows that the stream broke off.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi.sse import format_sse_event
from pydantic import BaseModel

from service.problems import UNFORESEEN, problem

# proxies give up on a silent connection after 30 s or more
HEARTBEAT_SECONDS = 10.0
PING = b": still here\n\n"
_log = logging.getLogger("samklang.service")


def event(name: str, data: BaseModel) -> bytes:
    """One event with its data as JSON."""
    return format_sse_event(event=name, data_str=data.model_dump_json())


async def with_heartbeat(
    events: AsyncGenerator[bytes], *, seconds: float = HEARTBEAT_SECONDS
) -> AsyncIterator[bytes]:
    """The events, and a comment whenever none came for so many seconds.

    When the client goes away the events are closed where they stand. An error nobody foresaw
    becomes an ``error`` event that gives nothing away, and goes to the log.
    """
    queue: asyncio.Queue[bytes] = asyncio.Queue(1)

    async def pump() -> None:
        # one task runs the whole generator, so that what it holds open is closed in that task
        async with aclosing(events) as source:
            async for one in source:
                await queue.put(one)

    pumping = asyncio.create_task(pump())
    getting = asyncio.create_task(queue.get())
    try:
        while True:
            done, _ = await asyncio.wait(
                {pumping, getting}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
            )
            if getting in done:
                yield getting.result()
                getting = asyncio.create_task(queue.get())
            elif pumping in done:
                break
            else:
                yield PING
        if error := pumping.exception():
            _log.error("a streamed answer failed", exc_info=error)
            yield event("error", problem(500, UNFORESEEN))
    finally:
        pumping.cancel()
        getting.cancel()
        await asyncio.wait({pumping, getting})
