"""A stream tells that it lives, and always how it ended."""

import asyncio
import json

import pytest

from service.problems import problem
from service.streams import PING, event, with_heartbeat


async def collect(source, *, seconds=0.05):
    return [one async for one in with_heartbeat(source, seconds=seconds)]


async def three(pause=0.0):
    for one in (b"a", b"b", b"c"):
        await asyncio.sleep(pause)
        yield one


def test_events_come_through_in_order_and_the_end_is_the_end():
    assert asyncio.run(collect(three(), seconds=5)) == [b"a", b"b", b"c"]


def test_silence_is_filled_with_comments():
    got = asyncio.run(collect(three(pause=0.18)))
    assert [one for one in got if one != PING] == [b"a", b"b", b"c"]
    assert got.count(PING) >= 3
    assert PING.startswith(b":")


def test_leaving_closes_what_was_going_on():
    closed = []

    async def endless():
        try:
            while True:
                yield b"x"
                await asyncio.sleep(0.01)
        finally:
            closed.append(True)

    async def leave():
        stream = with_heartbeat(endless(), seconds=1)
        assert await anext(stream) == b"x"
        await stream.aclose()

    asyncio.run(leave())
    assert closed == [True]


def test_an_error_nobody_foresaw_is_told_without_its_words(caplog):
    async def failing():
        yield b"a"
        raise RuntimeError("secret path /etc/x")

    first, last = asyncio.run(collect(failing(), seconds=5))
    assert first == b"a"
    assert last.startswith(b"event: error")
    told = json.loads(last.decode().split("data: ", 1)[1])
    assert told["status"] == 500
    assert b"secret" not in last
    assert "secret path" in caplog.text


@pytest.mark.parametrize("text", ["plain", "two\nlines", "åäö ”citat”", ""])
def test_an_event_is_one_block_whatever_it_says(text):
    block = event("error", problem(404, text)).decode()
    assert block.endswith("\n\n")
    assert block.count("\n\n") == 1
    assert json.loads(block.split("data: ", 1)[1])["detail"] == text
