"""The client with a real model behind llama.cpp's server. It is weak: only form is asserted."""

import asyncio
import json
import time

import httpx
import pytest

from corpus.errors import LanguageModelError
from corpus.settings import Settings
from pipeline.llm import ChatModel, Delta, Ended, Fault, Form, Message
from pipeline.llm.probe import Found

pytestmark = pytest.mark.llm
PROMPT = [Message("user", "Name two colours.")]
SCHEMA = {
    "type": "object",
    "properties": {
        "colours": {
            "type": "array",
            "items": {"enum": ["red", "green", "blue"]},
            "minItems": 2,
            "maxItems": 2,
        }
    },
    "required": ["colours"],
    "additionalProperties": False,
}


@pytest.fixture
def real(smollm, ledger, tmp_path):
    """The real model, kept to a few tokens."""

    def make(**settings):
        settings = {"llm_answer_tokens": 60, "llm_base_url": smollm, **settings}
        return ChatModel(Settings(data_dir=tmp_path, llm="openai:smollm2", **settings), ledger)

    return make


async def answer(model, form=Form.TEXT, prompt=PROMPT):
    schema = None if form is Form.TEXT else SCHEMA
    return [event async for event in model.stream(prompt, schema=schema, form=form)]


def said(events):
    return "".join(event.text for event in events if isinstance(event, Delta))


async def test_text_comes_piece_by_piece_with_its_usage(real, ledger):
    events = await answer(real())
    assert len(events) > 3
    assert isinstance(events[-1], Ended)
    usage = events[-1].usage
    assert not usage.estimated
    assert usage.tokens_in > 5
    # pieces and tokens differ only where a letter takes more than one token
    assert len(events) - 1 <= usage.tokens_out <= 60
    assert ledger.rows[0]["tokens_out"] == usage.tokens_out


@pytest.mark.parametrize("streaming", [True, False])
async def test_the_schema_is_obeyed(streaming, real):
    model = real()
    model._found = (Found((Form.JSON_SCHEMA,), streaming), None)
    events = await answer(model, Form.JSON_SCHEMA)
    colours = json.loads(said(events))["colours"]
    assert len(colours) == 2
    assert set(colours) <= {"red", "green", "blue"}
    assert (len(events) > 5) is streaming


async def test_an_answer_past_its_tokens_says_so(real):
    prompt = [Message("user", "Write a long story about a harbour.")]
    events = await answer(real(llm_answer_tokens=12), prompt=prompt)
    assert (events[-1].finish, events[-1].usage.tokens_out) == ("length", 12)


async def test_cancelling_stops_the_generation(real, smollm):
    prompt = [Message("user", "Write a very long story about a harbour and all its ships.")]
    events = real(llm_answer_tokens=2000).stream(prompt, schema=None, form=Form.TEXT)
    for _ in range(3):
        await anext(events)
    await events.aclose()
    # with one place for all, the next answer comes only when the last has stopped
    start = time.monotonic()
    await answer(real(llm_answer_tokens=1), prompt=[Message("user", "Hi")])
    free = time.monotonic() - start
    async with httpx.AsyncClient() as client:
        slots = (await client.get(f"{smollm.removesuffix('/v1')}/slots")).json()
    assert [slot["is_processing"] for slot in slots] == [False]
    assert free < 20  # 2,000 tokens take a minute and more


async def test_the_probe_finds_what_the_server_can_do(real):
    from tests.smollm import CONTEXT

    abilities = await real().abilities()
    assert abilities.probed
    assert abilities.streaming
    assert abilities.context == CONTEXT
    # its template knows no tools: the server takes them and ignores them
    assert abilities.forms == (Form.JSON_SCHEMA, Form.TEXT)


async def test_a_prompt_past_the_context_is_named(real):
    with pytest.raises(LanguageModelError) as caught:
        await answer(real(), prompt=[Message("user", "harbour " * 6000)])
    assert caught.value.fault == Fault.CONTEXT_EXCEEDED


async def test_two_at_once_are_served_one_after_the_other(real):
    model = real(llm_concurrency=1, llm_answer_tokens=8)
    both = await asyncio.gather(answer(model), answer(model))
    assert all(isinstance(events[-1], Ended) for events in both)
